/*
 * Derived tables as a whole: built beside the old ones and swapped, dumped for comparison.
 *
 * Shape: inside one db_write: derived_begin sets the old tables aside and makes empty ones under the same names, the caller
 *        replays into them, derived_compare tells where they differ from the old ones, derived_swap drops the old ones.
 *        Readers see the old tables until that transaction commits.
 * Owns: what is dumped lives for the call. Errors: what store/db.h says.
 */
#ifndef BANYAN_STORE_DERIVED_H
#define BANYAN_STORE_DERIVED_H

#include "store/db.h"

enum { DERIVED_TABLES = 4 };
/* "records", "assets", "statements", "imports". */
const char *derived_name(size_t table);

CHECKED bool derived_begin(Db *db, Err *err);
CHECKED bool derived_swap(Db *db, Err *err);

/* Each row in key order as text: columns in order separated by tabs, blobs in hex, NULL as "-". */
typedef bool (*DerivedRow)(void *ctx, Str row, Err *err);
CHECKED bool derived_dump(Db *db, size_t table, DerivedRow each, void *ctx, Err *err);
/* SHA-256 over the dump's rows, each with its length, and their number. */
CHECKED bool derived_hash(Db *db, size_t table, Hash *hash, uint64_t *rows, Err *err);

/* Between derived_begin and derived_swap: calls `each` with "table: - old row" or "table: + new row" for every row that
 * differs; *same is true where none does. `each` may be NULL. */
CHECKED bool derived_compare(Db *db, DerivedRow each, void *ctx, bool *same, Err *err);

#endif
