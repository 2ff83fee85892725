#include "codec/rfc3339.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec_test.h"

static void known_times_have_their_second_and_come_back(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t at_s;
        int32_t offset_min;
    } cases[] = {
        {"1970-01-01T00:00:00Z", 0, 0},
        {"1969-12-31T23:59:59Z", -1, 0},
        {"2000-02-29T12:00:00Z", 951825600, 0},
        {"2026-01-31T08:15:00+02:00", 1769840100, 120},
        {"2026-01-31T01:15:00-05:00", 1769840100, -300},
        {"2038-01-19T03:14:08Z", INT64_C(2147483648), 0},
        {"0001-01-01T00:00:00Z", INT64_C(-62135596800), 0},
        {"0001-01-01T00:00:00+23:59", INT64_C(-62135683140), 1439},
        {"9999-12-31T23:59:59Z", INT64_C(253402300799), 0},
        {"9999-12-31T23:59:59-23:59", INT64_C(253402387139), -1439},
        {"2026-06-30T23:59:59-00:30", 1782865799, -30},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Rfc3339 time = {0};
        assert_true(rfc3339_parse(str_from_c(cases[i].text), &time, NULL));
        assert_int_equal(time.at_s, cases[i].at_s);
        assert_int_equal(time.offset_min, cases[i].offset_min);
        assert_text(rfc3339_format(&arena, time), cases[i].text);
    }
    arena_done(&arena);
}

static void an_offset_of_zero_prints_as_z(void **state) {
    (void)state;
    Arena arena = {0};
    Rfc3339 time = {0};
    assert_true(rfc3339_parse(STR("2026-01-31T08:15:00+00:00"), &time, NULL));
    assert_text(rfc3339_format(&arena, time), "2026-01-31T08:15:00Z");
    arena_done(&arena);
}

static void other_shapes_are_refused_with_the_rule(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *rule;
    } cases[] = {
        {"", "it needs a date"},
        {"2026-01-31", "it needs a date"},
        {"2026-01-31T08:15:00", "it needs a date"},
        {"2026-01-31 08:15:00Z", "it needs a date"},
        {"2026-01-31t08:15:00Z", "it needs a date"},
        {"2026-02-29T08:15:00Z", "its date"},
        {"1900-02-29T08:15:00Z", "its date"},
        {"2026-04-31T08:15:00Z", "its date"},
        {"2026-13-01T08:15:00Z", "its date"},
        {"2026-00-01T08:15:00Z", "its date"},
        {"2026-01-00T08:15:00Z", "its date"},
        {"0000-01-01T00:00:00Z", "its date"},
        {"2026/01/31T08:15:00Z", "its date"},
        {"+026-01-31T08:15:00Z", "its date"},
        {"2026-01-31T24:00:00Z", "its clock"},
        {"2026-01-31T08:60:00Z", "its clock"},
        {"2016-12-31T23:59:60Z", "its clock"},
        {"2026-01-31T08.15.00Z", "its clock"},
        {"2026-01-31T08:15:00z", "its offset"},
        {"2026-01-31T08:15:00.5Z", "its offset"},
        {"2026-01-31T08:15:00-00:00", "its offset"},
        {"2026-01-31T08:15:00+24:00", "its offset"},
        {"2026-01-31T08:15:00+02:60", "its offset"},
        {"2026-01-31T08:15:00+0200", "its offset"},
        {"2026-01-31T08:15:00+02", "its offset"},
        {"2026-01-31T08:15:00Z ", "its offset"},
        {"2026-01-31T08:15:00 02:00", "its offset"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Rfc3339 time = {.at_s = 7, .offset_min = 7};
        Err err = {0};
        assert_false(rfc3339_parse(str_from_c(cases[i].text), &time, &err));
        assert_err(&err, ERR_INVALID_ENCODING,
                   str_format(&arena, "'%s' is not a time: %s", cases[i].text, cases[i].rule).ptr);
        assert_int_equal(time.at_s + time.offset_min, 14);
        arena_done(&arena);
    }
}

