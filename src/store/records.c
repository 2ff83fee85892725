#include "store/records.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

#include "store/page.h"

static DbArg records_asset(const RecordsRow *row) {
    return db_blob_or_null("$asset", row->has_asset ? row->asset : NULL, RECORDS_ID);
}

/* Rows that wait, and their order. */
typedef struct {
    uint64_t key; /* the first 8 bytes of the id, so that most comparisons are of one number */
    const RecordsRow *row;
} Waiting;

typedef struct {
    Arena arena;
    ArenaMark empty; /* where the rows' texts begin */
    RecordsRow *rows;
    Waiting *order;
    size_t count;
    size_t written; /* of order */
} Batch;

/* While one batch fills, the one before it leaves in its order, a row for a row: no write has to wait for many. */
typedef struct {
    Batch batches[2];
    Batch *filling;
    Batch *leaving;
} Buffer;

static void batch_begin(Batch *batch) {
    batch->rows = ARENA_ARRAY(&batch->arena, RECORDS_WAITING, RecordsRow);
    batch->order = ARENA_ARRAY(&batch->arena, RECORDS_WAITING, Waiting);
    (void)arena_alloc(&batch->arena, 1);
    batch->empty = arena_mark(&batch->arena);
}

static void batch_clear(Batch *batch) {
    if (batch->rows != NULL) {
        arena_rewind(&batch->arena, batch->empty);
    }
    batch->count = 0;
    batch->written = 0;
}

static void buffer_free(void *object) {
    Buffer *buffer = object;
    arena_done(&buffer->filling->arena);
    arena_done(&buffer->leaving->arena);
    free(buffer);
}

static Buffer *buffer_of(Db *db) {
    Buffer *buffer = db_attached(db);
    if (buffer == NULL) {
        buffer = calloc(1, sizeof *buffer);
        if (buffer == NULL) {
            abort();
        }
        buffer->filling = &buffer->batches[0];
        buffer->leaving = &buffer->batches[1];
        db_attach(db, buffer, buffer_free);
    }
    return buffer;
}

/* Rows of an import mostly repeat the texts of the row before. */
static Str keep_text(Arena *arena, Str before, Str text) {
    return before.ptr != NULL && str_eq(before, text) ? before : str_copy(arena, text);
}

static void batch_add(Batch *batch, const RecordsRow *row) {
    static const RecordsRow none = {0};
    if (batch->rows == NULL) {
        batch_begin(batch);
    }
    const RecordsRow *before = batch->count > 0 ? &batch->rows[batch->count - 1] : &none;
    RecordsRow *kept = &batch->rows[batch->count++];
    Arena *arena = &batch->arena;
    *kept = *row;
    kept->programme = keep_text(arena, before->programme, row->programme);
    kept->type = keep_text(arena, before->type, row->type);
    kept->venue = keep_text(arena, before->venue, row->venue);
    kept->date_local = keep_text(arena, before->date_local, row->date_local);
    kept->state = keep_text(arena, before->state, row->state);
}

static int waiting_order(const void *a, const void *b) {
    const Waiting *left = a;
    const Waiting *right = b;
    int programme = left->row->programme.ptr == right->row->programme.ptr
                        ? 0
                        : str_cmp(left->row->programme, right->row->programme);
    if (programme != 0) {
        return programme;
    }
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return memcmp(left->row->id, right->row->id, RECORDS_ID);
}

static void batch_sort(Batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        uint64_t key = 0;
        memcpy(&key, batch->rows[i].id, sizeof key);
        batch->order[i] = (Waiting){be64toh(key), &batch->rows[i]};
    }
    if (batch->count > 0) {
        qsort(batch->order, batch->count, sizeof *batch->order, waiting_order);
    }
}

