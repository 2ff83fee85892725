/*
 * SHA-256 and HMAC-SHA-256.
 *
 * Shape: 32-byte digests. Hashing a small message costs its compressions and little else: no allocation, no lookup.
 * Source: FIPS 180-4, RFC 2104; libcrypto's low-level SHA-256, which uses SHA-NI.
 */
#ifndef BANYAN_CRYPTO_HASH_H
#define BANYAN_CRYPTO_HASH_H

#include "base/str.h"

enum { HASH_BYTES = 32, HASH_STATE_BYTES = 128 };

typedef struct {
    uint8_t bytes[HASH_BYTES];
} Hash;

typedef struct {
    _Alignas(16) unsigned char opaque[HASH_STATE_BYTES];
} HashState;

Hash hash_of(Bytes bytes);
Hash hash_of_str(Str text);
void hash_begin(HashState *state);
void hash_add(HashState *state, Bytes bytes);
/* Length as 8 bytes big-endian, then the bytes: parts cannot run into each other. */
void hash_add_part(HashState *state, Bytes bytes);
Hash hash_end(HashState *state);
/* Compares in constant time. */
CHECKED bool hash_eq(const Hash *a, const Hash *b);
Bytes hash_bytes(const Hash *hash);

/* A key prepared once, used for many messages. */
typedef struct {
    HashState inner;
    HashState outer;
} HmacKey;

void hmac_key(HmacKey *key, Bytes secret);
Hash hmac_of(const HmacKey *key, Bytes message);

#endif
