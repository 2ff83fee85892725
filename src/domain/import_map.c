#include "domain/import_map.h"

#include "base/decimal.h"
#include "codec/canonical.h"
#include "codec/hex.h"
#include "crypto/hash.h"
#include "domain/act_shape.h"
#include "domain/lexical.h"

typedef struct {
    Arena *arena;
    Faults *faults;
    ImportMap *map;
    ImportMapColumn *columns;
} Reader;

static void fault_at(Reader *r, const Yaml *at, const Err *err) {
    faults_add(r->faults, at->line, at->column, "%s", err->text);
}

static void want_scalar(Reader *r, const Yaml *value, const char *what) {
    faults_add(r->faults, value->line, value->column, "%s is no single value; write it on one line", what);
}

/* The role of a word, or IMPORT_MAP_ROLE_COUNT. */
static ImportMapRole role_of(Str word) {
    for (unsigned i = 0; i < IMPORT_MAP_ROLE_COUNT; i++) {
        if (str_eq(import_map_role_name((ImportMapRole)i), word)) {
            return (ImportMapRole)i;
        }
    }
    return IMPORT_MAP_ROLE_COUNT;
}

static bool for_columns(ImportMapRole role) {
    return role < IMPORT_MAP_ASSISTED && role != IMPORT_MAP_INPUT;
}

static bool for_constants(ImportMapRole role) {
    return role != IMPORT_MAP_IGNORE && role != IMPORT_MAP_INPUT && role != IMPORT_MAP_ROLE_COUNT;
}

static void role_fault(Reader *r, const Yaml *at, Str word, bool (*allowed)(ImportMapRole), const char *also) {
    Buf list = {.arena = r->arena};
    for (unsigned i = 0; i < IMPORT_MAP_ROLE_COUNT; i++) {
        if (allowed((ImportMapRole)i)) {
            buf_addf(&list, "%.*s, ", STR_ARG(import_map_role_name((ImportMapRole)i)));
        }
    }
    faults_add(r->faults, at->line, at->column, "'%.*s' is not known here; right is %.*s%s", STR_ARG(text_shown(word)),
               STR_ARG(buf_str(&list)), also);
}

static void column_role(Reader *r, const Yaml *value, ImportMapColumn *column) {
    ImportMapRole role = role_of(value->scalar);
    if (role == IMPORT_MAP_ROLE_COUNT || !for_columns(role)) {
        role_fault(r, value, value->scalar, for_columns, "or {input: ..., unit: ..., how: ...}");
        return;
    }
    column->role = role;
}

static void when_empty(Reader *r, const Yaml *value, ImportMapColumn *column) {
    if (str_eq(value->scalar, STR("refuse"))) {
        column->when_empty = IMPORT_MAP_EMPTY_REFUSE;
    } else if (str_eq(value->scalar, STR("leave out"))) {
        column->when_empty = IMPORT_MAP_EMPTY_LEAVE_OUT;
    } else if (str_eq(value->scalar, STR("skip row"))) {
        column->when_empty = IMPORT_MAP_EMPTY_SKIP_ROW;
    } else {
        faults_add(r->faults, value->line, value->column,
                   "'%.*s' is not known here; right is refuse, leave out or skip row",
                   STR_ARG(text_shown(value->scalar)));
    }
}

/* One key of an input, in a column or among the constants; false where the key is another's. */
static bool input_key(Reader *r, Str key, const Yaml *value, RecordInput *input) {
    Err err = {0};
    bool right = true;
    if (str_eq(key, STR("unit"))) {
        right = lexical_unit(value->scalar, &err);
        input->unit = value->scalar;
    } else if (str_eq(key, STR("how"))) {
        right = shape_word_index(&act_shape_how, value->scalar) > 0 ||
                err_set(
                    &err, ERR_INVALID_IMPORT,
                    "'%.*s' is no way of knowing; right is measured, counted, invoiced, surveyed, estimated, default "
                    "or imputed",
                    STR_ARG(text_shown(value->scalar)));
        input->how = value->scalar;
    } else if (str_eq(key, STR("instrument"))) {
        right = text_check(value->scalar, TEXT_NAME_MAX, &err);
        input->instrument = value->scalar;
    } else {
        return false;
    }
    if (!right) {
        fault_at(r, value, &err);
    }
    return true;
}

