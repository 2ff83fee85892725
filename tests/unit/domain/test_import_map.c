#include "domain/import_map.h"

#include <string.h>

#include "../cmocka_all.h"
#include "domain_test.h"

static const char good[] = "v: 1\n"
                           "type: tree.visit\n"
                           "columns:\n"
                           "  plot: ignore\n"
                           "  dbh_cm: {input: dbh, unit: cm, how: measured, instrument: tape}\n"
                           "  when: time.start\n"
                           "  where: {as: venue}\n"
                           "  remark: {as: note, when_empty: leave out}\n"
                           "constants:\n"
                           "  time.duration: PT1H\n"
                           "  time.clock: stated\n"
                           "  place.lon: 121.53\n"
                           "  place.lat: 25.02\n"
                           "  recorded_by: p-helper1\n"
                           "  assisted: paper\n"
                           "  inputs:\n"
                           "  - {name: density, value: 0.61, unit: g/cm3, how: default}\n";

static void a_map_is_read_with_columns_and_constants(void **state) {
    (void)state;
    Arena arena = {0};
    Faults faults;
    faults_init(&faults, &arena, STR("map.yaml"));
    ImportMap map = {0};
    Err err = {0};
    assert_true(import_map_parse(&arena, str_from_c(good), &map, &faults, &err));
    assert_int_equal(map.column_count, 5);
    assert_int_equal(map.columns[0].role, IMPORT_MAP_IGNORE);
    assert_int_equal(map.columns[1].role, IMPORT_MAP_INPUT);
    domain_test_str(map.columns[1].input.unit, "cm");
    assert_int_equal(map.columns[1].line, 5);
    assert_int_equal(map.columns[3].role, IMPORT_MAP_VENUE);
    assert_int_equal(map.columns[4].when_empty, IMPORT_MAP_EMPTY_LEAVE_OUT);
    assert_int_equal(map.duration_s, 3600);
    assert_int_equal(map.constants.place.source, ACT_PLACE_MAP);
    assert_int_equal(map.constants.assisted, ACT_ASSISTED_PAPER);
    domain_test_str(map.constants.inputs[0].value, "0.61");
    assert_int_equal(map.sha256.len, 64);
    arena_done(&arena);
}

/* All faults of a map, one a line. */
static Str faults_of(Arena *arena, Str text) {
    Faults faults;
    faults_init(&faults, arena, STR("map.yaml"));
    ImportMap map = {0};
    Err err = {0};
    assert_false(import_map_parse(arena, text, &map, &faults, &err));
    assert_int_equal(map.v, 0);
    assert_true(faults.total > 0);
    Str first = faults_line(arena, &faults.items[0]);
    domain_test_str(first, err.text);
    Buf out = {.arena = arena};
    faults_write(&out, &faults);
    return buf_str(&out);
}

