#include "store/documents.h"

#include "store/page.h"

bool documents_put(Db *db, const DocumentsRow *row, Err *err) {
    Hash hash = hash_of_str(row->body);
    if (!hash_eq(&hash, &row->sha256)) {
        return err_set(err, ERR_CORRUPT, "documents: the body of %.*s does not have the hash it was given",
                       STR_ARG(row->name));
    }
    return db_run(db,
                  SQL("INSERT INTO documents (entry, sha256, kind, programme, name, version, body) "
                      "VALUES ($entry, $sha256, $kind, $programme, $name, $version, $body)"),
                  DB_ARGS(db_u64("$entry", row->entry), db_blob("$sha256", hash_bytes(&row->sha256)),
                          db_text("$kind", row->kind), db_text("$programme", row->programme),
                          db_text("$name", row->name), db_text("$version", row->version), db_text("$body", row->body)),
                  err);
}

/* Columns 0 to 5 of every query on documents. */
static bool documents_read_head(Arena *arena, const DbRows *rows, void *out, Err *err) {
    DocumentsRow *row = out;
    row->entry = db_column_u64(rows, 0);
    TRY(db_column_copy(rows, 1, row->sha256.bytes, HASH_BYTES, err));
    row->kind = db_column_copy_text(arena, rows, 2);
    row->programme = db_column_copy_text(arena, rows, 3);
    row->name = db_column_copy_text(arena, rows, 4);
    row->version = db_column_copy_text(arena, rows, 5);
    return true;
}

static bool documents_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    DocumentsRow *row = out;
    TRY(documents_read_head(arena, rows, out, err));
    row->body = db_column_copy_text(arena, rows, 6);
    Hash hash = hash_of_str(row->body);
    if (hash_eq(&hash, &row->sha256)) {
        return true;
    }
    return err_set(err, ERR_CORRUPT,
                   "documents: the body of %.*s (entry %llu) is not what its hash says; restore it from a backup",
                   STR_ARG(row->name), (unsigned long long)row->entry);
}

bool documents_get(Arena *arena, Db *db, const Hash *sha256, DocumentsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT entry, sha256, kind, programme, name, version, body FROM documents "
                                "WHERE sha256 = $sha256"),
                     .args = DB_ARGS(db_blob("$sha256", hash_bytes(sha256))),
                     .read = documents_read,
                     .missing = "there is no document of this hash"};
    DocumentsRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

bool documents_of_entry(Arena *arena, Db *db, uint64_t entry, DocumentsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT entry, sha256, kind, programme, name, version, body FROM documents "
                                "WHERE entry = $entry"),
                     .args = DB_ARGS(db_u64("$entry", entry)),
                     .read = documents_read,
                     .missing = "this entry is not a document's"};
    DocumentsRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

bool documents_exists(Db *db, const Hash *sha256, bool *out, Err *err) {
    uint64_t number = 0;
    return db_number(db, SQL("SELECT entry FROM documents WHERE sha256 = $sha256"),
                     DB_ARGS(db_blob("$sha256", hash_bytes(sha256))), out, &number, err);
}

bool documents_find(Arena *arena, Db *db, const DocumentsRow *like, DocumentsRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT entry, sha256, kind, programme, name, version, body FROM documents "
                                "WHERE kind = $kind AND programme = $programme AND name = $name "
                                "AND ($version = '' OR version = $version) ORDER BY entry DESC LIMIT 1"),
                     .args = DB_ARGS(db_text("$kind", like->kind), db_text("$programme", like->programme),
                                     db_text("$name", like->name), db_text("$version", like->version)),
                     .read = documents_read,
                     .missing = "there is no such document"};
    DocumentsRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

typedef struct {
    DocumentsEach each;
    void *ctx;
} Call;

static bool documents_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void documents_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const DocumentsRow *)row)->entry);
}

bool documents_each(Db *db, Str kind, Str programme, DocumentsEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT entry, sha256, kind, programme, name, version FROM documents "
                            "WHERE entry > $after AND ($kind = '' OR kind = $kind) "
                            "AND ($programme = '' OR programme = $programme) ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", 0), db_text("$kind", kind), db_text("$programme", programme)},
                 .count = 3,
                 .row_size = sizeof(DocumentsRow),
                 .read = documents_read_head,
                 .next = documents_next,
                 .call = documents_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
