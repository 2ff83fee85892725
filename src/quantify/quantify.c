#include "quantify/quantify.h"

#include "quantify/publish.h"
#include "quantify/quantify_run.h"

enum { TALLY_QUANTITIES = 3, WORK = 3, FIGURE_ROOM = 8 * 1024 };

static void prepare_tallies(QuantifyRun *run) {
    size_t count = run->model->methodology->input_count;
    run->tallies = ARENA_ARRAY(run->arena, count, QuantifyTally);
    Quantity *room = quantity_array(run->arena, count * TALLY_QUANTITIES);
    for (size_t i = 0; i < count; i++) {
        run->tallies[i].min = &room[i * TALLY_QUANTITIES];
        run->tallies[i].max = &room[i * TALLY_QUANTITIES + 1];
        run->tallies[i].sum = &room[i * TALLY_QUANTITIES + 2];
    }
}

static void prepare_sums(QuantifyRun *run) {
    const Model *model = run->model;
    size_t sums = model->sum_count;
    size_t sources = model->record.source_count;
    size_t factors = model->methodology->factor_count;
    run->work = quantity_array(run->arena, WORK);
    run->sums = quantity_array(run->arena, sums);
    run->covariance = quantity_array(run->arena, sums * sums);
    run->owed = quantity_array(run->arena, sums * sources);
    run->owing = quantity_array(run->arena, sums * sources);
    run->owes = ARENA_ARRAY(run->arena, sums * sources, bool);
    run->owed_factors = quantity_array(run->arena, sums * factors);
    run->owing_factors = quantity_array(run->arena, sums * factors);
    run->owes_factor = ARENA_ARRAY(run->arena, sums * factors, bool);
}

static void prepare_excluded(QuantifyRun *run) {
    const Methodology *m = run->model->methodology;
    run->excluded = ARENA_ARRAY(run->arena, m->condition_count, QuantifyExcluded);
    for (size_t i = 0; i < m->condition_count; i++) {
        run->excluded[i].condition = &m->conditions[i];
    }
}

static void prepare_figures(QuantifyRun *run) {
    const Methodology *m = run->model->methodology;
    run->figure_list = ARENA_ARRAY(run->arena, m->formula_count, QuantifyFigure);
    size_t room = (m->formula_count + 1) * FIGURE_ROOM;
    arena_init_fixed(&run->scratch, arena_alloc(run->arena, room), room, NULL);
    run->empty = arena_mark(&run->scratch);
}

static bool load_constants(const ModelPart *part, ProgramState *state, Err *err) {
    for (size_t i = 0; i < part->constant_count; i++) {
        const ModelConstant *constant = &part->constants[i];
        Quantity *value = &state->values[constant->reg];
        TRY(quantity_from_text(value, constant->text, err));
        TRY(quantity_scale(value, value, constant->unit.num, constant->unit.den, err));
    }
    return true;
}

/* Values of optional inputs that a record does not give. */
static bool load_standby(QuantifyRun *run, Err *err) {
    const Methodology *m = run->model->methodology;
    run->standby = quantity_array(run->arena, m->input_count);
    for (size_t i = 0; i < m->input_count; i++) {
        Str text = m->inputs[i].standby.text;
        const Unit *unit = &run->model->input_units[i];
        if (text.len > 0) {
            TRY(quantity_from_text(&run->standby[i], text, err));
            TRY(quantity_scale(&run->standby[i], &run->standby[i], unit->num, unit->den, err));
        }
    }
    return true;
}

static void mark_sources(const ModelPart *part, ProgramState *state) {
    for (size_t i = 0; i < part->source_count; i++) {
        state->active[part->sources[i].carrier] = true;
    }
}

/* What has an error is known once the factors are: then sums that depend on it are too. */
static void mark_active(QuantifyRun *run) {
    const Model *model = run->model;
    mark_sources(&model->record, &run->record);
    program_mark_active(&run->record);
    for (size_t i = 0; i < model->sum_count; i++) {
        run->programme.active[model->sums[i].programme] = run->record.active[model->sums[i].record];
    }
    mark_sources(&model->programme, &run->programme);
    program_mark_active(&run->programme);
}

bool quantify_begin(Arena *arena, const Methodology *methodology, const QuantifyContext *context, QuantifyRun **out,
                    Err *err) {
    Model *model = NULL;
    Faults faults;
    faults_init(&faults, arena, methodology->id);
    TRY(model_build(arena, methodology, context->units, &faults, &model, err));
    QuantifyRun *run = ARENA_NEW(arena, QuantifyRun);
    run->arena = arena;
    run->model = model;
    run->figures = context->figures;
    program_state_init(arena, &model->record.program, &run->record);
    program_state_init(arena, &model->programme.program, &run->programme);
    prepare_tallies(run);
    prepare_sums(run);
    prepare_excluded(run);
    prepare_figures(run);
    TRY(load_constants(&model->record, &run->record, err));
    TRY(load_constants(&model->programme, &run->programme, err));
    TRY(load_standby(run, err));
    TRY(quantify_run_factors(run, context, err));
    mark_active(run);
    *out = run;
    return true;
}

