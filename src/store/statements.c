#include "store/statements.h"

#include "store/page.h"

static DbArg statements_supersedes(const StatementsRow *row) {
    return db_blob_or_null("$supersedes", row->has_supersedes ? row->supersedes : NULL, STATEMENTS_ID);
}

bool statements_put(Db *db, const StatementsRow *row, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO statements (programme, id, entry, document, state, supersedes) "
                      "VALUES ($programme, $id, $entry, $document, $state, $supersedes)"),
                  DB_ARGS(db_text("$programme", row->programme), db_blob("$id", (Bytes){row->id, STATEMENTS_ID}),
                          db_u64("$entry", row->entry), db_blob("$document", hash_bytes(&row->document)),
                          db_text("$state", row->state), statements_supersedes(row)),
                  err);
}

bool statements_change(Db *db, const StatementsRow *row, Err *err) {
    TRY(db_run(db,
               SQL("UPDATE statements SET entry = $entry, document = $document, state = $state, "
                   "supersedes = $supersedes WHERE programme = $programme AND id = $id"),
               DB_ARGS(db_text("$programme", row->programme), db_blob("$id", (Bytes){row->id, STATEMENTS_ID}),
                       db_u64("$entry", row->entry), db_blob("$document", hash_bytes(&row->document)),
                       db_text("$state", row->state), statements_supersedes(row)),
               err));
    return db_changes(db) == 1 ||
           err_set(err, ERR_NOT_FOUND, "programme %.*s has no such statement", STR_ARG(row->programme));
}

static bool statements_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    StatementsRow *row = out;
    row->programme = db_column_copy_text(arena, rows, 0);
    TRY(db_column_copy(rows, 1, row->id, STATEMENTS_ID, err));
    row->entry = db_column_u64(rows, 2);
    TRY(db_column_copy(rows, 3, row->document.bytes, HASH_BYTES, err));
    row->state = db_column_copy_text(arena, rows, 4);
    row->has_supersedes = !db_column_null(rows, 5);
    return !row->has_supersedes || db_column_copy(rows, 5, row->supersedes, STATEMENTS_ID, err);
}

static bool statements_one(Arena *arena, Db *db, const PageOne *query, StatementsRow *out, Err *err) {
    StatementsRow row = {0};
    TRY(page_one(arena, db, query, &row, err));
    *out = row;
    return true;
}

bool statements_get(Arena *arena, Db *db, Str programme, const uint8_t id[STATEMENTS_ID], StatementsRow *out,
                    Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, id, entry, document, state, supersedes FROM statements "
                                "WHERE programme = $programme AND id = $id"),
                     .args = DB_ARGS(db_text("$programme", programme), db_blob("$id", (Bytes){id, STATEMENTS_ID})),
                     .read = statements_read,
                     .missing = "this programme has no such statement"};
    return statements_one(arena, db, &query, out, err);
}

bool statements_find(Arena *arena, Db *db, const uint8_t id[STATEMENTS_ID], StatementsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, id, entry, document, state, supersedes FROM statements "
                                "WHERE id = $id"),
                     .args = DB_ARGS(db_blob("$id", (Bytes){id, STATEMENTS_ID})),
                     .read = statements_read,
                     .missing = "there is no such statement"};
    return statements_one(arena, db, &query, out, err);
}

typedef struct {
    StatementsEach each;
    void *ctx;
} Call;

static bool statements_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void statements_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const StatementsRow *)row)->entry);
}

bool statements_each(Db *db, Str programme, StatementsEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT programme, id, entry, document, state, supersedes FROM statements "
                            "WHERE entry > $after AND ($programme = '' OR programme = $programme) "
                            "ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", 0), db_text("$programme", programme)},
                 .count = 2,
                 .row_size = sizeof(StatementsRow),
                 .read = statements_read,
                 .next = statements_next,
                 .call = statements_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
