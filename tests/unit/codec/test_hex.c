#include "codec/hex.h"

#include "../cmocka_all.h"
#include "codec_test.h"

static void bytes_become_lower_case_digits_and_come_back(void **state) {
    (void)state;
    Arena arena = {0};
    Bytes back = {0};
    uint8_t all[256];
    for (size_t i = 0; i < sizeof(all); i++) {
        all[i] = (uint8_t)i;
    }
    Bytes bytes = {.ptr = all, .len = sizeof(all)};
    Str text = hex_encode(&arena, bytes);
    assert_text(str_slice(text, 0, 34), "000102030405060708090a0b0c0d0e0f10");
    assert_text(str_slice(text, 508, 4), "feff");
    assert_true(hex_decode(&arena, text, &back, NULL));
    assert_true(bytes_eq(bytes, back));
    assert_text(hex_encode(&arena, (Bytes){0}), "");
    assert_true(hex_decode(&arena, (Str){0}, &back, NULL));
    assert_int_equal(back.len, 0);
    arena_done(&arena);
}

static void what_is_no_lower_case_pair_is_refused_and_nothing_is_touched(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Bytes out = {.ptr = NULL, .len = 77};
    assert_false(hex_decode(&arena, STR("abc"), &out, &err));
    assert_err(&err, ERR_INVALID_ENCODING, "hexadecimal text has an odd length of 3");
    assert_false(hex_decode(&arena, STR("abCd"), &out, &err));
    assert_err(&err, ERR_INVALID_ENCODING, "character 3 ");
    assert_false(hex_decode(&arena, STR("0g"), &out, &err));
    assert_err(&err, ERR_INVALID_ENCODING, "character 2 ");
    const Str wrong[] = {STR("0 "), STR("/0"), STR(":0"), STR("`0"), STR("@0"), STR("\xff\xff")};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(hex_decode(&arena, wrong[i], &out, &err));
    }
    assert_int_equal(out.len, 77);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_become_lower_case_digits_and_come_back),
        cmocka_unit_test(what_is_no_lower_case_pair_is_refused_and_nothing_is_touched),
    };
    return cmocka_run_group_tests_name("hex", tests, NULL, NULL);
}
