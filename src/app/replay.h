/*
 * Derived tables made again from entries and payloads, row for row.
 *
 * Shape: replay_rows fills the (empty) derived tables inside an open transaction; rebuild_run swaps them in; replay_compare
 *        rolls back and only tells where today's rows differ.
 * Errors: ERR_CORRUPT names the entry that cannot be read.
 */
#ifndef BANYAN_APP_REPLAY_H
#define BANYAN_APP_REPLAY_H

#include "app/app.h"
#include "store/derived.h"

typedef struct {
    uint64_t entries; /* replayed */
    uint64_t rows[DERIVED_TABLES];
    Hash before[DERIVED_TABLES];
    Hash after[DERIVED_TABLES];
    bool same;
} ReplayDone;

CHECKED bool replay_rebuild(App *app, ReplayDone *out, Err *err);
/* Calls `each` with every row that differs; writes nothing. Needs the app opened for writing. */
CHECKED bool replay_compare(App *app, DerivedRow each, void *ctx, bool *same, Err *err);

#endif
