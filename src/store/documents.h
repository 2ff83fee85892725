/*
 * Documents that are public anyway, by the hash of their canonical JSON; append-only.
 *
 * Shape: kind as in the log's leaf ("methodology.published", "programme.opened", "statement.issued" ...), programme empty
 *        where it belongs to none, name and version as the kind uses them (a slug, a UUID; version may be empty).
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND, ERR_CONFLICT when the hash is there already,
 * ERR_CORRUPT when a body is not what its hash says; what store/db.h says.
 */
#ifndef BANYAN_STORE_DOCUMENTS_H
#define BANYAN_STORE_DOCUMENTS_H

#include "store/db.h"

typedef struct {
    Hash sha256;
    uint64_t entry; /* the entry that put it on the log */
    Str kind;
    Str programme;
    Str name;
    Str version;
    Str body;
} DocumentsRow;

/* Only inside db_write; refuses a body that does not have this hash. */
CHECKED bool documents_put(Db *db, const DocumentsRow *row, Err *err);
CHECKED bool documents_get(Arena *arena, Db *db, const Hash *sha256, DocumentsRow *out, Err *err);
CHECKED bool documents_of_entry(Arena *arena, Db *db, uint64_t entry, DocumentsRow *out, Err *err);
CHECKED bool documents_exists(Db *db, const Hash *sha256, bool *out, Err *err);
/* The latest of that kind, programme and name; with a version, the latest of that version. */
CHECKED bool documents_find(Arena *arena, Db *db, const DocumentsRow *like, DocumentsRow *out, Err *err);

/* Calls `each` for the documents of a kind in the order of their entries; an empty kind or programme means all. Without
 * bodies. */
typedef bool (*DocumentsEach)(void *ctx, const DocumentsRow *row, Err *err);
CHECKED bool documents_each(Db *db, Str kind, Str programme, DocumentsEach each, void *ctx, Err *err);

#endif
