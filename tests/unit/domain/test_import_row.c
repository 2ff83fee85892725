#include "domain/import_row.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec/hex.h"
#include "domain_test.h"

static const char map_text[] = "v: 1\n"
                               "type: tree.visit\n"
                               "columns:\n"
                               "  plot: ignore\n"
                               "  dbh_cm: {input: dbh, unit: cm, how: measured}\n"
                               "  h_m: {input: height, unit: m, how: estimated, when_empty: leave out}\n"
                               "  start: {as: time.start, when_empty: skip row}\n"
                               "  end: time.end\n"
                               "  venue: venue\n"
                               "  lon: place.lon\n"
                               "  lat: place.lat\n"
                               "constants:\n"
                               "  inputs:\n"
                               "  - {name: density, value: 0.61, unit: g/cm3, how: default}\n";

static const char header[] = "plot,dbh_cm,h_m,start,end,venue,lon,lat\n";
static const char row_good[] =
    "201,11.0,15.082662154172201,2026-03-01T08:00:00+08:00,2026-03-01T08:10:00+08:00,north-wood,121.53,25.02\n";

/* A text given to the reader as a file. */
typedef struct {
    Str rest;
} Source;

static bool read_text(void *ctx, char *room, size_t size, size_t *got, Err *err) {
    (void)err;
    Source *source = ctx;
    Str part = str_slice(source->rest, 0, size);
    if (part.len > 0) {
        memcpy(room, part.ptr, part.len);
    }
    source->rest = str_slice(source->rest, part.len, source->rest.len);
    *got = part.len;
    return true;
}

typedef struct {
    Arena arena;
    ImportMap map;
    ImportRow import;
    Faults faults;
    size_t acts;
    size_t skipped;
    Act last;
} Run;

static void run_rows(Run *run, CsvReader *reader) {
    const CsvRow *row = NULL;
    Err err = {0};
    do {
        if (!csv_next(reader, &row, &err)) {
            faults_add_err(&run->faults, &err);
            continue;
        }
        if (row != NULL) {
            ImportRowResult result = import_row(&run->arena, &run->import, row, &run->last, &run->faults);
            run->acts += result == IMPORT_ROW_ACT ? 1 : 0;
            run->skipped += result == IMPORT_ROW_SKIPPED ? 1 : 0;
        }
    } while (row != NULL && !csv_broken(reader));
}

static void run_init(Run *run, const char *map) {
    static const Str venues[] = {STR_INIT("north-wood"), STR_INIT("south-wood")};
    *run = (Run){0};
    faults_init(&run->faults, &run->arena, STR("trees.csv"));
    Err err = {0};
    if (!import_map_parse(&run->arena, str_from_c(map), &run->map, &run->faults, &err)) {
        fail_msg("%s", err.text);
    }
    run->import = (ImportRow){.map = &run->map,
                              .programme = STR("forest-stock"),
                              .file_hash = hash_of_str(STR("file")),
                              .venues = venues,
                              .venue_count = COUNT_OF(venues)};
}

static void run_text(Run *run, Str text) {
    Source source = {.rest = text};
    CsvReader *reader = NULL;
    Err err = {0};
    if (!csv_open(&run->arena, read_text, &source, &reader, &err)) {
        faults_add_err(&run->faults, &err);
        return;
    }
    if (import_row_bind(&run->import, csv_header(reader), &run->faults)) {
        run_rows(run, reader);
    }
}