/* Each `step`-th day prints, reads back, and prints as a later text than the one before. */
static void assert_days(int64_t first, int64_t last, int64_t step) {
    Arena arena = {0};
    char before[] = "0000-12-31";
    for (int64_t day = first; day <= last; day += step) {
        ArenaMark mark = arena_mark(&arena);
        int64_t again = 0;
        Str text = date_format(&arena, day);
        Str earlier = {.ptr = before, .len = sizeof(before) - 1};
        if (!date_parse(text, &again, NULL) || again != day || str_cmp(earlier, text) >= 0) {
            fail_msg("day %lld prints as %.*s", (long long)day, STR_ARG(text));
        }
        memcpy(before, text.ptr, sizeof(before) - 1);
        arena_rewind(&arena, mark);
    }
    arena_done(&arena);
}

/* The calendar repeats after 400 years. */
static void every_day_of_400_years_and_some_of_10000_come_back(void **state) {
    (void)state;
    int64_t first = 0;
    int64_t last = 0;
    assert_true(date_parse(STR("0001-01-01"), &first, NULL));
    assert_true(date_parse(STR("9999-12-31"), &last, NULL));
    assert_int_equal(last - first + 1, 3652059);
    assert_days(-50000, 100000, 1);
    assert_days(first, last, 37);
    assert_days(last - 800, last, 1);
    assert_days(first, first + 800, 1);
}

static void what_is_no_date_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {"",           "2026-1-31",  "2026-02-29", "2026-01-31T", "20260131",
                                        "2026-01-3x", "2026-01-32", "0000-01-01", "99999-01-01"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        int64_t day = 7;
        Err err = {0};
        assert_false(date_parse(str_from_c(wrong[i]), &day, &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
        assert_int_equal(day, 7);
    }
}

static void the_local_day_is_that_of_the_offset(void **state) {
    (void)state;
    Rfc3339 time = {0};
    assert_true(rfc3339_parse(STR("1970-01-01T23:30:00-05:00"), &time, NULL));
    assert_int_equal(rfc3339_local_day(time), 0);
    assert_int_equal(rfc3339_local_day((Rfc3339){.at_s = -1}), -1);
    assert_int_equal(rfc3339_local_day((Rfc3339){.at_s = -86400}), -1);
    assert_int_equal(rfc3339_local_day((Rfc3339){.at_s = -86401}), -2);
    assert_int_equal(rfc3339_local_day((Rfc3339){.at_s = -1, .offset_min = 1}), 0);
}

static void what_cannot_be_printed_is_known_beforehand(void **state) {
    (void)state;
    assert_true(rfc3339_fits((Rfc3339){.at_s = INT64_C(253402300799)}));
    assert_false(rfc3339_fits((Rfc3339){.at_s = INT64_C(253402300800)}));
    assert_true(rfc3339_fits((Rfc3339){.at_s = INT64_C(253402300800), .offset_min = -1}));
    assert_true(rfc3339_fits((Rfc3339){.at_s = INT64_C(-62135596800)}));
    assert_false(rfc3339_fits((Rfc3339){.at_s = INT64_C(-62135596801)}));
    assert_false(rfc3339_fits((Rfc3339){.at_s = INT64_MAX, .offset_min = 1439}));
    assert_false(rfc3339_fits((Rfc3339){.at_s = INT64_MIN, .offset_min = -1439}));
    assert_false(rfc3339_fits((Rfc3339){.offset_min = 1440}));
    assert_false(date_fits(INT64_MAX));
    assert_false(date_fits(INT64_MIN));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_times_have_their_second_and_come_back),
        cmocka_unit_test(an_offset_of_zero_prints_as_z),
        cmocka_unit_test(other_shapes_are_refused_with_the_rule),
        cmocka_unit_test(every_day_of_400_years_and_some_of_10000_come_back),
        cmocka_unit_test(what_is_no_date_is_refused),
        cmocka_unit_test(the_local_day_is_that_of_the_offset),
        cmocka_unit_test(what_cannot_be_printed_is_known_beforehand),
    };
    return cmocka_run_group_tests_name("rfc3339", tests, NULL, NULL);
}
