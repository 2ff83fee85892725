/*
 * What the public may see: the one rule, asked by every public view.
 *
 * Shape: an open programme shows its records, venues and counts; any other only the statements it issued, because a count
 *        that grows by one tells who was there. A draft is nobody's yet; a document on the log is public.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND for what is not there and for what is not shown, in the same words.
 */
#ifndef BANYAN_APP_VISIBLE_H
#define BANYAN_APP_VISIBLE_H

#include "app/issue.h"
#include "domain/programme.h"

/* Whether single records of the programme, its venues and its counts are shown. */
CHECKED bool visible_records(const Programme *programme);
/* Whether a statement in this state is shown: issued, superseded, withdrawn. */
CHECKED bool visible_state(Str statement_state);

CHECKED bool visible_programme(App *app, Str id, Programme *out, Err *err);
/* As visible_programme, but only one that shows its records. */
CHECKED bool visible_open(App *app, Str id, Programme *out, Err *err);
CHECKED bool visible_statement(App *app, Str id, IssueShown *out, Err *err);

#endif
