#include "store/assets.h"

#include "store/page.h"

bool assets_put(Db *db, const AssetsRow *row, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO assets (programme, id, entry, type, venue, state) "
                      "VALUES ($programme, $id, $entry, $type, $venue, $state)"),
                  DB_ARGS(db_text("$programme", row->programme), db_blob("$id", (Bytes){row->id, ASSETS_ID}),
                          db_u64("$entry", row->entry), db_text("$type", row->type), db_text("$venue", row->venue),
                          db_text("$state", row->state)),
                  err);
}

bool assets_set_state(Db *db, Str programme, const uint8_t id[ASSETS_ID], Str state, Err *err) {
    TRY(db_run(
        db, SQL("UPDATE assets SET state = $state WHERE programme = $programme AND id = $id"),
        DB_ARGS(db_text("$state", state), db_text("$programme", programme), db_blob("$id", (Bytes){id, ASSETS_ID})),
        err));
    return db_changes(db) == 1 || err_set(err, ERR_NOT_FOUND, "programme %.*s has no such asset", STR_ARG(programme));
}

static bool assets_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    AssetsRow *row = out;
    row->programme = db_column_copy_text(arena, rows, 0);
    TRY(db_column_copy(rows, 1, row->id, ASSETS_ID, err));
    row->entry = db_column_u64(rows, 2);
    row->type = db_column_copy_text(arena, rows, 3);
    row->venue = db_column_copy_text(arena, rows, 4);
    row->state = db_column_copy_text(arena, rows, 5);
    return true;
}

bool assets_get(Arena *arena, Db *db, Str programme, const uint8_t id[ASSETS_ID], AssetsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, id, entry, type, venue, state FROM assets "
                                "WHERE programme = $programme AND id = $id"),
                     .args = DB_ARGS(db_text("$programme", programme), db_blob("$id", (Bytes){id, ASSETS_ID})),
                     .read = assets_read,
                     .missing = "this programme has no such asset"};
    AssetsRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

bool assets_count(Db *db, Str programme, uint64_t *out, Err *err) {
    bool found = false;
    return db_number(db, SQL("SELECT count(*) FROM assets WHERE programme = $programme"),
                     DB_ARGS(db_text("$programme", programme)), &found, out, err);
}

typedef struct {
    AssetsEach each;
    void *ctx;
} Call;

static bool assets_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

/* The row lives until the next page was read, and with it the key. */
static void assets_next(DbArg *after, const void *row) {
    *after = db_blob("$after", (Bytes){((const AssetsRow *)row)->id, ASSETS_ID});
}

bool assets_each(Db *db, Str programme, AssetsEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT programme, id, entry, type, venue, state FROM assets "
                            "WHERE programme = $programme AND id > $after ORDER BY id LIMIT 256"),
                 .args = {db_blob("$after", (Bytes){0}), db_text("$programme", programme)},
                 .count = 2,
                 .row_size = sizeof(AssetsRow),
                 .read = assets_read,
                 .next = assets_next,
                 .call = assets_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