static void input_name(Reader *r, const Yaml *value, RecordInput *input) {
    Err err = {0};
    if (!text_name(value->scalar, &err)) {
        fault_at(r, value, &err);
    }
    input->name = value->scalar;
}

static void column_key(Reader *r, const YamlPair *pair, ImportMapColumn *column) {
    const Yaml *value = &pair->value;
    if (value->type != YAML_SCALAR) {
        want_scalar(r, value, "this");
    } else if (str_eq(pair->key, STR("input"))) {
        column->role = IMPORT_MAP_INPUT;
        input_name(r, value, &column->input);
    } else if (str_eq(pair->key, STR("as"))) {
        column_role(r, value, column);
    } else if (str_eq(pair->key, STR("when_empty"))) {
        when_empty(r, value, column);
    } else if (!input_key(r, pair->key, value, &column->input)) {
        faults_add(r->faults, pair->key_line, 1,
                   "'%.*s' is not known here; known are input, unit, how, instrument, as, when_empty",
                   STR_ARG(text_shown(pair->key)));
    }
}

/* What the keys of a column must have together. */
static void column_rules(Reader *r, const Yaml *value, const ImportMapColumn *column) {
    bool input = column->role == IMPORT_MAP_INPUT;
    bool parts = column->input.unit.len > 0 || column->input.how.len > 0 || column->input.instrument.len > 0;
    if (input && (column->input.unit.len == 0 || column->input.how.len == 0)) {
        faults_add(r->faults, value->line, value->column,
                   "input '%.*s' needs unit and how (1 is the unit of plain numbers)", STR_ARG(column->input.name));
    }
    if (!input && parts) {
        faults_add(r->faults, value->line, value->column, "unit, how and instrument stand with input only");
    }
    if (column->role == IMPORT_MAP_TIME_START && column->when_empty == IMPORT_MAP_EMPTY_LEAVE_OUT) {
        faults_add(r->faults, value->line, value->column,
                   "time.start cannot be left out; right is when_empty: refuse or skip row");
    }
}

static void read_column(Reader *r, const YamlPair *pair, ImportMapColumn *column) {
    *column = (ImportMapColumn){.name = pair->key, .line = pair->key_line, .column = pair->value.column};
    if (pair->value.type == YAML_SCALAR) {
        column_role(r, &pair->value, column);
        return;
    }
    if (pair->value.type != YAML_MAPPING) {
        faults_add(r->faults, pair->value.line, pair->value.column,
                   "a column is a word such as venue, or {input: ..., unit: ..., how: ...}");
        return;
    }
    for (uint32_t i = 0; i < pair->value.count; i++) {
        column_key(r, &pair->value.pairs[i], column);
    }
    column_rules(r, &pair->value, column);
}

/* Two columns that mean the same would make one of them silently win. */
static bool same_meaning(const ImportMapColumn *a, const ImportMapColumn *b) {
    if (a->role != b->role || a->role == IMPORT_MAP_IGNORE) {
        return false;
    }
    return a->role != IMPORT_MAP_INPUT || str_eq(a->input.name, b->input.name);
}

static void refuse_same_meaning(Reader *r, size_t count) {
    for (size_t i = 1; i < count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (same_meaning(&r->columns[i], &r->columns[k])) {
                faults_add(r->faults, r->columns[i].line, r->columns[i].column,
                           "column '%.*s' means the same as column '%.*s'; one of them must be ignore",
                           STR_ARG(r->columns[i].name), STR_ARG(r->columns[k].name));
            }
        }
    }
}

