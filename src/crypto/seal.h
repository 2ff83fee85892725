/*
 * Authenticated encryption of a payload: XChaCha20-Poly1305.
 *
 * Shape: box = nonce (24) || ciphertext || tag (16). Owns: results live in the arena.
 * Errors: seal_open refuses a changed box, key or associated data with ERR_CORRUPT.
 * Source: draft-irtf-cfrg-xchacha-03; libsodium crypto_aead_xchacha20poly1305_ietf.
 */
#ifndef BANYAN_CRYPTO_SEAL_H
#define BANYAN_CRYPTO_SEAL_H

#include "base/err.h"
#include "base/str.h"

enum { SEAL_KEY_BYTES = 32, SEAL_NONCE_BYTES = 24, SEAL_OVERHEAD = 24 + 16 };

Bytes seal_make(Arena *arena, const uint8_t key[SEAL_KEY_BYTES], const uint8_t nonce[SEAL_NONCE_BYTES],
                Bytes associated, Bytes plain);
CHECKED bool seal_open(Arena *arena, const uint8_t key[SEAL_KEY_BYTES], Bytes associated, Bytes box, Bytes *out,
                       Err *err);

#endif
