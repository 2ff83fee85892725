/*
 * Ed25519 signatures.
 *
 * Shape: 32-byte seed and public key, 64-byte signature. Verification is strict: canonical S, no small-order key.
 * Owns: SignKey holds a secret; sign_wipe clears it.
 * Source: RFC 8032; libsodium crypto_sign_detached.
 */
#ifndef BANYAN_CRYPTO_SIGN_H
#define BANYAN_CRYPTO_SIGN_H

#include "base/str.h"

enum { SIGN_SEED_BYTES = 32, SIGN_PUBLIC_BYTES = 32, SIGN_SIGNATURE_BYTES = 64 };

typedef struct {
    uint8_t secret[64]; /* libsodium's form: seed, then public key */
} SignKey;

void sign_key_from_seed(SignKey *key, const uint8_t seed[SIGN_SEED_BYTES]);
void sign_public(const SignKey *key, uint8_t out[SIGN_PUBLIC_BYTES]);
void sign_make(const SignKey *key, Bytes message, uint8_t out[SIGN_SIGNATURE_BYTES]);
CHECKED bool sign_verify(const uint8_t public_key[SIGN_PUBLIC_BYTES], Bytes message,
                         const uint8_t signature[SIGN_SIGNATURE_BYTES]);
void sign_wipe(SignKey *key);

#endif
