#include "store/erasures.h"

#include "store/page.h"
#include "store/secrets.h"

bool erasures_record(Db *db, const ErasuresRow *row, Err *err) {
    bool before = false;
    TRY(erasures_exists(db, row->entry, &before, err));
    if (before) {
        return err_set(err, ERR_GONE, "entry %llu was erased before", (unsigned long long)row->entry);
    }
    TRY(db_run(db, SQL("INSERT INTO erasures (entry, erasure) VALUES ($entry, $erasure)"),
               DB_ARGS(db_u64("$entry", row->entry), db_u64("$erasure", row->erasure)), err));
    return db_run(db, SQL("DELETE FROM payloads WHERE entry = $entry"), DB_ARGS(db_u64("$entry", row->entry)), err);
}

bool erasures_exists(Db *db, uint64_t entry, bool *out, Err *err) {
    uint64_t number = 0;
    return db_number(db, SQL("SELECT entry FROM erasures WHERE entry = $entry"), DB_ARGS(db_u64("$entry", entry)), out,
                     &number, err);
}

bool erasures_count(Db *db, uint64_t *out, Err *err) {
    bool found = false;
    return db_number(db, SQL("SELECT count(*) FROM erasures"), DB_NO_ARGS, &found, out, err);
}

static bool erasures_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    (void)arena;
    (void)err;
    ErasuresRow *row = out;
    row->entry = db_column_u64(rows, 0);
    row->erasure = db_column_u64(rows, 1);
    return true;
}

typedef struct {
    ErasuresEach each;
    void *ctx;
} Call;

static bool erasures_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void erasures_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const ErasuresRow *)row)->entry);
}

bool erasures_each(Db *db, ErasuresEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT entry, erasure FROM erasures WHERE entry > $after ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", 0)},
                 .count = 1,
                 .row_size = sizeof(ErasuresRow),
                 .read = erasures_read,
                 .next = erasures_next,
                 .call = erasures_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}

typedef struct {
    Db *db;
    uint64_t count;
} Replay;

/* A payload can be there again after a backup was restored. */
static bool replay_one(void *ctx, const ErasuresRow *row, Err *err) {
    Replay *replay = ctx;
    TRY(db_run(replay->db, SQL("DELETE FROM payloads WHERE entry = $entry"), DB_ARGS(db_u64("$entry", row->entry)),
               err));
    replay->count += db_changes(replay->db);
    TRY(secrets_delete(replay->db, row->entry, err));
    replay->count += db_changes(db_keys(replay->db));
    return true;
}

static bool replay_all(Db *db, void *ctx, Err *err) {
    Replay *replay = ctx;
    *replay = (Replay){.db = db};
    return erasures_each(db, replay_one, replay, err);
}

bool erasures_replay(Db *db, uint64_t *count, Err *err) {
    Replay replay = {0};
    TRY(db_write(db, replay_all, &replay, err));
    *count = replay.count;
    return true;
}