static void read_columns(Reader *r, const Yaml *value) {
    if (value->type != YAML_MAPPING || value->count == 0 || value->count > LIMIT_CSV_COLUMNS) {
        faults_add(r->faults, value->line, value->column, "columns must be a mapping of 1 to %d columns",
                   LIMIT_CSV_COLUMNS);
        return;
    }
    r->columns = ARENA_ARRAY(r->arena, value->count, ImportMapColumn);
    for (uint32_t i = 0; i < value->count; i++) {
        read_column(r, &value->pairs[i], &r->columns[i]);
    }
    refuse_same_meaning(r, value->count);
    r->map->columns = r->columns;
    r->map->column_count = value->count;
}

static void constant_input_key(Reader *r, const YamlPair *pair, RecordInput *input) {
    const Yaml *value = &pair->value;
    Err err = {0};
    if (value->type != YAML_SCALAR) {
        want_scalar(r, value, "this");
    } else if (str_eq(pair->key, STR("name"))) {
        input_name(r, value, input);
    } else if (str_eq(pair->key, STR("value"))) {
        input->value = value->scalar;
        if (!decimal_check(value->scalar, &err)) {
            fault_at(r, value, &err);
        }
    } else if (!input_key(r, pair->key, value, input)) {
        faults_add(r->faults, pair->key_line, 1,
                   "'%.*s' is not known here; known are name, value, unit, how, instrument",
                   STR_ARG(text_shown(pair->key)));
    }
}

static void constant_input(Reader *r, const Yaml *value, RecordInput *input) {
    for (uint32_t i = 0; value->type == YAML_MAPPING && i < value->count; i++) {
        constant_input_key(r, &value->pairs[i], input);
    }
    if (input->name.len == 0 || input->value.len == 0 || input->unit.len == 0 || input->how.len == 0) {
        faults_add(r->faults, value->line, value->column, "a constant input needs name, value, unit and how");
    }
}

static void constant_inputs(Reader *r, const Yaml *value) {
    if (value->type != YAML_SEQUENCE || value->count == 0 || value->count > LIMIT_RECORD_LIST) {
        faults_add(r->faults, value->line, value->column, "inputs must be a list of 1 to %d inputs", LIMIT_RECORD_LIST);
        return;
    }
    RecordInput *inputs = ARENA_ARRAY(r->arena, value->count, RecordInput);
    for (uint32_t i = 0; i < value->count; i++) {
        constant_input(r, &value->items[i], &inputs[i]);
    }
    r->map->constants.inputs = inputs;
    r->map->constants.input_count = value->count;
}

static void constant(Reader *r, const YamlPair *pair) {
    const Yaml *value = &pair->value;
    ImportMapRole role = role_of(pair->key);
    Err err = {0};
    if (str_eq(pair->key, STR("inputs"))) {
        constant_inputs(r, value);
    } else if (role == IMPORT_MAP_ROLE_COUNT || !for_constants(role)) {
        Yaml at = {.line = pair->key_line, .column = 1};
        role_fault(r, &at, pair->key, for_constants, "or inputs");
    } else if (value->type != YAML_SCALAR) {
        want_scalar(r, value, "this constant");
    } else if (role == IMPORT_MAP_TIME_DURATION) {
        r->map->has_duration = true;
        if (!import_map_duration(value->scalar, &r->map->duration_s, &err)) {
            fault_at(r, value, &err);
        }
    } else if (!import_map_set(role, value->scalar, &r->map->constants, &err)) {
        fault_at(r, value, &err);
    }
}

static void read_constants(Reader *r, const Yaml *value) {
    if (value->type != YAML_MAPPING) {
        faults_add(r->faults, value->line, value->column, "constants must be a mapping such as {venue: my-forest}");
        return;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        constant(r, &value->pairs[i]);
    }
}

static void read_version(Reader *r, const Yaml *value) {
    r->map->v = 1;
    if (!str_eq(value->scalar, STR("1"))) {
        faults_add(r->faults, value->line, value->column, "v is not 1; known is 1");
    }
}

static void read_type(Reader *r, const Yaml *value) {
    Err err = {0};
    r->map->type = value->scalar;
    if (!text_code(value->scalar, &err)) {
        fault_at(r, value, &err);
    }
}

