#include "app/importing.h"

#include "app/intake.h"
#include "app/screen.h"
#include "codec/hex.h"
#include "crypto/wipe.h"
#include "domain/import_row.h"
#include "proof/merkle.h"
#include "store/imports.h"
#include "sys/stream.h"

enum { IMPORTING_BATCH = 256 };

/* One run over the file. It may be run again from the start, so everything it counts is set anew. */
typedef struct {
    App *app;
    const ImportingRequest *request;
    const Terms *terms;
    const ImportMap *map;
    Intake intake;
    StreamIn *in;
    ImportRow row;
    bool before; /* the file was imported before: compare, write nothing */
    Arena scratch;
    VaultChance chances[IMPORTING_BATCH];
    size_t chance;
    MerkleFrontier batch; /* over the commitments of this import's records */
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

/* The reason in the column that caused it, where one input alone is at fault. */
static void add_fault(Importing *importing, const CsvRow *row, const Act *act, const Err *err) {
    for (size_t i = 0; i < act->input_count; i++) {
        Err own = {0};
        if (!inputs_check_one(importing->terms->inputs, &act->inputs[i], &own)) {
            faults_add(&importing->done.faults, row->row, import_row_input_column(&importing->row, i), "%s", own.text);
            return;
        }
    }
    faults_add(&importing->done.faults, row->row, 0, "%s", err->text);
}

static bool next_chance(Importing *importing, const VaultChance **out, Err *err) {
    if (importing->chance == IMPORTING_BATCH) {
        TRY(entropy_fill(&importing->app->env.entropy, importing->chances, sizeof(importing->chances), err));
        importing->chance = 0;
    }
    *out = &importing->chances[importing->chance++];
    return true;
}

static bool write_new(Importing *importing, Db *db, IntakeItem *item, Err *err) {
    const VaultChance *chance = NULL;
    TRY(next_chance(importing, &chance, err));
    TRY(intake_seal(&importing->scratch, chance, item, err));
    Hash leaf = merkle_leaf(hash_bytes(&item->item.commitment));
    merkle_append(&importing->batch, &leaf);
    importing->done.imported++;
    if (db == NULL) {
        return true;
    }
    TRY(intake_write(db, &importing->intake, item, STATE_SCREENED, err));
    importing->first_entry = importing->first_entry == 0 ? item->row.entry : importing->first_entry;
    return true;
}

static bool compare_old(Importing *importing, const CsvRow *row, const IntakeItem *item, Err *err) {
    IntakeFound found = INTAKE_NEW;
    TRY(intake_find(&importing->scratch, importing->app->store.db, item, &found, err));
    if (found == INTAKE_SAME) {
        importing->done.unchanged++;
    } else if (found == INTAKE_ERASED) {
        importing->done.erased++;
    } else {
        return err_set(
            err, ERR_CONFLICT,
            "%.*s:%llu: this row's record is there already with other content: the file was imported with another "
            "map; import it again with that map, or correct records one by one with revisions",
            STR_ARG(importing->request->file), (unsigned long long)row->row);
    }
    return true;
}

static bool take_row(Importing *importing, Db *db, const CsvRow *row, Err *err) {
    Act act = {0};
    ImportRowResult result = import_row(&importing->scratch, &importing->row, row, &act, &importing->done.faults);
    if (result == IMPORT_ROW_SKIPPED) {
        importing->done.skipped++;
    }
    if (result != IMPORT_ROW_ACT) {
        return true;
    }
    Err refused = {0};
    IntakeItem item = {0};
    if (!intake_check(&importing->intake, &act, &refused) ||
        !intake_identify(&importing->scratch, &importing->intake, &act, &item, &refused)) {
        add_fault(importing, row, &act, &refused);
        return true;
    }
    if (importing->done.faults.total > 0) {
        return true; /* nothing will be written; only further faults are of interest */
    }
    return importing->before ? compare_old(importing, row, &item, err) : write_new(importing, db, &item, err);
}

/* False with err for what ends the run; a fault of the file is no such thing. */
static bool next_row(Importing *importing, CsvReader *reader, const CsvRow **row, bool *more, Err *err) {
    Err fault = {0};
    *more = true;
    if (csv_next(reader, row, &fault)) {
        *more = *row != NULL;
        return true;
    }
    if (fault.kind == ERR_KIND_IO) {
        *err = fault;
        return false;
    }
    faults_add_err(&importing->done.faults, &fault);
    *row = NULL;
    *more = !csv_broken(reader);
    return true;
}

static bool take_rows(Importing *importing, Db *db, CsvReader *reader, Err *err) {
    bool more = true;
    while (more) {
        const CsvRow *row = NULL;
        TRY(next_row(importing, reader, &row, &more, err));
        if (row == NULL) {
            continue;
        }
        if (++importing->done.rows > LIMIT_IMPORT_ROWS) {
            faults_add(&importing->done.faults, row->row, 0, "more than %d rows; split the file", LIMIT_IMPORT_ROWS);
            return true;
        }
        TRY(take_row(importing, db, row, err));
        if (importing->done.rows % IMPORTING_BATCH == 0) {
            arena_done(&importing->scratch);
            progress_tell(&importing->app->env.progress, "reading rows", importing->done.rows, 0);
        }
    }
    return true;
}

static bool write_check(Importing *importing, Db *db, Err *err) {
    Hash root = merkle_root(&importing->batch);
    CheckRecords records = {.root = hex_encode(&importing->scratch, hash_bytes(&root)),
                            .size = (int64_t)importing->batch.size,
                            .file = hex_encode(&importing->scratch, hash_bytes(&importing->done.file_hash))};
    const VaultChance *chance = NULL;
    TRY(next_chance(importing, &chance, err));
    ScreenTarget target = {.records = &records, .subject = importing->done.file_hash.bytes};
    return screen_write(&importing->scratch, db, &importing->intake, &target, chance, err);
}

static bool finish(Importing *importing, Db *db, Err *err) {
    if (importing->done.faults.total > 0) {
        return err_set(err, ERR_INVALID_IMPORT, "%.*s has %llu %s; nothing was imported",
                       STR_ARG(importing->request->file), (unsigned long long)importing->done.faults.total,
                       importing->done.faults.total == 1 ? "fault" : "faults");
    }
    if (db == NULL || importing->done.imported == 0) {
        return true;
    }
    ImportsRow row = {.programme = importing->terms->programme.id,
                      .file = importing->done.file_hash,
                      .rows = importing->done.imported,
                      .first_entry = importing->first_entry};
    TRY(imports_put(db, &row, err));
    return write_check(importing, db, err);
}

static bool import_file(Db *db, void *ctx, Err *err) {
    Importing *importing = ctx;
    Hash file_hash = importing->done.file_hash;
    importing->done = (ImportingDone){.file_hash = file_hash};
    faults_init(&importing->done.faults, importing->app->arena, importing->request->file);
    importing->batch = (MerkleFrontier){0};
    importing->first_entry = 0;
    importing->chance = IMPORTING_BATCH;
    TRY(stream_rewind(importing->in, err));
    Arena arena CLEANUP(arena_done) = {0};
    CsvReader *reader = NULL;
    Err fault = {0};
    if (!csv_open(&arena, stream_read, importing->in, &reader, &fault)) {
        faults_add_err(&importing->done.faults, &fault);
    } else if (import_row_bind(&importing->row, csv_header(reader), &importing->done.faults)) {
        TRY(take_rows(importing, db, reader, err));
    }
    return finish(importing, db, err);
}

static bool load_map(App *app, const ImportingRequest *request, ImportMap *out, Faults *faults, Err *err) {
    Bytes text = {0};
    TRY(files_read_path(app->arena, request->map, LIMIT_YAML_BYTES, &text, err));
    faults_init(faults, app->arena, request->map);
    if (import_map_parse(app->arena, bytes_str(text), out, faults, err)) {
        return true;
    }
    return faults->total == 0
               ? err_at(err, "%.*s", STR_ARG(request->map))
               : err_set(err, ERR_INVALID_IMPORT, "%.*s has %llu %s; nothing was imported", STR_ARG(request->map),
                         (unsigned long long)faults->total, faults->total == 1 ? "fault" : "faults");
}

static void bind_row(Importing *importing) {
    const Terms *terms = importing->terms;
    Str *venues = ARENA_ARRAY(importing->app->arena, terms->venue_count, Str);
    for (size_t i = 0; i < terms->venue_count; i++) {
        venues[i] = terms->venues[i].id;
    }
    importing->row = (ImportRow){.map = importing->map,
                                 .programme = terms->programme.id,
                                 .file_hash = importing->done.file_hash,
                                 .venues = venues,
                                 .venue_count = terms->venue_count};
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

bool importing_run(App *app, const ImportingRequest *request, ImportingDone *out, Err *err) {
    StreamIn in CLEANUP(stream_in_close) = {0};
    Terms terms = {0};
    ImportMap map = {0};
    Importing *importing = ARENA_NEW(app->arena, Importing);
    *importing = (Importing){.app = app, .request = request, .terms = &terms, .map = &map, .in = &in};
    TRY(terms_load(app, request->programme, &terms, err));
    if (!load_map(app, request, &map, &importing->done.faults, err)) {
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
    intake_begin(app, &terms, source_of(app->arena, &importing->done.file_hash, &map), &importing->intake);
    bind_row(importing);
    bool done = run(importing, err);
    arena_done(&importing->scratch);
    wipe(importing->chances, sizeof(importing->chances));
    *out = importing->done;
    return done;
}