static bool insert_row(Db *db, const RecordsRow *row, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO records (programme, entry, id, type, venue, asset, date_local, state) "
                      "VALUES ($programme, $entry, $id, $type, $venue, $asset, $date_local, $state)"),
                  DB_ARGS(db_text("$programme", row->programme), db_u64("$entry", row->entry),
                          db_blob("$id", (Bytes){row->id, RECORDS_ID}), db_text("$type", row->type),
                          db_text("$venue", row->venue), records_asset(row), db_text("$date_local", row->date_local),
                          db_text("$state", row->state)),
                  err);
}

static bool write_some(Db *db, Batch *batch, size_t count, Err *err) {
    for (size_t i = 0; i < count && batch->written < batch->count; i++) {
        TRY(insert_row(db, batch->order[batch->written].row, err));
        batch->written++;
    }
    return true;
}

/* Called when nothing is leaving any more. */
static void buffer_turn(Buffer *buffer) {
    Batch *left = buffer->leaving;
    batch_clear(left);
    batch_sort(buffer->filling);
    buffer->leaving = buffer->filling;
    buffer->filling = left;
}

bool records_flush(Db *db, Err *err) {
    Buffer *buffer = db_attached(db);
    if (buffer == NULL) {
        return true;
    }
    if (!db_writing(db)) {
        return records_forget(db, err); /* they were of a write that failed */
    }
    for (int i = 0; i < 2; i++) {
        TRY(write_some(db, buffer->leaving, RECORDS_WAITING, err));
        buffer_turn(buffer);
    }
    return true;
}

bool records_forget(Db *db, Err *err) {
    (void)err;
    Buffer *buffer = db_attached(db);
    if (buffer != NULL) {
        batch_clear(buffer->filling);
        batch_clear(buffer->leaving);
    }
    return true;
}

bool records_put(Db *db, const RecordsRow *row, Err *err) {
    if (!db_writing(db)) {
        return err_set(err, ERR_INTERNAL, "records_put outside db_write");
    }
    Buffer *buffer = buffer_of(db);
    batch_add(buffer->filling, row);
    TRY(write_some(db, buffer->leaving, 1, err));
    if (buffer->filling->count == RECORDS_WAITING) {
        buffer_turn(buffer);
    }
    return true;
}

static bool changed_one(Db *db, Str programme, uint64_t entry, Err *err) {
    return db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, "programme %.*s has no record with entry %llu",
                                          STR_ARG(programme), (unsigned long long)entry);
}

bool records_set_state(Db *db, Str programme, uint64_t entry, Str state, Err *err) {
    TRY(records_flush(db, err));
    TRY(db_run(db, SQL("UPDATE records SET state = $state WHERE programme = $programme AND entry = $entry"),
               DB_ARGS(db_text("$state", state), db_text("$programme", programme), db_u64("$entry", entry)), err));
    return changed_one(db, programme, entry, err);
}

bool records_erase(Db *db, Str programme, uint64_t entry, Err *err) {
    TRY(records_flush(db, err));
    TRY(db_run(db,
               SQL("UPDATE records SET type = '', venue = '', asset = NULL, date_local = '', state = 'erased' "
                   "WHERE programme = $programme AND entry = $entry"),
               DB_ARGS(db_text("$programme", programme), db_u64("$entry", entry)), err));
    return changed_one(db, programme, entry, err);
}

bool records_row(Arena *arena, const DbRows *rows, int first, RecordsRow *out, Err *err) {
    out->programme = db_column_copy_text(arena, rows, first);
    out->entry = db_column_u64(rows, first + 1);
    TRY(db_column_copy(rows, first + 2, out->id, RECORDS_ID, err));
    out->type = db_column_copy_text(arena, rows, first + 3);
    out->venue = db_column_copy_text(arena, rows, first + 4);
    out->has_asset = !db_column_null(rows, first + 5);
    TRY(!out->has_asset || db_column_copy(rows, first + 5, out->asset, RECORDS_ID, err));
    out->date_local = db_column_copy_text(arena, rows, first + 6);
    out->state = db_column_copy_text(arena, rows, first + 7);
    return true;
}

static bool records_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    return records_row(arena, rows, 0, out, err);
}

