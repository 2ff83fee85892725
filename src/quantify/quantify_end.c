#include "quantify/publish.h"
#include "quantify/quantify_run.h"

/* What the result at hand owes per unit of sum m; NULL where it does not depend on it. */
static const Quantity *owed_to_sum(const QuantifyRun *run, size_t m) {
    uint32_t reg = run->model->sums[m].programme;
    return run->programme.reached[reg] ? &run->programme.adjoints[reg] : NULL;
}

/* variance += g_m * g_k * covariance(m, k) over all pairs of sums. */
static bool add_independent(QuantifyRun *run, Quantity *variance, Err *err) {
    size_t sums = run->model->sum_count;
    for (size_t at = 0; at < sums * sums; at++) {
        const Quantity *left = owed_to_sum(run, at / sums);
        const Quantity *right = owed_to_sum(run, at % sums);
        if (left == NULL || right == NULL) {
            continue;
        }
        TRY(quantity_mul(&run->work[0], left, right, err));
        TRY(quantity_mul(&run->work[0], &run->work[0], &run->covariance[at], err));
        TRY(quantity_add(variance, variance, &run->work[0], err));
    }
    return true;
}

static bool add_square(QuantifyRun *run, Quantity *variance, Err *err) {
    TRY(quantity_mul(&run->work[0], &run->work[0], &run->work[0], err));
    return quantity_add(variance, variance, &run->work[0], err);
}

/* work[0] = sum over the sums of g_m * owed[m * stride + index]. */
static bool through_sums(QuantifyRun *run, const Quantity *owed, size_t stride, size_t index, Err *err) {
    quantity_set_u64(&run->work[0], 0);
    for (size_t m = 0; m < run->model->sum_count; m++) {
        const Quantity *slope = owed_to_sum(run, m);
        if (slope != NULL) {
            TRY(quantity_mul(&run->work[1], slope, &owed[m * stride + index], err));
            TRY(quantity_add(&run->work[0], &run->work[0], &run->work[1], err));
        }
    }
    return true;
}

/* Common errors of records: what all records owe to the one draw is added before it is squared. */
static bool add_common(QuantifyRun *run, Quantity *variance, Err *err) {
    const ModelPart *part = &run->model->record;
    for (size_t i = 0; i < part->source_count; i++) {
        if (part->sources[i].error->common) {
            TRY(through_sums(run, run->owed, part->source_count, i, err));
            TRY(add_square(run, variance, err));
        }
    }
    return true;
}

/* A factor is one draw for everything it touches, per record and per programme. */
static bool add_factors(QuantifyRun *run, Quantity *variance, Err *err) {
    size_t count = run->model->methodology->factor_count;
    for (size_t i = 0; i < count; i++) {
        uint32_t reg = run->model->programme.factors[i];
        if (!run->factor_errs[i]) {
            continue;
        }
        TRY(through_sums(run, run->owed_factors, count, i, err));
        if (run->programme.reached[reg]) {
            TRY(quantity_add(&run->work[0], &run->work[0], &run->programme.adjoints[reg], err));
        }
        TRY(quantity_mul(&run->work[0], &run->work[0], &run->factor_se[i], err));
        TRY(add_square(run, variance, err));
    }
    return true;
}

/* Errors declared with formulas per programme. */
static bool add_programme(QuantifyRun *run, Quantity *variance, Err *err) {
    const ModelPart *part = &run->model->programme;
    ProgramState *state = &run->programme;
    for (size_t i = 0; i < part->source_count; i++) {
        const ModelSource *source = &part->sources[i];
        if (!state->reached[source->carrier]) {
            continue;
        }
        TRY(quantity_mul(&run->work[0], &state->adjoints[source->carrier], &state->values[source->se], err));
        if (source->error->relative) {
            TRY(quantity_mul(&run->work[0], &run->work[0], &state->values[source->carrier], err));
        }
        TRY(add_square(run, variance, err));
    }
    return true;
}

