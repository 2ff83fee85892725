#include "store/records.h"

#include "store/page.h"

static DbArg records_asset(const RecordsRow *row) {
    return db_blob_or_null("$asset", row->has_asset ? row->asset : NULL, RECORDS_ID);
}

bool records_put(Db *db, const RecordsRow *row, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO records (programme, entry, id, type, venue, asset, date_local, state) "
                      "VALUES ($programme, $entry, $id, $type, $venue, $asset, $date_local, $state)"),
                  DB_ARGS(db_text("$programme", row->programme), db_u64("$entry", row->entry),
                          db_blob("$id", (Bytes){row->id, RECORDS_ID}), db_text("$type", row->type),
                          db_text("$venue", row->venue), records_asset(row), db_text("$date_local", row->date_local),
                          db_text("$state", row->state)),
                  err);
}

static bool changed_one(Db *db, Str programme, uint64_t entry, Err *err) {
    return db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, "programme %.*s has no record with entry %llu",
                                          STR_ARG(programme), (unsigned long long)entry);
}

bool records_set_state(Db *db, Str programme, uint64_t entry, Str state, Err *err) {
    TRY(db_run(db, SQL("UPDATE records SET state = $state WHERE programme = $programme AND entry = $entry"),
               DB_ARGS(db_text("$state", state), db_text("$programme", programme), db_u64("$entry", entry)), err));
    return changed_one(db, programme, entry, err);
}

bool records_erase(Db *db, Str programme, uint64_t entry, Err *err) {
    TRY(db_run(db,
               SQL("UPDATE records SET type = '', venue = '', asset = NULL, date_local = '', state = 'erased' "
                   "WHERE programme = $programme AND entry = $entry"),
               DB_ARGS(db_text("$programme", programme), db_u64("$entry", entry)), err));
    return changed_one(db, programme, entry, err);
}

static bool records_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    RecordsRow *row = out;
    row->programme = db_column_copy_text(arena, rows, 0);
    row->entry = db_column_u64(rows, 1);
    TRY(db_column_copy(rows, 2, row->id, RECORDS_ID, err));
    row->type = db_column_copy_text(arena, rows, 3);
    row->venue = db_column_copy_text(arena, rows, 4);
    row->has_asset = !db_column_null(rows, 5);
    TRY(!row->has_asset || db_column_copy(rows, 5, row->asset, RECORDS_ID, err));
    row->date_local = db_column_copy_text(arena, rows, 6);
    row->state = db_column_copy_text(arena, rows, 7);
    return true;
}

static bool records_one(Arena *arena, Db *db, const PageOne *query, RecordsRow *out, Err *err) {
    RecordsRow row = {0};
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
