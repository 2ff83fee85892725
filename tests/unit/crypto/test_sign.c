#include "crypto/sign.h"

#include <string.h>

#include "../cmocka_all.h"

/* RFC 8032 section 7.1, test 2: a message of one byte. */
static const uint8_t seed[SIGN_SEED_BYTES] = {0x4c, 0xcd, 0x08, 0x9b, 0x28, 0xff, 0x96, 0xda, 0x9d, 0xb6, 0xc3,
                                              0x46, 0xec, 0x11, 0x4e, 0x0f, 0x5b, 0x8a, 0x31, 0x9f, 0x35, 0xab,
                                              0xa6, 0x24, 0xda, 0x8c, 0xf6, 0xed, 0x4f, 0xb8, 0xa6, 0xfb};
static const uint8_t public_key[SIGN_PUBLIC_BYTES] = {0x3d, 0x40, 0x17, 0xc3, 0xe8, 0x43, 0x89, 0x5a, 0x92, 0xb7, 0x0a,
                                                      0xa7, 0x4d, 0x1b, 0x7e, 0xbc, 0x9c, 0x98, 0x2c, 0xcf, 0x2e, 0xc4,
                                                      0x96, 0x8c, 0xc0, 0xcd, 0x55, 0xf1, 0x2a, 0xf4, 0x66, 0x0c};
static const uint8_t signature[SIGN_SIGNATURE_BYTES] = {
    0x92, 0xa0, 0x09, 0xa9, 0xf0, 0xd4, 0xca, 0xb8, 0x72, 0x0e, 0x82, 0x0b, 0x5f, 0x64, 0x25, 0x40,
    0xa2, 0xb2, 0x7b, 0x54, 0x16, 0x50, 0x3f, 0x8f, 0xb3, 0x76, 0x22, 0x23, 0xeb, 0xdb, 0x69, 0xda,
    0x08, 0x5a, 0xc1, 0xe4, 0x3e, 0x15, 0x99, 0x6e, 0x45, 0x8f, 0x36, 0x13, 0xd0, 0xf1, 0x1d, 0x8c,
    0x38, 0x7b, 0x2e, 0xae, 0xb4, 0x30, 0x2a, 0xee, 0xb0, 0x0d, 0x29, 0x16, 0x12, 0xbb, 0x0c, 0x00};

static void signatures_are_those_of_the_standard(void **state) {
    (void)state;
    SignKey key;
    sign_key_from_seed(&key, seed);
    uint8_t got_public[SIGN_PUBLIC_BYTES];
    sign_public(&key, got_public);
    assert_memory_equal(got_public, public_key, sizeof(public_key));
    uint8_t got[SIGN_SIGNATURE_BYTES];
    sign_make(&key, str_bytes(STR("\x72")), got);
    assert_memory_equal(got, signature, sizeof(signature));
    assert_true(sign_verify(public_key, str_bytes(STR("\x72")), signature));
    sign_wipe(&key);
    static const uint8_t zeros[sizeof(key.secret)];
    assert_memory_equal(key.secret, zeros, sizeof(zeros));
}

static void every_changed_bit_of_a_signature_is_refused(void **state) {
    (void)state;
    for (size_t bit = 0; bit < 8 * sizeof(signature); bit++) {
        uint8_t changed[SIGN_SIGNATURE_BYTES];
        memcpy(changed, signature, sizeof(changed));
        changed[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        assert_false(sign_verify(public_key, str_bytes(STR("\x72")), changed));
    }
    assert_false(sign_verify(public_key, str_bytes(STR("\x73")), signature));
}

/* S + L signs the same in the group; RFC 8032 5.1.7 refuses it. */
static void a_second_form_of_the_same_signature_is_refused(void **state) {
    (void)state;
    static const uint8_t order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                                      0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                                      0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    uint8_t changed[SIGN_SIGNATURE_BYTES];
    memcpy(changed, signature, sizeof(changed));
    unsigned carry = 0;
    for (size_t i = 0; i < sizeof(order); i++) {
        carry += (unsigned)changed[32 + i] + order[i];
        changed[32 + i] = (uint8_t)carry;
        carry >>= 8;
    }
    assert_false(sign_verify(public_key, str_bytes(STR("\x72")), changed));
}

/* With the identity as public key, R = identity and S = 0 would sign every message. */
static void a_key_of_small_order_is_refused(void **state) {
    (void)state;
    uint8_t identity[SIGN_PUBLIC_BYTES] = {1};
    uint8_t forged[SIGN_SIGNATURE_BYTES] = {1};
    assert_false(sign_verify(identity, str_bytes(STR("any message")), forged));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signatures_are_those_of_the_standard),
        cmocka_unit_test(every_changed_bit_of_a_signature_is_refused),
        cmocka_unit_test(a_second_form_of_the_same_signature_is_refused),
        cmocka_unit_test(a_key_of_small_order_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
