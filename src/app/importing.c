#include "app/importing.h"

#include "app/feed.h"
#include "app/screen.h"
#include "codec/hex.h"
#include "store/imports.h"
#include "sys/relay.h"

/* One run over the file. It may be run again from the start, so everything it counts is set anew. */
typedef struct {
    App *app;
    const ImportingRequest *request;
    const Terms *terms;
    Intake intake;
    StreamIn *in;
    FeedInput input;
    bool before; /* the file was imported before: compare, write nothing */
    Db *db;      /* inside db_write, or NULL where nothing is written */
    Arena scratch;
    Feed feed;
    FeedBatch batches[RELAY_SLOTS];
    uint64_t first_entry;
    ImportingDone done;
} Importing;

static bool hash_file(StreamIn *in, Hash *out, Err *err) {
    HashState state;
    hash_begin(&state);
    char room[STREAM_BUFFER];
    size_t got = 0;
    do {
        TRY(stream_read(in, room, sizeof(room), &got, err));
        hash_add(&state, (Bytes){.ptr = (const uint8_t *)room, .len = got});
    } while (got > 0);
    *out = hash_end(&state);
    return stream_rewind(in, err);
}

static bool write_new(Importing *importing, IntakeItem *item, Err *err) {
    importing->done.imported++;
    if (importing->db == NULL) {
        return true;
    }
    TRY(intake_write(importing->db, &importing->intake, item, STATE_SCREENED, err));
    importing->first_entry = importing->first_entry == 0 ? item->row.entry : importing->first_entry;
    return true;
}

static bool compare_old(Importing *importing, const FeedItem *item, Err *err) {
    IntakeFound found = INTAKE_NEW;
    ArenaMark mark = arena_mark(&importing->scratch);
    TRY(intake_find(&importing->scratch, importing->app->store.db, &item->item, &found, err));
    arena_rewind(&importing->scratch, mark);
    if (found == INTAKE_SAME) {
        importing->done.unchanged++;
    } else if (found == INTAKE_ERASED) {
        importing->done.erased++;
    } else {
        return err_set(
            err, ERR_CONFLICT,
            "%.*s:%llu: this row's record is there already with other content: the file was imported with another "
            "map; import it again with that map, or correct records one by one with revisions",
            STR_ARG(importing->request->file), (unsigned long long)item->row);
    }
    return true;
}

static bool fill_batch(void *ctx, size_t slot, bool *more, Err *err) {
    Importing *importing = ctx;
    return feed_fill(&importing->feed, &importing->batches[slot], more, err);
}

static bool take_batch(void *ctx, size_t slot, Err *err) {
    Importing *importing = ctx;
    FeedBatch *batch = &importing->batches[slot];
    for (size_t i = 0; i < batch->count; i++) {
        TRY(importing->before ? compare_old(importing, &batch->items[i], err)
                              : write_new(importing, &batch->items[i].item, err));
    }
    progress_tell(&importing->app->env.progress, "reading rows", batch->rows, 0);
    return true;
}

static bool write_check(Importing *importing, Err *err) {
    Hash root = merkle_root(&importing->feed.records);
    CheckRecords records = {.root = hex_encode(&importing->scratch, hash_bytes(&root)),
                            .size = (int64_t)importing->feed.records.size,
                            .file = hex_encode(&importing->scratch, hash_bytes(&importing->done.file_hash))};
    const VaultChance *chance = NULL;
    TRY(feed_chance(&importing->feed, &chance, err));
    ScreenTarget target = {.records = &records, .subject = importing->done.file_hash.bytes};
    return screen_write(&importing->scratch, importing->db, &importing->intake, &target, chance, err);
}

static bool finish(Importing *importing, Err *err) {
    uint64_t faults = importing->feed.faults.total;
    if (faults > 0) {
        return err_set(err, ERR_INVALID_IMPORT, "%.*s has %llu %s; nothing was imported",
                       STR_ARG(importing->request->file), (unsigned long long)faults, faults == 1 ? "fault" : "faults");
    }
    if (importing->db == NULL || importing->done.imported == 0) {
        return true;
    }
    ImportsRow row = {.programme = importing->terms->programme.id,
                      .file = importing->done.file_hash,
                      .rows = importing->done.imported,
                      .first_entry = importing->first_entry};
    TRY(imports_put(importing->db, &row, err));
    return write_check(importing, err);
}

/* Rows are prepared on a thread of their own while those before them are written. */
static bool import_file(Db *db, void *ctx, Err *err) {
    Importing *importing = ctx;
    importing->done = (ImportingDone){.file_hash = importing->input.file_hash};
    importing->db = db;
    importing->first_entry = 0;
    TRY(stream_rewind(importing->in, err));
    feed_open(importing->app->arena, &importing->input, importing->in, importing->request->file, &importing->feed);
    bool done = relay_run(&(Relay){.fill = fill_batch, .take = take_batch, .ctx = importing}, err) &&
                finish(importing, err);
    importing->done.rows = importing->feed.rows;
    importing->done.skipped = importing->feed.skipped;
    importing->done.faults = importing->feed.faults;
    feed_close(&importing->feed);
    return done;
}

