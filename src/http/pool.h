/*
 * Threads that work off a bounded queue of jobs, first come first served.
 *
 * Shape: `workers` threads, each with a number from 0, so that what serves one thread can be one worker's own. At most
 *        `queue` jobs wait.
 * Owns: pool_start gives a handle that pool_stop ends. Jobs are the caller's and untouched once `work` was called.
 * Errors: ERR_UNAVAILABLE when the system gives no thread.
 */
#ifndef BANYAN_HTTP_POOL_H
#define BANYAN_HTTP_POOL_H

#include <stddef.h>

#include "base/err.h"

typedef struct Pool Pool;
typedef struct PoolJob PoolJob;

/* Put inside what is to be worked on. */
struct PoolJob {
    PoolJob *next;
};

typedef struct {
    size_t workers;
    size_t queue;
    void (*work)(void *ctx, size_t worker, PoolJob *job);
    void (*leave)(void); /* called by each thread at its end; NULL: nothing */
    void *ctx;
} PoolOptions;

CHECKED bool pool_start(const PoolOptions *options, Pool **out, Err *err);
/* False when as many jobs wait as may. */
CHECKED bool pool_submit(Pool *pool, PoolJob *job);
CHECKED size_t pool_waiting(Pool *pool);
/* Jobs that no worker has finished, waiting or in work. */
CHECKED size_t pool_unfinished(Pool *pool);
/* Takes no more jobs; what waits is still worked off. */
void pool_refuse(Pool *pool);
/* Refuses, waits for what is unfinished, and ends the threads. Accepts NULL. */
void pool_stop(Pool *pool);

#endif
