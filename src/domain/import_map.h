/*
 * A map that says what each column of a file of records means.
 *
 * Shape: docs/formats/import.md. Every column of the file is in the map and the other way round; what is the same for
 *        all rows stands under constants.
 * Owns: views of the YAML tree, or of the arena.
 * Errors: faults with the map's line and column; Err only for what is no YAML at all or too large.
 */
#ifndef BANYAN_DOMAIN_IMPORT_MAP_H
#define BANYAN_DOMAIN_IMPORT_MAP_H

#include "codec/csv.h"
#include "codec/yaml.h"
#include "domain/act.h"
#include "domain/faults.h"

typedef enum {
    IMPORT_MAP_IGNORE,
    IMPORT_MAP_INPUT,
    IMPORT_MAP_VENUE,
    IMPORT_MAP_ASSET,
    IMPORT_MAP_TIME_START,
    IMPORT_MAP_TIME_END,
    IMPORT_MAP_WHO,
    IMPORT_MAP_RECORDED_BY,
    IMPORT_MAP_PLACE_LON,
    IMPORT_MAP_PLACE_LAT,
    IMPORT_MAP_PLACE_ACCURACY,
    IMPORT_MAP_NOTE,
    IMPORT_MAP_ROLE_COUNT
} ImportMapRole;

typedef enum { IMPORT_MAP_EMPTY_REFUSE, IMPORT_MAP_EMPTY_LEAVE_OUT, IMPORT_MAP_EMPTY_SKIP_ROW } ImportMapEmpty;

typedef struct {
    Str name; /* as in the file's header */
    uint32_t line;
    ImportMapRole role;
    RecordInput input; /* name, unit, how, instrument; value stays empty */
    ImportMapEmpty when_empty;
} ImportMapColumn;

typedef struct {
    int64_t v;
    Str type;
    const ImportMapColumn *columns;
    size_t column_count;
    Act constants;      /* what the map says for every row: who, venue, time, place, inputs, note ... */
    int64_t duration_s; /* time.end = time.start + this; 0 = not used */
    Str sha256;         /* of the map's canonical JSON */
} ImportMap;

/* False with faults (total > 0) or with err set. `text` must outlive the map. */
CHECKED bool import_map_parse(Arena *arena, Str text, ImportMap *out, Faults *faults, Err *err);

#endif
