/*
 * Statements: drafted and frozen, then issued; a later one for the same period supersedes the earlier and says what changed.
 *
 * Shape: the frame (which records count) is fixed with the draft and kept, so that it can be shown and recomputed later.
 * Owns: results live in the app's arena.
 * Errors: ERR_PRECONDITION where there is nothing to state or a draft was issued already; what reckon reports.
 * Source: docs/formats/statement.md.
 */
#ifndef BANYAN_APP_ISSUE_H
#define BANYAN_APP_ISSUE_H

#include "app/app.h"
#include "domain/statement.h"
#include "store/statements.h"

typedef struct {
    Str programme;
    Str from; /* local dates, half-open; empty: the programme's period */
    Str until;
} IssueRequest;

/* A statement as it is stored, with where it lies in the log. */
typedef struct {
    StatementsRow row;
    Statement statement;
    Str body; /* canonical JSON */
    StatementPosition position;
    uint64_t erased_since; /* records of its frame that were erased after it was made */
} IssueShown;

CHECKED bool issue_draft(App *app, const IssueRequest *request, IssueShown *out, Err *err);
/* Issues a draft as it is. */
CHECKED bool issue_draft_as_is(App *app, Str id, IssueShown *out, Err *err);
/* Drafts and issues at once. */
CHECKED bool issue_now(App *app, const IssueRequest *request, IssueShown *out, Err *err);
/* By id, or the latest issued one of the programme where `id` is empty. */
CHECKED bool issue_show(App *app, Str id, Str programme, IssueShown *out, Err *err);

/* The entries of its frame, in frame order; lives in the app's arena. */
CHECKED bool issue_frame(App *app, const uint8_t id[16], uint64_t **entries, size_t *count, Err *err);

#endif
