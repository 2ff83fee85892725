#include "domain/act.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Act value;
    TRY(act_parse(arena, json, &value, err));
    *printed = act_json(arena, &value);
    return true;
}

#include "codec/base64.h"
#include "crypto/sign.h"

#define UUID_A "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"
#define UUID_B "0b54a8de-9a55-4d29-8a12-6d9ed4d1e9f0"
#define HASH   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static const char good[] = "v: 1\n"
                           "id: " UUID_A "\n"
                           "programme: forest-stock\n"
                           "type: tree.visit\n"
                           "who: {pseudonym: p-8Fk2_Q}\n"
                           "recorded_by: p-helper1\n"
                           "assisted: helper\n"
                           "venue: nouragues\n"
                           "asset: " UUID_B "\n"
                           "time: {start: 2026-03-01T08:30:00+08:00, end: 2026-03-01T08:40:00+08:00, clock: device}\n"
                           "place: {lon: 121.53455, lat: 25.01765, accuracy_m: 4.5, source: gnss, mock: false}\n"
                           "inputs:\n"
                           "- {name: dbh, value: '11.0', unit: cm, how: measured, instrument: tape 7}\n"
                           "- {name: height, value: 15.082662154172201, unit: m, how: estimated}\n"
                           "evidence:\n"
                           "- {sha256: " HASH ", media_type: image/jpeg, bytes: 48211, kind: photo, captured: in_app,\n"
                           "   taken_at: 2026-03-01T08:31:00+08:00}\n"
                           "maintenance: {state: alive, condition: watered, next_due: 2026-09-01}\n"
                           "links:\n"
                           "- {rel: revisits, id: " UUID_B "}\n"
                           "device: {key: AAAA, signature: BBBB}\n"
                           "note: leaning a little\n";

static void a_full_act_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static const char least[] = "v: 1\nid: " UUID_A "\nprogramme: forest-stock\ntype: tree.visit\n"
                            "time: {start: 2026-03-01T08:30:00Z, end: 2026-03-01T08:30:00Z, clock: stated}\n";

static void the_least_act_prints_what_is_there_and_no_more(void **state) {
    (void)state;
    domain_test_printed(
        least, parse,
        "{\"id\":\"" UUID_A "\",\"programme\":\"forest-stock\",\"time\":{\"clock\":\"stated\",\"end\":"
        "\"2026-03-01T08:30:00Z\",\"start\":\"2026-03-01T08:30:00Z\"},\"type\":\"tree.visit\",\"v\":1}");
}

static void a_null_is_kept_because_hash_and_signature_run_over_it(void **state) {
    (void)state;
    domain_test_printed("v: 1\nid: " UUID_A "\nprogramme: forest-stock\ntype: tree.visit\nasset: null\nwho: null\n"
                        "inputs: null\n"
                        "time: {start: 2026-03-01T08:30:00Z, end: 2026-03-01T08:30:00Z, clock: stated}\n",
                        parse,
                        "{\"asset\":null,\"id\":\"" UUID_A "\",\"inputs\":null,\"programme\":\"forest-stock\",\"time\":"
                        "{\"clock\":\"stated\",\"end\":\"2026-03-01T08:30:00Z\",\"start\":\"2026-03-01T08:30:00Z\"},"
                        "\"type\":\"tree.visit\",\"v\":1,\"who\":null}");
}

