#include "codec/position.h"

#include "../cmocka_all.h"

static void assert_at(Str text, size_t at, size_t line, size_t column) {
    Position position = position_of(text, at);
    assert_int_equal(position.line, line);
    assert_int_equal(position.column, column);
}

static void lines_and_characters_are_counted_from_one(void **state) {
    (void)state;
    Str text = STR("ab\nc\xc3\xa4"
                   "d\n\n\xf0\x9f\x98\x80x");
    assert_at(text, 0, 1, 1);
    assert_at(text, 2, 1, 3);
    assert_at(text, 3, 2, 1);
    assert_at(text, 6, 2, 3);
    assert_at(text, 8, 3, 1);
    assert_at(text, 13, 4, 2);
    assert_at(text, 14, 4, 3);
    assert_at((Str){0}, 0, 1, 1);
}

static void a_byte_that_is_no_text_counts_as_a_character(void **state) {
    (void)state;
    assert_at(STR("\xff\xfe!"), 2, 1, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_and_characters_are_counted_from_one),
        cmocka_unit_test(a_byte_that_is_no_text_counts_as_a_character),
    };
    return cmocka_run_group_tests_name("position", tests, NULL, NULL);
}
