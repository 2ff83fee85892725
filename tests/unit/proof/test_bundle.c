#include "proof/bundle.h"

#include <string.h>

#include "bundle_test.h"

#include "../cmocka_all.h"

static void shown_withheld_and_absent_are_told_apart(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    assert_string_equal(verdict.code, "holds");
    assert_true(verdict.holds);
    assert_int_equal(verdict.count, 21);
    assert_int_equal(verdict.fields[3].state, VERDICT_SHOWN);
    assert_true(str_eq(verdict.fields[3].value, STR("\"tree.visit\"")));
    assert_int_equal(verdict.fields[4].state, VERDICT_ABSENT);
    assert_int_equal(verdict.fields[5].state, VERDICT_WITHHELD);
    assert_int_equal(verdict.fields[11].state, VERDICT_LIST);
    assert_int_equal(verdict.fields[11].count, 3);
    assert_null(verdict.fields[11].items[0].ptr);
    assert_true(str_eq(verdict.fields[11].items[1], test.record.fields[11].items[1]));
    assert_int_equal(verdict.index, test.log.index);
    assert_int_equal(verdict.size, test.log.size);
    assert_int_equal(verdict.counted, VERDICT_COUNTED_UNCHECKED);
    assert_true(hash_eq(&verdict.subject, &test.record.opening.commitment));
    arena_done(&arena);
}

static void a_bundle_survives_being_written_down(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Str text = {0};
    Str again = {0};
    Bundle back = {.kind = {0}};
    assert_true(bundle_make(&arena, &test.bundle, &text, &err));
    assert_true(bundle_parse(&arena, text, &back, &err));
    assert_true(bundle_make(&arena, &back, &again, &err));
    assert_true(str_eq(text, again));
    arena_done(&arena);
}

/* As many entries as a log of a million records has, and the path into a frame of a million. */
static void a_bundle_with_one_field_is_under_4_kb(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    bool shown[SCHEMA_FIELDS_MAX] = {[9] = true};
    BundleChoice choice = {.opening = &test.record.opening, .fields = shown};
    BundleCounted counted = {.size = 1000000, .path = {.count = 20}};
    Str leaf = leaf_committed(&arena, &test.record.opening.commitment);
    ProofTestLog log = test.log;
    TlogProof proof = {.index = 0};
    assert_true(tlog_proof_parse(&arena, proof_test_log(&arena, &log, leaf), &proof, &err));
    proof.path.count = 20;
    test.bundle.proof = tlog_proof_text(&arena, &proof);
    test.bundle.counted = &counted;
    bundle_choose(&arena, &choice, &test.bundle);
    Str text = {0};
    assert_true(bundle_make(&arena, &test.bundle, &text, &err));
    assert_true(text.len < 4096);
    arena_done(&arena);
}

static void a_public_document_is_proved_with_its_kind(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Str document = STR("{\"frame\":{\"root\":\"00\",\"size\":3},\"v\":1}");
    Hash digest = hash_of_str(document);
    Bundle bundle = {.kind = STR("statement.issued"), .document = document};
    bundle.proof = proof_test_log(&arena, &test.log, leaf_document(&arena, bundle.kind, &digest));
    Verdict verdict = bundle_test_verdict(&arena, &test, &bundle);
    assert_string_equal(verdict.code, "holds");
    assert_true(str_eq(verdict.document, document));
    bundle.kind = STR("statement.drafted");
    verdict = bundle_test_verdict(&arena, &test, &bundle);
    assert_string_equal(verdict.code, "not-in-log");
    bundle.kind = STR("statement.issued");
    bundle.document = STR("{\"frame\":{\"root\":\"00\",\"size\":4},\"v\":1}");
    verdict = bundle_test_verdict(&arena, &test, &bundle);
    assert_string_equal(verdict.code, "not-in-log");
    bundle.kind = STR("statement.unheard");
    assert_false(bundle_verify(&arena, &bundle, &test.log.signer.key, &verdict, &err) &&
                 bundle_make(&arena, &bundle, &document, &err));
    arena_done(&arena);
}

