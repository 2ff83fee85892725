#include "proof/verdict.h"

#include <string.h>

#include "bundle_test.h"
#include "codec/canonical.h"
#include "codec/utf8.h"

#include "../cmocka_all.h"

static void text_from_outside_cannot_steer_a_terminal(void **state) {
    (void)state;
    Arena arena = {0};
    Buf out = {.arena = &arena};
    char override[4]; /* U+202E turns the direction of what follows */
    Str turned = {override, utf8_write(override, 0x202e)};
    verdict_plain(&out, str_format(&arena, "a\x1b[2J\n\x7f\xc2\x9b%.*s \xe6\x9e\x97", STR_ARG(turned)));
    assert_true(str_eq(buf_str(&out), STR("a\\u001b[2J\\u000a\\u007f\\u009b\\u202e \xe6\x9e\x97")));
    buf_clear(&out);
    verdict_plain(&out, STR("\xff"));
    assert_true(str_eq(buf_str(&out), STR("(not UTF-8)")));
    arena_done(&arena);
}

static void details_name_what_is_shown_and_what_is_withheld(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    Buf out = {.arena = &arena};
    verdict_details(&out, &verdict);
    buf_add_byte(&out, '\0');
    assert_non_null(strstr(out.ptr, "  shown     type: \"tree.visit\"\n"));
    assert_non_null(strstr(out.ptr, "  absent    who\n"));
    assert_non_null(strstr(out.ptr, "  list      inputs: 3 items\n  shown     inputs, item 2 of 3: {"));
    assert_non_null(strstr(out.ptr, "  withheld  v, id, programme, recorded_by,"));
    assert_non_null(strstr(out.ptr, "log.example/banyan, entry 41 of 50, root "));
    assert_non_null(strstr(out.ptr, "  leaf      {\"c\":\""));
    arena_done(&arena);
}

static void the_json_of_a_verdict_is_canonical(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = {0};
    Err err = {0};
    BundleTest test;
    bundle_test_begin(&arena, &test);
    Verdict verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    Str text = verdict_json(&arena, &verdict);
    assert_true(canonical_parse(&arena, text, JSON_LIMITS_DOCUMENT, &json, &err));
    assert_true(str_eq(json_get(&json, STR("verdict"))->as.string, STR("holds")));
    assert_true(str_eq(json_get(&json, STR("counted"))->as.string, STR("claimed, not checked")));
    assert_int_equal(json_get(&json, STR("fields"))->count, 21);
    test.bundle.programme = STR("other");
    verdict = bundle_test_verdict(&arena, &test, &test.bundle);
    text = verdict_json(&arena, &verdict);
    assert_true(canonical_parse(&arena, text, JSON_LIMITS_DOCUMENT, &json, &err));
    assert_true(str_eq(json_get(&json, STR("verdict"))->as.string, STR("does not hold")));
    assert_null(json_get(&json, STR("fields")));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_from_outside_cannot_steer_a_terminal),
        cmocka_unit_test(details_name_what_is_shown_and_what_is_withheld),
        cmocka_unit_test(the_json_of_a_verdict_is_canonical),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
