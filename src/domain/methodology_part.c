#include "domain/methodology_part.h"

#include "base/decimal.h"

enum { DECIMALS_MAX = 30, PARTS_MAX = 64 };

static const char how_words[] = "measured, counted, invoiced, surveyed, estimated, default, imputed";

/* Lists that a run holds tables over are bounded; inputs also by what a record may list. */
static void check_count(const MethodologyReader *reader, const Yaml *map, const char *key, size_t count) {
    if (count > PARTS_MAX) {
        methodology_read_fault(reader, methodology_read_place(yaml_get(map, str_from_c(key))),
                               "'%s' lists %zu; at most %d are read", key, count, PARTS_MAX);
    }
}

/* The name of item `index` must be new among those before it, at `stride` bytes each. */
static void check_new(const MethodologyReader *reader, const Yaml *item, const void *names, size_t stride,
                      size_t index) {
    const char *base = names;
    const Str *own = (const Str *)(const void *)(base + index * stride);
    for (size_t i = 0; i < index; i++) {
        const Str *other = (const Str *)(const void *)(base + i * stride);
        if (own->len > 0 && str_eq(*own, *other)) {
            methodology_read_fault(reader, methodology_read_place(item), "'%.*s' is listed twice; names differ",
                                   STR_ARG(*own));
            return;
        }
    }
}

static void read_parameters(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "parameters", &out->parameter_count);
    MethodologyParameter *list = ARENA_ARRAY(reader->arena, out->parameter_count, MethodologyParameter);
    out->parameters = list;
    for (size_t i = 0; i < out->parameter_count; i++) {
        list[i].place = methodology_read_place(&items[i]);
        if (methodology_read_mapping(reader, &items[i], "a parameter", "name, label, choices, reason")) {
            list[i].name = methodology_read_name(reader, &items[i], "name");
            list[i].label = methodology_read_texts(reader, &items[i], "label", true);
            list[i].reason = methodology_read_texts(reader, &items[i], "reason", false);
            list[i].choices = methodology_read_names(reader, &items[i], "choices");
        }
    }
}

/* se or relative_se, one of them, and the correlation. */
static void read_error(const MethodologyReader *reader, const Yaml *map, MethodologyError *out) {
    MethodologySpan absolute = methodology_read_span(reader, map, "se", false);
    MethodologySpan relative = methodology_read_span(reader, map, "relative_se", false);
    if ((absolute.text.len > 0) == (relative.text.len > 0)) {
        methodology_read_fault(reader, methodology_read_place(map),
                               "a standard error is given once: either 'se' with a unit or 'relative_se' as a share");
    }
    out->relative = relative.text.len > 0;
    out->se = out->relative ? relative : absolute;
    Str correlation = methodology_read_word(reader, map, "correlation", "independent, common");
    out->common = str_eq(correlation, STR("common"));
    out->label = methodology_read_texts(reader, map, "label", false);
}

static const MethodologyError *read_uncertainty(const MethodologyReader *reader, const Yaml *input, Str name) {
    const Yaml *map = yaml_get(input, STR("uncertainty"));
    if (map == NULL || !methodology_read_mapping(reader, map, "'uncertainty'", "se, relative_se, correlation, label")) {
        return NULL;
    }
    MethodologyError *error = ARENA_NEW(reader->arena, MethodologyError);
    error->name = name;
    read_error(reader, map, error);
    return error;
}

static void check_how(const MethodologyReader *reader, const MethodologyInput *input) {
    if (input->how.count == 0) {
        methodology_read_fault(reader, input->place, "'how' of '%.*s' is empty; list the allowed ways out of %s",
                               STR_ARG(input->name), how_words);
    }
    for (size_t i = 0; i < input->how.count; i++) {
        const Str known[] = {STR("measured"),  STR("counted"), STR("invoiced"), STR("surveyed"),
                             STR("estimated"), STR("default"), STR("imputed")};
        MethodologyNames names = {.items = known, .count = COUNT_OF(known)};
        if (!methodology_has(&names, input->how.items[i])) {
            methodology_read_fault(reader, input->place, "'%.*s' is no way to know a value; the ways are %s",
                                   STR_ARG(input->how.items[i]), how_words);
        }
    }
}