static void read_key(Reader *r, const YamlPair *pair) {
    if (str_eq(pair->key, STR("v"))) {
        read_version(r, &pair->value);
    } else if (str_eq(pair->key, STR("type"))) {
        read_type(r, &pair->value);
    } else if (str_eq(pair->key, STR("columns"))) {
        read_columns(r, &pair->value);
    } else if (str_eq(pair->key, STR("constants"))) {
        read_constants(r, &pair->value);
    } else {
        faults_add(r->faults, pair->key_line, 1, "'%.*s' is not known here; known are v, type, columns, constants",
                   STR_ARG(text_shown(pair->key)));
    }
}

static bool has_column(const ImportMap *map, ImportMapRole role) {
    for (size_t i = 0; i < map->column_count; i++) {
        if (map->columns[i].role == role) {
            return true;
        }
    }
    return false;
}

/* Whether an act's value of this role is among the constants. */
static bool has_constant(const ImportMap *map, ImportMapRole role) {
    const Act *act = &map->constants;
    const size_t lengths[IMPORT_MAP_ROLE_COUNT] = {
        [IMPORT_MAP_VENUE] = act->venue.len,
        [IMPORT_MAP_ASSET] = act->asset.len,
        [IMPORT_MAP_WHO] = act->who.pseudonym.len,
        [IMPORT_MAP_WHO_GROUP] = act->who.group.len,
        [IMPORT_MAP_WHO_HEADS] = act->who.heads > 0 ? 1 : 0,
        [IMPORT_MAP_RECORDED_BY] = act->recorded_by.len,
        [IMPORT_MAP_TIME_START] = act->time.start.len,
        [IMPORT_MAP_TIME_END] = act->time.end.len,
        [IMPORT_MAP_PLACE_LON] = act->place.point.lon.len,
        [IMPORT_MAP_PLACE_LAT] = act->place.point.lat.len,
        [IMPORT_MAP_PLACE_ACCURACY] = act->place.accuracy_m.len,
        [IMPORT_MAP_NOTE] = act->note.len,
    };
    return lengths[role] > 0;
}

static bool has(const ImportMap *map, ImportMapRole role) {
    return has_column(map, role) || has_constant(map, role);
}

static void whole_fault(Reader *r, const char *text) {
    faults_add(r->faults, 1, 1, "%s", text);
}

static void pair_rules(Reader *r, ImportMapRole one, ImportMapRole other) {
    if (has(r->map, one) != has(r->map, other)) {
        bool first = has(r->map, one);
        faults_add(r->faults, 1, 1, "%.*s stands without %.*s; they belong together",
                   STR_ARG(import_map_role_name(first ? one : other)),
                   STR_ARG(import_map_role_name(first ? other : one)));
    }
}

static void twice_rules(Reader *r) {
    for (unsigned i = IMPORT_MAP_VENUE; i < IMPORT_MAP_ASSISTED; i++) {
        if (has_column(r->map, (ImportMapRole)i) && has_constant(r->map, (ImportMapRole)i)) {
            faults_add(r->faults, 1, 1, "%.*s is both a column and a constant; one of them must go",
                       STR_ARG(import_map_role_name((ImportMapRole)i)));
        }
    }
}

static void input_rules(Reader *r) {
    size_t count = r->map->constants.input_count;
    for (size_t i = 0; i < r->map->column_count; i++) {
        const ImportMapColumn *column = &r->map->columns[i];
        count += column->role == IMPORT_MAP_INPUT ? 1 : 0;
        for (size_t k = 0; column->role == IMPORT_MAP_INPUT && k < r->map->constants.input_count; k++) {
            if (str_eq(column->input.name, r->map->constants.inputs[k].name)) {
                faults_add(r->faults, column->line, column->column, "input '%.*s' is both a column and a constant",
                           STR_ARG(column->input.name));
            }
        }
    }
    if (count > LIMIT_RECORD_LIST) {
        faults_add(r->faults, 1, 1, "there are %zu inputs; at most %d are right", count, LIMIT_RECORD_LIST);
    }
}

