/*
 * fsck: everything stored, checked against everything that says what it should be.
 *
 * Shape: keys, entries, payloads, secrets, evidence, documents, derived rows, tiles, checkpoints; each fault is one sentence that
 *        names the place and what to do. Opens the instance itself, because a damaged one may refuse to open otherwise.
 * Owns: sentences live in the arena. Errors: only where the check could not go on.
 */
#ifndef BANYAN_APP_INSPECT_H
#define BANYAN_APP_INSPECT_H

#include "app/app.h"

typedef struct {
    uint64_t entries;
    uint64_t payloads;
    uint64_t erased;
    uint64_t blobs;
    uint64_t log_size;
    const Str *faults;
    size_t fault_count; /* kept; at most LIMIT_FAULTS */
    uint64_t fault_total;
} InspectDone;

CHECKED bool inspect_run(Arena *arena, const AppEnv *env, InspectDone *out, Err *err);

#endif
