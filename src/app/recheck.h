/*
 * A statement computed again from what is stored and compared figure by figure with what was issued.
 *
 * Shape: every record of the frame is opened and confirmed against its leaf, the frame's root and all results are recomputed
 *        with the methodology and factor sets that the statement pins, and the statement's own place in the log is proved.
 * Owns: sentences live in the app's arena. Errors: only where it could not be decided; a difference is a finding.
 */
#ifndef BANYAN_APP_RECHECK_H
#define BANYAN_APP_RECHECK_H

#include "app/issue.h"
#include "app/terms.h"

typedef struct {
    IssueShown shown;
    bool holds;
    uint64_t confirmed; /* records whose payload is what was committed */
    uint64_t erased;    /* that cannot be recomputed any more */
    const Str *findings;
    size_t finding_count;
} RecheckDone;

/* The terms that a statement pins. `shown` must outlive them. */
CHECKED bool recheck_terms(App *app, const IssueShown *shown, Terms *out, Err *err);
CHECKED bool recheck_statement(App *app, Str id, RecheckDone *out, Err *err);

#endif
