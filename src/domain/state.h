/*
 * The state of a record and the one table of how events change it.
 *
 * Shape: eight states and that of not being there, nine events; a pair that the table does not have is refused.
 * Errors: ERR_PRECONDITION names the state, the event and which events would be possible; ERR_GONE for an erased record.
 * Source: docs/formats/record.md, "States".
 */
#ifndef BANYAN_DOMAIN_STATE_H
#define BANYAN_DOMAIN_STATE_H

#include "base/err.h"
#include "base/str.h"

typedef enum {
    STATE_NONE, /* no record yet */
    STATE_SUBMITTED,
    STATE_AWAITING_EVIDENCE,
    STATE_SCREENED,
    STATE_FLAGGED,
    STATE_RETURNED,
    STATE_ACCEPTED,
    STATE_REJECTED,
    STATE_ERASED,
    STATE_COUNT
} State;

typedef enum {
    STATE_ON_SUBMIT,
    STATE_ON_SUBMIT_WITHOUT_EVIDENCE, /* evidence is named but its bytes are not there yet */
    STATE_ON_EVIDENCE,                /* the last missing evidence arrived */
    STATE_ON_CHECK_SCREENED,
    STATE_ON_CHECK_FLAGGED,
    STATE_ON_ACCEPT,
    STATE_ON_RETURN,
    STATE_ON_REJECT,
    STATE_ON_ERASE,
    STATE_EVENT_COUNT
} StateEvent;

CHECKED bool state_next(State from, StateEvent event, State *to, Err *err);
/* Records in this state enter a statement's results. */
CHECKED bool state_counts(State state);
/* The public name, such as "awaiting evidence". */
Str state_name(State state);
CHECKED bool state_parse(Str name, State *out, Err *err);

#endif