static void read_input(const MethodologyReader *reader, const Yaml *map, MethodologyInput *out) {
    out->place = methodology_read_place(map);
    if (!methodology_read_mapping(reader, map, "an input",
                                  "name, label, unit, how, required, total, min, max, default, uncertainty")) {
        return;
    }
    out->name = methodology_read_name(reader, map, "name");
    out->label = methodology_read_texts(reader, map, "label", true);
    out->unit = methodology_read_span(reader, map, "unit", true);
    out->how = methodology_read_names(reader, map, "how");
    out->required = methodology_read_flag(reader, map, "required", true);
    out->total = methodology_read_flag(reader, map, "total", false);
    out->min = methodology_read_decimal(reader, map, "min");
    out->max = methodology_read_decimal(reader, map, "max");
    out->standby = methodology_read_decimal(reader, map, "default");
    out->error = read_uncertainty(reader, map, out->name);
    check_how(reader, out);
    if (out->required && out->standby.text.len > 0) {
        methodology_read_fault(reader, out->standby.place,
                               "'%.*s' is required and so needs no default; write required: false or leave it out",
                               STR_ARG(out->name));
    }
}

static void read_inputs(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "inputs", &out->input_count);
    MethodologyInput *list = ARENA_ARRAY(reader->arena, out->input_count, MethodologyInput);
    out->inputs = list;
    check_count(reader, map, "inputs", out->input_count);
    for (size_t i = 0; i < out->input_count; i++) {
        read_input(reader, &items[i], &list[i]);
    }
}

static void read_factors(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "factors", &out->factor_count);
    MethodologyFactor *list = ARENA_ARRAY(reader->arena, out->factor_count, MethodologyFactor);
    out->factors = list;
    check_count(reader, map, "factors", out->factor_count);
    for (size_t i = 0; i < out->factor_count; i++) {
        list[i].place = methodology_read_place(&items[i]);
        if (methodology_read_mapping(reader, &items[i], "a factor", "name, label, unit, ref")) {
            list[i].name = methodology_read_name(reader, &items[i], "name");
            list[i].label = methodology_read_texts(reader, &items[i], "label", true);
            list[i].unit = methodology_read_span(reader, &items[i], "unit", true);
            list[i].ref = methodology_read_span(reader, &items[i], "ref", true);
        }
    }
}

static void read_conditions(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "applicability", &out->condition_count);
    MethodologyCondition *list = ARENA_ARRAY(reader->arena, out->condition_count, MethodologyCondition);
    out->conditions = list;
    for (size_t i = 0; i < out->condition_count; i++) {
        if (methodology_read_mapping(reader, &items[i], "a condition", "name, condition, reason")) {
            list[i].name = methodology_read_name(reader, &items[i], "name");
            check_new(reader, &items[i], &list[0].name, sizeof(list[0]), i);
            list[i].condition = methodology_read_span(reader, &items[i], "condition", true);
            list[i].reason = methodology_read_texts(reader, &items[i], "reason", true);
        }
    }
}

static void read_errors(const MethodologyReader *reader, const Yaml *map, MethodologyFormula *out) {
    const Yaml *items = methodology_read_list(reader, map, "errors", &out->error_count);
    MethodologyError *list = ARENA_ARRAY(reader->arena, out->error_count, MethodologyError);
    out->errors = list;
    for (size_t i = 0; i < out->error_count; i++) {
        if (methodology_read_mapping(reader, &items[i], "an error", "name, label, se, relative_se, correlation")) {
            list[i].name = methodology_read_name(reader, &items[i], "name");
            check_new(reader, &items[i], &list[0].name, sizeof(list[0]), i);
            read_error(reader, &items[i], &list[i]);
        }
    }
}

