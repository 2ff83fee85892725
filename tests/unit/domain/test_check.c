#include "domain/check.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Check value;
    TRY(check_parse(arena, json, &value, err));
    *printed = check_json(arena, &value);
    return true;
}

#define UUID_A "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"
#define HASH   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char one[] = "v: 1\n"
                          "programme: forest-stock\n"
                          "records: {record: " UUID_A "}\n"
                          "rules: {id: basic-checks/1, sha256: " HASH "}\n"
                          "verdict: flagged\n"
                          "flags:\n"
                          "- {rule: time_in_future, reason: The end lies behind the time of arrival.}\n"
                          "checked_at: 2026-03-01T08:30:00Z\n";

static const char batch[] = "v: 1\n"
                            "programme: forest-stock\n"
                            "records: {root: " HASH ", size: 2050}\n"
                            "rules: {id: basic-checks/1, sha256: " HASH "}\n"
                            "verdict: screened\n"
                            "flags: []\n"
                            "checked_at: 2026-03-01T08:30:00Z\n";

static void checks_of_one_record_and_of_a_batch_read_and_print_alike(void **state) {
    (void)state;
    domain_test_taken(one, parse);
    domain_test_taken(batch, parse);
    domain_test_str(check_verdict_name(CHECK_FLAGGED), "flagged");
}

static void each_wrong_check_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits_one[] = {
        {"verdict: flagged", "verdict: fine", "verdict: 'fine' is not known here; right is screened or flagged"},
        {"verdict: flagged", "verdict: screened", "verdict: is screened although there are flags; right is flagged"},
        {"flags:\n- {rule: time_in_future, reason: The end lies behind the time of arrival.}", "flags: []",
         "flags: is empty although the verdict is flagged; say why"},
        {"{rule: time", "{record: " UUID_A ", rule: time",
         "flags[1].record: a flag names its record in the check of a batch, and only there"},
        {"basic-checks/1", "basic-checks",
         "rules.id: 'basic-checks' is not right here; write the rule set's name and version, such as basic-checks/1"},
        {"basic-checks/1", "basic-checks/01",
         "rules.id: 'basic-checks/01' is not right here; write the rule set's name and version, such as "
         "basic-checks/1"},
        {"{record: " UUID_A "}", "{record: " UUID_A ", size: 3}",
         "records: needs either record, for one, or root with size, for a batch"},
        {"rule: time_in_future, ", "", "flags[1].rule: is missing; it is required"},
    };
    domain_test_refused(one, parse, edits_one, COUNT_OF(edits_one));
    static const DomainTestEdit edits_batch[] = {
        {", size: 2050", "", "records: needs either record, for one, or root with size, for a batch"},
        {"size: 2050", "size: -1", "records.size: -1 is out of range; right is 1 to 9007199254740991"},
        {"flags: []\n", "", "flags: is missing; it is required"},
        {"verdict: screened\nflags: []", "verdict: flagged\nflags: [{rule: abc, reason: x}]",
         "flags[1].record: a flag names its record in the check of a batch, and only there"},
    };
    domain_test_refused(batch, parse, edits_batch, COUNT_OF(edits_batch));
}

static void the_fields_stand_in_schema_order_and_each_flag_alone(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, one);
    Check check;
    Err err = {0};
    assert_true(check_parse(&arena, &json, &check, &err));
    RecordField fields[CHECK_FIELDS] = {0};
    check_fields(&arena, &check, fields);
    static const char *const expected[CHECK_FIELDS] = {
        "1",
        "\"forest-stock\"",
        "{\"record\":\"" UUID_A "\"}",
        "{\"id\":\"basic-checks/1\",\"sha256\":\"" HASH "\"}",
        "\"flagged\"",
        "[{\"reason\":\"The end lies behind the time of arrival.\",\"rule\":\"time_in_future\"}]",
        "\"2026-03-01T08:30:00Z\""};
    for (size_t i = 0; i < CHECK_FIELDS; i++) {
        domain_test_str(fields[i].value, expected[i]);
        assert_int_equal(fields[i].count, i == 5 ? 1 : 0);
    }
    domain_test_str(fields[5].items[0],
                    "{\"reason\":\"The end lies behind the time of arrival.\",\"rule\":\"time_in_future\"}");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_of_one_record_and_of_a_batch_read_and_print_alike),
        cmocka_unit_test(each_wrong_check_is_refused_with_its_sentence),
        cmocka_unit_test(the_fields_stand_in_schema_order_and_each_flag_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
