#include "base/quantity.h"

#include <string.h>

#include "../cmocka_all.h"

static void assert_str(Str got, const char *want) {
    if (got.len != strlen(want) || memcmp(got.ptr, want, got.len) != 0) {
        fail_msg("expected %s, got %.*s", want, STR_ARG(got));
    }
}

static Quantity *number(Arena *arena, const char *text) {
    Quantity *out = quantity_array(arena, 1);
    Err err = {0};
    if (!quantity_from_text(out, str_from_c(text), &err)) {
        fail_msg("%s: %s", text, err.text);
    }
    return out;
}

static void a_decimal_text_is_read_correctly_rounded(void **state) {
    (void)state;
    static const char *const texts[] = {"0",
                                        "1",
                                        "-1",
                                        "0.1",
                                        "412.5",
                                        "-0.0673",
                                        "1234567890123456789012345678901234",
                                        "0.1234567890123456789012345678901234",
                                        "0.00000000000000000001234567890123456789012345678901234",
                                        "1000000000000000000.000000000000001",
                                        "0.0000000000000000000000000000000000000000000000000000000000000001"};
    Arena arena = {0};
    Quantity other;
    quantity_init(&arena, &other);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        /* The library's own reader is the judge. */
        assert_int_equal(mpfr_set_str(other.value, texts[i], 10, MPFR_RNDN), 0);
        assert_int_equal(quantity_compare(number(&arena, texts[i]), &other), 0);
    }
    arena_done(&arena);
}

static void a_text_in_another_form_is_refused(void **state) {
    (void)state;
    static const char *const texts[] = {"", "1e5", "+1", "1,5", "01", "-0", "nan", "inf", "0x1"};
    Arena arena = {0};
    Quantity q;
    quantity_init(&arena, &q);
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Err err = {0};
        assert_false(quantity_from_text(&q, str_from_c(texts[i]), &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
    }
    arena_done(&arena);
}

static void a_decimal_tie_rounds_to_the_even_digit(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int places;
        const char *want;
    } rows[] = {{"0.5", 0, "0"},      {"1.5", 0, "2"},    {"2.5", 0, "2"},     {"2.45", 1, "2.4"},
                {"2.55", 1, "2.6"},   {"-2.5", 0, "-2"},  {"-0.4", 0, "0"},    {"9.95", 1, "10.0"},
                {"999.5", 0, "1000"}, {"0.05", 1, "0.0"}, {"0.051", 1, "0.1"}, {"1650", -2, "1600"},
                {"1750", -2, "1800"}, {"49", -2, "0"},    {"51", -2, "100"},   {"0", 3, "0.000"},
                {"12.3", 3, "12.300"}};
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_str(quantity_fixed(&arena, number(&arena, rows[i].text), rows[i].places), rows[i].want);
    }
    arena_done(&arena);
}

static void a_product_that_is_a_tie_in_decimal_is_a_tie_here(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Quantity q;
    quantity_init(&arena, &q);
    assert_true(quantity_mul(&q, number(&arena, "412.5"), number(&arena, "0.494"), &err));
    assert_str(quantity_fixed(&arena, &q, 3), "203.775");
    assert_str(quantity_fixed(&arena, &q, 2), "203.78");
    assert_true(quantity_mul(&q, number(&arena, "412.5"), number(&arena, "0.49396"), &err));
    assert_str(quantity_fixed(&arena, &q, 4), "203.7585");
    assert_true(quantity_mul(&q, number(&arena, "0.0025"), number(&arena, "0.7"), &err));
    assert_str(quantity_fixed(&arena, &q, 4), "0.0018");
    assert_true(quantity_mul(&q, number(&arena, "0.0025"), number(&arena, "0.5"), &err));
    assert_str(quantity_fixed(&arena, &q, 4), "0.0012");
    arena_done(&arena);
}

static void significant_digits_keep_or_cut_their_zeros(void **state) {
    (void)state;
    Arena arena = {0};
    assert_str(quantity_significant(&arena, number(&arena, "412.5"), 6), "412.500");
    assert_str(quantity_short(&arena, number(&arena, "412.5"), 6), "412.5");
    assert_str(quantity_short(&arena, number(&arena, "400"), 6), "400");
    assert_str(quantity_significant(&arena, number(&arena, "123456"), 2), "120000");
    assert_str(quantity_significant(&arena, number(&arena, "0.0012345"), 3), "0.00123");
    assert_str(quantity_significant(&arena, number(&arena, "0.0009996"), 3), "0.00100");
    assert_str(quantity_significant(&arena, number(&arena, "0"), 3), "0");
    assert_str(quantity_short(&arena, number(&arena, "-0.10"), 3), "-0.1");
    arena_done(&arena);
}

