#include "domain/venue.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Venue value;
    TRY(venue_parse(arena, json, &value, err));
    *printed = venue_json(arena, &value);
    return true;
}

static const char good[] = "v: 1\n"
                           "id: nouragues\n"
                           "programme: forest-stock\n"
                           "kind: forest\n"
                           "name: {fr: Station des Nouragues, en: Nouragues station}\n"
                           "place: {lon: -52.67890, lat: 4.08765}\n"
                           "place_coarse: {lon: -52.68, lat: 4.09}\n";

static void a_full_venue_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static void each_wrong_venue_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"kind: forest", "kind: jungle",
         "kind: 'jungle' is not known here; right is campus, clinic, club, forest, farm, route, building or other"},
        {"-52.67890", "-180.00001", "place.lon: '-180.00001' is out of range; right is -180 to 180 degrees"},
        {"4.08765", "90.5", "place.lat: '90.5' is out of range; right is -90 to 90 degrees"},
        {"4.08765", "4.087651", "place.lat: '4.087651' has 6 fraction digits; at most 5 are right here"},
        {"4.08765", "'4,08'",
         "place.lat: '4,08' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or "
         "blank"},
        {", lat: 4.08765", "", "place.lat: is missing; it is required"},
        {"lon: -52.68, lat: 4.09", "lon: -52.678, lat: 4.09",
         "place_coarse.lon: '-52.678' has 3 fraction digits; at most 2 are right here"},
        {"programme: forest-stock\n", "", "programme: is missing; it is required"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void every_kind_has_its_word(void **state) {
    (void)state;
    domain_test_str(venue_kind_name(VENUE_CAMPUS), "campus");
    domain_test_str(venue_kind_name(VENUE_OTHER), "other");
    assert_int_equal(venue_kind_name(VENUE_KIND_NONE).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_venue_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_venue_is_refused_with_its_sentence),
        cmocka_unit_test(every_kind_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
