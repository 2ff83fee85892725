#include "base/str.h"

#include <string.h>

#include "../cmocka_all.h"

static void views_compare_by_bytes(void **state) {
    (void)state;
    assert_true(str_eq(STR("abc"), STR("abc")));
    assert_false(str_eq(STR("abc"), STR("abd")));
    assert_true(str_eq((Str){0}, STR("")));
    assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
    assert_true(str_cmp(STR("b"), STR("abc")) > 0);
    assert_int_equal(str_cmp(STR("abc"), STR("abc")), 0);
    assert_true(str_starts(STR("banyan"), STR("ban")));
    assert_false(str_starts(STR("ba"), STR("ban")));
    assert_true(str_ends(STR("banyan"), STR("yan")));
    assert_false(bytes_eq(str_bytes(STR("a")), str_bytes(STR("b"))));
}

static void slices_stay_inside(void **state) {
    (void)state;
    assert_true(str_eq(str_slice(STR("banyan"), 3, 100), STR("yan")));
    assert_int_equal(str_slice(STR("banyan"), 7, 1).len, 0);
    assert_int_equal(str_find(STR("banyan"), 'y'), 3);
    assert_int_equal(str_find(STR("banyan"), 'z'), 6);
    assert_true(str_eq(str_trim(STR(" \t x y\r\n")), STR("x y")));
}

static void cutting_gives_every_piece_once(void **state) {
    (void)state;
    Str rest = STR("a,,b");
    assert_true(str_eq(str_cut(&rest, ','), STR("a")));
    assert_true(str_eq(str_cut(&rest, ','), STR("")));
    assert_non_null(rest.ptr);
    assert_true(str_eq(str_cut(&rest, ','), STR("b")));
    assert_null(rest.ptr);
}

static void copies_belong_to_the_arena(void **state) {
    (void)state;
    Arena arena = {0};
    char text[] = "tree";
    Str copy = str_copy(&arena, str_from_c(text));
    text[0] = 'x';
    assert_true(str_eq(copy, STR("tree")));
    assert_string_equal(str_c(&arena, STR("leaf")), "leaf");
    assert_true(str_eq(str_format(&arena, "%s-%d", "a", 5), STR("a-5")));
    assert_true(str_eq(bytes_str(str_bytes(STR("a"))), STR("a")));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(views_compare_by_bytes),
        cmocka_unit_test(slices_stay_inside),
        cmocka_unit_test(cutting_gives_every_piece_once),
        cmocka_unit_test(copies_belong_to_the_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