static void read_formulas(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "formulas", &out->formula_count);
    MethodologyFormula *list = ARENA_ARRAY(reader->arena, out->formula_count, MethodologyFormula);
    out->formulas = list;
    for (size_t i = 0; i < out->formula_count; i++) {
        list[i].place = methodology_read_place(&items[i]);
        if (methodology_read_mapping(reader, &items[i], "a formula", "name, label, unit, per, expr, errors")) {
            list[i].name = methodology_read_name(reader, &items[i], "name");
            list[i].label = methodology_read_texts(reader, &items[i], "label", false);
            list[i].unit = methodology_read_span(reader, &items[i], "unit", true);
            list[i].expr = methodology_read_span(reader, &items[i], "expr", true);
            Str per = methodology_read_word(reader, &items[i], "per", "record, programme");
            list[i].per_record = str_eq(per, STR("record"));
            read_errors(reader, &items[i], &list[i]);
        }
    }
}

static void check_result(const MethodologyReader *reader, const Methodology *m, const MethodologyResult *result) {
    const MethodologyFormula *formula = methodology_formula(m, result->formula);
    if (formula == NULL || formula->per_record) {
        methodology_read_fault(reader, result->place,
                               "the result '%.*s' comes from '%.*s', which is no formula per programme; name one",
                               STR_ARG(result->name), STR_ARG(result->formula));
    }
    if (result->decimals > DECIMALS_MAX) {
        methodology_read_fault(reader, result->place, "'decimals' is %u; at most %d are shown", result->decimals,
                               DECIMALS_MAX);
    }
}

static void read_result(const MethodologyReader *reader, const Yaml *map, MethodologyResult *out) {
    out->place = methodology_read_place(map);
    if (!methodology_read_mapping(reader, map, "a result", "name, label, unit, formula, digits, decimals")) {
        return;
    }
    out->name = methodology_read_name(reader, map, "name");
    out->label = methodology_read_texts(reader, map, "label", true);
    out->unit = methodology_read_span(reader, map, "unit", true);
    Str formula = methodology_read_text(reader, map, "formula", false);
    out->formula = formula.len > 0 ? formula : out->name;
    Str digits = methodology_read_word(reader, map, "digits", "follow uncertainty, fixed");
    out->follow = str_eq(digits, STR("follow uncertainty"));
    uint64_t decimals = methodology_read_count(reader, map, "decimals", DECIMALS_MAX + 1);
    out->decimals = decimals > DECIMALS_MAX ? DECIMALS_MAX + 1 : (uint32_t)decimals;
}

static void read_results(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "results", &out->result_count);
    MethodologyResult *list = ARENA_ARRAY(reader->arena, out->result_count, MethodologyResult);
    out->results = list;
    for (size_t i = 0; i < out->result_count; i++) {
        read_result(reader, &items[i], &list[i]);
        check_new(reader, &items[i], &list[0].name, sizeof(list[0]), i);
        check_result(reader, out, &list[i]);
    }
}

/* "11.0 cm", or a number alone for the unit 1. */
static bool read_given(const MethodologyReader *reader, const YamlPair *pair, RecordInput *out) {
    Str rest = pair->value.type == YAML_SCALAR ? pair->value.scalar : (Str){0};
    Str value = str_cut(&rest, ' ');
    Err err = {0};
    if (!decimal_check(value, &err)) {
        methodology_read_fault(reader, methodology_read_place(&pair->value),
                               "'%.*s' of a test record: %s; write value and unit, such as 11.0 cm", STR_ARG(pair->key),
                               err.text);
        return false;
    }
    Str unit = str_trim(rest);
    *out = (RecordInput){
        .name = pair->key, .value = value, .unit = unit.len > 0 ? unit : STR("1"), .how = STR("measured")};
    return true;
}

static void read_test_records(const MethodologyReader *reader, const Yaml *map, MethodologyTest *out) {
    const Yaml *items = methodology_read_list(reader, map, "records", &out->record_count);
    MethodologyRecord *list = ARENA_ARRAY(reader->arena, out->record_count, MethodologyRecord);
    out->records = list;
    for (size_t i = 0; i < out->record_count; i++) {
        if (items[i].type != YAML_MAPPING) {
            methodology_read_fault(reader, methodology_read_place(&items[i]),
                                   "a test record is a mapping of inputs to values, such as dbh: 11.0 cm");
            continue;
        }
        RecordInput *inputs = ARENA_ARRAY(reader->arena, items[i].count, RecordInput);
        list[i].inputs = inputs;
        for (uint32_t k = 0; k < items[i].count; k++) {
            list[i].count += read_given(reader, &items[i].pairs[k], &inputs[list[i].count]) ? 1 : 0;
        }
    }
}

