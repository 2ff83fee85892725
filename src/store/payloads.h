/*
 * Payloads: the encrypted content of an entry, which erasure deletes.
 *
 * Owns: the box read lives in the arena. Errors: ERR_GONE for an erased entry, ERR_NOT_FOUND for one that never had a
 * payload, ERR_CONFLICT for a second one; what store/db.h says.
 */
#ifndef BANYAN_STORE_PAYLOADS_H
#define BANYAN_STORE_PAYLOADS_H

#include "store/db.h"

CHECKED bool payloads_put(Db *db, uint64_t entry, Bytes box, Err *err);
CHECKED bool payloads_get(Arena *arena, Db *db, uint64_t entry, Bytes *box, Err *err);
CHECKED bool payloads_exists(Db *db, uint64_t entry, bool *out, Err *err);
CHECKED bool payloads_count(Db *db, uint64_t *out, Err *err);

#endif
