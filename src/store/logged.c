#include "store/logged.h"

#include "store/page.h"

/* Columns of both queries: the index, an entry's seven, a record's eight, the box. */
enum { LOGGED_ENTRY = 1, LOGGED_RECORD = 8, LOGGED_BOX = 16 };

static bool logged_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    LoggedRow *row = out;
    Bytes box = db_column_blob(rows, LOGGED_BOX);
    row->index = db_column_u64(rows, 0);
    row->box = (Bytes){arena_copy(arena, box.ptr, box.len), box.len};
    return entries_row(arena, rows, LOGGED_ENTRY, &row->entry, err) &&
           records_row(arena, rows, LOGGED_RECORD, &row->record, err);
}

/* A leaf of something else leaves the record's state empty, which no record's is. */
static bool logged_read_any(Arena *arena, const DbRows *rows, void *out, Err *err) {
    LoggedRow *row = out;
    row->index = db_column_u64(rows, 0);
    return db_column_null(rows, LOGGED_RECORD) || logged_read(arena, rows, out, err);
}

bool logged_get(Arena *arena, Db *db, Str programme, uint64_t entry, LoggedRow *out, Err *err) {
    PageOne query = {
        .sql = SQL("SELECT l.idx, e.entry, e.programme, e.kind, e.subject, e.leaf, e.act_hash, e.accepted_minute, "
                   "r.programme, r.entry, r.id, r.type, r.venue, r.asset, r.date_local, r.state, p.box "
                   "FROM leaves l JOIN entries e ON e.entry = l.entry "
                   "JOIN records r ON r.programme = $programme AND r.entry = l.entry "
                   "LEFT JOIN payloads p ON p.entry = l.entry WHERE l.entry = $entry"),
        .args = DB_ARGS(db_text("$programme", programme), db_u64("$entry", entry)),
        .read = logged_read,
        .missing = "this programme has no such record on the log"};
    LoggedRow row = {0};
    TRY(records_flush(db, err));
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

typedef struct {
    LoggedEach each;
    void *ctx;
} Call;

static bool logged_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    const LoggedRow *logged = row;
    return logged->record.state.len == 0 || call->each(call->ctx, logged, err);
}

static void logged_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const LoggedRow *)row)->index);
}

/* LEFT JOIN keeps the log's order of going through: without statistics the planner would rather sort all of a
 * programme's records for every page. */
bool logged_each(Db *db, Str programme, uint64_t size, LoggedEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {
        .sql = SQL("SELECT l.idx, e.entry, e.programme, e.kind, e.subject, e.leaf, e.act_hash, e.accepted_minute, "
                   "r.programme, r.entry, r.id, r.type, r.venue, r.asset, r.date_local, r.state, p.box "
                   "FROM leaves l LEFT JOIN entries e ON e.entry = l.entry "
                   "LEFT JOIN records r ON r.programme = $programme AND r.entry = l.entry "
                   "LEFT JOIN payloads p ON p.entry = l.entry "
                   "WHERE l.idx > $after AND l.idx < $until ORDER BY l.idx LIMIT 256"),
        .args = {db_int("$after", -1), db_u64("$until", size), db_text("$programme", programme)},
        .count = 3,
        .row_size = sizeof(LoggedRow),
        .read = logged_read_any,
        .next = logged_next,
        .call = logged_call,
        .ctx = &call,
        .held = true};
    TRY(records_flush(db, err));
    return page_each(db, &page, err);
}
