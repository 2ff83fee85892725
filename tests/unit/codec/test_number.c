#include "codec/number.h"

#include <ftw.h>
#include <locale.h>
#include <math.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "../cmocka_all.h"
#include "codec_test.h"

static double parsed(const char *text) {
    double out = 0;
    assert_true(number_parse(str_from_c(text), &out));
    return out;
}

static void assert_same(double a, double b) {
    assert_memory_equal(&a, &b, sizeof(a));
}

static void texts_become_the_nearest_double(void **state) {
    (void)state;
    assert_same(parsed("0"), 0.0);
    assert_same(parsed("-0"), -0.0);
    assert_same(parsed("-0.0e5"), -0.0);
    assert_same(parsed("0.1"), 0x1.999999999999ap-4);
    assert_same(parsed("12.5E-1"), 1.25);
    assert_same(parsed("1e+2"), 100);
    assert_same(parsed("9007199254740993"), 9007199254740992.0);
    assert_same(parsed("9007199254740993.0000000000000000000000000000000000001"), 9007199254740994.0);
    assert_same(parsed("4.9e-324"), 0x1p-1074);
    assert_same(parsed("2.4703282292062327e-324"), 0.0);
    assert_same(parsed("2.4703282292062328e-324"), 0x1p-1074);
    assert_same(parsed("1.7976931348623158e308"), 0x1.fffffffffffffp1023);
    assert_same(parsed("0e999999999999999999"), 0.0);
    assert_same(parsed("1e-999999999999999999"), 0.0);
}

static void what_rounds_to_infinity_is_refused_and_nothing_is_touched(void **state) {
    (void)state;
    double out = 7;
    assert_false(number_parse(STR("1.7976931348623159e308"), &out));
    assert_false(number_parse(STR("-1e309"), &out));
    assert_false(number_parse(STR("1e999999999999999999"), &out));
    assert_same(out, 7);
}

/* 1 followed by zeros and undone by the exponent, at the longest text that is read. */
static void the_longest_text_is_still_exact(void **state) {
    (void)state;
    char text[NUMBER_TEXT_BYTES + 1];
    memset(text, '0', NUMBER_TEXT_BYTES);
    text[0] = '1';
    memcpy(text + NUMBER_TEXT_BYTES - 6, "e-1093", 7);
    assert_same(parsed(text), 1);
    memset(text, '0', NUMBER_TEXT_BYTES);
    text[1] = '.';
    memcpy(text + NUMBER_TEXT_BYTES - 6, "1e1093", 7);
    assert_same(parsed(text), 1);
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place) {
    (void)info;
    (void)type;
    (void)place;
    return remove(path);
}

