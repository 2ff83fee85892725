#include "domain/import_row.h"

#include "base/decimal.h"
#include "codec/rfc3339.h"
#include "codec/uuid.h"
#include "domain/text.h"

/* The row in work. */
typedef struct {
    Arena *arena;
    ImportRow *import;
    const CsvRow *row;
    Act *act;
    Faults *faults;
    bool skip;
    bool faulty;
} Work;

static const ImportMapColumn *map_column(const ImportMap *map, Str name) {
    for (size_t i = 0; i < map->column_count; i++) {
        if (str_eq(map->columns[i].name, name)) {
            return &map->columns[i];
        }
    }
    return NULL;
}

static void bind_column(ImportRow *import, const CsvRow *header, size_t i, Faults *faults) {
    const ImportMapColumn *column = map_column(import->map, header->fields[i]);
    import->columns[i] = column;
    if (column == NULL) {
        faults_add(faults, header->row, i + 1,
                   "column '%.*s' is not in the map; say what it means, or that it is ignore",
                   STR_ARG(text_shown(header->fields[i])));
        return;
    }
    if (column->role != IMPORT_MAP_IGNORE && column->role != IMPORT_MAP_INPUT) {
        import->role_columns[column->role] = (uint32_t)i + 1;
    }
}

static bool in_header(const CsvRow *header, Str name) {
    for (size_t i = 0; i < header->count; i++) {
        if (str_eq(header->fields[i], name)) {
            return true;
        }
    }
    return false;
}

bool import_row_bind(ImportRow *import, const CsvRow *header, Faults *faults) {
    uint64_t before = faults->total;
    import->column_count = header->count;
    for (size_t i = 0; i < IMPORT_MAP_ROLE_COUNT; i++) {
        import->role_columns[i] = 0;
    }
    for (size_t i = 0; i < header->count; i++) {
        bind_column(import, header, i, faults);
    }
    for (size_t i = 0; i < import->map->column_count; i++) {
        const ImportMapColumn *column = &import->map->columns[i];
        if (!in_header(header, column->name)) {
            faults_add(
                faults, header->row, 0,
                "column '%.*s' of the map (its line %u) is missing in the file; add it, or take it out of the map",
                STR_ARG(text_shown(column->name)), (unsigned)column->line);
        }
    }
    return faults->total == before;
}

static void work_fault(Work *w, size_t column, const Err *err) {
    w->faulty = true;
    faults_add(w->faults, w->row->row, column, "%s", err->text);
}

/* The two ways in which spreadsheets most often break a number get sentences of their own. */
static bool number_check(Str value, Err *err) {
    if (decimal_check(value, err)) {
        return true;
    }
    Str shown = text_shown(value);
    if (str_find(value, ',') < value.len) {
        return err_set(err, ERR_INVALID_IMPORT, "'%.*s' has a comma; write the decimal point, and no thousands mark",
                       STR_ARG(shown));
    }
    bool digit = value.ptr[0] >= '0' && value.ptr[0] <= '9';
    if ((digit || value.ptr[0] == '-') && (str_find(value, 'e') < value.len || str_find(value, 'E') < value.len)) {
        return err_set(err, ERR_INVALID_IMPORT, "'%.*s' has an exponent; write all its digits", STR_ARG(shown));
    }
    return false;
}

static void take_input(Work *w, size_t i, const ImportMapColumn *column, Str value) {
    Err err = {0};
    if (!number_check(value, &err)) {
        work_fault(w, i + 1, &err);
        return;
    }
    size_t at = w->act->input_count++;
    w->import->inputs[at] = column->input;
    w->import->inputs[at].value = value;
    w->import->input_columns[at] = (uint32_t)i + 1;
}

static bool known_venue(const ImportRow *import, Str venue) {
    for (size_t i = 0; i < import->venue_count; i++) {
        if (str_eq(import->venues[i], venue)) {
            return true;
        }
    }
    return false;
}

static bool take_role(const Work *w, ImportMapRole role, Str value, Err *err) {
    TRY(import_map_set(role, value, w->act, err));
    return role != IMPORT_MAP_VENUE || known_venue(w->import, value) ||
           err_set(err, ERR_INVALID_IMPORT, "venue '%.*s' is not registered in this programme; register it first",
                   STR_ARG(value));
}

static void take_empty(Work *w, size_t i, const ImportMapColumn *column) {
    if (column->when_empty == IMPORT_MAP_EMPTY_SKIP_ROW) {
        w->skip = true;
    } else if (column->when_empty == IMPORT_MAP_EMPTY_REFUSE) {
        Err err = {0};
        (void)err_set(&err, ERR_INVALID_IMPORT,
                      "'%.*s' is empty; fill it in, or let the map say when_empty: leave out or skip row",
                      STR_ARG(text_shown(column->name)));
        work_fault(w, i + 1, &err);
    }
}

