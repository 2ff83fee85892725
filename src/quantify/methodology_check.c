#include "quantify/methodology_check.h"

#include "quantify/model.h"

static bool is_parameter(const Methodology *m, Str name) {
    for (size_t i = 0; i < m->parameter_count; i++) {
        if (str_eq(m->parameters[i].name, name)) {
            return true;
        }
    }
    return false;
}

/* Each {name} of the key must be a parameter; returns whether there is any. */
static bool check_braces(const Methodology *m, const MethodologySpan *ref, Faults *faults) {
    Str rest = ref->text;
    bool any = false;
    for (size_t open = str_find(rest, '{'); open < rest.len; open = str_find(rest, '{')) {
        any = true;
        rest = str_slice(rest, open + 1, rest.len);
        size_t close = str_find(rest, '}');
        Str name = str_slice(rest, 0, close);
        if (close == rest.len || !is_parameter(m, name)) {
            faults_add(faults, ref->place.line, ref->place.column,
                       "'{%.*s' is not closed or names no parameter; write {name} of one listed under parameters",
                       STR_ARG(name));
        }
        rest = str_slice(rest, close + 1, rest.len);
    }
    return any;
}

static const FactorSet *set_of(const QuantifyContext *context, Str id) {
    for (size_t i = 0; i < context->set_count; i++) {
        if (str_eq(context->sets[i].id, id)) {
            return &context->sets[i];
        }
    }
    return NULL;
}

static void check_unit(const MethodologyFactor *use, const Factor *factor, const UnitTable *units, Faults *faults) {
    Unit declared;
    Unit found;
    Err err = {0};
    if (unit_parse(units, use->unit.text, &declared, &err) && unit_parse(units, factor->unit, &found, &err) &&
        !unit_same_dimension(&declared, &found)) {
        faults_add(faults, use->unit.place.line, use->unit.place.column,
                   "the factor '%.*s' is in %.*s; %.*s has another dimension", STR_ARG(factor->key),
                   STR_ARG(factor->unit), STR_ARG(use->unit.text));
    }
}

static void check_found(const MethodologyFactor *use, Str id, Str key, const QuantifyContext *context, bool pattern,
                        Faults *faults) {
    const FactorSet *set = set_of(context, id);
    const Factor *factor = set == NULL || pattern ? NULL : factor_set_find(set, key);
    if (set == NULL) {
        faults_add(faults, use->ref.place.line, use->ref.place.column,
                   "there is no set of factors '%.*s'; give its file", STR_ARG(id));
    } else if (!pattern && factor == NULL) {
        faults_add(faults, use->ref.place.line, use->ref.place.column, "the set '%.*s' has no factor '%.*s'",
                   STR_ARG(id), STR_ARG(key));
    } else if (factor != NULL) {
        check_unit(use, factor, context->units, faults);
    }
}

static void check_factor(const Methodology *m, const MethodologyFactor *use, const QuantifyContext *context,
                         Faults *faults) {
    Str rest = use->ref.text;
    Str id = str_cut(&rest, '#');
    if (rest.len == 0) {
        faults_add(faults, use->ref.place.line, use->ref.place.column,
                   "'%.*s' does not say set and key; write set#key, such as biomass#carbon-fraction",
                   STR_ARG(use->ref.text));
        return;
    }
    bool pattern = check_braces(m, &use->ref, faults);
    if (context->sets != NULL) {
        check_found(use, id, rest, context, pattern, faults);
    }
}

bool methodology_check(Arena *arena, const Methodology *methodology, const QuantifyContext *context, Faults *faults,
                       Err *err) {
    Model *model = NULL;
    Err first = {0};
    uint64_t before = faults->total;
    /* Its faults are in the list; the factors are looked at all the same. */
    (void)!model_build(arena, methodology, context->units, faults, &model, &first);
    for (size_t i = 0; i < methodology->factor_count; i++) {
        check_factor(methodology, &methodology->factors[i], context, faults);
    }
    return faults->total == before || methodology_fault_first(faults, err);
}