/* ---- one record ---- */

/* Records of a programme give their inputs in one order, so the place in the list is tried first. */
static bool input_index(const Methodology *m, Str name, size_t guess, size_t *out) {
    if (guess < m->input_count && str_eq(m->inputs[guess].name, name)) {
        *out = guess;
        return true;
    }
    for (size_t i = 0; i < m->input_count; i++) {
        if (str_eq(m->inputs[i].name, name)) {
            *out = i;
            return true;
        }
    }
    return false;
}

static bool take_input(QuantifyRun *run, const RecordInput *given, size_t guess, Err *err) {
    const Model *model = run->model;
    size_t at = 0;
    if (!input_index(model->methodology, given->name, guess, &at) || run->tallies[at].seen) {
        return err_set(err, ERR_INVALID_RECORD, "the input '%.*s' is unknown or given twice", STR_ARG(given->name));
    }
    QuantifyTally *tally = &run->tallies[at];
    Quantity *value = &run->record.values[model->inputs[at]];
    if (!quantity_from_text(value, given->value, err) || !unit_remember(model->units, &tally->memo, given->unit, err)) {
        return err_at(err, "input %.*s", STR_ARG(given->name));
    }
    if (!unit_same_dimension(&tally->memo.unit, &model->input_units[at])) {
        return err_set(err, ERR_INVALID_RECORD, "input %.*s: '%.*s' is no unit of it; it is given in %.*s",
                       STR_ARG(given->name), STR_ARG(given->unit), STR_ARG(model->methodology->inputs[at].unit.text));
    }
    tally->seen = true;
    return quantity_scale(value, value, tally->memo.unit.num, tally->memo.unit.den, err);
}

static bool take_absent(QuantifyRun *run, Err *err) {
    const Methodology *m = run->model->methodology;
    for (size_t i = 0; i < m->input_count; i++) {
        if (run->tallies[i].seen) {
            continue;
        }
        if (m->inputs[i].required) {
            return err_set(err, ERR_INVALID_RECORD, "the input '%.*s' is missing", STR_ARG(m->inputs[i].name));
        }
        quantity_set(&run->record.values[run->model->inputs[i]], &run->standby[i]);
    }
    return true;
}

static bool take_inputs(QuantifyRun *run, const RecordInput *inputs, size_t count, Err *err) {
    for (size_t i = 0; i < run->model->methodology->input_count; i++) {
        run->tallies[i].seen = false;
    }
    for (size_t i = 0; i < count; i++) {
        TRY(take_input(run, &inputs[i], i, err));
    }
    return take_absent(run, err);
}

static bool at_origin(QuantifyRun *run, uint32_t origin, Err *err) {
    Str where = model_origin(run->model, &run->scratch, origin);
    return err_at(err, "%.*s", STR_ARG(where));
}

/* What sum `m` owes to each source and factor in this record: derivative times standard error. */
static bool owe(QuantifyRun *run, size_t m, Err *err) {
    const ModelPart *part = &run->model->record;
    ProgramState *state = &run->record;
    TRY(program_sweep(state, run->model->sums[m].record, err));
    for (size_t i = 0; i < part->source_count; i++) {
        const ModelSource *source = &part->sources[i];
        size_t at = m * part->source_count + i;
        run->owes[at] = state->reached[source->carrier];
        if (!run->owes[at]) {
            continue;
        }
        TRY(quantity_mul(&run->owing[at], &state->adjoints[source->carrier], &state->values[source->se], err));
        if (source->error->relative) {
            TRY(quantity_mul(&run->owing[at], &run->owing[at], &state->values[source->carrier], err));
        }
    }
    size_t factors = run->model->methodology->factor_count;
    for (size_t i = 0; i < factors; i++) {
        size_t at = m * factors + i;
        run->owes_factor[at] = state->reached[part->factors[i]];
        if (run->owes_factor[at]) {
            quantity_set(&run->owing_factors[at], &state->adjoints[part->factors[i]]);
        }
    }
    return true;
}

static bool add_to(Quantity *sum, const Quantity *term, Err *err) {
    return quantity_add(sum, sum, term, err);
}

