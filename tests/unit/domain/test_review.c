#include "domain/review.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Review value;
    TRY(review_parse(arena, json, &value, err));
    *printed = review_json(arena, &value);
    return true;
}

#define UUID_A "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"

static const char good[] = "v: 1\n"
                           "programme: forest-stock\n"
                           "record: " UUID_A "\n"
                           "decision: return\n"
                           "reason: The photo shows another tree.\n"
                           "reviewer: r-4711\n"
                           "reviewed_at: 2026-03-02T10:00:00+08:00\n";

static void a_review_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
    domain_test_str(review_decision_name(REVIEW_REJECT), "reject");
}

static void each_wrong_review_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"decision: return", "decision: maybe",
         "decision: 'maybe' is not known here; right is accept, return or reject"},
        {"reason: The photo shows another tree.\n", "", "reason: is missing; a return or a reject tells the reason"},
        {"reviewer: r-4711\n", "", "reviewer: is missing; it is required"},
        {"reviewer: r-4711", "reviewer: Dr. Chen",
         "reviewer: 'Dr. Chen' is not right here; write a pseudonym of 4 to 64 letters, digits, hyphens and "
         "underscores"},
        {"record: " UUID_A, "record: 12", "record: is the number 12; right is a text, so write it in quotes"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void the_fields_stand_in_schema_order(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, "v: 1\nprogramme: forest-stock\nrecord: " UUID_A
                                         "\ndecision: accept\nreviewer: r-4711\nreviewed_at: 2026-03-02T10:00:00Z\n");
    Review review;
    Err err = {0};
    assert_true(review_parse(&arena, &json, &review, &err));
    RecordField fields[REVIEW_FIELDS] = {0};
    review_fields(&arena, &review, fields);
    static const char *const expected[REVIEW_FIELDS] = {
        "1",          "\"forest-stock\"",        "\"6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44\"", "\"accept\"", "null",
        "\"r-4711\"", "\"2026-03-02T10:00:00Z\""};
    for (size_t i = 0; i < REVIEW_FIELDS; i++) {
        domain_test_str(fields[i].value, expected[i]);
    }
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_review_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_review_is_refused_with_its_sentence),
        cmocka_unit_test(the_fields_stand_in_schema_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