static const DomainTestEdit edits[] = {
    {"v: 1\n", "", "map.yaml:1:1: v is missing; write v: 1\n"},
    {"v: 1\n", "v: 2\n", "map.yaml:1:4: v is not 1; known is 1\n"},
    {"type: tree.visit\n", "",
     "map.yaml:1:1: type is missing; write the record type of the methodology, such as type: tree.visit\n"},
    {"type: tree.visit", "type: Tree",
     "map.yaml:2:7: 'Tree' is not right here; write a code of lower-case words joined by points, such as "
     "tree.visit\n"},
    {"columns:", "colums:",
     "map.yaml:3:1: 'colums' is not known here; known are v, type, columns, constants\nmap.yaml:1:1: columns is "
     "missing; say what each column of the file means\nmap.yaml:1:1: time.start has no source; name its column or "
     "give it under constants\n"},
    {"plot: ignore", "plot: forget",
     "map.yaml:4:9: 'forget' is not known here; right is ignore, venue, asset, who, who.group, who.heads, "
     "recorded_by, time.start, time.end, place.lon, place.lat, place.accuracy_m, note, or {input: ..., unit: ..., "
     "how: ...}\n"},
    {"plot: ignore", "plot: input",
     "map.yaml:4:9: 'input' is not known here; right is ignore, venue, asset, who, who.group, who.heads, "
     "recorded_by, time.start, time.end, place.lon, place.lat, place.accuracy_m, note, or {input: ..., unit: ..., "
     "how: ...}\n"},
    {"plot: ignore", "plot: time.clock",
     "map.yaml:4:9: 'time.clock' is not known here; right is ignore, venue, asset, who, who.group, who.heads, "
     "recorded_by, time.start, time.end, place.lon, place.lat, place.accuracy_m, note, or {input: ..., unit: ..., "
     "how: ...}\n"},
    {"plot: ignore", "plot: [ignore]",
     "map.yaml:4:9: a column is a word such as venue, or {input: ..., unit: ..., how: ...}\n"},
    {"plot: ignore", "plot: time.start",
     "map.yaml:6:9: column 'when' means the same as column 'plot'; one of them must be ignore\n"},
    {"plot: ignore", "plot: {input: dbh, unit: cm, how: measured}",
     "map.yaml:5:11: column 'dbh_cm' means the same as column 'plot'; one of them must be ignore\n"},
    {"plot: ignore", "plot: recorded_by",
     "map.yaml:1:1: recorded_by is both a column and a constant; one of them must go\n"},
    {"plot: ignore", "plot: {as: ignore, unit: cm}", "map.yaml:4:9: unit, how and instrument stand with input only\n"},
    {"plot: ignore", "plot: {input: density, unit: g/cm3, how: measured}",
     "map.yaml:4:9: input 'density' is both a column and a constant\n"},
    {"input: dbh", "input: DBH",
     "map.yaml:5:19: 'DBH' is not right here; write a name of at most 64 lower-case letters, digits and "
     "underscores, a letter first\n"},
    {"unit: cm, ", "", "map.yaml:5:11: input 'dbh' needs unit and how (1 is the unit of plain numbers)\n"},
    {"unit: cm", "unit: c m",
     "map.yaml:5:30: 'c m' is not right here; write a unit of at most 32 characters without blanks, such as kWh or "
     "g/cm3\n"},
    {"how: measured", "how: guessed",
     "map.yaml:5:39: 'guessed' is no way of knowing; right is measured, counted, invoiced, surveyed, estimated, "
     "default or imputed\n"},
    {"instrument: tape", "meter: tape",
     "map.yaml:5:1: 'meter' is not known here; known are input, unit, how, instrument, as, when_empty\n"},
    {"when_empty: leave out", "when_empty: zero",
     "map.yaml:8:34: 'zero' is not known here; right is refuse, leave out or skip row\n"},
    {"when: time.start", "when: {as: time.start, when_empty: leave out}",
     "map.yaml:6:9: time.start cannot be left out; right is when_empty: refuse or skip row\n"},
    {"when: time.start\n", "when: ignore\n",
     "map.yaml:1:1: time.start has no source; name its column or give it under constants\n"},
    {"time.duration: PT1H\n", "place.source: map\n",
     "map.yaml:1:1: time.end has no source; name its column, or give time.end or time.duration under constants\n"},
    {"time.duration: PT1H", "time.duration: an hour",
     "map.yaml:10:18: 'an hour' is no duration of at most 366 days; write it like PT15M, PT1H, P1D or P1W\n"},
    {"time.clock: stated", "time.end: 2026-01-01T00:00:00Z",
     "map.yaml:1:1: time.end and time.duration are both there; one of them must go\n"},
    {"time.clock: stated", "time.clock: wall",
     "map.yaml:11:15: 'wall' is not known here; right is device, gnss, network, instrument, server or stated\n"},
    {"time.clock: stated", "weather: fine",
     "map.yaml:11:1: 'weather' is not known here; right is venue, asset, who, who.group, who.heads, recorded_by, "
     "time.start, time.end, place.lon, place.lat, place.accuracy_m, note, assisted, time.clock, time.duration, "
     "place.source, or inputs\n"},
    {"time.clock: stated", "who.group: class 3b",
     "map.yaml:1:1: who.group stands without who.heads; they belong together\n"},
    {"place.lat: 25.02\n", "venue: hall\n",
     "map.yaml:1:1: place.lon stands without place.lat; they belong together\nmap.yaml:1:1: venue is both a column "
     "and a constant; one of them must go\n"},
    {"place.lon: 121.53", "place.lon: 121.534567",
     "map.yaml:1:1: constants: place.lon: '121.534567' has 6 fraction digits; at most 5 are right here\n"},
    {"place.lon: 121.53", "place.lon: east",
     "map.yaml:12:14: lon: 'east' is not a decimal number; write it like 12.50, with a point and no exponent, plus "
     "sign or blank\nmap.yaml:1:1: place.lat stands without place.lon; they belong together\n"},
    {"recorded_by: p-helper1", "recorded_by: [a, b]",
     "map.yaml:14:16: this constant is no single value; write it on one line\n"},
    {"name: density, ", "", "map.yaml:17:5: a constant input needs name, value, unit and how\n"},
    {"value: 0.61", "value: much",
     "map.yaml:17:28: 'much' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign "
     "or blank\n"},
    {"inputs:\n  - {name: density, value: 0.61, unit: g/cm3, how: default}", "inputs: []",
     "map.yaml:16:11: inputs must be a list of 1 to 64 inputs\n"},
    {"unit: g/cm3", "density: g/cm3",
     "map.yaml:17:1: 'density' is not known here; known are name, value, unit, how, instrument\nmap.yaml:17:5: a "
     "constant input needs name, value, unit and how\n"},
    {"type: tree.visit", "type: &a tree.visit",
     "map.yaml:2:7: anchors are not used here; write the value out where it is needed\n"},
};

