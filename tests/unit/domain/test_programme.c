#include "domain/programme.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Programme value;
    TRY(programme_parse(arena, json, &value, err));
    *printed = programme_json(arena, &value);
    return true;
}

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char good[] = "v: 1\n"
                           "id: campus-energy\n"
                           "organisation: green-campus\n"
                           "kind: inventory\n"
                           "name: {en: Campus electricity}\n"
                           "description: {en: Electricity bought by the main campus.}\n"
                           "methodology: {id: grid-electricity, version: 1.0.0, sha256: " HASH "}\n"
                           "parameters: {geography: TWN, year: '2023'}\n"
                           "disclosure: open\n"
                           "publish: at once\n"
                           "zone: {name: Asia/Taipei, tzdata: 2025b}\n"
                           "period: {start: 2023-01-01, end: 2024-01-01}\n"
                           "responsible_party: {en: Office of sustainability}\n"
                           "boundary: {en: All buildings on the main campus}\n"
                           "intended_use: {en: Annual report}\n"
                           "intended_users: {en: The public}\n";

static void a_full_programme_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static void each_wrong_programme_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"kind: inventory", "kind: charity",
         "kind: 'charity' is not known here; right is inventory, project or outcome"},
        {"kind: inventory\n", "", "kind: is missing; it is required"},
        {"disclosure: open", "disclosure: aggregate",
         "publish: 'at once' is for open programmes only, because the time of each leaf is public; right is 'hourly, "
         "shuffled' or 'daily, shuffled'"},
        {"disclosure: open", "disclosure: secret",
         "disclosure: 'secret' is not known here; right is open, aggregate or restricted"},
        {"publish: at once", "publish: now",
         "publish: 'now' is not known here; right is 'at once', 'hourly, shuffled' or 'daily, shuffled'"},
        {"id: grid-electricity, ", "", "methodology.id: is missing; it is required"},
        {"version: 1.0.0", "version: 1",
         "methodology.version: is the number 1; right is a text, so write it in quotes"},
        {"version: 1.0.0", "version: V1",
         "methodology.version: 'V1' is not right here; write a version of at most 32 lower-case letters, digits, "
         "points and hyphens, such as 1.0.0"},
        {HASH, "ABCD",
         "methodology.sha256: 'ABCD' is not right here; write a SHA-256 as 64 lower-case hexadecimal digits"},
        {"geography: TWN", "Geography: TWN",
         "parameters: 'Geography' is not right here; write a name of at most 64 lower-case letters, digits and "
         "underscores, a letter first"},
        {"year: '2023'", "year: 2023", "parameters.year: is the number 2023; right is a text, so write it in quotes"},
        {"Asia/Taipei", "Asia Taipei",
         "zone.name: 'Asia Taipei' is not right here; write an IANA time zone name, such as Asia/Taipei"},
        {"tzdata: 2025b", "tzdata: latest",
         "zone.tzdata: 'latest' is not right here; write the version of the time zone database, such as 2025b"},
        {"end: 2024-01-01", "end: 2023-01-01",
         "period: ends on 2023-01-01, not after its start 2023-01-01; end is the first date behind the period"},
        {"end: 2024-01-01", "end: 2024-02-30",
         "period.end: '2024-02-30' is not right here; write a date, such as 2026-03-01"},
        {"organisation: green-campus", "organisation: [green-campus]", "organisation: is a list; right is a text"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void a_parameter_is_found_by_name_and_else_empty(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, good);
    Programme programme;
    Err err = {0};
    assert_true(programme_parse(&arena, &json, &programme, &err));
    domain_test_str(programme_parameter(&programme, STR("geography")), "TWN");
    assert_int_equal(programme_parameter(&programme, STR("colour")).len, 0);
    domain_test_str(programme_kind_name(programme.kind), "inventory");
    domain_test_str(programme_disclosure_name(programme.disclosure), "open");
    domain_test_str(programme_publish_name(PROGRAMME_DAILY_SHUFFLED), "daily, shuffled");
    arena_done(&arena);
}

static void what_is_not_open_may_be_published_late_and_shuffled(void **state) {
    (void)state;
    Arena arena = {0};
    Str text = domain_test_replace(&arena, good, "open\npublish: at once", "restricted\npublish: daily, shuffled");
    domain_test_taken(str_c(&arena, text), parse);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_programme_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_programme_is_refused_with_its_sentence),
        cmocka_unit_test(a_parameter_is_found_by_name_and_else_empty),
        cmocka_unit_test(what_is_not_open_may_be_published_late_and_shuffled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
