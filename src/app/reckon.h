/*
 * A programme's methodology run over its records on the log.
 *
 * Shape: records in leaf order; each payload is opened, confirmed against its leaf when asked, and added. The frame is the Merkle
 *        root over the commitments of the records that count.
 * Owns: outcome and lists live in the app's arena; what `each` gets lives for the call.
 * Errors: ERR_CORRUPT where a payload is not what was committed; what the methodology engine reports.
 */
#ifndef BANYAN_APP_RECKON_H
#define BANYAN_APP_RECKON_H

#include "app/terms.h"
#include "domain/record.h"
#include "domain/state.h"
#include "proof/merkle.h"
#include "store/records.h"

typedef struct {
    uint64_t index; /* of its leaf */
    const RecordsRow *row;
    const Record *record;
    const Hash *commitment;
    const QuantifyVerdict *verdict;
} ReckonRecord;

typedef bool (*ReckonEach)(void *ctx, const ReckonRecord *record, Err *err);

typedef struct {
    const Terms *terms;
    Str from; /* date_local, half-open */
    Str until;
    uint64_t size;           /* of the log: leaves below it are looked at */
    const uint64_t *entries; /* exactly these, in this order, instead of period and state; NULL: all */
    size_t entry_count;
    bool figures;    /* per-record figures for `each` */
    bool confirm;    /* every payload against its leaf */
    ReckonEach each; /* NULL, or called for every record that counts */
    void *ctx;
} ReckonRequest;

typedef struct {
    QuantifyOutcome outcome;
    uint64_t received; /* records of the programme in the period, whatever their state; erased ones always */
    uint64_t by_state[STATE_COUNT]; /* of those received and left out */
    uint64_t outside;               /* in a state that counts, but outside the period */
    uint64_t erased;
    uint64_t days;   /* local dates of the period on which something that counts lasted */
    uint64_t venues; /* different ones among those that count */
    MerkleFrontier frame;
    uint64_t *entries; /* that count, in frame order */
    size_t entry_count;
} ReckonDone;

CHECKED bool reckon_run(App *app, const ReckonRequest *request, ReckonDone *out, Err *err);

#endif
