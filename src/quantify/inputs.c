#include "quantify/inputs.h"

#include <stdio.h>

#include "base/quantity.h"

/* What a methodology asks of one input, with its bounds as numbers. */
typedef struct {
    const MethodologyInput *input;
    Unit unit;
    Quantity *min; /* coherent unit; NULL: none */
    Quantity *max;
    UnitMemo memo;
} Asked;

struct InputsCheck {
    Arena *arena;
    const Methodology *methodology;
    const UnitTable *units;
    Asked *asked;
    bool *seen;
    Quantity value;
};

static bool bound(Arena *arena, const MethodologySpan *span, const Unit *unit, Quantity **out, Err *err) {
    if (span->text.len == 0) {
        return true;
    }
    Quantity *value = quantity_array(arena, 1);
    TRY(quantity_from_text(value, span->text, err));
    TRY(quantity_scale(value, value, unit->num, unit->den, err));
    *out = value;
    return true;
}

static bool prepare_one(Arena *arena, const UnitTable *units, const MethodologyInput *input, Asked *out, Err *err) {
    out->input = input;
    TRY(unit_parse(units, input->unit.text, &out->unit, err));
    TRY(bound(arena, &input->min, &out->unit, &out->min, err));
    return bound(arena, &input->max, &out->unit, &out->max, err);
}

bool inputs_prepare(Arena *arena, const Methodology *methodology, const UnitTable *units, InputsCheck **out, Err *err) {
    InputsCheck *check = ARENA_NEW(arena, InputsCheck);
    *check = (InputsCheck){.arena = arena, .methodology = methodology, .units = units};
    check->asked = ARENA_ARRAY(arena, methodology->input_count, Asked);
    check->seen = ARENA_ARRAY(arena, methodology->input_count, bool);
    quantity_init(arena, &check->value);
    for (size_t i = 0; i < methodology->input_count; i++) {
        TRY(prepare_one(arena, units, &methodology->inputs[i], &check->asked[i], err));
    }
    *out = check;
    return true;
}

static Str joined(Arena *arena, const Str *items, size_t count) {
    Buf out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(items[i]));
    }
    return buf_str(&out);
}

static Asked *asked_for(InputsCheck *check, Str name) {
    for (size_t i = 0; i < check->methodology->input_count; i++) {
        if (str_eq(check->asked[i].input->name, name)) {
            return &check->asked[i];
        }
    }
    return NULL;
}

static bool refuse_unknown(InputsCheck *check, Str name, Err *err) {
    ArenaMark mark = arena_mark(check->arena);
    Buf out = {.arena = check->arena};
    for (size_t i = 0; i < check->methodology->input_count; i++) {
        buf_addf(&out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(check->methodology->inputs[i].name));
    }
    (void)err_set(err, ERR_INVALID_RECORD, "the input '%.*s' is unknown to %.*s; its inputs are %.*s", STR_ARG(name),
                  STR_ARG(check->methodology->id), STR_ARG(buf_str(&out)));
    arena_rewind(check->arena, mark);
    return false;
}

static bool find_unit(InputsCheck *check, Asked *asked, Str text, Err *err) {
    if (!unit_remember(check->units, &asked->memo, text, err)) {
        return err_at(err, "input %.*s", STR_ARG(asked->input->name));
    }
    if (unit_same_dimension(&asked->memo.unit, &asked->unit)) {
        return true;
    }
    ArenaMark mark = arena_mark(check->arena);
    Str right = unit_alternatives(check->units, check->arena, &asked->unit.dimension);
    (void)err_set(err, ERR_INVALID_RECORD, "input %.*s: '%.*s' is no unit of it; use %.*s%s%.*s",
                  STR_ARG(asked->input->name), STR_ARG(text), STR_ARG(asked->input->unit.text),
                  right.len > 0 ? " or one of " : "", STR_ARG(right));
    arena_rewind(check->arena, mark);
    return false;
}