/* Independent errors: products of what two sums owe to the same draw add up over the records. */
static bool add_covariance(QuantifyRun *run, size_t m, size_t source, Err *err) {
    size_t sums = run->model->sum_count;
    size_t sources = run->model->record.source_count;
    for (size_t k = 0; k < sums; k++) {
        if (!run->owes[k * sources + source]) {
            continue;
        }
        TRY(quantity_mul(&run->work[0], &run->owing[m * sources + source], &run->owing[k * sources + source], err));
        TRY(add_to(&run->covariance[m * sums + k], &run->work[0], err));
    }
    return true;
}

static bool add_owed(QuantifyRun *run, size_t m, Err *err) {
    const ModelPart *part = &run->model->record;
    size_t factors = run->model->methodology->factor_count;
    for (size_t i = 0; i < part->source_count; i++) {
        size_t at = m * part->source_count + i;
        if (run->owes[at]) {
            TRY(part->sources[i].error->common ? add_to(&run->owed[at], &run->owing[at], err)
                                               : add_covariance(run, m, i, err));
        }
    }
    for (size_t i = 0; i < factors; i++) {
        size_t at = m * factors + i;
        if (run->owes_factor[at]) {
            TRY(add_to(&run->owed_factors[at], &run->owing_factors[at], err));
        }
    }
    return true;
}

static bool add_tally(QuantifyTally *tally, const Quantity *value, Err *err) {
    if (tally->count == 0 || quantity_compare(value, tally->min) < 0) {
        quantity_set(tally->min, value);
    }
    if (tally->count == 0 || quantity_compare(value, tally->max) > 0) {
        quantity_set(tally->max, value);
    }
    tally->count++;
    return add_to(tally->sum, value, err);
}

/* Only overflow can fail here, and then the totals are lost. */
static bool accumulate(QuantifyRun *run, Err *err) {
    const Model *model = run->model;
    for (size_t m = 0; m < model->sum_count; m++) {
        TRY(add_to(&run->sums[m], &run->record.values[model->sums[m].record], err));
        TRY(add_owed(run, m, err));
    }
    for (size_t i = 0; i < model->methodology->input_count; i++) {
        if (run->tallies[i].seen) {
            TRY(add_tally(&run->tallies[i], &run->record.values[model->inputs[i]], err));
        }
    }
    run->included++;
    return true;
}

static bool give_figures(QuantifyRun *run, QuantifyVerdict *out, Err *err) {
    const Methodology *m = run->model->methodology;
    size_t count = 0;
    for (size_t i = 0; i < m->formula_count && run->figures; i++) {
        uint32_t reg = run->model->record.formulas[i];
        const Unit *unit = &run->model->formula_units[i];
        if (reg == PROGRAM_NONE) {
            continue;
        }
        TRY(quantity_scale(&run->work[0], &run->record.values[reg], unit->den, unit->num, err));
        run->figure_list[count++] = (QuantifyFigure){
            .name = m->formulas[i].name,
            .unit = m->formulas[i].unit.text,
            .value = quantity_short(&run->scratch, &run->work[0], PUBLISH_FULL_DIGITS)};
    }
    *out = (QuantifyVerdict){.included = true, .figures = run->figure_list, .figure_count = count};
    return true;
}

static bool exclude(QuantifyRun *run, uint32_t condition, QuantifyVerdict *out) {
    run->excluded[condition].count++;
    *out = (QuantifyVerdict){.excluded_by = run->excluded[condition].condition};
    return true;
}

static bool reckon(QuantifyRun *run, uint32_t *stopped, Err *err) {
    if (!program_run(&run->record, stopped, err)) {
        return at_origin(run, run->record.origin, err);
    }
    for (size_t m = 0; m < run->model->sum_count && *stopped == PROGRAM_NONE; m++) {
        if (!owe(run, m, err)) {
            return at_origin(run, run->record.origin, err);
        }
    }
    return true;
}

bool quantify_add(QuantifyRun *run, const RecordInput *inputs, size_t count, QuantifyVerdict *out, Err *err) {
    if (run->broken) {
        return err_set(err, ERR_PRECONDITION, "a total has left its range; the run cannot go on");
    }
    arena_rewind(&run->scratch, run->empty);
    uint32_t stopped = PROGRAM_NONE;
    TRY(take_inputs(run, inputs, count, err));
    TRY(reckon(run, &stopped, err));
    if (stopped != PROGRAM_NONE) {
        return exclude(run, stopped, out);
    }
    QuantifyVerdict verdict;
    TRY(give_figures(run, &verdict, err));
    run->broken = !accumulate(run, err);
    if (run->broken) {
        return false;
    }
    *out = verdict;
    return true;
}

void quantify_done(void) {
    quantity_done();
}
