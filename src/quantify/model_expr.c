#include "quantify/model_expr.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/checked.h"

static bool compile(ModelScope *scope, const FormulaNode *node, ModelValue *out);

bool model_expr_fault(const ModelScope *scope, size_t at, const char *format, ...) {
    char text[ERR_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    faults_add(scope->faults, scope->span->place.line, scope->span->place.column + at, "%s", text);
    return false;
}

void *model_expr_grow(Arena *arena, void **items, size_t *count, size_t *capacity, size_t size) {
    if (*count == *capacity) {
        size_t room = *capacity == 0 ? 8 : *capacity * 2;
        char *grown = arena_array(arena, room, size);
        if (*count > 0) {
            memcpy(grown, *items, *count * size);
        }
        *items = grown;
        *capacity = room;
    }
    return (char *)*items + (*count)++ * size;
}

static Str dimension_text(const ModelScope *scope, const UnitDimension *dimension) {
    return unit_dimension_text(scope->model->units, scope->arena, dimension);
}

static bool same(const UnitDimension *a, const UnitDimension *b) {
    Unit left = {.dimension = *a, .num = 1, .den = 1};
    Unit right = {.dimension = *b, .num = 1, .den = 1};
    return unit_same_dimension(&left, &right);
}

static bool is_number(const UnitDimension *dimension) {
    UnitDimension none = {0};
    return same(dimension, &none);
}

static uint32_t emit(ModelScope *scope, ProgramOp op, uint32_t a, uint32_t b) {
    Program *program = &scope->part->program;
    uint32_t dst = program_register(program);
    ProgramStep step = {.op = op, .dst = dst, .a = a, .b = b, .origin = scope->origin};
    (void)program_step(program, step);
    return dst;
}

/* The same constant again is the same register. */
static uint32_t constant(ModelScope *scope, Str text, const Unit *unit) {
    ModelPart *part = scope->part;
    for (size_t i = 0; i < part->constant_count; i++) {
        const ModelConstant *known = &part->constants[i];
        if (str_eq(known->text, text) && known->unit.num == unit->num && known->unit.den == unit->den) {
            return known->reg;
        }
    }
    void *items = part->constants;
    ModelConstant *added = model_expr_grow(scope->arena, &items, &part->constant_count, &part->constant_capacity,
                                           sizeof(*added));
    part->constants = items;
    *added = (ModelConstant){.reg = program_register(&part->program), .text = text, .unit = *unit};
    return added->reg;
}

static bool compile_number(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    Unit unit = unit_one();
    Err err = {0};
    if (node->unit.len > 0 && !unit_parse(scope->model->units, node->unit, &unit, &err)) {
        return model_expr_fault(scope, node->at, "%s", err.text);
    }
    *out = (ModelValue){.reg = constant(scope, node->text, &unit), .dimension = unit.dimension};
    return true;
}

static bool in_record(const ModelScope *scope) {
    return scope->part == &scope->model->record;
}

static bool use_input(ModelScope *scope, const FormulaNode *node, size_t index, ModelValue *out) {
    const MethodologyInput *input = &scope->model->methodology->inputs[index];
    if (!in_record(scope)) {
        return model_expr_fault(scope, node->at,
                                "'%.*s' is a value per record; write sum(over: records, ...) around it",
                                STR_ARG(node->text));
    }
    if (!input->required && input->standby.text.len == 0) {
        return model_expr_fault(scope, node->at, "'%.*s' may be absent; give the input a default or require it",
                                STR_ARG(node->text));
    }
    *out = (ModelValue){.reg = scope->model->inputs[index], .dimension = scope->model->input_units[index].dimension};
    return true;
}

static bool use_formula(ModelScope *scope, const FormulaNode *node, size_t index, ModelValue *out) {
    const MethodologyFormula *formula = &scope->model->methodology->formulas[index];
    if (index >= scope->formulas) {
        return model_expr_fault(scope, node->at, "the formula '%.*s' is not yet known here; write it further up",
                                STR_ARG(node->text));
    }
    if (formula->per_record != in_record(scope)) {
        return model_expr_fault(scope, node->at,
                                formula->per_record
                                    ? "'%.*s' is a value per record; write sum(over: records, ...) around it"
                                    : "'%.*s' is a value per programme; a value per record cannot depend on it",
                                STR_ARG(node->text));
    }
    uint32_t reg = scope->part->formulas[index];
    if (reg == PROGRAM_NONE) {
        return false; /* the fault is in that formula and already told */
    }
    *out = (ModelValue){.reg = reg, .dimension = scope->model->formula_units[index].dimension};
    return true;
}

static bool compile_name(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    const Methodology *m = scope->model->methodology;
    for (size_t i = 0; i < m->input_count; i++) {
        if (str_eq(m->inputs[i].name, node->text)) {
            return use_input(scope, node, i, out);
        }
    }
    for (size_t i = 0; i < m->factor_count; i++) {
        if (str_eq(m->factors[i].name, node->text)) {
            *out = (ModelValue){.reg = scope->part->factors[i], .dimension = scope->model->factor_units[i].dimension};
            return true;
        }
    }
    for (size_t i = 0; i < m->formula_count; i++) {
        if (str_eq(m->formulas[i].name, node->text)) {
            return use_formula(scope, node, i, out);
        }
    }
    return model_expr_fault(scope, node->at, "'%.*s' is no input, factor or formula; name one of them",
                            STR_ARG(node->text));
}

/* Two operands of one dimension, which is also that of the result. */
static bool compile_alike(ModelScope *scope, const FormulaNode *node, const char *what, ModelValue *a, ModelValue *b) {
    TRY(compile(scope, node->args[0], a));
    TRY(compile(scope, node->args[1], b));
    if (!same(&a->dimension, &b->dimension)) {
        Str left = dimension_text(scope, &a->dimension);
        Str right = dimension_text(scope, &b->dimension);
        return model_expr_fault(scope, node->at,
                                "%s needs two values of one dimension; these are %.*s and %.*s (divide by a unit, such "
                                "as dbh / 1 [cm], to make a number)",
                                what, STR_ARG(left), STR_ARG(right));
    }
    return true;
}

static bool compile_sum_like(ModelScope *scope, const FormulaNode *node, ProgramOp op, const char *what,
                             ModelValue *out) {
    ModelValue a = {0};
    ModelValue b = {0};
    TRY(compile_alike(scope, node, what, &a, &b));
    *out = (ModelValue){.reg = emit(scope, op, a.reg, b.reg), .dimension = a.dimension};
    return true;
}

static bool compile_product(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    ModelValue a = {0};
    ModelValue b = {0};
    TRY(compile(scope, node->args[0], &a));
    TRY(compile(scope, node->args[1], &b));
    bool divides = node->kind == FORMULA_DIVIDE;
    Unit left = {.dimension = a.dimension, .num = 1, .den = 1};
    Unit right = {.dimension = b.dimension, .num = 1, .den = 1};
    Unit both;
    if (!(divides ? unit_divide(&left, &right, &both) : unit_multiply(&left, &right, &both))) {
        return model_expr_fault(scope, node->at, "the dimension of this product has a power out of range");
    }
    uint32_t reg = emit(scope, divides ? PROGRAM_DIVIDE : PROGRAM_MULTIPLY, a.reg, b.reg);
    *out = (ModelValue){.reg = reg, .dimension = both.dimension};
    return true;
}

/* A whole number as written, with or without a minus. */
static bool whole_number(const FormulaNode *node, int *out) {
    bool negative = node->kind == FORMULA_NEGATE;
    const FormulaNode *number = negative ? node->args[0] : node;
    uint64_t value = 0;
    if (number->kind != FORMULA_NUMBER || number->unit.len > 0 || !checked_parse_u64(number->text, &value) ||
        value > 12) {
        return false;
    }
    *out = negative ? -(int)value : (int)value;
    return true;
}

static bool power_dimension(ModelScope *scope, const FormulaNode *node, const ModelValue *base, UnitDimension *out) {
    *out = base->dimension;
    if (is_number(&base->dimension)) {
        return true;
    }
    Unit unit = {.dimension = base->dimension, .num = 1, .den = 1};
    Unit raised;
    int power = 0;
    if (!whole_number(node->args[1], &power) || !unit_power(&unit, power, &raised)) {
        Str text = dimension_text(scope, &base->dimension);
        return model_expr_fault(
            scope, node->at,
            "a value with a dimension (%.*s) takes a whole number as its power; divide it by a unit "
            "first, such as (dbh / 1 [cm]) ^ 0.976",
            STR_ARG(text));
    }
    *out = raised.dimension;
    return true;
}

static bool compile_power(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    ModelValue base = {0};
    ModelValue power = {0};
    UnitDimension dimension = {0};
    TRY(compile(scope, node->args[0], &base));
    TRY(power_dimension(scope, node, &base, &dimension));
    TRY(compile(scope, node->args[1], &power));
    if (!is_number(&power.dimension)) {
        Str text = dimension_text(scope, &power.dimension);
        return model_expr_fault(scope, node->args[1]->at, "a power is a number without unit; this one is %.*s",
                                STR_ARG(text));
    }
    *out = (ModelValue){.reg = emit(scope, PROGRAM_POWER, base.reg, power.reg), .dimension = dimension};
    return true;
}

/* exp and ln: numbers only. */
static bool compile_number_function(ModelScope *scope, const FormulaNode *node, ProgramOp op, ModelValue *out) {
    ModelValue a = {0};
    TRY(compile(scope, node->args[0], &a));
    if (!is_number(&a.dimension)) {
        Str text = dimension_text(scope, &a.dimension);
        return model_expr_fault(scope, node->at,
                                "exp and ln take a number without unit; this is %.*s (divide by a unit, such as "
                                "ln(dbh / 1 [cm]))",
                                STR_ARG(text));
    }
    *out = (ModelValue){.reg = emit(scope, op, a.reg, a.reg), .dimension = a.dimension};
    return true;
}

static bool compile_sqrt(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    ModelValue a = {0};
    UnitDimension root = {0};
    TRY(compile(scope, node->args[0], &a));
    if (!unit_root(&a.dimension, &root)) {
        Str text = dimension_text(scope, &a.dimension);
        return model_expr_fault(scope, node->at, "the root of %.*s has no dimension; its powers must be even",
                                STR_ARG(text));
    }
    *out = (ModelValue){.reg = emit(scope, PROGRAM_SQRT, a.reg, a.reg), .dimension = root};
    return true;
}

static bool compile_one(ModelScope *scope, const FormulaNode *node, ProgramOp op, ModelValue *out) {
    ModelValue a = {0};
    TRY(compile(scope, node->args[0], &a));
    *out = (ModelValue){.reg = emit(scope, op, a.reg, a.reg), .dimension = a.dimension};
    return true;
}

static bool is_test(FormulaKind kind) {
    return kind >= FORMULA_LESS && kind <= FORMULA_UNEQUAL;
}

/* A comparison as a jump or stop whose target is not yet known; returns its step. */
static bool compile_test(ModelScope *scope, const FormulaNode *node, ProgramOp op, uint32_t *out) {
    if (!is_test(node->kind)) {
        return model_expr_fault(scope, node->at, "a condition is a comparison, such as dbh >= 5 [cm]");
    }
    ModelValue a = {0};
    ModelValue b = {0};
    TRY(compile_alike(scope, node, "a comparison", &a, &b));
    ProgramStep step = {.op = op,
                        .test = (ProgramTest)((int)node->kind - (int)FORMULA_LESS),
                        .a = a.reg,
                        .b = b.reg,
                        .origin = scope->origin};
    *out = program_step(&scope->part->program, step);
    return true;
}

static void pick(ModelScope *scope, uint32_t dst, uint32_t from) {
    ProgramStep step = {.op = PROGRAM_PICK, .dst = dst, .a = from, .b = from, .origin = scope->origin};
    (void)program_step(&scope->part->program, step);
}

/* test else; then; pick; jump end; else: ...; pick; end: only one branch runs, so a guard can keep ln from 0. */
static bool compile_if(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    Program *program = &scope->part->program;
    uint32_t test = 0;
    ModelValue yes = {0};
    ModelValue no = {0};
    TRY(compile_test(scope, node->args[0], PROGRAM_JUMP_UNLESS, &test));
    uint32_t dst = program_register(program);
    TRY(compile(scope, node->args[1], &yes));
    pick(scope, dst, yes.reg);
    uint32_t leave = program_step(program, (ProgramStep){.op = PROGRAM_JUMP, .origin = scope->origin});
    program->steps[test].target = program->count;
    TRY(compile(scope, node->args[2], &no));
    pick(scope, dst, no.reg);
    program->steps[leave].target = program->count;
    if (!same(&yes.dimension, &no.dimension)) {
        Str left = dimension_text(scope, &yes.dimension);
        Str right = dimension_text(scope, &no.dimension);
        return model_expr_fault(scope, node->at, "both values of an if have one dimension; these are %.*s and %.*s",
                                STR_ARG(left), STR_ARG(right));
    }
    *out = (ModelValue){.reg = dst, .dimension = yes.dimension};
    return true;
}

static uint32_t sum_of(ModelScope *scope, uint32_t record) {
    Model *model = scope->model;
    for (size_t i = 0; i < model->sum_count; i++) {
        if (model->sums[i].record == record) {
            return model->sums[i].programme;
        }
    }
    void *items = model->sums;
    ModelSum *sum = model_expr_grow(scope->arena, &items, &model->sum_count, &model->sum_capacity, sizeof(*sum));
    model->sums = items;
    *sum = (ModelSum){.record = record, .programme = program_register(&model->programme.program)};
    return sum->programme;
}

/* The inner expression belongs to the record program. */
static bool compile_sum(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    if (in_record(scope)) {
        return model_expr_fault(scope, node->at,
                                "a sum over records belongs to a formula with per: programme, and not inside another");
    }
    ModelScope inner = *scope;
    inner.part = &scope->model->record;
    ModelValue term = {0};
    TRY(compile(&inner, node->args[0], &term));
    if (scope->model->sum_count == MODEL_SUMS_MAX) {
        return model_expr_fault(scope, node->at, "more than %d different sums over records; join some", MODEL_SUMS_MAX);
    }
    *out = (ModelValue){.reg = sum_of(scope, term.reg), .dimension = term.dimension};
    return true;
}

static bool compile_function(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    switch ((int)node->kind) {
    case FORMULA_IF:
        return compile_if(scope, node, out);
    case FORMULA_EXP:
        return compile_number_function(scope, node, PROGRAM_EXP, out);
    case FORMULA_LN:
        return compile_number_function(scope, node, PROGRAM_LN, out);
    case FORMULA_SQRT:
        return compile_sqrt(scope, node, out);
    case FORMULA_ABS:
        return compile_one(scope, node, PROGRAM_ABS, out);
    case FORMULA_MIN:
        return compile_sum_like(scope, node, PROGRAM_MIN, "min", out);
    case FORMULA_MAX:
        return compile_sum_like(scope, node, PROGRAM_MAX, "max", out);
    default:
        return compile_sum(scope, node, out);
    }
}

static bool compile(ModelScope *scope, const FormulaNode *node, ModelValue *out) {
    switch ((int)node->kind) {
    case FORMULA_NUMBER:
        return compile_number(scope, node, out);
    case FORMULA_NAME:
        return compile_name(scope, node, out);
    case FORMULA_NEGATE:
        return compile_one(scope, node, PROGRAM_NEGATE, out);
    case FORMULA_ADD:
        return compile_sum_like(scope, node, PROGRAM_ADD, "an addition", out);
    case FORMULA_SUBTRACT:
        return compile_sum_like(scope, node, PROGRAM_SUBTRACT, "a subtraction", out);
    case FORMULA_MULTIPLY:
    case FORMULA_DIVIDE:
        return compile_product(scope, node, out);
    case FORMULA_POWER:
        return compile_power(scope, node, out);
    default:
        break;
    }
    if (is_test(node->kind)) {
        return model_expr_fault(scope, node->at, "a comparison is no value; use it as the condition of if(c, a, b)");
    }
    return compile_function(scope, node, out);
}

static bool parse(ModelScope *scope, const FormulaNode **out) {
    size_t at = 0;
    Err err = {0};
    return formula_parse(scope->arena, scope->span->text, out, &at, &err) ||
           model_expr_fault(scope, at, "%s", err.text);
}

bool model_expr(ModelScope *scope, ModelValue *out) {
    const FormulaNode *node = NULL;
    TRY(parse(scope, &node));
    return compile(scope, node, out);
}

bool model_expr_condition(ModelScope *scope, uint32_t reason) {
    const FormulaNode *node = NULL;
    uint32_t step = 0;
    TRY(parse(scope, &node));
    TRY(compile_test(scope, node, PROGRAM_STOP_UNLESS, &step));
    scope->part->program.steps[step].target = reason;
    return true;
}
