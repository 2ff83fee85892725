#include "base/checked.h"

#include "../cmocka_all.h"

static void overflow_is_refused_and_leaves_the_output(void **state) {
    (void)state;
    uint64_t u = 7;
    int64_t i = 7;
    assert_false(checked_add_u64(UINT64_MAX, 1, &u));
    assert_false(checked_mul_u64(UINT64_MAX / 2, 3, &u));
    assert_false(checked_add_i64(INT64_MAX, 1, &i));
    assert_false(checked_mul_i64(INT64_MIN, -1, &i));
    assert_int_equal(u, 7);
    assert_int_equal(i, 7);
    assert_true(checked_add_u64(1, 2, &u));
    assert_true(checked_mul_i64(-3, 4, &i));
    assert_int_equal(u, 3);
    assert_int_equal(i, -12);
}

static void only_canonical_integers_parse(void **state) {
    (void)state;
    uint64_t u = 7;
    static const char *const bad[] = {"", "-1", "+1", "01", " 1", "1 ", "1.0", "18446744073709551616", "x", "00"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(checked_parse_u64(str_from_c(bad[i]), &u));
    }
    assert_int_equal(u, 7);
    assert_true(checked_parse_u64(STR("18446744073709551615"), &u));
    assert_true(u == UINT64_MAX);
    int64_t i = 7;
    assert_false(checked_parse_i64(STR("-0"), &i));
    assert_false(checked_parse_i64(STR("9223372036854775808"), &i));
    assert_false(checked_parse_i64(STR("-9223372036854775809"), &i));
    assert_false(checked_parse_i64(STR("-"), &i));
    assert_true(checked_parse_i64(STR("-9223372036854775808"), &i));
    assert_true(i == INT64_MIN);
    assert_true(checked_parse_i64(STR("0"), &i));
    assert_int_equal(i, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overflow_is_refused_and_leaves_the_output),
        cmocka_unit_test(only_canonical_integers_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
