#include "quantify/methodology_show.h"

#include "quantify/formula.h"
#include "quantify/unit.h"

static void add_readable(Buf *out, Str text) {
    const FormulaNode *node = NULL;
    size_t at = 0;
    Err err = {0};
    if (formula_parse(out->arena, text, &node, &at, &err)) {
        formula_print_readable(out, node);
    } else {
        buf_add(out, text);
    }
}

Str methodology_show_formula(Arena *arena, const MethodologyFormula *formula) {
    Buf out = {.arena = arena};
    buf_addf(&out, "%.*s = ", STR_ARG(formula->name));
    add_readable(&out, formula->expr.text);
    return buf_str(&out);
}

static void add_heading(Buf *out, const char *text, size_t count) {
    if (count > 0) {
        buf_addf(out, "\n%s\n", text);
    }
}

static void add_error(Buf *out, const MethodologyError *error, Str unit, Str tag) {
    buf_addf(out, "      standard error of %.*s%s: ", STR_ARG(error->name),
             error->relative ? " (share of the value)" : "");
    add_readable(out, error->se.text);
    if (!error->relative) {
        buf_addf(out, ", in %.*s", STR_ARG(unit_readable(out->arena, unit)));
    }
    buf_add(out, error->common ? STR(", the same for all records") : STR(", independent per record"));
    Str label = error->label.count > 0 ? text_in(&error->label, tag) : (Str){0};
    buf_addf(out, "%s%.*s\n", label.len > 0 ? ": " : "", STR_ARG(label));
}

static void add_bounds(Buf *out, const MethodologyInput *input) {
    if (input->min.text.len > 0) {
        buf_addf(out, ", at least %.*s", STR_ARG(input->min.text));
    }
    if (input->max.text.len > 0) {
        buf_addf(out, ", at most %.*s", STR_ARG(input->max.text));
    }
    if (!input->required) {
        buf_add(out, STR(", may be absent"));
    }
    if (input->standby.text.len > 0) {
        buf_addf(out, " (then %.*s)", STR_ARG(input->standby.text));
    }
}

static void add_inputs(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Inputs of a record", m->input_count);
    for (size_t i = 0; i < m->input_count; i++) {
        const MethodologyInput *input = &m->inputs[i];
        buf_addf(out, "  %.*s: %.*s [%.*s]", STR_ARG(input->name), STR_ARG(text_in(&input->label, tag)),
                 STR_ARG(input->unit.text));
        add_bounds(out, input);
        buf_add(out, STR("; "));
        for (size_t k = 0; k < input->how.count; k++) {
            buf_addf(out, "%s%.*s", k > 0 ? ", " : "", STR_ARG(input->how.items[k]));
        }
        buf_add_byte(out, '\n');
        if (input->error != NULL) {
            add_error(out, input->error, input->unit.text, tag);
        }
    }
}

static void add_parameters(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Parameters of a programme", m->parameter_count);
    for (size_t i = 0; i < m->parameter_count; i++) {
        const MethodologyParameter *parameter = &m->parameters[i];
        buf_addf(out, "  %.*s: %.*s", STR_ARG(parameter->name), STR_ARG(text_in(&parameter->label, tag)));
        for (size_t k = 0; k < parameter->choices.count; k++) {
            buf_addf(out, "%s%.*s", k > 0 ? ", " : "; one of ", STR_ARG(parameter->choices.items[k]));
        }
        buf_add_byte(out, '\n');
    }
}

static void add_factors(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Factors", m->factor_count);
    for (size_t i = 0; i < m->factor_count; i++) {
        const MethodologyFactor *factor = &m->factors[i];
        buf_addf(out, "  %.*s: %.*s [%.*s], from %.*s\n", STR_ARG(factor->name), STR_ARG(text_in(&factor->label, tag)),
                 STR_ARG(factor->unit.text), STR_ARG(factor->ref.text));
    }
}

static void add_conditions(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Applies to a record where", m->condition_count);
    for (size_t i = 0; i < m->condition_count; i++) {
        buf_add(out, STR("  "));
        add_readable(out, m->conditions[i].condition.text);
        buf_addf(out, " (else excluded as %.*s: %.*s)\n", STR_ARG(m->conditions[i].name),
                 STR_ARG(text_in(&m->conditions[i].reason, tag)));
    }
}

