/*
 * A map that says what each column of a file of records means.
 *
 * Shape: docs/formats/import.md. Every column of the file is in the map and the other way round; what is the same for
 *        all rows stands under constants.
 * Owns: views of the map's text, or of the arena.
 * Errors: ERR_INVALID_IMPORT or ERR_TOO_LARGE with the first fault; all faults, with the map's line and column, are in
 *         the list. Outputs untouched.
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
    IMPORT_MAP_WHO, /* pseudonym */
    IMPORT_MAP_WHO_GROUP,
    IMPORT_MAP_WHO_HEADS,
    IMPORT_MAP_RECORDED_BY,
    IMPORT_MAP_TIME_START,
    IMPORT_MAP_TIME_END,
    IMPORT_MAP_PLACE_LON,
    IMPORT_MAP_PLACE_LAT,
    IMPORT_MAP_PLACE_ACCURACY,
    IMPORT_MAP_NOTE,
    /* from here on for constants only */
    IMPORT_MAP_ASSISTED,
    IMPORT_MAP_TIME_CLOCK,
    IMPORT_MAP_TIME_DURATION,
    IMPORT_MAP_PLACE_SOURCE,
    IMPORT_MAP_ROLE_COUNT
} ImportMapRole;

typedef enum { IMPORT_MAP_EMPTY_REFUSE, IMPORT_MAP_EMPTY_LEAVE_OUT, IMPORT_MAP_EMPTY_SKIP_ROW } ImportMapEmpty;

typedef struct {
    Str name; /* as in the file's header */
    uint32_t line;
    uint32_t column;
    ImportMapRole role;
    RecordInput input; /* name, unit, how, instrument; value stays empty */
    ImportMapEmpty when_empty;
} ImportMapColumn;

typedef struct {
    int64_t v;
    Str type;
    const ImportMapColumn *columns;
    size_t column_count;
    Act constants; /* what the map says for every row */
    bool has_duration;
    int64_t duration_s; /* time.end = time.start + this, where has_duration */
    Str sha256;         /* of the map's canonical JSON */
} ImportMap;

CHECKED bool import_map_parse(Arena *arena, Str text, ImportMap *out, Faults *faults, Err *err);
/* Sets what a role stands for in an act, or says what is wrong with the value. Not for IGNORE, INPUT and DURATION. */
CHECKED bool import_map_set(ImportMapRole role, Str value, Act *act, Err *err);
/* The word of the map, such as time.start. */
Str import_map_role_name(ImportMapRole role);
/* A duration such as PT15M, PT1H, P1D or P1W in seconds; at most 366 days. */
CHECKED bool import_map_duration(Str text, int64_t *seconds, Err *err);

#endif
