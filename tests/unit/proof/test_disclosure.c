#include "proof/disclosure.h"

#include <string.h>

#include "codec/base64.h"

#include "../cmocka_all.h"

#define SALT "[\"AAAAAAAAAAAAAAAAAAAAAA\","

static void name_and_value_are_read(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Disclosure disclosure = {.name = {0}};
    Str text = base64_url_encode(&arena, str_bytes(STR(SALT "\"time\",{\"start\":[1,2]}]")));
    Hash digest = hash_of_str(text);
    assert_true(disclosure_parse(&arena, text, &disclosure, &err));
    assert_true(str_eq(disclosure.name, STR("time")));
    assert_true(str_eq(disclosure.value, STR("{\"start\":[1,2]}")));
    assert_true(hash_eq(&disclosure.digest, &digest));
    arena_done(&arena);
}

static void what_is_no_disclosure_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *array;
        const char *reason;
    } cases[] = {
        {"", "not canonical"},
        {"null", "not an array"},
        {"[]", "not an array"},
        {SALT "\"a\"]", "not an array"},
        {SALT "\"a\",1,2]", "not an array"},
        {SALT "1,1]", "not an array"},
        {"[1,\"a\",1]", "not an array"},
        {SALT "\"a\", 1]", "not canonical"},
        {SALT "\"a\",1.0]", "not canonical"},
        {"[\"AAAAAAAAAAAAAAAAAAAAAB\",\"a\",1]", "its salt"},
        {"[\"AAAAAAAAAAAAAAAAAAAAA\",\"a\",1]", "its salt"},
        {"[\"\",\"a\",1]", "its salt"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        Disclosure disclosure = {.name = STR("kept")};
        Str text = base64_url_encode(&arena, str_bytes(str_from_c(cases[i].array)));
        assert_false(disclosure_parse(&arena, text, &disclosure, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_true(str_eq(disclosure.name, STR("kept")));
        arena_done(&arena);
    }
}

static void text_that_is_no_base64_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Disclosure disclosure = {.name = {0}};
    assert_false(disclosure_parse(&arena, STR("A=="), &disclosure, NULL));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(name_and_value_are_read),
        cmocka_unit_test(what_is_no_disclosure_is_refused),
        cmocka_unit_test(text_that_is_no_base64_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