static void write_locale_source(const char *path) {
    static const char source[] = "LC_NUMERIC\ndecimal_point \"<U002C>\"\nthousands_sep \"<U002E>\"\ngrouping 3;3\n"
                                 "END LC_NUMERIC\n";
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(source, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* Its exit status is no use: it is 1 where it only warned of the categories that the source leaves out. */
static void run_localedef(char *source, char *target) {
    char *arguments[] = {strdup("localedef"),
                         strdup("-c"),
                         strdup("--no-archive"),
                         strdup("--quiet"),
                         strdup("-i"),
                         source,
                         target,
                         NULL};
    pid_t child = 0;
    int status = 0;
    if (posix_spawnp(&child, arguments[0], NULL, NULL, arguments, environ) == 0) {
        assert_int_equal(waitpid(child, &status, 0), child);
    }
    for (size_t i = 0; i < 5; i++) {
        free(arguments[i]);
    }
}

/* Compiles a locale whose decimal point is a comma, and enters it; false where that cannot be done here. */
static bool enter_comma_locale(Arena *arena) {
    char folder[] = "/tmp/banyan-locale-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char *source = str_c(arena, str_format(arena, "%s/source", folder));
    write_locale_source(source);
    run_localedef(source, str_c(arena, str_format(arena, "%s/xx_XX", folder)));
    assert_int_equal(setenv("LOCPATH", folder, 1), 0);
    bool entered = setlocale(LC_NUMERIC, "xx_XX") != NULL;
    assert_int_equal(nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS), 0);
    return entered;
}

static void a_locale_with_a_decimal_comma_changes_nothing(void **state) {
    (void)state;
    Arena arena = {0};
    if (!enter_comma_locale(&arena)) {
        arena_done(&arena);
        skip();
    }
    char text[8];
    assert_int_equal(snprintf(text, sizeof(text), "%.1f", 1.5), 3);
    assert_string_equal(text, "1,5"); /* the locale is at work */
    assert_same(parsed("1.25"), 1.25);
    assert_same(parsed("1234567.5e-3"), 1234.5675);
    NumberDigits number = number_shortest(1234.5675);
    assert_text((Str){.ptr = number.digits, .len = (size_t)number.count}, "12345675");
    assert_int_equal(number.exponent, 4);
    assert_non_null(setlocale(LC_NUMERIC, "C"));
    arena_done(&arena);
}

static void assert_shortest(double value, const char *digits, int exponent) {
    NumberDigits number = number_shortest(value);
    assert_text((Str){.ptr = number.digits, .len = (size_t)number.count}, digits);
    assert_int_equal(number.exponent, exponent);
}

static void the_fewest_digits_that_give_the_value_back_are_found(void **state) {
    (void)state;
    assert_shortest(1, "1", 1);
    assert_shortest(100, "1", 3);
    assert_shortest(0.1, "1", 0);
    assert_shortest(0x1p-1074, "5", -323);
    assert_shortest(0x1p-1022, "22250738585072014", -307);
    assert_shortest(0x0.fffffffffffffp-1022, "2225073858507201", -307);
    assert_shortest(0x1.fffffffffffffp1023, "17976931348623157", 309);
    assert_shortest(9007199254740992.0, "9007199254740992", 16);
    assert_shortest(333333333.33333329, "3333333333333333", 9);
}

/* Above 2^-44 doubles stand twice as far apart as below: ...801 is nearer but belongs to the neighbour. */
static void a_power_of_two_takes_the_decimal_above_where_the_nearest_is_the_neighbours(void **state) {
    (void)state;
    assert_shortest(0x1p-44, "5684341886080802", -13);
    assert_shortest(0x1p-1019, "17800590868057611", -306);
}

/* Exactly between two decimals of 17 digits: the even one. */
static void a_tie_takes_the_even_digit(void **state) {
    (void)state;
    assert_shortest(1125899906842624.25, "11258999068426242", 16);
    assert_shortest(1125899906842624.75, "11258999068426248", 16);
}

static void every_power_of_two_comes_back_and_no_shorter_text_does(void **state) {
    (void)state;
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        double value = ldexp(1, exponent);
        NumberDigits number = number_shortest(value);
        char text[64];
        (void)snprintf(text, sizeof(text), "%.*se%d", number.count, number.digits, number.exponent - number.count);
        assert_same(parsed(text), value);
        for (int up = 0; number.count > 1 && up < 2; up++) {
            long long shorter = 0;
            for (int i = 0; i < number.count - 1; i++) {
                shorter = shorter * 10 + (number.digits[i] - '0');
            }
            (void)snprintf(text, sizeof(text), "%llde%d", shorter + up, number.exponent - number.count + 1);
            assert_true(parsed(text) != value);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_become_the_nearest_double),
        cmocka_unit_test(what_rounds_to_infinity_is_refused_and_nothing_is_touched),
        cmocka_unit_test(the_longest_text_is_still_exact),
        cmocka_unit_test(a_locale_with_a_decimal_comma_changes_nothing),
        cmocka_unit_test(the_fewest_digits_that_give_the_value_back_are_found),
        cmocka_unit_test(a_power_of_two_takes_the_decimal_above_where_the_nearest_is_the_neighbours),
        cmocka_unit_test(a_tie_takes_the_even_digit),
        cmocka_unit_test(every_power_of_two_comes_back_and_no_shorter_text_does),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