static bool standard_error(QuantifyRun *run, uint32_t reg, Quantity *se, Err *err) {
    quantity_set_u64(se, 0);
    TRY(program_sweep(&run->programme, reg, err));
    TRY(add_independent(run, se, err));
    TRY(add_common(run, se, err));
    TRY(add_factors(run, se, err));
    TRY(add_programme(run, se, err));
    /* Opposite terms can leave a rounding below zero. */
    if (quantity_sign(se) < 0) {
        quantity_set_u64(se, 0);
    }
    return quantity_sqrt(se, se, err);
}

static bool end_result(QuantifyRun *run, size_t index, QuantifyResult *out, Err *err) {
    const Methodology *m = run->model->methodology;
    const MethodologyFormula *formula = methodology_formula(m, m->results[index].formula);
    uint32_t reg = run->model->programme.formulas[formula - m->formulas];
    const Unit *unit = &run->model->result_units[index];
    Quantity *room = quantity_array(run->arena, 2);
    Quantity *value = &room[0];
    Quantity *se = &room[1];
    if (!standard_error(run, reg, se, err)) {
        return err_at(err, "the uncertainty of '%.*s'", STR_ARG(m->results[index].name));
    }
    TRY(quantity_scale(value, &run->programme.values[reg], unit->den, unit->num, err));
    TRY(quantity_scale(se, se, unit->den, unit->num, err));
    out->result = &m->results[index];
    return publish_result(run->arena, value, run->programme.active[reg] ? se : NULL, out, err);
}

static bool run_programme(QuantifyRun *run, Err *err) {
    const Model *model = run->model;
    for (size_t i = 0; i < model->sum_count; i++) {
        quantity_set(&run->programme.values[model->sums[i].programme], &run->sums[i]);
    }
    uint32_t stopped = PROGRAM_NONE;
    if (!program_run(&run->programme, &stopped, err)) {
        Str where = model_origin(model, run->arena, run->programme.origin);
        return err_at(err, "%.*s", STR_ARG(where));
    }
    return true;
}

static bool short_text(QuantifyRun *run, const Quantity *value, const Unit *unit, Str *out, Err *err) {
    TRY(quantity_scale(&run->work[0], value, unit->den, unit->num, err));
    *out = quantity_short(run->arena, &run->work[0], PUBLISH_FULL_DIGITS);
    return true;
}

static bool end_activity(QuantifyRun *run, size_t index, QuantifyActivity *out, Err *err) {
    const QuantifyTally *tally = &run->tallies[index];
    const Unit *unit = &run->model->input_units[index];
    out->input = &run->model->methodology->inputs[index];
    out->count = tally->count;
    if (tally->count > 0) {
        TRY(short_text(run, tally->min, unit, &out->min, err));
        TRY(short_text(run, tally->max, unit, &out->max, err));
    }
    return !out->input->total || short_text(run, tally->sum, unit, &out->sum, err);
}

bool quantify_end(QuantifyRun *run, QuantifyOutcome *out, Err *err) {
    const Methodology *m = run->model->methodology;
    if (run->broken) {
        return err_set(err, ERR_PRECONDITION, "a total has left its range; there is no result");
    }
    QuantifyResult *results = ARENA_ARRAY(run->arena, m->result_count, QuantifyResult);
    QuantifyActivity *activities = ARENA_ARRAY(run->arena, m->input_count, QuantifyActivity);
    TRY(run_programme(run, err));
    for (size_t i = 0; i < m->result_count; i++) {
        TRY(end_result(run, i, &results[i], err));
    }
    for (size_t i = 0; i < m->input_count; i++) {
        TRY(end_activity(run, i, &activities[i], err));
    }
    *out = (QuantifyOutcome){.included = run->included,
                             .results = results,
                             .result_count = m->result_count,
                             .activities = activities,
                             .activity_count = m->input_count,
                             .factors = run->factors,
                             .factor_count = m->factor_count,
                             .excluded = run->excluded,
                             .excluded_count = m->condition_count};
    return true;
}
