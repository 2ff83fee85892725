#include "domain/record.h"

#include <string.h>

#include "../cmocka_all.h"
#include "domain_test.h"

#define UUID_A "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"

#define ACT_JSON                                                                                                       \
    "{\"assisted\":\"none\",\"id\":\"" UUID_A "\",\"inputs\":[{\"how\":\"measured\",\"name\":\"dbh\",\"unit\":\"cm\"," \
    "\"value\":\"11.0\"},{\"how\":\"estimated\",\"name\":\"height\",\"unit\":\"m\",\"value\":\"15.08\"}],"             \
    "\"links\":null,\"place\":{\"lat\":\"25.01765\",\"lon\":\"121.53455\",\"source\":\"map\"},"                        \
    "\"programme\":\"forest-stock\",\"time\":{\"clock\":\"stated\",\"end\":\"2026-03-01T00:40:00+08:00\","             \
    "\"start\":\"2026-03-01T00:30:00+08:00\"},\"type\":\"tree.visit\",\"v\":1,\"venue\":\"nouragues\"}"

#define PAYLOAD                                                                                                        \
    "{\"act\":" ACT_JSON ",\"server\":{\"date_local\":\"2026-03-01\",\"place_coarse\":{\"lat\":\"25.02\","             \
    "\"lon\":\"121.53\"},\"received_at\":\"2026-03-02T09:00:00Z\",\"source\":{\"channel\":\"csv\","                    \
    "\"form\":\"trees.yaml\",\"software\":\"banyan 0.1.0\"}}}"

static Record record_of(Arena *arena, const char *payload) {
    Record record = {0};
    Err err = {0};
    if (!record_parse(arena, str_from_c(payload), &record, &err)) {
        fail_msg("refused: %s", err.text);
    }
    return record;
}

static void a_payload_reads_and_encodes_to_the_same_bytes(void **state) {
    (void)state;
    Arena arena = {0};
    Record record = record_of(&arena, PAYLOAD);
    RecordText text;
    Err err = {0};
    assert_true(record_encode(&arena, &record, &text, &err));
    domain_test_str(text.payload, PAYLOAD);
    domain_test_str(text.act, ACT_JSON);
    domain_test_str(act_json(&arena, &record.act), ACT_JSON);
    arena_done(&arena);
}

static void the_fields_stand_in_schema_order_with_null_for_what_is_absent(void **state) {
    (void)state;
    static const char *const expected[RECORD_FIELDS][2] = {
        {"v", "1"},
        {"id", "\"" UUID_A "\""},
        {"programme", "\"forest-stock\""},
        {"type", "\"tree.visit\""},
        {"who", "null"},
        {"recorded_by", "null"},
        {"assisted", "\"none\""},
        {"venue", "\"nouragues\""},
        {"asset", "null"},
        {"time",
         "{\"clock\":\"stated\",\"end\":\"2026-03-01T00:40:00+08:00\",\"start\":\"2026-03-01T00:30:00+08:00\"}"},
        {"place", "{\"lat\":\"25.01765\",\"lon\":\"121.53455\",\"source\":\"map\"}"},
        {"inputs", "[{\"how\":\"measured\",\"name\":\"dbh\",\"unit\":\"cm\",\"value\":\"11.0\"},{\"how\":\"estimated\","
                   "\"name\":\"height\",\"unit\":\"m\",\"value\":\"15.08\"}]"},
        {"evidence", "null"},
        {"maintenance", "null"},
        {"links", "null"},
        {"device", "null"},
        {"note", "null"},
        {"received_at", "\"2026-03-02T09:00:00Z\""},
        {"source", "{\"channel\":\"csv\",\"form\":\"trees.yaml\",\"software\":\"banyan 0.1.0\"}"},
        {"date_local", "\"2026-03-01\""},
        {"place_coarse", "{\"lat\":\"25.02\",\"lon\":\"121.53\"}"},
    };
    Arena arena = {0};
    Record record = record_of(&arena, PAYLOAD);
    RecordField fields[RECORD_FIELDS] = {0};
    record_fields(&arena, &record, fields);
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        domain_test_str(record_field_name(i), expected[i][0]);
        domain_test_str(fields[i].value, expected[i][1]);
        assert_int_equal(fields[i].count, i == 11 ? 2 : 0);
    }
    domain_test_str(fields[11].items[1],
                    "{\"how\":\"estimated\",\"name\":\"height\",\"unit\":\"m\",\"value\":\"15.08\"}");
    assert_int_equal(record_field_name(RECORD_FIELDS).len, 0);
    arena_done(&arena);
}