static void each_wrong_map_is_refused_with_its_place_and_sentence(void **state) {
    (void)state;
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        Str all = faults_of(&arena, domain_test_replace(&arena, good, edits[i].from, edits[i].to));
        domain_test_str(all, edits[i].message);
    }
    arena_done(&arena);
}

static void all_faults_of_a_map_are_told_at_once(void **state) {
    (void)state;
    Arena arena = {0};
    Str all = faults_of(&arena, STR("v: 1\ncolumns:\n  a: wrong\n  b: {input: B}\n"));
    size_t lines = 0;
    for (size_t i = 0; i < all.len; i++) {
        lines += all.ptr[i] == '\n' ? 1 : 0;
    }
    assert_int_equal(lines, 6);
    arena_done(&arena);
}

static void durations_have_one_form(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t seconds;
    } good_ones[] = {{"PT1H", 3600}, {"P1D", 86400},    {"P1W", 604800},     {"PT15M", 900},
                     {"PT0S", 0},    {"P1DT1H", 90000}, {"PT1H30M5S", 5405}, {"P366D", 31622400}};
    static const char *const bad[] = {"",       "P",      "PT",    "1H",   "PTH",    "P1H",  "PT1D",
                                      "PT1M1H", "PT1H1H", "P367D", "P-1D", "PT1.5H", "P1DT", "P99999999999999999999D"};
    for (size_t i = 0; i < COUNT_OF(good_ones); i++) {
        int64_t seconds = -1;
        Err err = {0};
        assert_true(import_map_duration(str_from_c(good_ones[i].text), &seconds, &err));
        assert_int_equal(seconds, good_ones[i].seconds);
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t seconds = -1;
        Err err = {0};
        assert_false(import_map_duration(str_from_c(bad[i]), &seconds, &err));
        assert_int_equal(seconds, -1);
        assert_non_null(strstr(err.text, "write it like PT15M, PT1H, P1D or P1W"));
    }
}

static void a_role_refuses_a_value_of_another_form(void **state) {
    (void)state;
    static const struct {
        ImportMapRole role;
        const char *right;
        const char *wrong;
    } cases[] = {
        {IMPORT_MAP_VENUE, "hall-1", "Hall 1"},
        {IMPORT_MAP_ASSET, "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44", "tree 12"},
        {IMPORT_MAP_WHO, "p-12", "Anna Lee"},
        {IMPORT_MAP_WHO_GROUP, "Class 3b", "class\x01"},
        {IMPORT_MAP_WHO_HEADS, "24", "two dozen"},
        {IMPORT_MAP_RECORDED_BY, "p-12", "p"},
        {IMPORT_MAP_TIME_START, "2026-01-01T00:00:00Z", "1/1/2026"},
        {IMPORT_MAP_TIME_END, "2026-01-01T00:00:00Z", "2026-01-01"},
        {IMPORT_MAP_PLACE_LON, "-180", "180.5"},
        {IMPORT_MAP_PLACE_LAT, "90", "91"},
        {IMPORT_MAP_PLACE_ACCURACY, "4.5", "4,5"},
        {IMPORT_MAP_NOTE, "a note", "Zoe\xCC\x88"},
        {IMPORT_MAP_ASSISTED, "proxy", "yes"},
        {IMPORT_MAP_TIME_CLOCK, "gnss", "wall"},
        {IMPORT_MAP_PLACE_SOURCE, "venue", "there"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Act act = {.type = STR("tree.visit")};
        Act before = act;
        Err err = {0};
        assert_false(import_map_set(cases[i].role, str_from_c(cases[i].wrong), &act, &err));
        assert_memory_equal(&act, &before, sizeof(act));
        assert_true(err.text[0] != '\0');
        assert_true(import_map_set(cases[i].role, str_from_c(cases[i].right), &act, &err));
        assert_memory_not_equal(&act, &before, sizeof(act));
        assert_true(import_map_role_name(cases[i].role).len > 0);
    }
    Act act = {0};
    Err err = {0};
    assert_false(import_map_set(IMPORT_MAP_IGNORE, STR("x"), &act, &err));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_map_is_read_with_columns_and_constants),
        cmocka_unit_test(each_wrong_map_is_refused_with_its_place_and_sentence),
        cmocka_unit_test(all_faults_of_a_map_are_told_at_once),
        cmocka_unit_test(durations_have_one_form),
        cmocka_unit_test(a_role_refuses_a_value_of_another_form),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
