#include "store/schema.h"

#include "../cmocka_all.h"

static void tokens_become_types(void **state) {
    (void)state;
    Arena arena = {0};
    Str out = {0};
    assert_true(schema_expand(&arena, STR("a @KEY@ b @TEXT@, c @BLOB@) @CLUSTERED@;"), &out, NULL));
    assert_true(str_eq(out, STR("a INTEGER b TEXT, c BLOB) STRICT, WITHOUT ROWID;")));
    assert_true(schema_expand(&arena, STR(""), &out, NULL));
    assert_int_equal(out.len, 0);
    arena_done(&arena);
}

static void an_unknown_token_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    const Str texts[] = {STR("a @WHAT@"), STR("a @KEY"), STR("@@")};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Str out = {0};
        Err err = {0};
        assert_false(schema_expand(&arena, texts[i], &out, &err));
        assert_int_equal(err.code, ERR_INTERNAL);
        assert_null(out.ptr);
    }
    arena_done(&arena);
}

static void the_derived_mark_is_a_hash(void **state) {
    (void)state;
    Arena arena = {0};
    assert_int_equal(schema_derived_mark(&arena).len, 64);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_become_types),
        cmocka_unit_test(an_unknown_token_is_refused),
        cmocka_unit_test(the_derived_mark_is_a_hash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
