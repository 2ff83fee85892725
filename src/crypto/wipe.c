#include "crypto/wipe.h"

#include <openssl/crypto.h>

void wipe(void *memory, size_t size) {
    OPENSSL_cleanse(memory, size);
}