static bool map_gives(const ImportMap *map, Str input) {
    for (size_t i = 0; i < map->column_count; i++) {
        if (map->columns[i].role == IMPORT_MAP_INPUT && str_eq(map->columns[i].input.name, input)) {
            return true;
        }
    }
    for (size_t i = 0; i < map->constants.input_count; i++) {
        if (str_eq(map->constants.inputs[i].name, input)) {
            return true;
        }
    }
    return false;
}

/* What is wrong with the map is wrong with every row: it is told once, where it stands. */
static void check_map(const Terms *terms, const ImportMap *map, Faults *faults) {
    Err fault = {0};
    if (!inputs_check_type(&terms->methodology, map->type, &fault)) {
        faults_add(faults, 0, 0, "type: %s", fault.text);
    }
    for (size_t i = 0; i < map->column_count; i++) {
        const ImportMapColumn *column = &map->columns[i];
        if (column->role == IMPORT_MAP_INPUT && !inputs_check_kind(terms->inputs, &column->input, &fault)) {
            faults_add(faults, column->line, 0, "%s", fault.text);
        }
    }
    for (size_t i = 0; i < map->constants.input_count; i++) {
        if (!inputs_check_one(terms->inputs, &map->constants.inputs[i], &fault)) {
            faults_add(faults, 0, 0, "constants: %s", fault.text);
        }
    }
    for (size_t i = 0; i < terms->methodology.input_count; i++) {
        const MethodologyInput *input = &terms->methodology.inputs[i];
        if (input->required && !map_gives(map, input->name)) {
            faults_add(faults, 0, 0, "no column and no constant gives the input '%.*s'; give its value in %.*s",
                       STR_ARG(input->name), STR_ARG(input->unit.text));
        }
    }
}

static bool load_map(App *app, const ImportingRequest *request, const Terms *terms, ImportMap *out, Faults *faults,
                     Err *err) {
    Bytes text = {0};
    TRY(files_read_path(app->arena, request->map, LIMIT_YAML_BYTES, &text, err));
    faults_init(faults, app->arena, request->map);
    if (import_map_parse(app->arena, bytes_str(text), out, faults, err)) {
        check_map(terms, out, faults);
    }
    if (faults->total == 0 && err->code == ERR_NONE) {
        return true;
    }
    return faults->total == 0
               ? err_at(err, "%.*s", STR_ARG(request->map))
               : err_set(err, ERR_INVALID_IMPORT, "%.*s has %llu %s; nothing was imported", STR_ARG(request->map),
                         (unsigned long long)faults->total, faults->total == 1 ? "fault" : "faults");
}

/* Which file and map a record came from, so that each record leads back to its row. */
static RecordSource source_of(Arena *arena, const Hash *file_hash, const ImportMap *map) {
    Str file = hex_encode(arena, hash_bytes(file_hash));
    return (RecordSource){.channel = RECORD_CSV,
                          .software = STR("banyan " BANYAN_VERSION),
                          .form = str_format(arena, "%.*s:%.*s", STR_ARG(file), STR_ARG(map->sha256))};
}

static bool was_imported(Importing *importing, Err *err) {
    ImportsRow row = {0};
    Err missing = {0};
    importing->before = imports_get(importing->app->arena, importing->app->store.db, importing->terms->programme.id,
                                    &importing->done.file_hash, &row, &missing);
    return importing->before || missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
}

static bool run(Importing *importing, Err *err) {
    if (importing->request->dry_run || importing->before) {
        return import_file(NULL, importing, err);
    }
    return db_write(importing->app->store.db, import_file, importing, err);
}

static void prepare(Importing *importing, const ImportMap *map) {
    App *app = importing->app;
    RecordSource source = source_of(app->arena, &importing->done.file_hash, map);
    intake_begin(app, importing->terms, source, &importing->intake);
    importing->input = (FeedInput){.terms = importing->terms,
                                   .intake = &importing->intake,
                                   .map = map,
                                   .entropy = &app->env.entropy,
                                   .file_hash = importing->done.file_hash,
                                   .seal = !importing->before};
}

static void forget(Importing *importing) {
    arena_done(&importing->scratch);
    for (size_t i = 0; i < RELAY_SLOTS; i++) {
        arena_done(&importing->batches[i].arena);
    }
}

bool importing_run(App *app, const ImportingRequest *request, ImportingDone *out, Err *err) {
    StreamIn in CLEANUP(stream_in_close) = {0};
    Terms terms = {0};
    ImportMap map = {0};
    Importing *importing = ARENA_NEW(app->arena, Importing);
    importing->app = app;
    importing->request = request;
    importing->terms = &terms;
    importing->in = &in;
    TRY(terms_load(app, request->programme, &terms, err));
    if (!load_map(app, request, &terms, &map, &importing->done.faults, err)) {
        out->faults = importing->done.faults;
        return false;
    }
    TRY(stream_in_open(request->file, &in, err));
    if (in.size > LIMIT_IMPORT_FILE_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "%.*s: %llu bytes; a file of records has at most %zu",
                       STR_ARG(request->file), (unsigned long long)in.size, LIMIT_IMPORT_FILE_BYTES);
    }
    TRY(hash_file(&in, &importing->done.file_hash, err));
    TRY(was_imported(importing, err));
    prepare(importing, &map);
    bool done = run(importing, err);
    forget(importing);
    *out = importing->done;
    return done;
}
