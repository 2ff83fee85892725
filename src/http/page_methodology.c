#include "app/public_method.h"
#include "domain/html.h"
#include "http/page.h"

typedef struct {
    const char *name;
    TextKey word;
} Named;

static Str named(const Page *p, const Named *words, size_t count, Str name) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(name, str_from_c(words[i].name))) {
            return page_word(p, words[i].word);
        }
    }
    return name;
}

static Str kind_word(const Page *p, Str kind) {
    static const Named words[] = {{"stock", TEXT_INIT("a stock: what is there")},
                                  {"emission", TEXT_INIT("an emission")},
                                  {"reduction", TEXT_INIT("a reduction against a baseline")},
                                  {"removal", TEXT_INIT("a removal from the atmosphere")},
                                  {"amount", TEXT_INIT("an amount of something other than carbon")}};
    return named(p, words, COUNT_OF(words), kind);
}

static void about(const Page *p, const PublicMethod *method) {
    const Methodology *m = &method->methodology;
    page_raw(p, "<header>\n<p class=\"kicker\">");
    page_fill(p, TEXT("Methodology {1}, version {2}"), PAGE_ARGS(page_code(p, m->id), page_escaped(p, m->version)));
    page_raw(p, "</p>\n<h1>");
    page_map(p, &m->title);
    page_raw(p, "</h1>\n<p class=\"lead\">");
    page_map(p, &m->summary);
    page_raw(p, "</p></header>\n<dl>\n");
    page_fact_text(p, TEXT("Kind of result"), kind_word(p, m->kind));
    page_raw(p, "</dl>\n");
    if (m->statement_note.count > 0) {
        page_raw(p, "<div class=\"note\"><p>");
        page_map(p, &m->statement_note);
        page_raw(p, "</p></div>\n");
    }
}

static void row_head(const Page *p, const TextMap *label, Str name) {
    page_raw(p, "<tr><th scope=\"row\">");
    page_map(p, label);
    page_raw(p, " <code>");
    page_text(p, name);
    page_raw(p, "</code>");
}

static void small(const Page *p, TextKey key, Str markup) {
    page_raw(p, "<small>");
    page_fill(p, key, PAGE_ARGS(markup));
    page_raw(p, "</small>");
}

static void error_row(const Page *p, const MethodologyError *error) {
    small(p, error->relative ? TEXT("standard error as a share of the value: {1}") : TEXT("standard error: {1}"),
          page_code(p, error->se.text));
    if (error->label.count > 0) {
        page_raw(p, "<small>");
        page_map(p, &error->label);
        page_raw(p, "</small>");
    }
}

static void input_row(const Page *p, const MethodologyInput *input) {
    row_head(p, &input->label, input->name);
    if (!input->required) {
        page_raw(p, "<small>");
        page_say(p, TEXT("may be absent"));
        page_raw(p, "</small>");
    }
    if (input->error != NULL) {
        error_row(p, input->error);
    }
    page_raw(p, "</th><td>");
    page_text(p, input->unit.text);
    page_raw(p, "</td><td>");
    if (input->min.text.len > 0 && input->max.text.len > 0) {
        page_fill(p, TEXT("{1} to {2}"), PAGE_ARGS(page_escaped(p, input->min.text), page_escaped(p, input->max.text)));
    } else {
        page_text(p, input->min.text.len > 0 ? input->min.text : input->max.text);
    }
    page_raw(p, "</td></tr>\n");
}