static void a_good_row_becomes_an_act(void **state) {
    (void)state;
    Run run;
    run_init(&run, map_text);
    run_text(&run, str_format(&run.arena, "%s%s", header, row_good));
    assert_int_equal(run.faults.total, 0);
    assert_int_equal(run.acts, 1);
    Err err = {0};
    assert_true(act_check(&run.last, &err));
    domain_test_str(run.last.venue, "north-wood");
    domain_test_str(run.last.programme, "forest-stock");
    assert_int_equal(run.last.input_count, 3);
    domain_test_str(run.last.inputs[1].value, "15.082662154172201");
    domain_test_str(run.last.inputs[2].name, "density");
    assert_int_equal(import_row_input_column(&run.import, 1), 3);
    assert_int_equal(import_row_input_column(&run.import, 2), 0);
    assert_int_equal(import_row_column(&run.import, IMPORT_MAP_VENUE), 6);
    assert_int_equal(import_row_column(&run.import, IMPORT_MAP_NOTE), 0);
    assert_int_equal(run.last.place.source, ACT_PLACE_MAP);
    arena_done(&run.arena);
}

static void ids_derive_from_programme_file_and_row(void **state) {
    (void)state;
    static const Hash file = {{1}};
    static const Hash other_file = {{2}};
    uint8_t id[16];
    uint8_t other[16];
    import_row_id(STR("forest-stock"), &file, 2, id);
    Arena arena = {0};
    domain_test_str(hex_encode(&arena, (Bytes){id, sizeof(id)}), "6791901b558080ffa9533731ea179861");
    import_row_id(STR("forest-stock"), &file, 2, other);
    assert_memory_equal(id, other, sizeof(id));
    import_row_id(STR("forest-stock"), &file, 3, other);
    assert_memory_not_equal(id, other, sizeof(id));
    import_row_id(STR("forest-stoc"), &file, 2, other);
    assert_memory_not_equal(id, other, sizeof(id));
    import_row_id(STR("forest-stock"), &other_file, 2, other);
    assert_memory_not_equal(id, other, sizeof(id));
    assert_int_equal(id[6] >> 4, 8);
    assert_int_equal(id[8] >> 6, 2);
    arena_done(&arena);
}

static void equal_rows_stay_two_records(void **state) {
    (void)state;
    Run run;
    run_init(&run, map_text);
    run_text(&run, str_format(&run.arena, "%s%s", header, row_good));
    Str first = run.last.id;
    run_text(&run, str_format(&run.arena, "%s%s%s", header, row_good, row_good));
    assert_int_equal(run.acts, 3);
    assert_false(str_eq(first, run.last.id));
    arena_done(&run.arena);
}

static void an_end_may_come_from_a_duration(void **state) {
    (void)state;
    Run run;
    run_init(&run, "v: 1\ntype: meter.reading\ncolumns:\n  start: time.start\n"
                   "  value: {input: energy, unit: kWh, how: measured}\nconstants:\n  time.duration: PT1H\n");
    run_text(&run, STR("start,value\n2015-11-22T23:00:00-06:00,0.29\n"));
    assert_int_equal(run.acts, 1);
    domain_test_str(run.last.time.end, "2015-11-23T00:00:00-06:00");
    arena_done(&run.arena);
}

static void an_empty_value_is_left_out_or_skips_its_row_where_the_map_says_so(void **state) {
    (void)state;
    Run run;
    run_init(&run, map_text);
    run_text(&run, str_format(&run.arena,
                              "%s201,11.0,,2026-03-01T08:00:00Z,2026-03-01T08:10:00Z,north-wood,121.53,25.02\n"
                              "201,11.0,15.1,,2026-03-01T08:10:00Z,north-wood,121.53,25.02\n",
                              header));
    assert_int_equal(run.faults.total, 0);
    assert_int_equal(run.acts, 1);
    assert_int_equal(run.skipped, 1);
    assert_int_equal(run.last.input_count, 2);
    arena_done(&run.arena);
}

static void faults_are(const char *text, const char *expected) {
    Run run;
    run_init(&run, map_text);
    run_text(&run, str_from_c(text));
    Buf out = {.arena = &run.arena};
    faults_write(&out, &run.faults);
    domain_test_str(buf_str(&out), expected);
    assert_int_equal(run.acts, 0);
    arena_done(&run.arena);
}

#define HEADER "plot,dbh_cm,h_m,start,end,venue,lon,lat\n"
#define TIMES  "2026-03-01T08:00:00Z,2026-03-01T08:10:00Z"

