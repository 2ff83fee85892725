/*
 * Files that were imported; derived.
 *
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second import of a file into a
 * programme; what store/db.h says.
 */
#ifndef BANYAN_STORE_IMPORTS_H
#define BANYAN_STORE_IMPORTS_H

#include "store/db.h"

typedef struct {
    Str programme;
    Hash file;
    uint64_t rows;
    uint64_t first_entry; /* its records are the entries first_entry .. first_entry + rows - 1 */
} ImportsRow;

CHECKED bool imports_put(Db *db, const ImportsRow *row, Err *err);
CHECKED bool imports_get(Arena *arena, Db *db, Str programme, const Hash *file, ImportsRow *out, Err *err);
typedef bool (*ImportsEach)(void *ctx, const ImportsRow *row, Err *err);
/* In order of first_entry; an empty programme means all. */
CHECKED bool imports_each(Db *db, Str programme, ImportsEach each, void *ctx, Err *err);

#endif
