/*
 * Leaves: which entry stands at which index of the log; append-only.
 *
 * Shape: indexes 0, 1, 2 ... without gaps, each entry once. Errors: ERR_NOT_FOUND; what store/db.h says.
 */
#ifndef BANYAN_STORE_LEAVES_H
#define BANYAN_STORE_LEAVES_H

#include "store/db.h"

typedef struct {
    uint64_t index;
    uint64_t entry;
    Hash hash;
    Str leaf; /* the entry's canonical text, where leaves_each_entry gives it */
} LeavesRow;

CHECKED bool leaves_append(Db *db, const LeavesRow *row, Err *err);
CHECKED bool leaves_get(Db *db, uint64_t index, LeavesRow *out, Err *err);
CHECKED bool leaves_of_entry(Db *db, uint64_t entry, LeavesRow *out, Err *err);
CHECKED bool leaves_count(Db *db, uint64_t *out, Err *err);

typedef bool (*LeavesEach)(void *ctx, const LeavesRow *row, Err *err);
/* Leaves from <= index < to with their entries' text. */
CHECKED bool leaves_each(Db *db, uint64_t from, uint64_t to, LeavesEach each, void *ctx, Err *err);
/* Up to `room` entries greater than `after` that have no leaf yet, in order; *count says how many. */
CHECKED bool leaves_pending(Db *db, uint64_t after, uint64_t *entries, size_t room, size_t *count, Err *err);
/* What decides when such an entry goes on the log; lives for the call. */
typedef struct {
    uint64_t entry;
    Str programme;
    bool committed; /* its leaf is a commitment, and no public document */
    int64_t accepted_minute;
} LeavesPending;

typedef bool (*LeavesPendingEach)(void *ctx, const LeavesPending *row, Err *err);
/* Every entry that has no leaf yet, in order. */
CHECKED bool leaves_pending_each(Db *db, LeavesPendingEach each, void *ctx, Err *err);
/* As leaves_pending for all entries at once: how many wait. */
CHECKED bool leaves_waiting(Db *db, uint64_t *out, Err *err);

#endif
