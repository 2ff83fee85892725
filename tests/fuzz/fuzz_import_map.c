/* A map either names a fault or is whole; a whole one binds to the header it describes, and whatever a row says it
 * becomes an act that stands every check, or is skipped, or has a fault with its place. */
#include <stdlib.h>

#include "domain/import_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static const Str values[] = {STR_INIT("12.5"),
                             STR_INIT(""),
                             STR_INIT("2026-03-01T08:30:00+08:00"),
                             STR_INIT("venue-1"),
                             STR_INIT("p-12"),
                             STR_INIT("6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44"),
                             STR_INIT("1,5"),
                             STR_INIT("7"),
                             STR_INIT("a\x01"
                                      "b")};

/* The header the map describes, and a row that gives each column the value chosen by `seed`, then each by its role. */
static void fill(const ImportMap *map, CsvRow *header, CsvRow *row, size_t seed) {
    static const size_t by_role[IMPORT_MAP_ROLE_COUNT] = {
        [IMPORT_MAP_VENUE] = 3,      [IMPORT_MAP_ASSET] = 5,     [IMPORT_MAP_WHO] = 4,
        [IMPORT_MAP_WHO_GROUP] = 4,  [IMPORT_MAP_WHO_HEADS] = 7, [IMPORT_MAP_RECORDED_BY] = 4,
        [IMPORT_MAP_TIME_START] = 2, [IMPORT_MAP_TIME_END] = 2};
    header->row = 1;
    header->count = map->column_count;
    row->row = 2;
    row->count = map->column_count;
    for (size_t i = 0; i < map->column_count; i++) {
        size_t wanted = seed < COUNT_OF(values) ? seed + i : by_role[map->columns[i].role];
        header->fields[i] = map->columns[i].name;
        row->fields[i] = values[wanted % COUNT_OF(values)];
    }
}

static void try_rows(Arena *arena, const ImportMap *map) {
    static const Str venues[] = {STR_INIT("venue-1")};
    CsvRow *header = ARENA_NEW(arena, CsvRow);
    CsvRow *row = ARENA_NEW(arena, CsvRow);
    ImportRow *import = ARENA_NEW(arena, ImportRow);
    *import = (ImportRow){.map = map, .programme = STR("programme-1"), .venues = venues, .venue_count = 1};
    for (size_t seed = 0; seed <= COUNT_OF(values); seed++) {
        Faults faults;
        Act act = {0};
        Err err = {0};
        faults_init(&faults, arena, STR("file.csv"));
        fill(map, header, row, seed);
        require(import_row_bind(import, header, &faults));
        ImportRowResult result = import_row(arena, import, row, &act, &faults);
        require((result == IMPORT_ROW_FAULTY) == (faults.total > 0));
        require(result != IMPORT_ROW_ACT || act_check(&act, &err));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Faults faults;
    ImportMap map = {0};
    Err err = {0};
    faults_init(&faults, &arena, STR("map.yaml"));
    Str text = {.ptr = (const char *)data, .len = size};
    bool whole = import_map_parse(&arena, text, &map, &faults, &err);
    require(whole == (faults.total == 0) && whole == (err.code == ERR_NONE));
    if (whole) {
        require(map.sha256.len == 64 && map.column_count > 0);
        try_rows(&arena, &map);
    }
    arena_done(&arena);
    return 0;
}