static bool check_bounds(InputsCheck *check, const Asked *asked, const RecordInput *given, Err *err) {
    const MethodologyInput *input = asked->input;
    TRY(quantity_scale(&check->value, &check->value, asked->memo.unit.num, asked->memo.unit.den, err));
    if (asked->min != NULL && quantity_compare(&check->value, asked->min) < 0) {
        return err_set(err, ERR_INVALID_RECORD, "input %.*s: %.*s %.*s is below the least value, %.*s %.*s",
                       STR_ARG(input->name), STR_ARG(given->value), STR_ARG(given->unit), STR_ARG(input->min.text),
                       STR_ARG(input->unit.text));
    }
    if (asked->max != NULL && quantity_compare(&check->value, asked->max) > 0) {
        return err_set(err, ERR_INVALID_RECORD, "input %.*s: %.*s %.*s is above the largest value, %.*s %.*s",
                       STR_ARG(input->name), STR_ARG(given->value), STR_ARG(given->unit), STR_ARG(input->max.text),
                       STR_ARG(input->unit.text));
    }
    return true;
}

static bool check_how(InputsCheck *check, const MethodologyInput *input, Str how, Err *err) {
    if (methodology_has(&input->how, how)) {
        return true;
    }
    ArenaMark mark = arena_mark(check->arena);
    Str list = joined(check->arena, input->how.items, input->how.count);
    (void)err_set(err, ERR_INVALID_RECORD, "input %.*s: '%.*s' is not how it may be known; allowed are %.*s",
                  STR_ARG(input->name), STR_ARG(how), STR_ARG(list));
    arena_rewind(check->arena, mark);
    return false;
}

bool inputs_check_kind(InputsCheck *check, const RecordInput *input, Err *err) {
    Asked *asked = asked_for(check, input->name);
    if (asked == NULL) {
        return refuse_unknown(check, input->name, err);
    }
    TRY(find_unit(check, asked, input->unit, err));
    return check_how(check, asked->input, input->how, err);
}

bool inputs_check_one(InputsCheck *check, const RecordInput *input, Err *err) {
    Asked *asked = asked_for(check, input->name);
    if (asked == NULL) {
        return refuse_unknown(check, input->name, err);
    }
    if (!quantity_from_text(&check->value, input->value, err)) {
        return err_at(err, "input %.*s", STR_ARG(input->name));
    }
    TRY(find_unit(check, asked, input->unit, err));
    TRY(check_bounds(check, asked, input, err));
    return check_how(check, asked->input, input->how, err);
}

static bool check_present(const InputsCheck *check, Err *err) {
    for (size_t i = 0; i < check->methodology->input_count; i++) {
        const MethodologyInput *input = &check->methodology->inputs[i];
        if (input->required && !check->seen[i]) {
            return err_set(err, ERR_INVALID_RECORD, "the input '%.*s' is missing; give its value in %.*s",
                           STR_ARG(input->name), STR_ARG(input->unit.text));
        }
    }
    return true;
}

bool inputs_check(InputsCheck *check, const RecordInput *inputs, size_t count, Err *err) {
    for (size_t i = 0; i < check->methodology->input_count; i++) {
        check->seen[i] = false;
    }
    for (size_t i = 0; i < count; i++) {
        TRY(inputs_check_one(check, &inputs[i], err));
        size_t index = (size_t)(asked_for(check, inputs[i].name) - check->asked);
        if (check->seen[index]) {
            return err_set(err, ERR_INVALID_RECORD, "the input '%.*s' is given twice; give it once",
                           STR_ARG(inputs[i].name));
        }
        check->seen[index] = true;
    }
    return check_present(check, err);
}

bool inputs_check_type(const Methodology *methodology, Str type, Err *err) {
    if (methodology_has(&methodology->record_types, type)) {
        return true;
    }
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; i < methodology->record_types.count && used < sizeof(list); i++) {
        Str name = methodology->record_types.items[i];
        int wrote = snprintf(list + used, sizeof(list) - used, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name));
        used += wrote > 0 ? (size_t)wrote : 0;
    }
    return err_set(err, ERR_INVALID_RECORD, "'%.*s' is no type of record of %.*s; its types are %s", STR_ARG(type),
                   STR_ARG(methodology->id), list);
}
