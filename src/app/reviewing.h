/*
 * A person's decision on a record: accept, return with a reason, reject with a reason.
 *
 * Owns: results live in the app's arena. Errors: ERR_NOT_FOUND, ERR_GONE, ERR_PRECONDITION for a decision its state does not
 * allow, ERR_INVALID_RECORD for a missing reason; nothing is written in these cases.
 */
#ifndef BANYAN_APP_REVIEWING_H
#define BANYAN_APP_REVIEWING_H

#include "app/app.h"
#include "domain/review.h"

typedef struct {
    Str programme;
    Str record; /* UUID */
    ReviewDecision decision;
    Str reason;
    Str reviewer; /* pseudonym */
} ReviewingRequest;

/* *state is the record's new state. */
CHECKED bool reviewing_decide(App *app, const ReviewingRequest *request, Str *state, Err *err);

#endif
