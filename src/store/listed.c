#include "store/listed.h"

#include "store/page.h"

static bool listed_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    ListedRow *row = out;
    row->index = db_column_u64(rows, 0);
    return records_row(arena, rows, 1, &row->record, err);
}

typedef struct {
    ListedEach each;
    void *ctx;
} Call;

static bool listed_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void listed_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const ListedRow *)row)->index);
}

/* CROSS JOIN keeps the log's order of going through, as in logged.c: the other way round all of a programme's records
 * would be sorted for every page. */
bool listed_each(Db *db, const ListedRange *range, ListedEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT l.idx, r.programme, r.entry, r.id, r.type, r.venue, r.asset, r.date_local, r.state "
                            "FROM leaves l CROSS JOIN records r ON r.programme = $programme AND r.entry = l.entry "
                            "WHERE l.idx > $after AND l.idx < $until ORDER BY l.idx LIMIT 256"),
                 .args = {db_int("$after", (int64_t)range->from - 1), db_u64("$until", range->until),
                          db_text("$programme", range->programme)},
                 .count = 3,
                 .row_size = sizeof(ListedRow),
                 .read = listed_read,
                 .next = listed_next,
                 .call = listed_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