static bool records_one(Arena *arena, Db *db, const PageOne *query, RecordsRow *out, Err *err) {
    RecordsRow row = {0};
    TRY(records_flush(db, err));
    TRY(page_one(arena, db, query, &row, err));
    *out = row;
    return true;
}

bool records_get(Arena *arena, Db *db, Str programme, const uint8_t id[RECORDS_ID], RecordsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, entry, id, type, venue, asset, date_local, state FROM records "
                                "WHERE programme = $programme AND id = $id"),
                     .args = DB_ARGS(db_text("$programme", programme), db_blob("$id", (Bytes){id, RECORDS_ID})),
                     .read = records_read,
                     .missing = "this programme has no such record"};
    return records_one(arena, db, &query, out, err);
}

bool records_of_entry(Arena *arena, Db *db, Str programme, uint64_t entry, RecordsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, entry, id, type, venue, asset, date_local, state FROM records "
                                "WHERE programme = $programme AND entry = $entry"),
                     .args = DB_ARGS(db_text("$programme", programme), db_u64("$entry", entry)),
                     .read = records_read,
                     .missing = "this entry is not a record's submission"};
    return records_one(arena, db, &query, out, err);
}

typedef struct {
    RecordsEach each;
    void *ctx;
} Call;

static bool records_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void records_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const RecordsRow *)row)->entry);
}

/* A date behind every date, so that no bound needs no other query. */
static Str until_or_never(const RecordsFilter *filter) {
    return filter->until.len == 0 ? STR("~") : filter->until;
}

bool records_each(Db *db, const RecordsFilter *filter, RecordsEach each, void *ctx, Err *err) {
    TRY(records_flush(db, err));
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT programme, entry, id, type, venue, asset, date_local, state FROM records "
                            "WHERE programme = $programme AND entry > $after "
                            "AND ($state = '' OR state = $state) AND ($type = '' OR type = $type) "
                            "AND ($venue = '' OR venue = $venue) AND date_local >= $from AND date_local < $until "
                            "ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", filter->after), db_text("$programme", filter->programme),
                          db_text("$state", filter->state), db_text("$type", filter->type),
                          db_text("$venue", filter->venue), db_text("$from", filter->from),
                          db_text("$until", until_or_never(filter))},
                 .count = 7,
                 .row_size = sizeof(RecordsRow),
                 .read = records_read,
                 .next = records_next,
                 .call = records_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}

bool records_count(Db *db, const RecordsFilter *filter, uint64_t *out, Err *err) {
    bool found = false;
    TRY(records_flush(db, err));
    return db_number(db,
                     SQL("SELECT count(*) FROM records WHERE programme = $programme AND entry > $after "
                         "AND ($state = '' OR state = $state) AND ($type = '' OR type = $type) "
                         "AND ($venue = '' OR venue = $venue) AND date_local >= $from AND date_local < $until"),
                     DB_ARGS(db_u64("$after", filter->after), db_text("$programme", filter->programme),
                             db_text("$state", filter->state), db_text("$type", filter->type),
                             db_text("$venue", filter->venue), db_text("$from", filter->from),
                             db_text("$until", until_or_never(filter))),
                     &found, out, err);
}

/* A few rows, whatever the number of records. */
bool records_counts(Db *db, Str programme, RecordsCounts each, void *ctx, Err *err) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = true;
    TRY(records_flush(db, err));
    TRY(db_query(db,
                 SQL("SELECT type, state, count(*) FROM records WHERE programme = $programme "
                     "GROUP BY type, state ORDER BY type, state"),
                 DB_ARGS(db_text("$programme", programme)), &rows, err));
    TRY(db_next(&rows, &row, err));
    while (row) {
        RecordsCount count = {db_column_text(&rows, 0), db_column_text(&rows, 1), db_column_u64(&rows, 2)};
        TRY(each(ctx, &count, err));
        TRY(db_next(&rows, &row, err));
    }
    return true;
}