static void take_field(Work *w, size_t i) {
    const ImportMapColumn *column = w->import->columns[i];
    Str value = w->row->fields[i];
    Err err = {0};
    if (column == NULL || column->role == IMPORT_MAP_IGNORE) {
        return;
    }
    if (value.len == 0) {
        take_empty(w, i, column);
        return;
    }
    bool input = column->role == IMPORT_MAP_INPUT;
    bool right = text_check(value, LIMIT_CSV_FIELD_BYTES, &err) && (input || take_role(w, column->role, value, &err));
    if (!right) {
        work_fault(w, i + 1, &err);
    } else if (input) {
        take_input(w, i, column, value);
    }
}

static void take_constant_inputs(Work *w) {
    const Act *constants = &w->import->map->constants;
    for (size_t i = 0; i < constants->input_count; i++) {
        size_t at = w->act->input_count++;
        w->import->inputs[at] = constants->inputs[i];
        w->import->input_columns[at] = 0;
    }
}

static void set_end(Work *w) {
    Rfc3339 time;
    if (w->import->map->has_duration && rfc3339_parse(w->act->time.start, &time, NULL)) {
        time.at_s += w->import->map->duration_s;
        w->act->time.end = rfc3339_format(w->arena, time);
    }
}

static void check_time(Work *w) {
    uint32_t column = w->import->role_columns[IMPORT_MAP_TIME_END];
    Err err = {0};
    if (w->act->time.start.len > 0 && w->act->time.end.len > 0 && !act_time_check(&w->act->time, &err)) {
        work_fault(w, column > 0 ? column : w->import->role_columns[IMPORT_MAP_TIME_START], &err);
    }
}

static void check_constant_venue(Work *w) {
    Str venue = w->import->map->constants.venue;
    if (venue.len > 0 && !known_venue(w->import, venue)) {
        Err err = {0};
        (void)err_set(&err, ERR_INVALID_IMPORT,
                      "venue '%.*s' of the map is not registered in this programme; register it first", STR_ARG(venue));
        work_fault(w, 0, &err);
    }
}

void import_row_id(Str programme, const Hash *file_hash, uint64_t row, uint8_t out[UUID_BYTES]) {
    uint8_t number[8];
    for (size_t i = 0; i < sizeof(number); i++) {
        number[i] = (uint8_t)(row >> (56 - 8 * i));
    }
    HashState state;
    hash_begin(&state);
    hash_add_part(&state, str_bytes(STR("banyan/import/v1")));
    hash_add_part(&state, str_bytes(programme));
    hash_add_part(&state, hash_bytes(file_hash));
    hash_add_part(&state, (Bytes){.ptr = number, .len = sizeof(number)});
    Hash hash = hash_end(&state);
    for (size_t i = 0; i < UUID_BYTES; i++) {
        out[i] = hash.bytes[i];
    }
    uuid_stamp(out, 8);
}

static void start_act(Work *w) {
    uint8_t uuid[UUID_BYTES];
    import_row_id(w->import->programme, &w->import->file_hash, w->row->row, uuid);
    *w->act = w->import->map->constants;
    w->act->id = uuid_format(w->arena, uuid);
    w->act->programme = w->import->programme;
    w->act->inputs = w->import->inputs;
    w->act->input_count = 0;
}

/* Rules that no single column shows: the act as a whole is judged as any other. */
static void check_whole(Work *w) {
    Err err = {0};
    if (!w->faulty && !w->skip && !act_check(w->act, &err)) {
        work_fault(w, 0, &err);
    }
}

ImportRowResult import_row(Arena *arena, ImportRow *import, const CsvRow *row, Act *out, Faults *faults) {
    Act act = {0};
    Work w = {.arena = arena, .import = import, .row = row, .act = &act, .faults = faults};
    if (row->row > (uint64_t)LIMIT_IMPORT_ROWS + 1) {
        faults_add(faults, row->row, 0, "the file has more than %d rows; split it", LIMIT_IMPORT_ROWS);
        return IMPORT_ROW_FAULTY;
    }
    start_act(&w);
    check_constant_venue(&w);
    for (size_t i = 0; i < row->count && i < import->column_count; i++) {
        take_field(&w, i);
    }
    take_constant_inputs(&w);
    set_end(&w);
    check_time(&w);
    check_whole(&w);
    if (w.faulty) {
        return IMPORT_ROW_FAULTY;
    }
    if (w.skip) {
        return IMPORT_ROW_SKIPPED;
    }
    *out = act;
    return IMPORT_ROW_ACT;
}

uint32_t import_row_input_column(const ImportRow *import, size_t i) {
    return i < LIMIT_RECORD_LIST ? import->input_columns[i] : 0;
}

uint32_t import_row_column(const ImportRow *import, ImportMapRole role) {
    return role < IMPORT_MAP_ROLE_COUNT ? import->role_columns[role] : 0;
}
