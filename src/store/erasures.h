/*
 * Erasures: which entry's content was destroyed, and by which `erasure` entry; append-only.
 *
 * Shape: erasures_record belongs in the same db_write that appends the erasure document's entry and turns derived rows
 *        into stubs; it deletes the payload. The secret goes after that transaction is durable: store_scrub.
 * Errors: ERR_GONE when it was erased before; what store/db.h says.
 */
#ifndef BANYAN_STORE_ERASURES_H
#define BANYAN_STORE_ERASURES_H

#include "store/db.h"

typedef struct {
    uint64_t entry;   /* what was erased */
    uint64_t erasure; /* the entry that says so */
} ErasuresRow;

CHECKED bool erasures_record(Db *db, const ErasuresRow *row, Err *err);
CHECKED bool erasures_exists(Db *db, uint64_t entry, bool *out, Err *err);
CHECKED bool erasures_count(Db *db, uint64_t *out, Err *err);
typedef bool (*ErasuresEach)(void *ctx, const ErasuresRow *row, Err *err);
/* In order of the erased entries, from > after. */
CHECKED bool erasures_each(Db *db, ErasuresEach each, void *ctx, Err *err);
/* Deletes secrets and payloads that erased entries still have, as after a crash or a restored backup; *count says how
 * many there were. Outside db_write. */
CHECKED bool erasures_replay(Db *db, uint64_t *count, Err *err);

#endif
