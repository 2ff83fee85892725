#include "quantify/model.h"

#include "quantify/model_expr.h"

typedef struct {
    Arena *arena;
    Faults *faults;
    Model *model;
} Build;

static Unit read_unit(Build *build, const MethodologySpan *span) {
    Unit unit = unit_one();
    Err err = {0};
    if (!unit_parse(build->model->units, span->text, &unit, &err)) {
        faults_add(build->faults, span->place.line, span->place.column, "%s", err.text);
    }
    return unit;
}

static uint32_t *registers(Arena *arena, Program *program, size_t count, bool fresh) {
    uint32_t *list = ARENA_ARRAY(arena, count, uint32_t);
    for (size_t i = 0; i < count; i++) {
        list[i] = fresh ? program_register(program) : PROGRAM_NONE;
    }
    return list;
}

static void prepare_part(Build *build, ModelPart *part) {
    const Methodology *m = build->model->methodology;
    part->program = (Program){.arena = build->arena};
    part->factors = registers(build->arena, &part->program, m->factor_count, true);
    part->formulas = registers(build->arena, &part->program, m->formula_count, false);
}

static void prepare_units(Build *build) {
    Model *model = build->model;
    const Methodology *m = model->methodology;
    model->input_units = ARENA_ARRAY(build->arena, m->input_count, Unit);
    model->factor_units = ARENA_ARRAY(build->arena, m->factor_count, Unit);
    model->formula_units = ARENA_ARRAY(build->arena, m->formula_count, Unit);
    model->result_units = ARENA_ARRAY(build->arena, m->result_count, Unit);
    for (size_t i = 0; i < m->input_count; i++) {
        model->input_units[i] = read_unit(build, &m->inputs[i].unit);
    }
    for (size_t i = 0; i < m->factor_count; i++) {
        model->factor_units[i] = read_unit(build, &m->factors[i].unit);
    }
    for (size_t i = 0; i < m->formula_count; i++) {
        model->formula_units[i] = read_unit(build, &m->formulas[i].unit);
    }
    for (size_t i = 0; i < m->result_count; i++) {
        model->result_units[i] = read_unit(build, &m->results[i].unit);
    }
}

static ModelScope scope_of(Build *build, ModelPart *part, const MethodologySpan *span, uint32_t origin) {
    return (ModelScope){.arena = build->arena,
                        .faults = build->faults,
                        .model = build->model,
                        .part = part,
                        .span = span,
                        .origin = origin};
}

static void add_source(Build *build, ModelPart *part, ModelSource source) {
    void *items = part->sources;
    ModelSource *added = model_expr_grow(build->arena, &items, &part->source_count, &part->source_capacity,
                                         sizeof(*added));
    part->sources = items;
    *added = source;
}

/* Adds a fault where the expression has not the dimension of `unit`. */
static bool check_dimension(const ModelScope *scope, const UnitDimension *found, const Unit *unit, Str unit_text) {
    Unit other = {.dimension = *found, .num = 1, .den = 1};
    if (unit_same_dimension(&other, unit)) {
        return true;
    }
    const UnitTable *units = scope->model->units;
    Str is = unit_dimension_text(units, scope->arena, found);
    Str right = unit_alternatives(units, scope->arena, found);
    return model_expr_fault(scope, 0, "the expression is %.*s, but its unit is %.*s; units that would fit: %.*s",
                            STR_ARG(is), STR_ARG(unit_text),
                            STR_ARG(right.len > 0 ? right : STR("a product of units")));
}

/* A declared standard error of `carrier`: compiled behind the value it belongs to. */
static void build_error(Build *build, ModelScope scope, const MethodologyError *error, uint32_t carrier,
                        const Unit *unit, Str unit_text) {
    scope.span = &error->se;
    ModelValue se = {0};
    if (!model_expr(&scope, &se)) {
        return;
    }
    Unit one = unit_one();
    bool fits = error->relative ? check_dimension(&scope, &se.dimension, &one, STR("1 (a share of the value)"))
                                : check_dimension(&scope, &se.dimension, unit, unit_text);
    if (fits && scope.part->source_count == MODEL_SOURCES_MAX) {
        (void)model_expr_fault(&scope, 0, "more than %d declared errors; join some", MODEL_SOURCES_MAX);
    } else if (fits) {
        ModelSource source = {.error = error, .carrier = carrier, .se = se.reg, .origin = scope.origin};
        add_source(build, scope.part, source);
    }
}