static void a_changed_payload_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"\"channel\":\"csv\"", "\"channel\":\"fax\"",
         "server.source.channel: 'fax' is not known here; right is app, openrosa, sensorthings, mqtt, csv or api"},
        {"\"date_local\":\"2026-03-01\",", "", "server.date_local: is missing; it is required"},
        {"\"lon\":\"121.53\"}", "\"lon\":\"121.534\"}",
         "server.place_coarse.lon: '121.534' has 3 fraction digits; at most 2 are right here"},
        {"{\"act\"", "{\"abc\":1,\"act\"", "the payload has 3 members; it has act and server and no more"},
        {"{\"act\"", "{\"bct\"", "act is missing; a payload has act and server"},
        {"\"v\":1", "\"v\": 1",
         "1:424: valid JSON but not in its canonical form; here should be: 1,\"venue\":\"nouragues"},
        {"\"dbh\"", "\"height\"", "act.inputs[2].name: 'height' is there twice; give each input once"},
        {"\"v\":1", "\"v\":9", "act.v: 9 is not a version known here; known is 1"},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        Record record = {0};
        Err err = {0};
        Str changed = domain_test_replace(&arena, PAYLOAD, edits[i].from, edits[i].to);
        assert_false(record_parse(&arena, changed, &record, &err));
        assert_string_equal(err.text, edits[i].message);
        assert_int_equal(record.act.v, 0);
    }
    arena_done(&arena);
}

static void the_local_date_is_that_of_the_acts_own_offset(void **state) {
    (void)state;
    Arena arena = {0};
    Record record = record_of(&arena, PAYLOAD);
    RecordServer server = {0};
    Err err = {0};
    assert_true(record_derive(&arena, &record.act, NULL, &server, &err));
    domain_test_str(server.date_local, "2026-03-01");
    domain_test_str(server.place_coarse.lon, "121.53");
    record.act.time.start = STR("2026-02-28T16:30:00Z");
    assert_true(record_derive(&arena, &record.act, NULL, &server, &err));
    domain_test_str(server.date_local, "2026-02-28");
    arena_done(&arena);
}

static void the_coarse_place_is_the_venues_where_it_has_one(void **state) {
    (void)state;
    Arena arena = {0};
    Record record = record_of(&arena, PAYLOAD);
    RecordServer server = {0};
    Err err = {0};
    PlacePoint venue = {.lon = STR("121.5"), .lat = STR("25.0")};
    assert_true(record_derive(&arena, &record.act, &venue, &server, &err));
    domain_test_str(server.place_coarse.lat, "25.0");
    record.act.place = (ActPlace){0};
    PlacePoint none = {0};
    assert_true(record_derive(&arena, &record.act, &none, &server, &err));
    assert_int_equal(server.place_coarse.lon.len, 0);
    record.act.time.start = STR("yesterday");
    assert_false(record_derive(&arena, &record.act, &none, &server, &err));
    assert_true(strncmp(err.text, "time.start: ", 12) == 0);
    arena_done(&arena);
}

static void a_record_over_the_limit_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Record record = record_of(&arena, PAYLOAD);
    ActEvidence *evidence = ARENA_ARRAY(&arena, 64, ActEvidence);
    Str type = {.ptr = arena_alloc(&arena, 1000), .len = 1000};
    for (size_t i = 0; i < 64; i++) {
        evidence[i].media_type = type;
    }
    record.act.evidence = evidence;
    record.act.evidence_count = 64;
    RecordText text = {0};
    Err err = {0};
    assert_false(record_encode(&arena, &record, &text, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    assert_int_equal(text.payload.len, 0);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_payload_reads_and_encodes_to_the_same_bytes),
        cmocka_unit_test(the_fields_stand_in_schema_order_with_null_for_what_is_absent),
        cmocka_unit_test(a_changed_payload_is_refused_with_its_sentence),
        cmocka_unit_test(the_local_date_is_that_of_the_acts_own_offset),
        cmocka_unit_test(the_coarse_place_is_the_venues_where_it_has_one),
        cmocka_unit_test(a_record_over_the_limit_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
