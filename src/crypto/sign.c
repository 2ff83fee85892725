#include "crypto/sign.h"

#include <sodium.h>

#include "crypto/wipe.h"

_Static_assert(sizeof(((SignKey *)0)->secret) == crypto_sign_SECRETKEYBYTES, "SignKey is libsodium's secret key");
_Static_assert(SIGN_SIGNATURE_BYTES == crypto_sign_BYTES, "signature size");

void sign_key_from_seed(SignKey *key, const uint8_t seed[SIGN_SEED_BYTES]) {
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    (void)crypto_sign_seed_keypair(public_key, key->secret, seed);
}

void sign_public(const SignKey *key, uint8_t out[SIGN_PUBLIC_BYTES]) {
    (void)crypto_sign_ed25519_sk_to_pk(out, key->secret);
}

void sign_make(const SignKey *key, Bytes message, uint8_t out[SIGN_SIGNATURE_BYTES]) {
    (void)crypto_sign_detached(out, NULL, message.ptr, message.len, key->secret);
}

bool sign_verify(const uint8_t public_key[SIGN_PUBLIC_BYTES], Bytes message,
                 const uint8_t signature[SIGN_SIGNATURE_BYTES]) {
    return crypto_sign_verify_detached(signature, message.ptr, message.len, public_key) == 0;
}

void sign_wipe(SignKey *key) {
    wipe(key->secret, sizeof(key->secret));
}