static const DomainTestEdit edits[] = {
    {"v: 1", "v: 2", "v: 2 is not a version known here; known is 1"},
    {"v: 1", "v: '1'", "v: is a text; right is a whole number"},
    {"id: " UUID_A, "id: 17", "id: is the number 17; right is a text, so write it in quotes"},
    {"id: " UUID_A, "id: null", "id: is null; it is required"},
    {"programme: forest-stock", "programme: Forest",
     "programme: 'Forest' is not right here; write 3 to 40 lower-case letters, digits and hyphens, no hyphen at "
     "either end"},
    {"type: tree.visit", "type: Tree Visit",
     "type: 'Tree Visit' is not right here; write a code of lower-case words joined by points, such as tree.visit"},
    {"{pseudonym: p-8Fk2_Q}", "{pseudonym: Anna Lee}",
     "who.pseudonym: 'Anna Lee' is not right here; write a pseudonym of 4 to 64 letters, digits, hyphens and "
     "underscores"},
    {"{pseudonym: p-8Fk2_Q}", "{}", "who: is an empty object; leave it out where there is nothing"},
    {"{pseudonym: p-8Fk2_Q}", "{pseudonym: p-8Fk2_Q, group: class 3b, heads: 20}",
     "who: needs either pseudonym, for a person, or group with heads"},
    {"{pseudonym: p-8Fk2_Q}", "{group: class 3b}", "who: heads stands with group, and group with heads"},
    {"{pseudonym: p-8Fk2_Q}", "{group: class 3b, heads: 0}", "who.heads: is 0; write a number from 1 or leave it out"},
    {"{pseudonym: p-8Fk2_Q}", "{group: class 3b, heads: -2}",
     "who.heads: -2 is out of range; right is 1 to 9007199254740991"},
    {"assisted: helper", "assisted: robot",
     "assisted: 'robot' is not known here; right is none, helper, paper or proxy"},
    {"asset: " UUID_B, "asset: tree-12",
     "asset: 'tree-12' is not right here; write a UUID in lower case, such as "
     "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"},
    {"2026-03-01T08:30:00+08:00, end", "2026-03-01T08:30:00, end",
     "time.start: '2026-03-01T08:30:00' is not right here; write a time in whole seconds with its offset, such as "
     "2026-03-01T08:30:00+08:00"},
    {"2026-03-01T08:30:00+08:00, end", "2026-03-01T08:30:00.5+08:00, end",
     "time.start: '2026-03-01T08:30:00.5+08:00' is not right here; write a time in whole seconds with its offset, "
     "such as 2026-03-01T08:30:00+08:00"},
    {"2026-03-01T08:40:00+08:00", "2026-03-01T08:29:59+08:00",
     "time.end: 2026-03-01T08:29:59+08:00 is before start 2026-03-01T08:30:00+08:00; right is the same time or "
     "later"},
    {"clock: device", "clock: sundial",
     "time.clock: 'sundial' is not known here; right is device, gnss, network, instrument, server or stated"},
    {", clock: device", "", "time.clock: is missing; it is required"},
    {"lon: 121.53455", "lon: '121.534551'", "place.lon: '121.534551' has 6 fraction digits; at most 5 are right here"},
    {"lon: 121.53455", "lon: '181'", "place.lon: '181' is out of range; right is -180 to 180 degrees"},
    {"lon: 121.53455", "lon: 121", "place.lon: is the number 121; right is a text, so write it in quotes"},
    {"lon: 121.53455, ", "", "place: lon is missing; lon and lat stand together or not at all"},
    {"accuracy_m: 4.5", "accuracy_m: '-4.5'", "place.accuracy_m: '-4.5' is below zero; right is a distance in metres"},
    {"source: gnss", "source: none", "place.source: is none although lon and lat are there; say where they are from"},
    {"lon: 121.53455, lat: 25.01765, ", "", "place: lon is missing; a place from gnss or map has lon and lat"},
    {"mock: false", "mock: perhaps", "place.mock: is a text; right is true or false"},
    {"name: dbh", "name: DBH",
     "inputs[1].name: 'DBH' is not right here; write a name of at most 64 lower-case letters, digits and "
     "underscores, a letter first"},
    {"name: dbh", "name: height", "inputs[2].name: 'height' is there twice; give each input once"},
    {"value: '11.0'", "value: 11", "inputs[1].value: is the number 11; right is a text, so write it in quotes"},
    {"value: '11.0'", "value: '1.1e1'",
     "inputs[1].value: '1.1e1' is not a decimal number; write it like 12.50, with a point and no exponent, plus "
     "sign or blank"},
    {"value: '11.0'", "value: '11,0'",
     "inputs[1].value: '11,0' is not a decimal number; write it like 12.50, with a point and no exponent, plus "
     "sign or blank"},
    {"value: '11.0'", "value: '12345678901234567890.123456789012345'",
     "inputs[1].value: '12345678901234567890.123456789012345' has more than 34 significant digits"},
    {"unit: cm", "unit: 'c m'",
     "inputs[1].unit: 'c m' is not right here; write a unit of at most 32 characters without blanks, such as kWh "
     "or g/cm3"},
    {"how: measured", "how: guessed",
     "inputs[1].how: 'guessed' is not known here; right is measured, counted, invoiced, surveyed, estimated, "
     "default or imputed"},
    {"how: measured, ", "", "inputs[1].how: is missing; it is required"},
    {"sha256: " HASH, "sha256: abc",
     "evidence[1].sha256: 'abc' is not right here; write a SHA-256 as 64 lower-case hexadecimal digits"},
    {"image/jpeg", "JPEG",
     "evidence[1].media_type: 'JPEG' is not right here; write a media type in lower case without parameters, such "
     "as image/jpeg"},
    {"bytes: 48211", "bytes: 0", "evidence[1].bytes: 0 is out of range; right is 1 to 9007199254740991"},
    {"bytes: 48211", "bytes: '48211'", "evidence[1].bytes: is a text; right is a whole number"},
    {"kind: photo", "kind: painting",
     "evidence[1].kind: 'painting' is not known here; right is photo, video, audio, document, sheet, trace or "
     "data"},
    {"captured: in_app", "captured: somehow",
     "evidence[1].captured: 'somehow' is not known here; right is in_app, gallery, device, document or paper"},
    {"state: alive", "state: well",
     "maintenance.state: 'well' is not known here; right is alive, working, damaged, dead, missing, replaced or "
     "unknown"},
    {"next_due: 2026-09-01", "next_due: soon",
     "maintenance.next_due: 'soon' is not right here; write a date, such as 2026-03-01"},
    {"rel: revisits", "rel: likes",
     "links[1].rel: 'likes' is not known here; right is revises, revisits, splits or same_act_in"},
    {"key: AAAA", "key: 'AA=='", "device.key: 'AA==' is not right here; write base64url without padding"},
    {", signature: BBBB", "", "device.signature: is missing; it is required"},
    {"note: leaning a little", "note: ''", "note: is empty; write a text or leave it out"},
    {"note: leaning a little", "nota: leaning",
     "'nota' is not known here; known are asset, assisted, device, evidence, id, inputs, links, maintenance, note, "
     "place, programme, recorded_by, time, type, v, venue, who"},
    {"note: leaning a little", "note: \"nai\\u0308ve\"",
     "note: is not in Unicode normalisation form C; write accented letters as one character each"},
    {"links:\n- {rel: revisits, id: " UUID_B "}", "links: []",
     "links: is an empty list; leave it out where there is nothing"},
};