static void time_rules(Reader *r) {
    bool end = has(r->map, IMPORT_MAP_TIME_END);
    if (!has(r->map, IMPORT_MAP_TIME_START)) {
        whole_fault(r, "time.start has no source; name its column or give it under constants");
    }
    if (!end && !r->map->has_duration) {
        whole_fault(r, "time.end has no source; name its column, or give time.end or time.duration under constants");
    }
    if (end && r->map->has_duration) {
        whole_fault(r, "time.end and time.duration are both there; one of them must go");
    }
}

/* Constants are read in the order of the file, so the type may have come last. */
static void place_rules(Reader *r) {
    const PlacePoint *point = &r->map->constants.place.point;
    Err err = {0};
    if (point->lon.len > 0 && point->lat.len > 0 && !place_check(point, act_place_digits(r->map->type), &err)) {
        faults_add(r->faults, 1, 1, "constants: place.%s", err.text);
    }
}

/* What comes from a file was said by it; a place in it was taken from a map unless the map says better. */
static void fill_standard(ImportMap *map) {
    map->constants.v = 1;
    map->constants.type = map->type;
    if (map->constants.time.clock == ACT_CLOCK_ABSENT) {
        map->constants.time.clock = ACT_CLOCK_STATED;
    }
    if (map->constants.place.source == ACT_PLACE_ABSENT && has(map, IMPORT_MAP_PLACE_LON)) {
        map->constants.place.source = ACT_PLACE_MAP;
    }
}

static void whole_rules(Reader *r) {
    if (r->map->v == 0) {
        whole_fault(r, "v is missing; write v: 1");
    }
    if (r->map->type.len == 0) {
        whole_fault(r, "type is missing; write the record type of the methodology, such as type: tree.visit");
    }
    if (r->map->column_count == 0) {
        whole_fault(r, "columns is missing; say what each column of the file means");
    }
    time_rules(r);
    pair_rules(r, IMPORT_MAP_PLACE_LON, IMPORT_MAP_PLACE_LAT);
    pair_rules(r, IMPORT_MAP_WHO_GROUP, IMPORT_MAP_WHO_HEADS);
    if (has(r->map, IMPORT_MAP_WHO) && has(r->map, IMPORT_MAP_WHO_GROUP)) {
        whole_fault(r, "who and who.group are both there; an act is a person's or a group's");
    }
    twice_rules(r);
    input_rules(r);
    place_rules(r);
}

static Str map_hash(Arena *arena, const Yaml *tree) {
    Json json = yaml_json(arena, tree);
    Hash hash = hash_of_str(canonical_text(arena, &json));
    return hex_encode(arena, hash_bytes(&hash));
}

static bool first_fault(Arena *arena, const Faults *faults, ErrCode code, Err *err) {
    Str line = faults_line(arena, &faults->items[0]);
    return err_set(err, code, "%.*s", STR_ARG(line));
}

bool import_map_parse(Arena *arena, Str text, ImportMap *out, Faults *faults, Err *err) {
    Yaml tree = {0};
    Err reading = {0};
    if (!yaml_parse(arena, text, &tree, &reading)) {
        faults_add_err(faults, &reading);
        return first_fault(arena, faults, reading.code, err);
    }
    ImportMap map = {0};
    map.constants.type = STR("plot"); /* the laxest rule for places until the type is known */
    Reader reader = {.arena = arena, .faults = faults, .map = &map};
    uint64_t before = faults->total;
    for (uint32_t i = 0; tree.type == YAML_MAPPING && i < tree.count; i++) {
        read_key(&reader, &tree.pairs[i]);
    }
    whole_rules(&reader);
    if (faults->total > before) {
        return first_fault(arena, faults, ERR_INVALID_IMPORT, err);
    }
    fill_standard(&map);
    map.sha256 = map_hash(arena, &tree);
    *out = map;
    return true;
}