static void build_conditions(Build *build) {
    const Methodology *m = build->model->methodology;
    for (size_t i = 0; i < m->condition_count; i++) {
        uint32_t origin = MODEL_ORIGIN_CONDITION + (uint32_t)i;
        ModelScope scope = scope_of(build, &build->model->record, &m->conditions[i].condition, origin);
        /* Its fault, if any, is in the list. */
        (void)!model_expr_condition(&scope, (uint32_t)i);
    }
}

static void build_input_errors(Build *build) {
    Model *model = build->model;
    const Methodology *m = model->methodology;
    for (size_t i = 0; i < m->input_count; i++) {
        if (m->inputs[i].error != NULL) {
            uint32_t origin = MODEL_ORIGIN_INPUT + (uint32_t)i;
            ModelScope scope = scope_of(build, &model->record, NULL, origin);
            build_error(build, scope, m->inputs[i].error, model->inputs[i], &model->input_units[i],
                        m->inputs[i].unit.text);
        }
    }
}

/* A register of its own for a formula with errors: the same value under another name must not share them. */
static uint32_t own_register(ModelPart *part, uint32_t from, uint32_t origin) {
    uint32_t dst = program_register(&part->program);
    ProgramStep step = {.op = PROGRAM_COPY, .dst = dst, .a = from, .b = from, .origin = origin};
    (void)program_step(&part->program, step);
    return dst;
}

static void build_formula(Build *build, size_t index) {
    Model *model = build->model;
    const MethodologyFormula *formula = &model->methodology->formulas[index];
    ModelPart *part = formula->per_record ? &model->record : &model->programme;
    ModelScope scope = scope_of(build, part, &formula->expr, (uint32_t)index);
    scope.formulas = index;
    ModelValue value = {0};
    if (!model_expr(&scope, &value) ||
        !check_dimension(&scope, &value.dimension, &model->formula_units[index], formula->unit.text)) {
        return;
    }
    part->formulas[index] = formula->error_count > 0 ? own_register(part, value.reg, (uint32_t)index) : value.reg;
    scope.formulas = index + 1;
    for (size_t i = 0; i < formula->error_count; i++) {
        build_error(build, scope, &formula->errors[i], part->formulas[index], &model->formula_units[index],
                    formula->unit.text);
    }
}

static void check_results(Build *build) {
    Model *model = build->model;
    const Methodology *m = model->methodology;
    for (size_t i = 0; i < m->result_count; i++) {
        const MethodologyFormula *formula = methodology_formula(m, m->results[i].formula);
        size_t index = (size_t)(formula - m->formulas);
        ModelScope scope = scope_of(build, &model->programme, &m->results[i].unit, PROGRAM_NONE);
        /* Its fault, if any, is in the list. */
        (void)!check_dimension(&scope, &model->formula_units[index].dimension, &model->result_units[i],
                               m->results[i].unit.text);
    }
}

bool model_build(Arena *arena, const Methodology *methodology, const UnitTable *units, Faults *faults, Model **out,
                 Err *err) {
    Model *model = ARENA_NEW(arena, Model);
    *model = (Model){.methodology = methodology, .units = units};
    Build build = {.arena = arena, .faults = faults, .model = model};
    uint64_t before = faults->total;
    prepare_part(&build, &model->record);
    prepare_part(&build, &model->programme);
    model->inputs = registers(arena, &model->record.program, methodology->input_count, true);
    prepare_units(&build);
    build_conditions(&build);
    build_input_errors(&build);
    for (size_t i = 0; i < methodology->formula_count; i++) {
        build_formula(&build, i);
    }
    check_results(&build);
    if (faults->total > before) {
        return methodology_fault_first(faults, err);
    }
    *out = model;
    return true;
}

Str model_origin(const Model *model, Arena *arena, uint32_t origin) {
    const Methodology *m = model->methodology;
    if (origin < m->formula_count) {
        return str_format(arena, "the formula '%.*s'", STR_ARG(m->formulas[origin].name));
    }
    if (origin >= MODEL_ORIGIN_INPUT && origin - MODEL_ORIGIN_INPUT < m->input_count) {
        return str_format(arena, "the standard error of '%.*s'", STR_ARG(m->inputs[origin - MODEL_ORIGIN_INPUT].name));
    }
    if (origin >= MODEL_ORIGIN_CONDITION && origin - MODEL_ORIGIN_CONDITION < m->condition_count) {
        return str_format(arena, "the condition '%.*s'", STR_ARG(m->conditions[origin - MODEL_ORIGIN_CONDITION].name));
    }
    return STR("the methodology");
}
