#include "proof/members.h"

#include <string.h>

#include "../cmocka_all.h"

static Json parsed(Arena *arena, const char *text) {
    Json json = {0};
    assert_true(json_parse(arena, str_from_c(text), JSON_LIMITS_DOCUMENT, &json, NULL));
    return json;
}

static void members_asked_for_are_given(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Json json = parsed(&arena, "{\"a\":\"x\",\"n\":7,\"t\":[\"p\",\"q\"],\"v\":1}");
    Members members = {.arena = &arena, .object = &json, .what = "a test", .code = ERR_INVALID_DOCUMENT, .err = &err};
    Str text = {0};
    uint64_t number = 0;
    const Str *texts = NULL;
    size_t count = 0;
    const Json *none = &json;
    assert_true(members_begin(&members) && members_version(&members, 1));
    assert_true(members_text(&members, STR("a"), &text) && str_eq(text, STR("x")));
    assert_true(members_number(&members, STR("n"), &number) && number == 7);
    assert_true(members_optional(&members, STR("z"), JSON_NULL, &none) && none == NULL);
    assert_false(members_end(&members));
    assert_non_null(strstr(err.text, "does not know"));
    assert_true(members_texts(&members, STR("t"), &texts, &count) && count == 2);
    assert_true(members_end(&members));
    arena_done(&arena);
}

static void members_of_another_shape_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Json json = parsed(&arena, "{\"a\":1,\"d\":\"AAAA\",\"n\":-7,\"t\":[1],\"v\":3}");
    Members members = {.arena = &arena, .object = &json, .what = "a test", .code = ERR_INVALID_BUNDLE, .err = &err};
    Str text = {0};
    uint64_t number = 0;
    const Str *texts = NULL;
    const Hash *digests = NULL;
    Hash digest;
    size_t count = 0;
    assert_false(members_version(&members, 1));
    assert_int_equal(err.code, ERR_UNKNOWN_VERSION);
    assert_false(members_text(&members, STR("a"), &text));
    assert_non_null(strstr(err.text, "\"a\" of a test"));
    assert_false(members_text(&members, STR("z"), &text));
    assert_non_null(strstr(err.text, "lacks its member \"z\""));
    assert_false(members_number(&members, STR("n"), &number));
    assert_false(members_texts(&members, STR("t"), &texts, &count));
    assert_false(members_digests(&members, STR("t"), &digests, &count));
    assert_false(members_digest(&members, STR("d"), &digest));
    assert_int_equal(err.code, ERR_INVALID_BUNDLE);
    Json array = parsed(&arena, "[]");
    members.object = &array;
    assert_false(members_begin(&members));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_asked_for_are_given),
        cmocka_unit_test(members_of_another_shape_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
