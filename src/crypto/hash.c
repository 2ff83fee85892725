/* OpenSSL 3 marks SHA256_Init and its kin as deprecated, but every other way in (EVP, EVP_Q_digest) looks the algorithm
 * up and allocates per message, which costs as much as hashing a small message. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

#include "crypto/wipe.h"

enum { HMAC_BLOCK_BYTES = 64, HMAC_INNER = 0x36, HMAC_OUTER = 0x5c };

_Static_assert(sizeof(SHA256_CTX) <= HASH_STATE_BYTES, "HashState holds libcrypto's state");
_Static_assert(_Alignof(SHA256_CTX) <= 16, "HashState is aligned for libcrypto's state");

/* HashState has nothing but the memory for libcrypto's state. */
static SHA256_CTX *context(HashState *state) {
    return (SHA256_CTX *)(void *)state;
}

void hash_begin(HashState *state) {
    (void)SHA256_Init(context(state));
}

void hash_add(HashState *state, Bytes bytes) {
    if (bytes.len > 0) {
        (void)SHA256_Update(context(state), bytes.ptr, bytes.len);
    }
}

void hash_add_part(HashState *state, Bytes bytes) {
    uint8_t length[8];
    for (unsigned i = 0; i < 8; i++) {
        length[i] = (uint8_t)((uint64_t)bytes.len >> (56 - 8 * i));
    }
    hash_add(state, (Bytes){length, sizeof(length)});
    hash_add(state, bytes);
}

Hash hash_end(HashState *state) {
    Hash hash;
    (void)SHA256_Final(hash.bytes, context(state));
    return hash;
}

Hash hash_of(Bytes bytes) {
    HashState state;
    hash_begin(&state);
    hash_add(&state, bytes);
    return hash_end(&state);
}

Hash hash_of_str(Str text) {
    return hash_of(str_bytes(text));
}

bool hash_eq(const Hash *a, const Hash *b) {
    return CRYPTO_memcmp(a->bytes, b->bytes, HASH_BYTES) == 0;
}

Bytes hash_bytes(const Hash *hash) {
    return (Bytes){hash->bytes, HASH_BYTES};
}

/* RFC 2104: the key padded with zeros to a block, xored with a constant, is the first block of each hash. */
static void hmac_start(HashState *state, const uint8_t key[HMAC_BLOCK_BYTES], uint8_t pad) {
    uint8_t block[HMAC_BLOCK_BYTES];
    for (size_t i = 0; i < HMAC_BLOCK_BYTES; i++) {
        block[i] = key[i] ^ pad;
    }
    hash_begin(state);
    hash_add(state, (Bytes){block, sizeof(block)});
    wipe(block, sizeof(block));
}

void hmac_key(HmacKey *key, Bytes secret) {
    uint8_t block[HMAC_BLOCK_BYTES] = {0};
    if (secret.len > HMAC_BLOCK_BYTES) {
        Hash short_key = hash_of(secret);
        memcpy(block, short_key.bytes, HASH_BYTES);
        wipe(&short_key, sizeof(short_key));
    } else if (secret.len > 0) {
        memcpy(block, secret.ptr, secret.len);
    }
    hmac_start(&key->inner, block, HMAC_INNER);
    hmac_start(&key->outer, block, HMAC_OUTER);
    wipe(block, sizeof(block));
}

Hash hmac_of(const HmacKey *key, Bytes message) {
    HashState state = key->inner;
    hash_add(&state, message);
    Hash inner = hash_end(&state);
    state = key->outer;
    hash_add(&state, hash_bytes(&inner));
    return hash_end(&state);
}
