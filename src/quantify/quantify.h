/*
 * A methodology run over records, one at a time, in memory that does not grow with their number.
 *
 * Shape: quantify_begin, then quantify_add per record in leaf order (sums at 192 bits depend on the order in bits far
 *        below the digits that are shown), then quantify_end once.
 * Units: values come in any unit of the input's dimension; results are in the unit the methodology declares.
 * Owns: the run and what quantify_end gives live in the arena of quantify_begin; what quantify_add gives lives until
 *       the next call with the run. The methodology, units and factor sets are borrowed until the end.
 * Errors: ERR_INVALID_METHODOLOGY, ERR_INVALID_DOCUMENT (parameters), ERR_NOT_FOUND (factor), ERR_INVALID_RECORD (an
 *         input that inputs_check refuses), ERR_ARITHMETIC naming formula and operation. After an error of
 *         quantify_add the run is as before that record.
 * Source: docs/formats/methodology.md; IPCC 2006 volume 1 chapter 3, approach 1, as first-order propagation.
 */
#ifndef BANYAN_QUANTIFY_QUANTIFY_H
#define BANYAN_QUANTIFY_QUANTIFY_H

#include "domain/methodology.h"
#include "quantify/factor_set.h"
#include "quantify/unit.h"

typedef struct QuantifyRun QuantifyRun;

typedef struct {
    const UnitTable *units;
    const FactorSet *sets;
    size_t set_count;
    const TextMap *parameters; /* the programme's, name and value: geography, year, ...; may be NULL */
    bool figures;              /* give the per-record figures as text */
} QuantifyContext;

/* A per-record formula's value: at least 20 significant digits, trailing zeros behind the point cut. */
typedef struct {
    Str name;
    Str unit;
    Str value;
} QuantifyFigure;

typedef struct {
    bool included;
    const MethodologyCondition *excluded_by; /* NULL where included */
    const QuantifyFigure *figures;           /* only where included and asked for */
    size_t figure_count;
} QuantifyVerdict;

/* An input over the included records. */
typedef struct {
    const MethodologyInput *input;
    uint64_t count;
    Str min; /* in the input's unit; empty where count is 0 */
    Str max;
    Str sum; /* empty unless the methodology asks for the total */
} QuantifyActivity;

typedef struct {
    const MethodologyFactor *use;
    const Factor *factor;
    const FactorSet *set;
    Str se; /* in the factor's own unit, 20 digits; empty where no range is declared */
} QuantifyFactor;

typedef struct {
    const MethodologyCondition *condition;
    uint64_t count;
} QuantifyExcluded;

typedef struct {
    const MethodologyResult *result;
    Str value;     /* published digits */
    Str full;      /* 20 significant digits */
    Str figure;    /* 12 significant digits: what goes into further arithmetic */
    bool interval; /* false: nothing declares an error; the texts below are empty */
    Str se;        /* 20 significant digits */
    Str low;       /* published digits */
    Str high;
    Str low_full;
    Str high_full;
} QuantifyResult;

typedef struct {
    uint64_t included;
    const QuantifyResult *results;
    size_t result_count;
    const QuantifyActivity *activities;
    size_t activity_count;
    const QuantifyFactor *factors;
    size_t factor_count;
    const QuantifyExcluded *excluded;
    size_t excluded_count;
} QuantifyOutcome;

CHECKED bool quantify_begin(Arena *arena, const Methodology *methodology, const QuantifyContext *context,
                            QuantifyRun **out, Err *err);
CHECKED bool quantify_add(QuantifyRun *run, const RecordInput *inputs, size_t count, QuantifyVerdict *out, Err *err);
CHECKED bool quantify_end(QuantifyRun *run, QuantifyOutcome *out, Err *err);
/* Resolved factors, for documents that need them before the end. */
const QuantifyFactor *quantify_factors(const QuantifyRun *run, size_t *count);

/* Frees what the arithmetic library keeps for the thread: once, at the end of main. */
void quantify_done(void);

#endif
