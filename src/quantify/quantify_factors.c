#include "base/checked.h"
#include "quantify/publish.h"
#include "quantify/quantify_run.h"

enum { KEYS_SHOWN = 8 };

static const Str *parameter_value(const QuantifyContext *context, Str name) {
    size_t count = context->parameters == NULL ? 0 : context->parameters->count;
    for (size_t i = 0; i < count; i++) {
        if (str_eq(context->parameters->pairs[i].tag, name)) {
            return &context->parameters->pairs[i].text;
        }
    }
    return NULL;
}

static Str choices_text(Arena *arena, const MethodologyNames *choices) {
    Buf out = {.arena = arena};
    for (size_t i = 0; i < choices->count; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(choices->items[i]));
    }
    return buf_str(&out);
}

static bool check_parameter(QuantifyRun *run, const QuantifyContext *context, const MethodologyParameter *parameter,
                            Err *err) {
    const Str *value = parameter_value(context, parameter->name);
    Str choices = choices_text(run->arena, &parameter->choices);
    if (value == NULL) {
        return err_set(err, ERR_INVALID_DOCUMENT, "the programme gives no parameter '%.*s'; write it%s%.*s",
                       STR_ARG(parameter->name), choices.len > 0 ? ", one of " : "", STR_ARG(choices));
    }
    if (parameter->choices.count == 0 || methodology_has(&parameter->choices, *value)) {
        return true;
    }
    Str reason = parameter->reason.count > 0 ? text_in(&parameter->reason, STR("en")) : (Str){0};
    return err_set(err, ERR_INVALID_DOCUMENT, "the parameter '%.*s' is '%.*s'; it must be one of %.*s%s%.*s",
                   STR_ARG(parameter->name), STR_ARG(*value), STR_ARG(choices), reason.len > 0 ? ". " : "",
                   STR_ARG(reason));
}

static bool is_parameter(const Methodology *m, Str name) {
    for (size_t i = 0; i < m->parameter_count; i++) {
        if (str_eq(m->parameters[i].name, name)) {
            return true;
        }
    }
    return false;
}

static bool check_parameters(QuantifyRun *run, const QuantifyContext *context, Err *err) {
    const Methodology *m = run->model->methodology;
    for (size_t i = 0; i < m->parameter_count; i++) {
        TRY(check_parameter(run, context, &m->parameters[i], err));
    }
    size_t given = context->parameters == NULL ? 0 : context->parameters->count;
    for (size_t i = 0; i < given; i++) {
        Str name = context->parameters->pairs[i].tag;
        if (!is_parameter(m, name)) {
            return err_set(err, ERR_INVALID_DOCUMENT, "the methodology %.*s knows no parameter '%.*s'; leave it out",
                           STR_ARG(m->id), STR_ARG(name));
        }
    }
    return true;
}

/* The key with each {parameter} replaced by its value. */
static bool fill_key(QuantifyRun *run, const QuantifyContext *context, const MethodologyFactor *factor, Str pattern,
                     Str *out, Err *err) {
    Buf key = {.arena = run->arena};
    Str rest = pattern;
    while (rest.len > 0) {
        size_t open = str_find(rest, '{');
        buf_add(&key, str_slice(rest, 0, open));
        rest = str_slice(rest, open, rest.len);
        size_t close = str_find(rest, '}');
        if (rest.len == 0) {
            break;
        }
        const Str *value = parameter_value(context, str_slice(rest, 1, close < rest.len ? close - 1 : 0));
        if (value == NULL) {
            return err_set(err, ERR_INVALID_METHODOLOGY, "%u:%u: '%.*s' names no parameter of the programme in braces",
                           factor->ref.place.line, factor->ref.place.column, STR_ARG(factor->ref.text));
        }
        buf_add(&key, *value);
        rest = str_slice(rest, close + 1, rest.len);
    }
    *out = buf_str(&key);
    return true;
}

/* Keys that share everything up to the last hyphen: other years of the same place, most often. */
static Str similar_keys(Arena *arena, const FactorSet *set, Str key) {
    size_t len = key.len;
    while (len > 0 && key.ptr[len - 1] != '-') {
        len--;
    }
    Buf out = {.arena = arena};
    size_t shown = 0;
    for (size_t i = 0; i < set->count && shown < KEYS_SHOWN; i++) {
        if (str_starts(set->factors[i].key, str_slice(key, 0, len))) {
            buf_addf(&out, "%s%.*s", shown > 0 ? ", " : "", STR_ARG(set->factors[i].key));
            shown++;
        }
    }
    return buf_str(&out);
}