static void each_wrong_act_is_refused_with_its_sentence(void **state) {
    (void)state;
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void a_note_or_a_list_that_is_too_long_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Json json = domain_test_json(&arena, least);
    char note[LIMIT_NOTE_TEXT_BYTES + 1];
    for (size_t i = 0; i < sizeof(note); i++) {
        note[i] = 'a';
    }
    Act act;
    Err err = {0};
    json_set(&arena, &json, STR("note"), json_string((Str){.ptr = note, .len = sizeof(note) - 1}));
    assert_true(act_parse(&arena, &json, &act, &err));
    json = domain_test_json(&arena, least);
    json_set(&arena, &json, STR("note"), json_string((Str){.ptr = note, .len = sizeof(note)}));
    assert_false(act_parse(&arena, &json, &act, &err));
    assert_string_equal(err.text, "note: has 2001 bytes; at most 2000 are right");
    Json list = json_array();
    for (int i = 0; i <= LIMIT_RECORD_LIST; i++) {
        json_push(&arena, &list, json_object());
    }
    json = domain_test_json(&arena, least);
    json_set(&arena, &json, STR("inputs"), list);
    assert_false(act_parse(&arena, &json, &act, &err));
    assert_string_equal(err.text, "inputs: has 65 items; at most 64 are right");
    assert_int_equal(err.code, ERR_TOO_LARGE);
    arena_done(&arena);
}

static void seven_places_are_for_plots_only(void **state) {
    (void)state;
    assert_int_equal(act_place_digits(STR("tree.visit")), 5);
    assert_int_equal(act_place_digits(STR("plotter.read")), 5);
    assert_int_equal(act_place_digits(STR("plot.survey")), 7);
    assert_int_equal(act_place_digits(STR("plot")), 7);
}

