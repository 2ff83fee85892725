#include "domain/asset.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Asset value;
    TRY(asset_parse(arena, json, &value, err));
    *printed = asset_json(arena, &value);
    return true;
}

static const char good[] = "v: 1\n"
                           "programme: forest-stock\n"
                           "id: 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44\n"
                           "type: tree\n"
                           "venue: nouragues\n"
                           "place: {lon: '-52.6789', lat: '4.0876'}\n"
                           "label: Tag 1207\n"
                           "registered_at: 2026-03-01T08:30:00+08:00\n";

static void a_full_asset_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static void each_wrong_asset_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"6f1c0a52", "6F1C0A52",
         "id: '6F1C0A52-3b1e-4f0a-9d35-0c9b1f7e2a44' is not right here; write a UUID in lower case, such as "
         "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"},
        {"type: tree", "type: Tree",
         "type: 'Tree' is not right here; write a code of lower-case words joined by points, such as tree.visit"},
        {"type: tree", "type: tree.",
         "type: 'tree.' is not right here; write a code of lower-case words joined by points, such as tree.visit"},
        {"'4.0876'", "'4.08761234'", "place.lat: '4.08761234' has 8 fraction digits; at most 5 are right here"},
        {"+08:00", "",
         "registered_at: '2026-03-01T08:30:00' is not right here; write a time in whole seconds with its offset, such "
         "as 2026-03-01T08:30:00+08:00"},
        {"label: Tag 1207", "label: ''", "label: is empty; write a text or leave it out"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void the_fields_stand_in_schema_order_with_null_for_what_is_absent(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, "v: 1\nprogramme: forest-stock\nid: 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44\n"
                                         "type: tree\nlabel: A\nregistered_at: 2026-03-01T08:30:00Z\n");
    Asset asset;
    Err err = {0};
    assert_true(asset_parse(&arena, &json, &asset, &err));
    RecordField fields[ASSET_FIELDS] = {0};
    asset_fields(&arena, &asset, fields);
    static const char *const expected[ASSET_FIELDS] = {
        "1",     "\"forest-stock\"",        "\"6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44\"", "\"tree\"", "null", "null",
        "\"A\"", "\"2026-03-01T08:30:00Z\""};
    for (size_t i = 0; i < ASSET_FIELDS; i++) {
        domain_test_str(fields[i].value, expected[i]);
        assert_int_equal(fields[i].count, 0);
    }
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_asset_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_asset_is_refused_with_its_sentence),
        cmocka_unit_test(the_fields_stand_in_schema_order_with_null_for_what_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
