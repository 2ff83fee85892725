#include "base/err.h"

#include <string.h>

#include "../cmocka_all.h"

static void every_code_has_a_name_a_status_and_an_exit_code(void **state) {
    (void)state;
    for (ErrCode code = ERR_USAGE; code < ERR_CODE_COUNT; code++) {
        assert_non_null(err_name(code));
        assert_true(err_http_status(code) >= 400 && err_http_status(code) < 600);
        assert_true(err_exit_code(code) > 1 && err_exit_code(code) <= 70);
        assert_true(err_kind(code) != ERR_KIND_NONE);
        for (ErrCode other = ERR_NONE; other < code; other++) {
            assert_string_not_equal(err_name(other), err_name(code));
        }
    }
}

static void context_goes_before_the_reason(void **state) {
    (void)state;
    Err err = {0};
    assert_false(err_set(&err, ERR_NOT_FOUND, "no programme '%s'", "x"));
    assert_false(err_at(&err, "row %d", 7));
    assert_string_equal(err.text, "row 7: no programme 'x'");
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_int_equal(err.kind, ERR_KIND_NOT_FOUND);
}

static void long_text_is_cut_at_a_character(void **state) {
    (void)state;
    char text[3000];
    for (size_t i = 0; i + 3 < sizeof(text); i += 3) {
        memcpy(text + i, "\xe6\xa8\xb9", 3);
    }
    text[2997] = '\0';
    for (int shift = 0; shift < 3; shift++) {
        Err err = {0};
        assert_false(err_set(&err, ERR_IO, "%.*s%s", shift, "abc", text));
        size_t len = strlen(err.text);
        assert_true(len >= ERR_TEXT_BYTES - 4);
        assert_int_equal((len - (size_t)shift) % 3, 0);
    }
}

static void what_is_quoted_adds_no_line_and_no_terminal_command(void **state) {
    (void)state;
    Err err = {0};
    assert_false(err_set(&err, ERR_INVALID_CSV, "no column '%s'", "a\nb\033[2J\x7f\t\xc3\xa4"));
    assert_string_equal(err.text, "no column 'a?b?[2J??\xc3\xa4'");
    assert_false(err_at(&err, "file %s", "x\ny"));
    assert_string_equal(err.text, "file x?y: no column 'a?b?[2J??\xc3\xa4'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_a_name_a_status_and_an_exit_code),
        cmocka_unit_test(context_goes_before_the_reason),
        cmocka_unit_test(long_text_is_cut_at_a_character),
        cmocka_unit_test(what_is_quoted_adds_no_line_and_no_terminal_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