static void unknown_and_missing_count_as_dead(void **state) {
    (void)state;
    assert_true(act_counts_as_dead(ACT_STATE_UNKNOWN));
    assert_true(act_counts_as_dead(ACT_STATE_MISSING));
    assert_true(act_counts_as_dead(ACT_STATE_DEAD));
    assert_false(act_counts_as_dead(ACT_STATE_ALIVE));
    assert_false(act_counts_as_dead(ACT_STATE_DAMAGED));
    domain_test_str(act_state_name(ACT_STATE_MISSING), "missing");
}

/* The least act signed by a key of a fixed seed; the texts live in the arena. */
static Act signed_act(Arena *arena) {
    Json json = domain_test_json(arena, least);
    Act act = {0};
    Err err = {0};
    assert_true(act_parse(arena, &json, &act, &err));
    static const uint8_t seed[SIGN_SEED_BYTES] = {7};
    SignKey key;
    sign_key_from_seed(&key, seed);
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    uint8_t signature[SIGN_SIGNATURE_BYTES];
    sign_public(&key, public_key);
    sign_make(&key, str_bytes(act_json(arena, &act)), signature);
    act.device.key = base64_url_encode(arena, (Bytes){public_key, sizeof(public_key)});
    act.device.signature = base64_url_encode(arena, (Bytes){signature, sizeof(signature)});
    return act;
}

static void a_device_signature_over_the_act_without_it_verifies(void **state) {
    (void)state;
    Arena arena = {0};
    Act act = signed_act(&arena);
    Err err = {0};
    assert_true(act_verify_device(&arena, &act, &err));
    arena_done(&arena);
}

static void device_refused(Arena *arena, const Act *act, const char *message) {
    Err err = {0};
    assert_false(act_verify_device(arena, act, &err));
    assert_string_equal(err.text, message);
}

static void a_changed_act_or_another_key_fails_the_device_signature(void **state) {
    (void)state;
    Arena arena = {0};
    static const char *const changed = "device.signature: does not fit this act and key; the act was changed after "
                                       "signing, or another key signed it";
    Act act = signed_act(&arena);
    act.type = STR("tree.plant");
    device_refused(&arena, &act, changed);
    act = signed_act(&arena);
    act.nulls = 1;
    device_refused(&arena, &act, changed);
    act = signed_act(&arena);
    act.device.key = STR("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    device_refused(&arena, &act, changed);
    act.device = (ActDevice){0};
    device_refused(&arena, &act, "device: this act carries no device signature");
    arena_done(&arena);
}

static void a_key_or_signature_of_another_kind_is_refused_and_named(void **state) {
    (void)state;
    Arena arena = {0};
    Act act = signed_act(&arena);
    uint8_t point[65] = {4};
    act.device.key = base64_url_encode(&arena, (Bytes){point, sizeof(point)});
    device_refused(&arena, &act,
                   "device.key: a P-256 key cannot be verified yet; sign with an Ed25519 key of 32 bytes");
    act.device.key = base64_url_encode(&arena, (Bytes){point, 33});
    device_refused(&arena, &act,
                   "device.key: a P-256 key cannot be verified yet; sign with an Ed25519 key of 32 bytes");
    act.device.key = base64_url_encode(&arena, (Bytes){point, 31});
    device_refused(&arena, &act, "device.key: has 31 bytes; right is an Ed25519 key of 32 bytes");
    act = signed_act(&arena);
    act.device.signature = base64_url_encode(&arena, (Bytes){point, 63});
    device_refused(&arena, &act, "device.signature: has 63 bytes; right is an Ed25519 signature of 64 bytes");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_act_reads_and_prints_alike),
        cmocka_unit_test(the_least_act_prints_what_is_there_and_no_more),
        cmocka_unit_test(a_null_is_kept_because_hash_and_signature_run_over_it),
        cmocka_unit_test(each_wrong_act_is_refused_with_its_sentence),
        cmocka_unit_test(a_note_or_a_list_that_is_too_long_is_refused),
        cmocka_unit_test(seven_places_are_for_plots_only),
        cmocka_unit_test(unknown_and_missing_count_as_dead),
        cmocka_unit_test(a_device_signature_over_the_act_without_it_verifies),
        cmocka_unit_test(a_changed_act_or_another_key_fails_the_device_signature),
        cmocka_unit_test(a_key_or_signature_of_another_kind_is_refused_and_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
