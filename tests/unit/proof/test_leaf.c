#include "proof/leaf.h"

#include <string.h>

#include "../cmocka_all.h"

#define DIGEST "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

static void leaves_survive_being_written_down(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Hash hash = hash_of((Bytes){0});
    Leaf leaf = {.document = true};
    Str text = leaf_committed(&arena, &hash);
    assert_true(str_eq(text, STR("{\"c\":\"" DIGEST "\",\"v\":1}")));
    assert_true(leaf_parse(&arena, text, &leaf, &err));
    assert_false(leaf.document);
    assert_true(hash_eq(&leaf.hash, &hash));
    text = leaf_document(&arena, STR("statement.issued"), &hash);
    assert_true(str_eq(text, STR("{\"d\":\"" DIGEST "\",\"k\":\"statement.issued\",\"v\":1}")));
    assert_true(leaf_parse(&arena, text, &leaf, &err));
    assert_true(leaf.document && str_eq(leaf.kind, STR("statement.issued")));
    arena_done(&arena);
}

static void anything_else_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        ErrCode code;
    } cases[] = {
        {"", ERR_INVALID_JSON},
        {"{}", ERR_INVALID_DOCUMENT},
        {"[1]", ERR_INVALID_DOCUMENT},
        {"{\"c\":\"" DIGEST "\"}", ERR_INVALID_DOCUMENT},
        {"{\"v\":1}", ERR_INVALID_DOCUMENT},
        {"{\"c\":\"" DIGEST "\",\"v\":2}", ERR_UNKNOWN_VERSION},
        {"{\"v\":1,\"c\":\"" DIGEST "\"}", ERR_INVALID_CANONICAL},
        {"{\"c\":\"" DIGEST "\",\"v\":1} ", ERR_INVALID_CANONICAL},
        {"{\"c\":\"" DIGEST "\",\"k\":\"erasure\",\"v\":1}", ERR_INVALID_DOCUMENT},
        {"{\"c\":\"" DIGEST "\",\"d\":\"" DIGEST "\",\"v\":1}", ERR_INVALID_DOCUMENT},
        {"{\"d\":\"" DIGEST "\",\"v\":1}", ERR_INVALID_DOCUMENT},
        {"{\"d\":\"" DIGEST "\",\"k\":1,\"v\":1}", ERR_INVALID_DOCUMENT},
        {"{\"c\":\"" DIGEST "\",\"v\":1,\"who\":1}", ERR_INVALID_DOCUMENT},
        {"{\"c\":\"47DE\",\"v\":1}", ERR_INVALID_ENCODING},
        {"{\"c\":\"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFV\",\"v\":1}", ERR_INVALID_ENCODING},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        Leaf leaf = {.document = false};
        assert_false(leaf_parse(&arena, str_from_c(cases[i].text), &leaf, &err));
        if (err.code != cases[i].code) {
            fail_msg("case %zu: %s: %s", i, err_name(err.code), err.text);
        }
        arena_done(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_survive_being_written_down),
        cmocka_unit_test(anything_else_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
