/*
 * What a run holds between quantify_begin and quantify_end: for the files of quantify_* only.
 *
 * Shape: for m sums, s record sources and f factors: covariance m*m of the sums by independent errors, owed m*s by
 *        common errors of records, owed_factors m*f. All quantities are in coherent units.
 * Owns: everything lives in the arena of quantify_begin.
 * Errors: none of its own.
 */
#ifndef BANYAN_QUANTIFY_QUANTIFY_RUN_H
#define BANYAN_QUANTIFY_QUANTIFY_RUN_H

#include "quantify/model.h"
#include "quantify/quantify.h"

typedef struct {
    uint64_t count;
    Quantity *min; /* min, max, sum and value lie in one array */
    Quantity *max;
    Quantity *sum;
    UnitMemo memo;
    bool seen; /* in the record at hand */
} QuantifyTally;

struct QuantifyRun {
    Arena *arena;
    Arena scratch;   /* texts of one record; a fixed block */
    ArenaMark empty; /* of scratch */
    const Model *model;
    bool figures;
    bool broken; /* a sum left its range: nothing can follow */
    ProgramState record;
    ProgramState programme;
    QuantifyFactor *factors;
    Quantity *factor_se;
    bool *factor_errs;
    QuantifyTally *tallies;
    Quantity *standby; /* value of each absent optional input */
    uint64_t included;
    QuantifyExcluded *excluded;
    Quantity *sums;
    Quantity *covariance;
    Quantity *owed;
    Quantity *owed_factors;
    Quantity *owing;         /* m*s of the record at hand */
    Quantity *owing_factors; /* m*f */
    bool *owes;              /* m*s: whether the sum depends on the source in this record */
    bool *owes_factor;
    Quantity *work; /* three to reckon with */
    QuantifyFigure *figure_list;
    size_t figure_count;
};

/* Resolves parameters and factors and sets the factor registers. */
CHECKED bool quantify_run_factors(QuantifyRun *run, const QuantifyContext *context, Err *err);

#endif
