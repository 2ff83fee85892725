/*
 * Secrets: one per committed entry, from which its salts and its payload's key come; in the key store (keys.db).
 *
 * Shape: SECRETS_BYTES random bytes. `owner` is room for a subject's key that will one day cover several entries.
 * Owns: what is read is copied to the caller, who wipes it.
 * Errors: ERR_GONE for an erased entry, ERR_NOT_FOUND, ERR_CONFLICT for a second one; what store/db.h says.
 */
#ifndef BANYAN_STORE_SECRETS_H
#define BANYAN_STORE_SECRETS_H

#include "store/db.h"

enum { SECRETS_BYTES = 32 };

/* Only inside db_write of the main Db. */
CHECKED bool secrets_put(Db *db, uint64_t entry, Str programme, const uint8_t secret[SECRETS_BYTES], Err *err);
CHECKED bool secrets_get(Db *db, uint64_t entry, uint8_t out[SECRETS_BYTES], Err *err);
CHECKED bool secrets_exists(Db *db, uint64_t entry, bool *out, Err *err);
CHECKED bool secrets_count(Db *db, uint64_t *out, Err *err);
/* How many belong to no entry. */
CHECKED bool secrets_orphans(Db *db, uint64_t *out, Err *err);

/* For erasures.c and store.c: inside db_write. */
CHECKED bool secrets_delete(Db *db, uint64_t entry, Err *err);
/* Deletes the secrets of entries that do not exist: those of a transaction whose second half a crash cut off. */
CHECKED bool secrets_drop_orphans(Db *db, Err *err);

#endif
