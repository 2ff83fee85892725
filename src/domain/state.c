#include "domain/state.h"

#include <stdio.h>

#include "domain/text.h"

enum { LIST_TEXT = 300 };

static const Str names[STATE_COUNT] = {[STATE_NONE] = STR_INIT("not submitted"),
                                       [STATE_SUBMITTED] = STR_INIT("submitted"),
                                       [STATE_AWAITING_EVIDENCE] = STR_INIT("awaiting evidence"),
                                       [STATE_SCREENED] = STR_INIT("screened"),
                                       [STATE_FLAGGED] = STR_INIT("flagged"),
                                       [STATE_RETURNED] = STR_INIT("returned"),
                                       [STATE_ACCEPTED] = STR_INIT("accepted"),
                                       [STATE_REJECTED] = STR_INIT("rejected"),
                                       [STATE_ERASED] = STR_INIT("erased")};

static const Str events[STATE_EVENT_COUNT] = {
    [STATE_ON_SUBMIT] = STR_INIT("submit"),
    [STATE_ON_SUBMIT_WITHOUT_EVIDENCE] = STR_INIT("submit without its evidence"),
    [STATE_ON_EVIDENCE] = STR_INIT("complete the evidence"),
    [STATE_ON_CHECK_SCREENED] = STR_INIT("screen"),
    [STATE_ON_CHECK_FLAGGED] = STR_INIT("flag"),
    [STATE_ON_ACCEPT] = STR_INIT("accept"),
    [STATE_ON_RETURN] = STR_INIT("return"),
    [STATE_ON_REJECT] = STR_INIT("reject"),
    [STATE_ON_ERASE] = STR_INIT("erase")};

/* STATE_NONE: the pair is refused. A returned record is answered by a new act that revises it, so nothing but a later
 * decision or erasure moves it. A screened record may still be seen, and overruled, by a person. */
static const State table[STATE_COUNT][STATE_EVENT_COUNT] = {
    [STATE_NONE] = {[STATE_ON_SUBMIT] = STATE_SUBMITTED, [STATE_ON_SUBMIT_WITHOUT_EVIDENCE] = STATE_AWAITING_EVIDENCE},
    [STATE_SUBMITTED] = {[STATE_ON_CHECK_SCREENED] = STATE_SCREENED,
                         [STATE_ON_CHECK_FLAGGED] = STATE_FLAGGED,
                         [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_AWAITING_EVIDENCE] = {[STATE_ON_EVIDENCE] = STATE_SUBMITTED, [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_SCREENED] = {[STATE_ON_CHECK_FLAGGED] = STATE_FLAGGED,
                        [STATE_ON_ACCEPT] = STATE_ACCEPTED,
                        [STATE_ON_RETURN] = STATE_RETURNED,
                        [STATE_ON_REJECT] = STATE_REJECTED,
                        [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_FLAGGED] = {[STATE_ON_ACCEPT] = STATE_ACCEPTED,
                       [STATE_ON_RETURN] = STATE_RETURNED,
                       [STATE_ON_REJECT] = STATE_REJECTED,
                       [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_RETURNED] =
        {[STATE_ON_ACCEPT] = STATE_ACCEPTED, [STATE_ON_REJECT] = STATE_REJECTED, [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_ACCEPTED] =
        {[STATE_ON_RETURN] = STATE_RETURNED, [STATE_ON_REJECT] = STATE_REJECTED, [STATE_ON_ERASE] = STATE_ERASED},
    [STATE_REJECTED] = {[STATE_ON_ACCEPT] = STATE_ACCEPTED, [STATE_ON_ERASE] = STATE_ERASED},
};

static void possible(State from, char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < STATE_EVENT_COUNT; i++) {
        if (table[from][i] == STATE_NONE) {
            continue;
        }
        int len = snprintf(out + at, size - at, "%s%.*s", at == 0 ? "" : ", ", STR_ARG(events[i]));
        if (len < 0 || (size_t)len >= size - at) {
            return;
        }
        at += (size_t)len;
    }
}

bool state_next(State from, StateEvent event, State *to, Err *err) {
    if (from == STATE_ERASED) {
        return err_set(err, ERR_GONE, "the record is erased; nothing can be done with it any more");
    }
    State next = table[from][event];
    if (next == STATE_NONE) {
        char list[LIST_TEXT];
        possible(from, list, sizeof(list));
        return err_set(err, ERR_PRECONDITION, "the record is %.*s, so one cannot %.*s it; possible is: %s",
                       STR_ARG(names[from]), STR_ARG(events[event]), list);
    }
    *to = next;
    return true;
}

bool state_counts(State state) {
    return state == STATE_SCREENED || state == STATE_ACCEPTED;
}

Str state_name(State state) {
    return state < STATE_COUNT ? names[state] : (Str){0};
}

bool state_parse(Str name, State *out, Err *err) {
    for (unsigned i = STATE_SUBMITTED; i < STATE_COUNT; i++) {
        if (str_eq(names[i], name)) {
            *out = (State)i;
            return true;
        }
    }
    return err_set(err, ERR_INVALID_RECORD,
                   "'%.*s' is no state; right is submitted, awaiting evidence, screened, flagged, returned, accepted, "
                   "rejected or erased",
                   STR_ARG(text_shown(name)));
}
