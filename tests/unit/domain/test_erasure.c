#include "domain/erasure.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Erasure value;
    TRY(erasure_parse(arena, json, &value, err));
    *printed = erasure_json(arena, &value);
    return true;
}

#define ID "0b54a8de-9a55-4d29-8a12-6d9ed4d1e9f0"

static void an_erasure_names_a_count_and_a_ground_and_nobody(void **state) {
    (void)state;
    domain_test_printed("v: 1\nid: " ID "\nground: consent withdrawn\ncount: 3\n", parse,
                        "{\"count\":3,\"ground\":\"consent withdrawn\",\"id\":\"" ID "\",\"v\":1}");
    domain_test_taken("v: 1\nid: " ID "\nground: request\ncount: 1\nlog: log.example.org/banyan\n", parse);
}

static void each_wrong_erasure_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"count: 3", "count: 0", "count: 0 is out of range; right is 1 to 9007199254740991"},
        {"id: " ID "\n", "", "id: is missing; it is required"},
        {"count: 3\n", "", "count: is missing; it is required"},
        {"ground: request", "ground: boredom",
         "ground: 'boredom' is not known here; right is request, 'consent withdrawn', 'retention ended', 'legal order' "
         "or mistake"},
        {"v: 1", "v: 1\nrecord: 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44",
         "'record' is not known here; known are count, ground, id, log, v"},
        {"log.example.org", "log example",
         "log: 'log example' is not right here; write a log origin, such as log.example.org/banyan"},
    };
    domain_test_refused("v: 1\nid: " ID "\ncount: 3\nground: request\nlog: log.example.org\n", parse, edits,
                        COUNT_OF(edits));
}

static void a_ground_is_found_by_its_word_and_another_word_refused(void **state) {
    (void)state;
    ErasureGround ground = ERASURE_GROUND_NONE;
    Err err = {0};
    assert_true(erasure_ground(STR("legal order"), &ground, &err));
    assert_int_equal(ground, ERASURE_LEGAL_ORDER);
    domain_test_str(erasure_ground_name(ground), "legal order");
    assert_false(erasure_ground(STR("because"), &ground, &err));
    assert_int_equal(ground, ERASURE_LEGAL_ORDER);
    assert_string_equal(err.text, "'because' is no ground of erasure; right is request, 'consent withdrawn', "
                                  "'retention ended', 'legal order' or mistake");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_erasure_names_a_count_and_a_ground_and_nobody),
        cmocka_unit_test(each_wrong_erasure_is_refused_with_its_sentence),
        cmocka_unit_test(a_ground_is_found_by_its_word_and_another_word_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
