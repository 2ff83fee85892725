#include "store/imports.h"

#include "store/page.h"

bool imports_put(Db *db, const ImportsRow *row, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO imports (programme, file, row_count, first_entry) "
                      "VALUES ($programme, $file, $row_count, $first_entry)"),
                  DB_ARGS(db_text("$programme", row->programme), db_blob("$file", hash_bytes(&row->file)),
                          db_u64("$row_count", row->rows), db_u64("$first_entry", row->first_entry)),
                  err);
}

static bool imports_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    ImportsRow *row = out;
    row->programme = db_column_copy_text(arena, rows, 0);
    TRY(db_column_copy(rows, 1, row->file.bytes, HASH_BYTES, err));
    row->rows = db_column_u64(rows, 2);
    row->first_entry = db_column_u64(rows, 3);
    return true;
}

bool imports_get(Arena *arena, Db *db, Str programme, const Hash *file, ImportsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT programme, file, row_count, first_entry FROM imports "
                                "WHERE programme = $programme AND file = $file"),
                     .args = DB_ARGS(db_text("$programme", programme), db_blob("$file", hash_bytes(file))),
                     .read = imports_read,
                     .missing = "this file was not imported into this programme"};
    ImportsRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

typedef struct {
    ImportsEach each;
    void *ctx;
} Call;

static bool imports_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void imports_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const ImportsRow *)row)->first_entry);
}

bool imports_each(Db *db, Str programme, ImportsEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT programme, file, row_count, first_entry FROM imports "
                            "WHERE first_entry > $after AND ($programme = '' OR programme = $programme) "
                            "ORDER BY first_entry LIMIT 256"),
                 .args = {db_u64("$after", 0), db_text("$programme", programme)},
                 .count = 2,
                 .row_size = sizeof(ImportsRow),
                 .read = imports_read,
                 .next = imports_next,
                 .call = imports_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