static void what_is_no_bundle_is_refused_with_a_reason(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Str good = {0};
    assert_true(bundle_make(&arena, &test.bundle, &good, &err));
    static const struct {
        Str from;
        Str to;
        ErrCode code;
        const char *reason;
    } cases[] = {
        {STR_INIT(",\"v\":1"), STR_INIT(",\"v\":2"), ERR_UNKNOWN_VERSION, "of version 2"},
        {STR_INIT(",\"v\":1"), STR_INIT(",\"v\":\"1\""), ERR_INVALID_BUNDLE, "\"v\" of a bundle"},
        {STR_INIT(",\"v\":1"), STR_INIT(",\"v\":1,\"w\":0"), ERR_INVALID_BUNDLE, "does not know"},
        {STR_INIT("record.submitted"), STR_INIT("record.forgotten"), ERR_INVALID_BUNDLE, "no kind of entry"},
        {STR_INIT("\"digests\":["), STR_INIT("\"digests\":[0,"), ERR_INVALID_BUNDLE, "is no string"},
        {STR_INIT("\"disclosures\":["), STR_INIT("\"disclosures\":[0,"), ERR_INVALID_BUNDLE, "is no string"},
        {STR_INIT("\"digests\":["), STR_INIT("\"digests\":[\"AA\","), ERR_INVALID_BUNDLE, "\"digests\" of"},
        {STR_INIT("\"programme\""), STR_INIT("\"programmf\""), ERR_INVALID_BUNDLE, "lacks its member \"programme\""},
        {STR_INIT("\"lists\":["), STR_INIT("\"lists\":[0,"), ERR_INVALID_BUNDLE, "is a JSON object"},
        {STR_INIT("\"counted\":{"), STR_INIT("\"counted\":{\"a\":0,"), ERR_INVALID_BUNDLE, "does not know"},
        {STR_INIT("{\"counted\""), STR_INIT("{ \"counted\""), ERR_INVALID_CANONICAL, ""},
        {STR_INIT("{\"counted\""), STR_INIT("\"counted\""), ERR_INVALID_JSON, ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Bundle back = {.digest_count = 77};
        Str text = proof_test_replace(&arena, good, cases[i].from, cases[i].to);
        assert_false(bundle_parse(&arena, text, &back, &err));
        if (err.code != cases[i].code || strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s: %s", i, err_name(err.code), err.text);
        }
        assert_int_equal(back.digest_count, 77);
    }
    char *large = arena_alloc(&arena, LIMIT_BUNDLE_BYTES + 1);
    memset(large, ' ', LIMIT_BUNDLE_BYTES + 1);
    Bundle back = {.kind = {0}};
    assert_false(bundle_parse(&arena, (Str){large, LIMIT_BUNDLE_BYTES + 1}, &back, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    arena_done(&arena);
}

static void a_statement_is_the_one_or_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    Verdict kept = verdict;
    assert_true(bundle_verify_statement(&arena, &test.bundle, test.statement, &verdict, &err));
    assert_true(verdict.holds);
    assert_int_equal(verdict.counted, VERDICT_COUNTED);
    verdict = kept;
    Str other = proof_test_replace(&arena, test.statement, STR("\"v\":1"), STR("\"v\":2"));
    assert_true(bundle_verify_statement(&arena, &test.bundle, other, &verdict, &err));
    assert_string_equal(verdict.code, "other-statement");
    verdict = kept;
    other = proof_test_replace(&arena, test.statement, STR("\"size\":5"), STR("\"size\":6"));
    BundleCounted counted = *test.bundle.counted;
    counted.statement = hash_of_str(other);
    test.bundle.counted = &counted;
    assert_true(bundle_verify_statement(&arena, &test.bundle, other, &verdict, &err));
    assert_string_equal(verdict.code, "other-frame");
    verdict = kept;
    test.bundle.counted = NULL;
    assert_true(bundle_verify_statement(&arena, &test.bundle, test.statement, &verdict, &err));
    assert_string_equal(verdict.code, "not-counted");
    assert_false(bundle_verify_statement(&arena, &test.bundle, STR("{ }"), &verdict, &err));
    assert_int_equal(err.code, ERR_INVALID_CANONICAL);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shown_withheld_and_absent_are_told_apart),
        cmocka_unit_test(a_bundle_survives_being_written_down),
        cmocka_unit_test(a_bundle_with_one_field_is_under_4_kb),
        cmocka_unit_test(a_public_document_is_proved_with_its_kind),
        cmocka_unit_test(what_is_no_bundle_is_refused_with_a_reason),
        cmocka_unit_test(a_statement_is_the_one_or_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
