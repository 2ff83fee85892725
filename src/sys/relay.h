/*
 * Two threads that pass batches on: one fills them, the other takes them, in the same order.
 *
 * Shape: RELAY_SLOTS batches go round, so memory is bounded. `fill` runs on a thread of its own, `take` on the caller's.
 *        What comes out does not depend on how fast either is: batches are taken in the order in which they were filled.
 * Owns: nothing; the batches are the caller's, and each belongs to one thread at a time.
 * Errors: the first failure in the order of batches, whichever side it comes from; ERR_UNAVAILABLE when the system gives
 *         no thread. Both sides are at rest when relay_run returns.
 */
#ifndef BANYAN_SYS_RELAY_H
#define BANYAN_SYS_RELAY_H

#include <stddef.h>

#include "base/err.h"

enum { RELAY_SLOTS = 4 };

typedef struct {
    /* Fills batch `slot`; *more is true beforehand, and set to false with the last batch. */
    bool (*fill)(void *ctx, size_t slot, bool *more, Err *err);
    bool (*take)(void *ctx, size_t slot, Err *err);
    void *ctx;
} Relay;

CHECKED bool relay_run(const Relay *relay, Err *err);

#endif
