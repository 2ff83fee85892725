#include "crypto/seal.h"

#include <sodium.h>
#include <string.h>

_Static_assert(SEAL_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "key size");
_Static_assert(SEAL_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "nonce size");
_Static_assert(SEAL_OVERHEAD == SEAL_NONCE_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES, "overhead");

Bytes seal_make(Arena *arena, const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[SEAL_NONCE_BYTES],
                Bytes associated, Bytes plain) {
    uint8_t *box = arena_alloc(arena, plain.len + SEAL_OVERHEAD);
    memcpy(box, nonce, SEAL_NONCE_BYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(box + SEAL_NONCE_BYTES, NULL, plain.ptr, plain.len, associated.ptr,
                                                     associated.len, NULL, nonce, key);
    return (Bytes){box, plain.len + SEAL_OVERHEAD};
}

bool seal_open(Arena *arena, const uint8_t key[SEAL_KEY_BYTES], Bytes associated, Bytes box, Bytes *out, Err *err) {
    if (box.len < SEAL_OVERHEAD) {
        return err_set(err, ERR_CORRUPT, "an encrypted payload of %zu bytes is shorter than the smallest one, %d bytes",
                       box.len, (int)SEAL_OVERHEAD);
    }
    uint8_t *plain = arena_alloc(arena, box.len - SEAL_OVERHEAD);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, NULL, NULL, box.ptr + SEAL_NONCE_BYTES,
                                                   box.len - SEAL_NONCE_BYTES, associated.ptr, associated.len, box.ptr,
                                                   key) != 0) {
        return err_set(err, ERR_CORRUPT,
                       "an encrypted payload does not open: its bytes, its key or what it belongs to has changed");
    }
    *out = (Bytes){plain, box.len - SEAL_OVERHEAD};
    return true;
}