static const FactorSet *set_of(const QuantifyContext *context, Str id) {
    for (size_t i = 0; i < context->set_count; i++) {
        if (str_eq(context->sets[i].id, id)) {
            return &context->sets[i];
        }
    }
    return NULL;
}

static bool find_factor(QuantifyRun *run, const QuantifyContext *context, const MethodologyFactor *use,
                        QuantifyFactor *out, Err *err) {
    Str rest = use->ref.text;
    Str id = str_cut(&rest, '#');
    const FactorSet *set = set_of(context, id);
    if (rest.ptr == NULL || set == NULL) {
        return err_set(err, ERR_NOT_FOUND, "factor %.*s: there is no set of factors '%.*s'; give its file",
                       STR_ARG(use->name), STR_ARG(id));
    }
    Str key = {0};
    TRY(fill_key(run, context, use, rest, &key, err));
    const Factor *factor = factor_set_find(set, key);
    if (factor == NULL) {
        Str similar = similar_keys(run->arena, set, key);
        return err_set(err, ERR_NOT_FOUND, "factor %.*s: the set %.*s has no '%.*s'%s%.*s", STR_ARG(use->name),
                       STR_ARG(id), STR_ARG(key), similar.len > 0 ? "; it has " : "", STR_ARG(similar));
    }
    *out = (QuantifyFactor){.use = use, .factor = factor, .set = set};
    return true;
}

/* A decimal, or the exact ratio a/b. */
static bool read_value(Quantity *out, Str text, Err *err) {
    Str rest = text;
    Str above = str_cut(&rest, '/');
    TRY(quantity_from_text(out, above, err));
    uint64_t den = 1;
    if (rest.ptr != NULL && !checked_parse_u64(rest, &den)) {
        return err_set(err, ERR_INVALID_METHODOLOGY, "'%.*s' is no ratio", STR_ARG(text));
    }
    return quantity_scale(out, out, 1, den, err);
}

/* Half of the 95 % range over the normal quantile. */
static bool read_error(QuantifyRun *run, size_t index, const Unit *unit, Err *err) {
    QuantifyFactor *used = &run->factors[index];
    Quantity *se = &run->factor_se[index];
    run->factor_errs[index] = used->factor->low.len > 0;
    if (!run->factor_errs[index]) {
        return true;
    }
    TRY(quantity_from_text(se, used->factor->high, err));
    TRY(quantity_from_text(&run->work[0], used->factor->low, err));
    TRY(quantity_sub(se, se, &run->work[0], err));
    TRY(publish_error_of_range(se, se, err));
    used->se = quantity_short(run->arena, se, PUBLISH_FULL_DIGITS);
    return quantity_scale(se, se, unit->num, unit->den, err);
}

static bool load_factor(QuantifyRun *run, size_t index, Err *err) {
    const Model *model = run->model;
    const QuantifyFactor *used = &run->factors[index];
    Unit unit = unit_one();
    TRY(unit_parse(model->units, used->factor->unit, &unit, err));
    if (!unit_same_dimension(&unit, &model->factor_units[index])) {
        return err_set(err, ERR_INVALID_METHODOLOGY, "factor %.*s is declared in %.*s, but %.*s#%.*s is in %.*s",
                       STR_ARG(used->use->name), STR_ARG(used->use->unit.text), STR_ARG(used->set->id),
                       STR_ARG(used->factor->key), STR_ARG(used->factor->unit));
    }
    Quantity *value = &run->record.values[model->record.factors[index]];
    TRY(read_value(value, used->factor->value, err));
    TRY(quantity_scale(value, value, unit.num, unit.den, err));
    quantity_set(&run->programme.values[model->programme.factors[index]], value);
    TRY(read_error(run, index, &unit, err));
    run->record.active[model->record.factors[index]] = run->factor_errs[index];
    run->programme.active[model->programme.factors[index]] = run->factor_errs[index];
    return true;
}

bool quantify_run_factors(QuantifyRun *run, const QuantifyContext *context, Err *err) {
    const Methodology *m = run->model->methodology;
    TRY(check_parameters(run, context, err));
    run->factors = ARENA_ARRAY(run->arena, m->factor_count, QuantifyFactor);
    run->factor_se = quantity_array(run->arena, m->factor_count);
    run->factor_errs = ARENA_ARRAY(run->arena, m->factor_count, bool);
    for (size_t i = 0; i < m->factor_count; i++) {
        TRY(find_factor(run, context, &m->factors[i], &run->factors[i], err));
        TRY(load_factor(run, i, err));
    }
    return true;
}

const QuantifyFactor *quantify_factors(const QuantifyRun *run, size_t *count) {
    *count = run->model->methodology->factor_count;
    return run->factors;
}