static const char *const cases[][2] = {
    {HEADER "201,11.0,15.1," TIMES ",north-wood,121.53\n",
     "trees.csv:2:8: the row has 7 fields where the header has 8; add the missing ones\n"},
    {HEADER "201,\"11.0,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: a quote opens this field and is not closed; add the closing quote\n"},
    {HEADER "201,11.0,15.1," TIMES ",n\xFFrth,121.53,25.02\n",
     "trees.csv:2:6: the field is not well-formed UTF-8; save the file as UTF-8\n"},
    {HEADER "201,11.0,15.1," TIMES ",Zoe\xCC\x88,121.53,25.02\n",
     "trees.csv:2:6: is not in Unicode normalisation form C; write accented letters as one character each\n"},
    {"plot,dbh_cm,h_m,start,end,venue,lon\n", "trees.csv:1:0: column 'lat' of the map (its line 11) is missing in "
                                              "the file; add it, or take it out of the map\n"},
    {"plot,dbh_cm,h_m,start,end,venue,lon,lat,weather\n",
     "trees.csv:1:9: column 'weather' is not in the map; say what it means, or that it is ignore\n"},
    {"plot,dbh_cm,dbh_cm,start,end,venue,lon,lat\n",
     "trees.csv:1:3: the name 'dbh_cm' stands twice in the header; rename one column\n"},
    {HEADER "201,,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: 'dbh_cm' is empty; fill it in, or let the map say when_empty: leave out or skip row\n"},
    {HEADER "201,thick,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: 'thick' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign "
     "or blank\n"},
    {HEADER "201,1.1e1,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: '1.1e1' has an exponent; write all its digits\n"},
    {HEADER "201,\"11,0\",15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: '11,0' has a comma; write the decimal point, and no thousands mark\n"},
    {HEADER "201,11.000000000000000000000000000000001234,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: '11.000000000000000000000000000000001234' has more than 34 significant digits\n"},
    {HEADER "201,11.0,15.1,01.03.2026,2026-03-01T08:10:00Z,north-wood,121.53,25.02\n",
     "trees.csv:2:4: '01.03.2026' is not right here; write a time in whole seconds with its offset, such as "
     "2026-03-01T08:30:00+08:00\n"},
    {HEADER "201,11.0,15.1,2026-03-01T08:20:00Z,2026-03-01T08:10:00Z,north-wood,121.53,25.02\n",
     "trees.csv:2:5: end: 2026-03-01T08:10:00Z is before start 2026-03-01T08:20:00Z; right is the same time or "
     "later\n"},
    {HEADER "201,11.0,15.1," TIMES ",west-wood,121.53,25.02\n",
     "trees.csv:2:6: venue 'west-wood' is not registered in this programme; register it first\n"},
    {HEADER "201,11.0,15.1," TIMES ",North Wood,121.53,25.02\n",
     "trees.csv:2:6: 'North Wood' is not right here; write 3 to 40 lower-case letters, digits and hyphens, no "
     "hyphen at either end\n"},
    {HEADER "201,11.0,15.1," TIMES ",north-wood,191.53,25.02\n",
     "trees.csv:2:7: lon: '191.53' is out of range; right is -180 to 180 degrees\n"},
    {HEADER "201,11.0,15.1," TIMES ",north-wood,121.534567,25.02\n",
     "trees.csv:2:7: lon: '121.534567' has 6 fraction digits; at most 5 are right here\n"},
    {HEADER "201, 11.0,15.1," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: ' 11.0' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign "
     "or blank\n"},
    {HEADER "201,e,\x01," TIMES ",north-wood,121.53,25.02\n",
     "trees.csv:2:2: 'e' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or "
     "blank\ntrees.csv:2:3: has a control character; only line feed and tab are right\n"},
    {HEADER "201,x,y,z,w,Q q,r,s\n201,-,+1,now,then,Hall,E,N\n",
     "trees.csv:2:2: 'x' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or "
     "blank\ntrees.csv:2:3: 'y' is not a decimal number; write it like 12.50, with a point and no exponent, plus "
     "sign or blank\ntrees.csv:2:4: 'z' is not right here; write a time in whole seconds with its offset, such as "
     "2026-03-01T08:30:00+08:00\ntrees.csv:2:5: 'w' is not right here; write a time in whole seconds with its "
     "offset, such as 2026-03-01T08:30:00+08:00\ntrees.csv:2:6: 'Q q' is not right here; write 3 to 40 lower-case "
     "letters, digits and hyphens, no hyphen at either end\ntrees.csv:2:7: lon: 'r' is not a decimal number; write "
     "it like 12.50, with a point and no exponent, plus sign or blank\ntrees.csv:2:8: lat: 's' is not a decimal "
     "number; write it like 12.50, with a point and no exponent, plus sign or blank\ntrees.csv:3:2: '-' is not a "
     "decimal number; write it like 12.50, with a point and no exponent, plus sign or blank\ntrees.csv:3:3: '+1' "
     "is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or "
     "blank\ntrees.csv:3:4: 'now' is not right here; write a time in whole seconds with its offset, such as "
     "2026-03-01T08:30:00+08:00\ntrees.csv:3:5: 'then' is not right here; write a time in whole seconds with its "
     "offset, such as 2026-03-01T08:30:00+08:00\ntrees.csv:3:6: 'Hall' is not right here; write 3 to 40 lower-case "
     "letters, digits and hyphens, no hyphen at either end\ntrees.csv:3:7: lon: 'E' is not a decimal number; write "
     "it like 12.50, with a point and no exponent, plus sign or blank\ntrees.csv:3:8: lat: 'N' is not a decimal "
     "number; write it like 12.50, with a point and no exponent, plus sign or blank\n"},
};

