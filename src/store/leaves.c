#include "store/leaves.h"

#include "store/entries.h"
#include "store/page.h"

bool leaves_append(Db *db, const LeavesRow *row, Err *err) {
    return db_run(db, SQL("INSERT INTO leaves (idx, entry, leaf_hash) VALUES ($idx, $entry, $leaf_hash)"),
                  DB_ARGS(db_u64("$idx", row->index), db_u64("$entry", row->entry),
                          db_blob("$leaf_hash", hash_bytes(&row->hash))),
                  err);
}

static bool leaves_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    (void)arena;
    LeavesRow *row = out;
    row->index = db_column_u64(rows, 0);
    row->entry = db_column_u64(rows, 1);
    row->leaf = (Str){0};
    return db_column_copy(rows, 2, row->hash.bytes, HASH_BYTES, err);
}

static bool leaves_read_entry(Arena *arena, const DbRows *rows, void *out, Err *err) {
    TRY(leaves_read(arena, rows, out, err));
    ((LeavesRow *)out)->leaf = db_column_copy_text(arena, rows, 3);
    return true;
}

static bool leaves_one(Db *db, const PageOne *query, LeavesRow *out, Err *err) {
    LeavesRow row = {0};
    TRY(page_one(NULL, db, query, &row, err));
    *out = row;
    return true;
}

bool leaves_get(Db *db, uint64_t index, LeavesRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT idx, entry, leaf_hash FROM leaves WHERE idx = $idx"),
                     .args = DB_ARGS(db_u64("$idx", index)),
                     .read = leaves_read,
                     .missing = "the log has no leaf of this index yet"};
    return leaves_one(db, &query, out, err);
}

bool leaves_of_entry(Db *db, uint64_t entry, LeavesRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT idx, entry, leaf_hash FROM leaves WHERE entry = $entry"),
                     .args = DB_ARGS(db_u64("$entry", entry)),
                     .read = leaves_read,
                     .missing = "this entry is not on the log yet"};
    return leaves_one(db, &query, out, err);
}

/* Indexes have no gaps, so the last one tells the count. */
bool leaves_count(Db *db, uint64_t *out, Err *err) {
    bool found = false;
    uint64_t last = 0;
    TRY(db_number(db, SQL("SELECT max(idx) + 1 FROM leaves"), DB_NO_ARGS, &found, &last, err));
    *out = last;
    return true;
}

typedef struct {
    LeavesEach each;
    void *ctx;
} Call;

static bool leaves_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void leaves_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const LeavesRow *)row)->index);
}

bool leaves_each(Db *db, uint64_t from, uint64_t to, LeavesEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT l.idx, l.entry, l.leaf_hash, e.leaf FROM leaves l "
                            "JOIN entries e ON e.entry = l.entry "
                            "WHERE l.idx > $after AND l.idx < $until ORDER BY l.idx LIMIT 256"),
                 .args = {db_int("$after", from > INT64_MAX ? INT64_MAX : (int64_t)from - 1), db_u64("$until", to)},
                 .count = 2,
                 .row_size = sizeof(LeavesRow),
                 .read = leaves_read_entry,
                 .next = leaves_next,
                 .call = leaves_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}

/* Where the n leaves are of n entries none of which is greater than n, those are all entries up to n: a log in entry
 * order never has to look further back. */
static bool settled_until(Db *db, uint64_t *out, Err *err) {
    uint64_t count = 0;
    uint64_t last = 0;
    bool found = false;
    TRY(leaves_count(db, &count, err));
    TRY(db_number(db, SQL("SELECT max(entry) FROM leaves"), DB_NO_ARGS, &found, &last, err));
    *out = found && last == count ? count : 0;
    return true;
}

bool leaves_pending(Db *db, uint64_t after, uint64_t *entries, size_t room, size_t *count, Err *err) {
    uint64_t settled = 0;
    TRY(settled_until(db, &settled, err));
    DbRows rows CLEANUP(db_done) = {0};
    bool row = true;
    size_t got = 0;
    TRY(db_query(db,
                 SQL("SELECT e.entry FROM entries e LEFT JOIN leaves l ON l.entry = e.entry "
                     "WHERE e.entry > $after AND l.idx IS NULL ORDER BY e.entry"),
                 DB_ARGS(db_u64("$after", after > settled ? after : settled)), &rows, err));
    while (got < room) {
        TRY(db_next(&rows, &row, err));
        if (!row) {
            break;
        }
        entries[got++] = db_column_u64(&rows, 0);
    }
    *count = got;
    return true;
}

static bool pending_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    (void)err;
    LeavesPending *row = out;
    row->entry = db_column_u64(rows, 0);
    row->programme = db_column_copy_text(arena, rows, 1);
    row->committed = db_column_int(rows, 2) != 0;
    row->accepted_minute = db_column_int(rows, 3);
    return true;
}

static void pending_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const LeavesPending *)row)->entry);
}

typedef struct {
    LeavesPendingEach each;
    void *ctx;
} PendingCall;

static bool pending_call(const Page *page, const void *row, Err *err) {
    const PendingCall *call = page->ctx;
    return call->each(call->ctx, row, err);
}

/* Public documents are in a table of their own; all other entries are commitments. */
bool leaves_pending_each(Db *db, LeavesPendingEach each, void *ctx, Err *err) {
    uint64_t settled = 0;
    PendingCall call = {each, ctx};
    TRY(settled_until(db, &settled, err));
    Page page = {.sql = SQL("SELECT e.entry, e.programme, d.entry IS NULL, e.accepted_minute FROM entries e "
                            "LEFT JOIN leaves l ON l.entry = e.entry LEFT JOIN documents d ON d.entry = e.entry "
                            "WHERE e.entry > $after AND l.idx IS NULL ORDER BY e.entry LIMIT 256"),
                 .args = {db_u64("$after", settled)},
                 .count = 1,
                 .row_size = sizeof(LeavesPending),
                 .read = pending_read,
                 .next = pending_next,
                 .call = pending_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}

bool leaves_waiting(Db *db, uint64_t *out, Err *err) {
    uint64_t entries = 0;
    uint64_t leaves = 0;
    TRY(entries_count(db, &entries, err) && leaves_count(db, &leaves, err));
    *out = entries - leaves;
    return true;
}
