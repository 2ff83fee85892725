/*
 * Word of how far a long job is, for whoever waits.
 *
 * Shape: `tell` may be NULL. Owns: nothing. Called from the job's own thread.
 */
#ifndef BANYAN_APP_PROGRESS_H
#define BANYAN_APP_PROGRESS_H

#include <stdint.h>

typedef struct {
    /* `total` is 0 where it is not known. */
    void (*tell)(void *ctx, const char *what, uint64_t done, uint64_t total);
    void *ctx;
} Progress;

void progress_tell(const Progress *progress, const char *what, uint64_t done, uint64_t total);

#endif
