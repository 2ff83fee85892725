#include "domain/place.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static void a_place_is_rounded_half_away_from_zero(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"121.53455", "121.53"},
        {"121.535", "121.54"},
        {"-121.535", "-121.54"},
        {"-121.53499", "-121.53"},
        {"9.995", "10.00"},
        {"-9.995", "-10.00"},
        {"179.99999", "180.00"},
        {"0.00499", "0.00"},
        {"-0.00499", "0.00"},
        {"-0.005", "-0.01"},
        {"7", "7"},
        {"7.1", "7.1"},
        {"7.12", "7.12"},
        {"99.999", "100.00"},
        {"-0.5", "-0.5"},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        PlacePoint exact = {.lon = str_from_c(cases[i][0]), .lat = STR("0")};
        Err err = {0};
        assert_true(place_check(&exact, PLACE_DIGITS, &err));
        PlacePoint coarse = place_coarse(&arena, &exact);
        domain_test_str(coarse.lon, cases[i][1]);
        assert_true(place_check(&coarse, PLACE_DIGITS_COARSE, &err));
    }
    PlacePoint nowhere = {0};
    assert_int_equal(place_coarse(&arena, &nowhere).lon.len, 0);
    arena_done(&arena);
}

static void a_wrong_point_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const struct {
        const char *lon;
        const char *lat;
        const char *message;
    } cases[] = {
        {"1", "", "lat is missing; lon and lat stand together or not at all"},
        {"", "1", "lon is missing; lon and lat stand together or not at all"},
        {"180.1", "0", "lon: '180.1' is out of range; right is -180 to 180 degrees"},
        {"1000000000000", "0", "lon: '1000000000000' is out of range; right is -180 to 180 degrees"},
        {"0", "-90.00001", "lat: '-90.00001' is out of range; right is -90 to 90 degrees"},
        {"0", "1.123456", "lat: '1.123456' has 6 fraction digits; at most 5 are right here"},
        {"E121", "0",
         "lon: 'E121' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or blank"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        PlacePoint point = {.lon = str_from_c(cases[i].lon), .lat = str_from_c(cases[i].lat)};
        Err err = {0};
        assert_false(place_check(&point, PLACE_DIGITS, &err));
        assert_string_equal(err.text, cases[i].message);
    }
}

static void the_corners_of_the_world_are_in_range(void **state) {
    (void)state;
    PlacePoint corner = {.lon = STR("-180.00000"), .lat = STR("90")};
    Err err = {0};
    assert_true(place_check(&corner, PLACE_DIGITS, &err));
    PlacePoint nowhere = {0};
    assert_true(place_check(&nowhere, PLACE_DIGITS, &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_place_is_rounded_half_away_from_zero),
        cmocka_unit_test(a_wrong_point_is_refused_with_its_sentence),
        cmocka_unit_test(the_corners_of_the_world_are_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
