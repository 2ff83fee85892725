#include "codec/base64.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec_test.h"

static Bytes bytes_of(const char *text) {
    return str_bytes(str_from_c(text));
}

/* RFC 4648 section 10. */
static void the_vectors_of_the_rfc_hold_in_both_forms(void **state) {
    (void)state;
    static const char *const vectors[][3] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {"\xfb\xef\xff", "++//", "--__"},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        Bytes back = {0};
        assert_text(base64_encode(&arena, bytes_of(vectors[i][0])), vectors[i][1]);
        assert_text(base64_url_encode(&arena, bytes_of(vectors[i][0])), vectors[i][2]);
        assert_true(base64_decode(&arena, str_from_c(vectors[i][1]), &back, NULL));
        assert_true(bytes_eq(back, bytes_of(vectors[i][0])));
        assert_true(base64_url_decode(&arena, str_from_c(vectors[i][2]), &back, NULL));
        assert_true(bytes_eq(back, bytes_of(vectors[i][0])));
    }
    arena_done(&arena);
}

static void every_length_comes_back_and_has_the_length_that_was_told(void **state) {
    (void)state;
    Arena arena = {0};
    uint8_t bytes[100];
    char written[200];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (uint8_t)(i * 37 + 11);
    }
    for (size_t len = 0; len <= sizeof(bytes); len++) {
        Bytes view = {.ptr = bytes, .len = len};
        Bytes back = {0};
        Str text = base64_url_encode(&arena, view);
        assert_int_equal(text.len, base64_url_length(len));
        memset(written, '#', sizeof(written));
        base64_url_write(written, view);
        assert_true(str_eq(text, (Str){.ptr = written, .len = text.len}));
        assert_int_equal(written[text.len], '#');
        assert_true(base64_url_decode(&arena, text, &back, NULL));
        assert_true(bytes_eq(view, back));
        assert_true(base64_decode(&arena, base64_encode(&arena, view), &back, NULL));
        assert_true(bytes_eq(view, back));
    }
    arena_done(&arena);
}

static void a_second_text_for_the_same_bytes_is_refused(void **state) {
    (void)state;
    static const char *const standard[] = {"Zg",   "Zg=",   "Zg===", "Zh==", "Zm9=",  "Zm8 ",     "====",  "=",
                                           "Z===", "Zm9v=", "Zm9-",  "Zm_v", "Zm\n=", "Zg==Zg==", "Zm9v\n"};
    static const char *const url[] = {"Zg==", "Zh", "Zm9", "Zm9vY", "Zm9+", "Zm/v", "Z", "Zm 8", "Zm8="};
    Arena arena = {0};
    Bytes out = {.ptr = NULL, .len = 77};
    for (size_t i = 0; i < COUNT_OF(standard); i++) {
        Err err = {0};
        assert_false(base64_decode(&arena, str_from_c(standard[i]), &out, &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
    }
    for (size_t i = 0; i < COUNT_OF(url); i++) {
        Err err = {0};
        assert_false(base64_url_decode(&arena, str_from_c(url[i]), &out, &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
    }
    assert_int_equal(out.len, 77);
    arena_done(&arena);
}

static void of_all_last_characters_only_those_without_loose_bits_are_accepted(void **state) {
    (void)state;
    Arena arena = {0};
    Bytes out = {0};
    size_t accepted = 0;
    for (int c = 1; c < 256; c++) {
        char text[2] = {'A', (char)c};
        accepted += base64_url_decode(&arena, (Str){.ptr = text, .len = 2}, &out, NULL) ? 1 : 0;
    }
    assert_int_equal(accepted, 4);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_of_the_rfc_hold_in_both_forms),
        cmocka_unit_test(every_length_comes_back_and_has_the_length_that_was_told),
        cmocka_unit_test(a_second_text_for_the_same_bytes_is_refused),
        cmocka_unit_test(of_all_last_characters_only_those_without_loose_bits_are_accepted),
    };
    return cmocka_run_group_tests_name("base64", tests, NULL, NULL);
}