static bool is_result(const Methodology *m, Str name) {
    for (size_t i = 0; i < m->result_count; i++) {
        if (str_eq(m->results[i].name, name)) {
            return true;
        }
    }
    return false;
}

static void read_expects(const MethodologyReader *reader, const Yaml *map, const Methodology *m, MethodologyTest *out) {
    const Yaml *items = methodology_read_list(reader, map, "expect", &out->expect_count);
    MethodologyExpect *list = ARENA_ARRAY(reader->arena, out->expect_count, MethodologyExpect);
    out->expects = list;
    for (size_t i = 0; i < out->expect_count; i++) {
        list[i].place = methodology_read_place(&items[i]);
        if (!methodology_read_mapping(reader, &items[i], "an expectation", "result, value, figure, low, high")) {
            continue;
        }
        list[i].result = methodology_read_text(reader, &items[i], "result", true);
        list[i].value = methodology_read_decimal(reader, &items[i], "value");
        list[i].figure = methodology_read_decimal(reader, &items[i], "figure");
        list[i].low = methodology_read_decimal(reader, &items[i], "low");
        list[i].high = methodology_read_decimal(reader, &items[i], "high");
        if (list[i].value.text.len == 0 || !is_result(m, list[i].result)) {
            methodology_read_fault(reader, list[i].place,
                                   "an expectation names one of the results and its published 'value'");
        }
    }
}

/* The parameters of a test: name to text, in the file's order. */
static TextMap read_settings(const MethodologyReader *reader, const Yaml *map) {
    const Yaml *value = yaml_get(map, STR("parameters"));
    if (value == NULL) {
        return (TextMap){0};
    }
    if (value->type != YAML_MAPPING) {
        methodology_read_fault(reader, methodology_read_place(value), "'parameters' is a mapping of names to texts");
        return (TextMap){0};
    }
    TextPair *pairs = ARENA_ARRAY(reader->arena, value->count, TextPair);
    for (uint32_t i = 0; i < value->count; i++) {
        pairs[i] = (TextPair){.tag = value->pairs[i].key, .text = value->pairs[i].value.scalar};
    }
    return (TextMap){.pairs = pairs, .count = value->count};
}

static void read_tests(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "tests", &out->test_count);
    MethodologyTest *list = ARENA_ARRAY(reader->arena, out->test_count, MethodologyTest);
    out->tests = list;
    for (size_t i = 0; i < out->test_count; i++) {
        list[i].place = methodology_read_place(&items[i]);
        if (methodology_read_mapping(reader, &items[i], "a test", "name, parameters, records, expect, excluded")) {
            list[i].name = methodology_read_text(reader, &items[i], "name", true);
            list[i].parameters = read_settings(reader, &items[i]);
            list[i].excluded = methodology_read_count(reader, &items[i], "excluded", 0);
            read_test_records(reader, &items[i], &list[i]);
            read_expects(reader, &items[i], out, &list[i]);
        }
    }
}

static void read_references(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    const Yaml *items = methodology_read_list(reader, map, "references", &out->reference_count);
    MethodologyReference *list = ARENA_ARRAY(reader->arena, out->reference_count, MethodologyReference);
    out->references = list;
    for (size_t i = 0; i < out->reference_count; i++) {
        if (methodology_read_mapping(reader, &items[i], "a reference", "text, url")) {
            list[i].text = methodology_read_text(reader, &items[i], "text", true);
            list[i].url = methodology_read_text(reader, &items[i], "url", false);
        }
    }
}

void methodology_part_read(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    read_parameters(reader, map, out);
    read_inputs(reader, map, out);
    read_factors(reader, map, out);
    read_conditions(reader, map, out);
    read_formulas(reader, map, out);
    read_results(reader, map, out);
    read_tests(reader, map, out);
    read_references(reader, map, out);
}