static void add_formulas(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Formulas", m->formula_count);
    for (size_t i = 0; i < m->formula_count; i++) {
        const MethodologyFormula *formula = &m->formulas[i];
        buf_addf(out, "  %.*s [%.*s, per %s]\n", STR_ARG(methodology_show_formula(out->arena, formula)),
                 STR_ARG(formula->unit.text), formula->per_record ? "record" : "programme");
        for (size_t k = 0; k < formula->error_count; k++) {
            add_error(out, &formula->errors[k], formula->unit.text, tag);
        }
    }
}

static void add_results(Buf *out, const Methodology *m, Str tag) {
    add_heading(out, "Results", m->result_count);
    for (size_t i = 0; i < m->result_count; i++) {
        const MethodologyResult *result = &m->results[i];
        buf_addf(out, "  %.*s: %.*s [%.*s], ", STR_ARG(result->name), STR_ARG(text_in(&result->label, tag)),
                 STR_ARG(result->unit.text));
        buf_addf(out, result->follow ? "digits follow the uncertainty, else %u decimals\n" : "%u decimals\n",
                 result->decimals);
    }
    if (m->statement_note.count > 0) {
        buf_addf(out, "  Note: %.*s\n", STR_ARG(text_in(&m->statement_note, tag)));
    }
}

static void add_references(Buf *out, const Methodology *m) {
    add_heading(out, "References", m->reference_count);
    for (size_t i = 0; i < m->reference_count; i++) {
        buf_addf(out, "  %.*s%s%.*s\n", STR_ARG(m->references[i].text), m->references[i].url.len > 0 ? " " : "",
                 STR_ARG(m->references[i].url));
    }
}

Str methodology_show(Arena *arena, const Methodology *methodology, Str tag) {
    Buf out = {.arena = arena};
    buf_addf(&out, "%.*s (%.*s %.*s)\n", STR_ARG(text_in(&methodology->title, tag)), STR_ARG(methodology->id),
             STR_ARG(methodology->version));
    buf_addf(&out, "%.*s\n", STR_ARG(text_in(&methodology->summary, tag)));
    buf_addf(&out, "Scope: %.*s. Kind of result: %.*s.\n", STR_ARG(methodology->scope), STR_ARG(methodology->kind));
    add_parameters(&out, methodology, tag);
    add_inputs(&out, methodology, tag);
    add_conditions(&out, methodology, tag);
    add_factors(&out, methodology, tag);
    add_formulas(&out, methodology, tag);
    add_results(&out, methodology, tag);
    add_references(&out, methodology);
    return buf_str(&out);
}

static size_t count_errors(const Methodology *m) {
    size_t count = m->factor_count;
    for (size_t i = 0; i < m->input_count; i++) {
        count += m->inputs[i].error != NULL ? 1 : 0;
    }
    for (size_t i = 0; i < m->formula_count; i++) {
        count += m->formulas[i].error_count;
    }
    return count;
}

static void list_errors(Buf *out, const Methodology *m) {
    for (size_t i = 0; i < m->input_count; i++) {
        if (m->inputs[i].error != NULL) {
            buf_addf(out, "%s%.*s", out->len > 0 ? ", " : "", STR_ARG(m->inputs[i].name));
        }
    }
    for (size_t i = 0; i < m->formula_count; i++) {
        for (size_t k = 0; k < m->formulas[i].error_count; k++) {
            buf_addf(out, "%s%.*s", out->len > 0 ? ", " : "", STR_ARG(m->formulas[i].errors[k].name));
        }
    }
}

Str methodology_show_uncertainty(Arena *arena, const Methodology *methodology) {
    if (count_errors(methodology) == 0) {
        return (Str){0};
    }
    Buf names = {.arena = arena};
    list_errors(&names, methodology);
    Str list = names.len > 0 ? buf_str(&names) : STR("no input and no formula");
    return str_format(
        arena,
        "Standard errors are declared for %.*s, and for each factor that gives a 95 %% range (its width "
        "over 2 x 1.96); each is independent per record or common to all. They are combined by first-order "
        "propagation (IPCC 2006, volume 1, chapter 3, approach 1). The interval is the value plus and "
        "minus 1.96 standard errors (95 %%, normal approximation); its half-width, rounded to two "
        "significant digits, decides the digits of value and bounds. Errors that nobody declared are not "
        "in it.",
        STR_ARG(list));
}