static void each_faulty_file_is_refused_with_its_place_and_sentence(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        faults_are(cases[i][0], cases[i][1]);
    }
}

static void rows_beyond_the_limit_are_refused(void **state) {
    (void)state;
    Run run;
    run_init(&run, map_text);
    static CsvRow row;
    row.row = (uint64_t)LIMIT_IMPORT_ROWS + 2;
    assert_int_equal(import_row(&run.arena, &run.import, &row, &run.last, &run.faults), IMPORT_ROW_FAULTY);
    domain_test_str(faults_line(&run.arena, &run.faults.items[0]),
                    "trees.csv:1000002:0: the file has more than 1000000 rows; split it");
    arena_done(&run.arena);
}

static void a_constant_venue_that_is_unknown_is_refused_and_an_order_mark_is_not(void **state) {
    (void)state;
    Run run;
    run_init(&run,
             "v: 1\ntype: meter.reading\ncolumns:\n  start: time.start\n"
             "  value: {input: energy, unit: kWh, how: measured}\nconstants:\n  time.duration: PT1H\n  venue: hall\n");
    run_text(&run, STR("\xEF\xBB\xBFstart,value\r\n2015-11-22T23:00:00-06:00,0.29\r\n"));
    assert_int_equal(run.faults.total, 1);
    domain_test_str(faults_line(&run.arena, &run.faults.items[0]),
                    "trees.csv:2:0: venue 'hall' of the map is not registered in this programme; register it first");
    arena_done(&run.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_row_becomes_an_act),
        cmocka_unit_test(ids_derive_from_programme_file_and_row),
        cmocka_unit_test(equal_rows_stay_two_records),
        cmocka_unit_test(an_end_may_come_from_a_duration),
        cmocka_unit_test(an_empty_value_is_left_out_or_skips_its_row_where_the_map_says_so),
        cmocka_unit_test(each_faulty_file_is_refused_with_its_place_and_sentence),
        cmocka_unit_test(rows_beyond_the_limit_are_refused),
        cmocka_unit_test(a_constant_venue_that_is_unknown_is_refused_and_an_order_mark_is_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
