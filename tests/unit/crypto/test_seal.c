#include "crypto/seal.h"

#include <string.h>

#include "../cmocka_all.h"

static const uint8_t key[SEAL_KEY_BYTES] = {7, 1, 2, 3};
static const uint8_t nonce[SEAL_NONCE_BYTES] = {9, 8, 7};

static void a_box_opens_with_its_key_and_only_there(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Bytes plain = str_bytes(STR("{\"act\":1}"));
    Bytes box = seal_make(&arena, key, nonce, str_bytes(STR("entry 1")), plain);
    assert_int_equal(box.len, plain.len + SEAL_OVERHEAD);
    assert_memory_equal(box.ptr, nonce, sizeof(nonce));
    Bytes out = {0};
    assert_true(seal_open(&arena, key, str_bytes(STR("entry 1")), box, &out, &err));
    assert_true(bytes_eq(out, plain));
    out = (Bytes){0};
    assert_false(seal_open(&arena, key, str_bytes(STR("entry 2")), box, &out, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    uint8_t other[SEAL_KEY_BYTES] = {1};
    assert_false(seal_open(&arena, other, str_bytes(STR("entry 1")), box, &out, &err));
    assert_null(out.ptr);
    arena_done(&arena);
}

static void every_changed_bit_of_a_box_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Bytes box = seal_make(&arena, key, nonce, (Bytes){0}, str_bytes(STR("note")));
    for (size_t bit = 0; bit < 8 * box.len; bit++) {
        uint8_t *changed = arena_copy(&arena, box.ptr, box.len);
        changed[bit / 8] ^= (uint8_t)(1u << (bit % 8));
        Bytes out = {0};
        assert_false(seal_open(&arena, key, (Bytes){0}, (Bytes){changed, box.len}, &out, NULL));
    }
    arena_done(&arena);
}

static void a_box_too_short_to_be_one_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Bytes out = {0};
    uint8_t bytes[SEAL_OVERHEAD - 1] = {0};
    assert_false(seal_open(&arena, key, (Bytes){0}, (Bytes){bytes, sizeof(bytes)}, &out, &err));
    assert_non_null(strstr(err.text, "shorter"));
    arena_done(&arena);
}

/* The vector of draft-irtf-cfrg-xchacha-03, appendix A.3.1. */
static void the_box_is_that_of_the_draft(void **state) {
    (void)state;
    Arena arena = {0};
    uint8_t draft_key[SEAL_KEY_BYTES];
    uint8_t draft_nonce[SEAL_NONCE_BYTES];
    for (size_t i = 0; i < SEAL_KEY_BYTES; i++) {
        draft_key[i] = (uint8_t)(0x80 + i);
    }
    for (size_t i = 0; i < SEAL_NONCE_BYTES; i++) {
        draft_nonce[i] = (uint8_t)(0x40 + i);
    }
    Bytes box = seal_make(&arena, draft_key, draft_nonce,
                          str_bytes(STR("\x50\x51\x52\x53\xc0\xc1\xc2\xc3\xc4\xc5\xc6\xc7")),
                          str_bytes(STR("Ladies and Gentlemen of the class of '99: If I could offer you "
                                        "only one tip for the future, sunscreen would be it.")));
    static const uint8_t tag[16] = {0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79,
                                    0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a, 0xcf, 0x49};
    assert_memory_equal(box.ptr + box.len - sizeof(tag), tag, sizeof(tag));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_box_opens_with_its_key_and_only_there),
        cmocka_unit_test(every_changed_bit_of_a_box_is_refused),
        cmocka_unit_test(a_box_too_short_to_be_one_is_refused),
        cmocka_unit_test(the_box_is_that_of_the_draft),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