static void inputs(const Page *p, const Methodology *m) {
    static const PageColumn columns[] = {
        {TEXT_INIT("Input"), false}, {TEXT_INIT("Unit"), false}, {TEXT_INIT("Range"), false}};
    page_section(p, "inputs", TEXT("What a record gives"));
    page_table(p, TEXT("Inputs of a record, with their range"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < m->input_count; i++) {
        input_row(p, &m->inputs[i]);
    }
    page_table_end(p);
    page_section_end(p);
}

static void conditions(const Page *p, const PublicMethod *method) {
    const Methodology *m = &method->methodology;
    if (m->condition_count == 0) {
        return;
    }
    page_section(p, "applies", TEXT("Which records count"));
    page_raw(p, "<ul class=\"formulas\">\n");
    for (size_t i = 0; i < m->condition_count; i++) {
        page_raw(p, "<li><code>");
        page_text(p, method->conditions[i]);
        page_raw(p, "</code><br>");
        page_map(p, &m->conditions[i].reason);
        page_raw(p, "</li>\n");
    }
    page_raw(p, "</ul>\n");
    page_section_end(p);
}

static void formulas(const Page *p, const PublicMethod *method) {
    const Methodology *m = &method->methodology;
    page_section(p, "formulas", TEXT("Formulas"));
    page_raw(p, "<ul class=\"formulas\">\n");
    for (size_t i = 0; i < m->formula_count; i++) {
        const MethodologyFormula *formula = &m->formulas[i];
        page_raw(p, "<li>");
        page_map(p, &formula->label);
        page_raw(p, " <span class=\"soft\">(");
        page_text(p, formula->unit.text);
        page_raw(p, ", ");
        page_say(p, formula->per_record ? TEXT("for each record") : TEXT("over all records"));
        page_raw(p, ")</span><br><code>");
        page_text(p, method->formulas[i]);
        page_raw(p, "</code>");
        for (size_t k = 0; k < formula->error_count; k++) {
            error_row(p, &formula->errors[k]);
        }
        page_raw(p, "</li>\n");
    }
    page_raw(p, "</ul>\n");
    page_section_end(p);
}

static void factor_value(const Page *p, const PublicMethodFactor *chosen) {
    if (chosen->factor == NULL) {
        page_raw(p, "<td class=\"number\">");
        page_say(p, TEXT("chosen by the programme"));
        page_raw(p, "</td><td></td></tr>\n");
        return;
    }
    const Factor *factor = chosen->factor;
    page_raw(p, "<td class=\"number\">");
    page_text(p, factor->value);
    html_unit(p->out, factor->unit);
    page_raw(p, factor->checked ? "</td><td><span class=\"mark yes\">" : "</td><td><span class=\"mark no\">");
    page_say(p, factor->checked ? TEXT("checked") : TEXT("not checked"));
    page_raw(p, "</span></td></tr>\n");
}

static void factor_row(const Page *p, const MethodologyFactor *use, const PublicMethodFactor *chosen) {
    row_head(p, &use->label, use->name);
    page_raw(p, "<small>");
    if (chosen->version.len > 0) {
        Str path = page_path(p, "/f/%.*s/%.*s", STR_ARG(chosen->set), STR_ARG(chosen->version));
        buf_add(p->out, page_link(p, path, page_escaped(p, use->ref.text)));
    } else {
        page_text(p, use->ref.text);
    }
    page_raw(p, "</small>");
    if (chosen->factor != NULL) {
        page_raw(p, "<small>");
        page_text(p, chosen->factor->source);
        page_raw(p, "</small>");
    }
    page_raw(p, "</th>");
    factor_value(p, chosen);
}

static void factors(const Page *p, const PublicMethod *method) {
    static const PageColumn columns[] = {
        {TEXT_INIT("Factor and source"), false}, {TEXT_INIT("Value"), true}, {TEXT_INIT("Mark"), false}};
    const Methodology *m = &method->methodology;
    if (m->factor_count == 0) {
        return;
    }
    page_section(p, "factors", TEXT("Factors"));
    page_table(p, TEXT("Numbers taken from publications, as the latest published set has them"), columns,
               COUNT_OF(columns));
    for (size_t i = 0; i < m->factor_count; i++) {
        factor_row(p, &m->factors[i], &method->factors[i]);
    }
    page_table_end(p);
    page_section_end(p);
}

static void results(const Page *p, const PublicMethod *method) {
    const Methodology *m = &method->methodology;
    page_section(p, "results", TEXT("Results"));
    page_raw(p, "<ul>\n");
    for (size_t i = 0; i < m->result_count; i++) {
        page_raw(p, "<li>");
        page_map(p, &m->results[i].label);
        page_raw(p, " <span class=\"soft\">");
        html_unit(p->out, m->results[i].unit.text);
        page_raw(p, "</span></li>\n");
    }
    page_raw(p, "</ul>\n");
    if (method->uncertainty.len > 0) {
        page_raw(p, "<p lang=\"en\">");
        page_text(p, method->uncertainty);
        page_raw(p, "</p>\n");
    }
    page_section_end(p);
}

static void test_row(const Page *p, const MethodologyTest *test, const MethodologyTestOutcome *outcome) {
    page_raw(p, "<tr><th scope=\"row\" lang=\"en\">");
    page_text(p, test->name);
    page_raw(p, "</th><td>");
    for (size_t i = 0; i < test->expect_count; i++) {
        const MethodologyExpect *expect = &test->expects[i];
        page_raw(p, i > 0 ? "<br>" : "");
        page_text(p, expect->result);
        page_raw(p, " = ");
        page_text(p, expect->value.text.len > 0 ? expect->value.text : expect->figure.text);
    }
    page_raw(p, "</td><td>");
    if (outcome != NULL) {
        page_raw(p, outcome->passed ? "<span class=\"mark yes\">" : "<span class=\"mark bad\">");
        page_say(p, outcome->passed ? TEXT("passes") : TEXT("fails"));
        page_raw(p, "</span>");
    }
    page_raw(p, "</td></tr>\n");
}

static void tests(const Page *p, const PublicMethod *method) {
    static const PageColumn columns[] = {
        {TEXT_INIT("Case"), false}, {TEXT_INIT("Expected"), false}, {TEXT_INIT("Now"), false}};
    const Methodology *m = &method->methodology;
    if (m->test_count == 0) {
        return;
    }
    page_section(p, "tests", TEXT("Test cases"));
    page_table(p, TEXT("Written by the methodology's author, computed anew for this page"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < m->test_count; i++) {
        test_row(p, &m->tests[i], method->tests == NULL ? NULL : &method->tests[i]);
    }
    page_table_end(p);
    page_section_end(p);
}

static bool is_web(Str url) {
    return str_starts(url, STR("https://")) || str_starts(url, STR("http://"));
}

static void references(const Page *p, const Methodology *m) {
    if (m->reference_count == 0) {
        return;
    }
    page_section(p, "references", TEXT("References"));
    page_raw(p, "<ul>\n");
    for (size_t i = 0; i < m->reference_count; i++) {
        const MethodologyReference *reference = &m->references[i];
        page_raw(p, "<li lang=\"en\">");
        Str text = page_escaped(p, reference->text);
        buf_add(p->out, is_web(reference->url) ? page_link(p, reference->url, text) : text);
        page_raw(p, "</li>\n");
    }
    page_raw(p, "</ul>\n");
    page_section_end(p);
}

static void identity(const Page *p, const PublicMethod *method) {
    const Methodology *m = &method->methodology;
    page_section(p, "identity", TEXT("Identity"));
    page_raw(p, "<dl>\n");
    page_fact_hash(p, TEXT("SHA-256"), method->document.sha256);
    if (method->document.logged) {
        page_fact(p, TEXT("Leaf in the log"), page_number(p, method->document.index));
    }
    Str path = str_format(p->response->arena, "/m/%.*s/%.*s.json", STR_ARG(m->id), STR_ARG(m->version));
    page_fact(p, TEXT("Document"), page_link(p, path, STR("JSON")));
    page_raw(p, "</dl>\n");
    page_section_end(p);
}

bool page_methodology(App *app, const Request *request, Response *response, Err *err) {
    PublicMethod *method = ARENA_NEW(response->arena, PublicMethod);
    TRY(public_method_show(app, request_param(request, 0), request_param(request, 1), method, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, text_in(&method->methodology.title, p->language));
    about(p, method);
    inputs(p, &method->methodology);
    conditions(p, method);
    factors(p, method);
    formulas(p, method);
    results(p, method);
    tests(p, method);
    references(p, &method->methodology);
    identity(p, method);
    page_end(p);
    return true;
}
