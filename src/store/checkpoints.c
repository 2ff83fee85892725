#include "store/checkpoints.h"

#include "store/page.h"

bool checkpoints_put(Db *db, const CheckpointsRow *row, Err *err) {
    return db_run(
        db, SQL("INSERT INTO checkpoints (size, root, note) VALUES ($size, $root, $note)"),
        DB_ARGS(db_u64("$size", row->size), db_blob("$root", hash_bytes(&row->root)), db_text("$note", row->note)),
        err);
}

static bool checkpoints_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    CheckpointsRow *row = out;
    row->size = db_column_u64(rows, 0);
    TRY(db_column_copy(rows, 1, row->root.bytes, HASH_BYTES, err));
    row->note = db_column_copy_text(arena, rows, 2);
    return true;
}

static bool checkpoints_one(Arena *arena, Db *db, const PageOne *query, CheckpointsRow *out, Err *err) {
    CheckpointsRow row = {0};
    TRY(page_one(arena, db, query, &row, err));
    *out = row;
    return true;
}

bool checkpoints_get(Arena *arena, Db *db, uint64_t size, CheckpointsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT size, root, note FROM checkpoints WHERE size = $size"),
                     .args = DB_ARGS(db_u64("$size", size)),
                     .read = checkpoints_read,
                     .missing = "no checkpoint of this size was signed"};
    return checkpoints_one(arena, db, &query, out, err);
}

bool checkpoints_last(Arena *arena, Db *db, CheckpointsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT size, root, note FROM checkpoints ORDER BY size DESC LIMIT 1"),
                     .args = DB_NO_ARGS,
                     .read = checkpoints_read,
                     .missing = "the log has signed no checkpoint yet"};
    return checkpoints_one(arena, db, &query, out, err);
}

bool checkpoints_covering(Arena *arena, Db *db, uint64_t index, CheckpointsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT size, root, note FROM checkpoints WHERE size > $index ORDER BY size LIMIT 1"),
                     .args = DB_ARGS(db_u64("$index", index)),
                     .read = checkpoints_read,
                     .missing = "no checkpoint covers this leaf yet"};
    return checkpoints_one(arena, db, &query, out, err);
}

typedef struct {
    CheckpointsEach each;
    void *ctx;
} Call;

static bool checkpoints_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void checkpoints_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const CheckpointsRow *)row)->size);
}

bool checkpoints_each(Db *db, CheckpointsEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT size, root, note FROM checkpoints WHERE size > $after ORDER BY size LIMIT 256"),
                 .args = {db_int("$after", -1)},
                 .count = 1,
                 .row_size = sizeof(CheckpointsRow),
                 .read = checkpoints_read,
                 .next = checkpoints_next,
                 .call = checkpoints_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
