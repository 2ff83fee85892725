#include "domain/statement.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Statement value;
    TRY(statement_parse(arena, json, &value, err));
    *printed = statement_json(arena, &value);
    return true;
}

static void a_full_statement_reads_and_prints_alike(void **state) {
    (void)state;
    Arena arena = {0};
    domain_test_taken(domain_test_file(&arena, "statement.yaml"), parse);
    arena_done(&arena);
}

static const DomainTestEdit edits[] = {
    {"state: self-declared", "state: certified",
     "state: 'certified' is not known here; right is self-declared, quality-controlled, 'independently checked' or "
     "verified"},
    {"id: 0b54a8de-9a55-4d29-8a12-6d9ed4d1e9f0", "id: first",
     "id: 'first' is not right here; write a UUID in lower case, such as 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"},
    {"scheme: lei, value", "value", "organisation.identifiers[1].scheme: is missing; it is required"},
    {"country: TW", "country: TWN",
     "organisation.country: 'TWN' is not right here; write a country code of two capital letters, such as TW"},
    {"kind: outcome", "kind: credit",
     "programme.kind: 'credit' is not known here; right is inventory, project or outcome"},
    {"climate_zone: tropical", "climate_zone: 3",
     "programme.parameters.climate_zone: is the number 3; right is a text, so write it in quotes"},
    {"version: 1.0.0", "version: 1", "methodology.version: is the number 1; right is a text, so write it in quotes"},
    {"end: 2026-01-01", "end: 2024-12-31",
     "period: ends on 2024-12-31, not after its start 2025-01-01; end is the first date behind the period"},
    {"tzdata: 2025b", "tzdata: new",
     "period.zone.tzdata: 'new' is not right here; write the version of the time zone database, such as 2025b"},
    {"value: \"1670\"", "value: 1.67e3",
     "results[1].value: '1.67e3' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign "
     "or blank"},
    {"value: \"1670\"\n", "\n", "results[1].value: is missing; it is required"},
    {"    se: 27.83215540911\n", "", "results[1]: interval, interval_full and se stand together or not at all"},
    {"high: \"1724\", level: 0.95}", "high: \"1724\"}",
     "results[1]: interval.level is missing; right is its probability, such as 0.95"},
    {", level: 0.95}", ", level: \"95\"}",
     "results[1].interval.level: '95' is not right here; write a share from 0 to 1, such as 0.975"},
    {"    digits: {en: \"A count; it has no declared error.\"}\n", "", "results[3].digits: is missing; it is required"},
    {"unit: tCO2\n    value", "unit: t CO2\n    value",
     "results[2].unit: 't CO2' is not right here; write a unit of at most 32 characters without blanks, such as kWh or "
     "g/cm3"},
    {"count: 2044, low: \"5.0\"", "count: -1, low: \"5.0\"",
     "activity[1].count: -1 is out of range; right is 0 to 9007199254740991"},
    {"checked: false", "checked: maybe", "factors[1].checked: is a text; right is true or false"},
    {"    checked: false\n", "", "factors[1].checked: is missing; it is required"},
    {"value: 44/12", "value: 44/",
     "factors[3].value: '' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or "
     "blank"},
    {"source: IPCC 2006, volume 4, table 4.4\n", "\n", "factors[1].source: is missing; it is required"},
    {"received: 2050", "received: 2051", "counts: accepted, excluded and erased make 2050, but received is 2051"},
    {"count: 5}", "count: 0}", "counts.excluded[1].count: 0 is out of range; right is 1 to 9007199254740991"},
    {"share: \"0.997\"", "share: 99.7 %",
     "coverage[1].share: '99.7 %' is not right here; write a share from 0 to 1, such as 0.975"},
    {"size: 2044", "size: 2043", "frame.size: is 2043, but counts.accepted is 2044"},
    {"root: 8899", "root: 88",
     "frame.root: '88aabbccddeeff00112233445566778899aabbccddeeff0011223344556677' is not right here; write a SHA-256 "
     "as 64 lower-case hexadecimal digits"},
    {"id: 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44", "id: 0b54a8de-9a55-4d29-8a12-6d9ed4d1e9f0",
     "supersedes.id: is the statement's own; name an earlier one"},
    {"issued_at: 2026-01-15T09:00:00+08:00", "issued_at: 2026-01-15",
     "issued_at: '2026-01-15' is not right here; write a time in whole seconds with its offset, such as "
     "2026-03-01T08:30:00+08:00"},
    {"log: {origin: log.example.org/banyan, size: 4101}", "log: {origin: log.example.org/banyan}",
     "log.size: is missing; it is required"},
    {"v: 1", "v: 1\nverified: true",
     "'verified' is not known here; known are activity, claims, counts, coverage, factors, formulas, frame, id, "
     "intended_use, intended_users, issued_at, log, methodology, organisation, period, programme, result_note, "
     "results, state, supersedes, uncertainty, v"},
};

static void each_wrong_statement_is_refused_with_its_sentence(void **state) {
    (void)state;
    Arena arena = {0};
    domain_test_refused(domain_test_file(&arena, "statement.yaml"), parse, edits, COUNT_OF(edits));
    arena_done(&arena);
}

static void a_statement_without_a_result_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, domain_test_file(&arena, "statement.yaml"));
    Statement statement;
    Err err = {0};
    assert_true(statement_parse(&arena, &json, &statement, &err));
    assert_true(statement_check(&statement, &err));
    statement.result_count = 0;
    assert_false(statement_check(&statement, &err));
    assert_string_equal(err.text, "results: is empty; a statement states at least one result");
    arena_done(&arena);
}

static void only_an_accredited_body_makes_a_statement_verified(void **state) {
    (void)state;
    domain_test_str(statement_state_name(STATEMENT_SELF_DECLARED), "self-declared");
    domain_test_str(statement_state_note(STATEMENT_SELF_DECLARED), "not verified");
    domain_test_str(statement_state_note(STATEMENT_QUALITY_CONTROLLED), "not verified");
    domain_test_str(statement_state_note(STATEMENT_INDEPENDENTLY_CHECKED), "checked independently, not accredited");
    domain_test_str(statement_state_note(STATEMENT_VERIFIED), "verified by an accredited body");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_statement_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_statement_is_refused_with_its_sentence),
        cmocka_unit_test(a_statement_without_a_result_is_refused),
        cmocka_unit_test(only_an_accredited_body_makes_a_statement_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
