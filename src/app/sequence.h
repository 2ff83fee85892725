/*
 * Putting what waits on the log, when its programme says so.
 *
 * Shape: documents and programmes that publish `at once` go in order of acceptance; `hourly, shuffled` and `daily,
 *        shuffled` ones wait for the end of their UTC hour or day and go in random order, so that their place tells nothing.
 * Errors: what the ledger reports; nothing is half done.
 */
#ifndef BANYAN_APP_SEQUENCE_H
#define BANYAN_APP_SEQUENCE_H

#include "app/app.h"

typedef struct {
    uint64_t appended;
    uint64_t waiting; /* not due yet */
    uint64_t size;    /* of the published log */
} SequenceDone;

CHECKED bool sequence_run(App *app, SequenceDone *out, Err *err);
/* The same behind a change that is stored already: a failure says so. */
CHECKED bool sequence_stored(App *app, SequenceDone *out, Err *err);
/* Writes every file of the log again from the database, for one that was lost or damaged. The App is open with APP_INSPECT:
 * a damaged log does not open otherwise. */
CHECKED bool sequence_rewrite(App *app, SequenceDone *out, Err *err);

#endif
