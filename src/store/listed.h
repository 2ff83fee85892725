/*
 * Records as they stand on the log, without their payloads: for lists.
 *
 * Shape: in the order of the log, which tells nothing about the order in which they came.
 * Owns: rows live for the call. Errors: what store/db.h says.
 */
#ifndef BANYAN_STORE_LISTED_H
#define BANYAN_STORE_LISTED_H

#include "store/records.h"

typedef struct {
    uint64_t index;
    RecordsRow record;
} ListedRow;

typedef struct {
    Str programme;
    uint64_t from;  /* first index */
    uint64_t until; /* first index behind it */
} ListedRange;

typedef bool (*ListedEach)(void *ctx, const ListedRow *row, Err *err);
/* Stops when `each` returns false. */
CHECKED bool listed_each(Db *db, const ListedRange *range, ListedEach each, void *ctx, Err *err);

#endif