static void the_place_of_two_digits_minds_the_carry(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int want;
    } rows[] = {{"58.37", 0}, {"5.837", 1}, {"0.0996", 2}, {"0.0994", 3},
                {"99.7", -1}, {"994", -1},  {"996", -2},   {"0", 0}};
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(quantity_place(number(&arena, rows[i].text), 2), rows[i].want);
    }
    arena_done(&arena);
}

static void functions_give_known_digits(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Quantity q;
    quantity_init(&arena, &q);
    assert_true(quantity_exp(&q, number(&arena, "1"), &err));
    assert_str(quantity_significant(&arena, &q, 40), "2.718281828459045235360287471352662497757");
    assert_true(quantity_ln(&q, number(&arena, "2"), &err));
    assert_str(quantity_significant(&arena, &q, 30), "0.693147180559945309417232121458");
    assert_true(quantity_sqrt(&q, number(&arena, "2"), &err));
    assert_str(quantity_significant(&arena, &q, 30), "1.41421356237309504880168872421");
    assert_true(quantity_pow(&q, number(&arena, "2"), number(&arena, "0.5"), &err));
    assert_str(quantity_significant(&arena, &q, 30), "1.41421356237309504880168872421");
    assert_true(quantity_scale(&q, number(&arena, "3"), 44, 12, &err));
    assert_str(quantity_short(&arena, &q, 30), "11");
    quantity_abs(&q, number(&arena, "-3"));
    assert_int_equal(quantity_sign(&q), 1);
    arena_done(&arena);
}

static void what_is_no_number_is_an_error_that_names_the_operation(void **state) {
    (void)state;
    Arena arena = {0};
    Quantity q;
    quantity_init(&arena, &q);
    Quantity *zero = number(&arena, "0");
    Quantity *minus = number(&arena, "-2");
    Quantity *half = number(&arena, "0.5");
    Quantity *large = number(&arena, "1000000000");
    Err err = {0};
    assert_false(quantity_div(&q, half, zero, &err));
    assert_int_equal(err.code, ERR_ARITHMETIC);
    assert_non_null(strstr(err.text, "by zero"));
    assert_false(quantity_ln(&q, zero, &err));
    assert_non_null(strstr(err.text, "ln of 0"));
    assert_false(quantity_sqrt(&q, minus, &err));
    assert_non_null(strstr(err.text, "sqrt of -2"));
    assert_false(quantity_pow(&q, minus, half, &err));
    assert_non_null(strstr(err.text, "power of -2 and 0.5"));
    assert_false(quantity_exp(&q, large, &err));
    assert_non_null(strstr(err.text, "exp of 1"));
    assert_false(quantity_pow(&q, large, large, &err));
    assert_int_equal(err.code, ERR_ARITHMETIC);
    arena_done(&arena);
}

static void a_number_with_absurdly_many_zeros_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Quantity q;
    quantity_init(&arena, &q);
    char text[200] = "0.";
    memset(text + 2, '0', sizeof(text) - 4);
    text[sizeof(text) - 2] = '1';
    Err err = {0};
    assert_false(quantity_from_text(&q, str_from_c(text), &err));
    assert_int_equal(err.code, ERR_INVALID_ENCODING);
    arena_done(&arena);
}

static int free_caches(void **state) {
    (void)state;
    quantity_done();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decimal_text_is_read_correctly_rounded),
        cmocka_unit_test(a_text_in_another_form_is_refused),
        cmocka_unit_test(a_decimal_tie_rounds_to_the_even_digit),
        cmocka_unit_test(a_product_that_is_a_tie_in_decimal_is_a_tie_here),
        cmocka_unit_test(significant_digits_keep_or_cut_their_zeros),
        cmocka_unit_test(the_place_of_two_digits_minds_the_carry),
        cmocka_unit_test(functions_give_known_digits),
        cmocka_unit_test(what_is_no_number_is_an_error_that_names_the_operation),
        cmocka_unit_test(a_number_with_absurdly_many_zeros_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, free_caches);
}
