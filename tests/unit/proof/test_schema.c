#include "proof/schema.h"

#include "../cmocka_all.h"

static void the_first_kinds_have_their_fields_in_order(void **state) {
    (void)state;
    const Schema *schema = schema_of(STR("record.submitted"));
    assert_non_null(schema);
    assert_int_equal(schema->count, 21);
    assert_true(str_eq(schema->fields[0].name, STR("v")));
    assert_true(str_eq(schema->fields[20].name, STR("place_coarse")));
    assert_int_equal(schema_index(schema, STR("inputs")), 11);
    assert_true(schema->fields[11].list);
    assert_false(schema->fields[10].list);
    assert_int_equal(schema_index(schema, STR("input")), 21);
    assert_int_equal(schema_of(STR("record.checked"))->count, 7);
    assert_int_equal(schema_of(STR("record.reviewed"))->count, 7);
    assert_int_equal(schema_of(STR("asset.registered"))->count, 8);
}

static void committed_and_public_kinds_are_apart(void **state) {
    (void)state;
    assert_null(schema_of(STR("statement.issued")));
    assert_null(schema_of(STR("")));
    assert_true(schema_public(STR("statement.issued")));
    assert_true(schema_public(STR("erasure")));
    assert_false(schema_public(STR("record.submitted")));
    assert_false(schema_public(STR("statement.issue")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_kinds_have_their_fields_in_order),
        cmocka_unit_test(committed_and_public_kinds_are_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
