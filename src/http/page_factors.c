#include "app/public_method.h"
#include "domain/html.h"
#include "http/page.h"

enum { FACTORS_ROWS = 150 };

static void about(const Page *p, const PublicMethodSet *set) {
    page_raw(p, "<header>\n<p class=\"kicker\">");
    page_fill(p, TEXT("Factors {1}, version {2}"),
              PAGE_ARGS(page_code(p, set->set.id), page_escaped(p, set->set.version)));
    page_raw(p, "</p>\n<h1>");
    page_map(p, &set->set.title);
    page_raw(p, "</h1>\n<p class=\"lead\">");
    page_say(
        p, TEXT("Numbers taken from publications. The mark says whether each was compared with the primary document."));
    page_raw(p, "</p></header>\n");
}

static void also(const Page *p, TextKey key, Str value, bool *any) {
    if (value.len > 0) {
        page_raw(p, *any ? ", " : "");
        page_fill(p, key, PAGE_ARGS(page_escaped(p, value)));
        *any = true;
    }
}

static void origin(const Page *p, const Factor *factor) {
    bool any = false;
    page_raw(p, "<small lang=\"en\">");
    page_text(p, factor->source);
    page_raw(p, factor->table.len > 0 ? ", " : "");
    page_text(p, factor->table);
    page_raw(p, "</small><small>");
    also(p, TEXT("vintage {1}"), factor->vintage, &any);
    also(p, TEXT("for {1}"), factor->geography, &any);
    also(p, TEXT("year {1}"), factor->year, &any);
    also(p, TEXT("warming potentials of {1}"), factor->gwp_basis, &any);
    page_raw(p, "</small>");
    if (factor->note.len > 0) {
        page_raw(p, "<small lang=\"en\">");
        page_text(p, factor->note);
        page_raw(p, "</small>");
    }
}

static void factor_row(const Page *p, const Factor *factor) {
    page_raw(p, "<tr><th scope=\"row\" id=\"");
    page_text(p, factor->key);
    page_raw(p, "\">");
    page_map(p, &factor->label);
    page_raw(p, " <code>");
    page_text(p, factor->key);
    page_raw(p, "</code>");
    origin(p, factor);
    page_raw(p, "</th><td class=\"number\">");
    page_text(p, factor->value);
    html_unit(p->out, factor->unit);
    if (factor->low.len > 0) {
        page_raw(p, "<small>");
        page_fill(p, TEXT("{1} to {2} (95\xC2\xA0%)"),
                  PAGE_ARGS(page_escaped(p, factor->low), page_escaped(p, factor->high)));
        page_raw(p, "</small>");
    }
    page_raw(p, factor->checked ? "</td><td><span class=\"mark yes\">" : "</td><td><span class=\"mark no\">");
    page_say(p, factor->checked ? TEXT("checked") : TEXT("not checked"));
    page_raw(p, "</span></td></tr>\n");
}

static void rows(const Page *p, const PublicMethodSet *set) {
    static const PageColumn columns[] = {
        {TEXT_INIT("Factor and source"), false}, {TEXT_INIT("Value"), true}, {TEXT_INIT("Mark"), false}};
    size_t count = set->set.count < FACTORS_ROWS ? set->set.count : FACTORS_ROWS;
    page_table(p, TEXT("Factors of this set"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < count; i++) {
        factor_row(p, &set->set.factors[i]);
    }
    page_table_end(p);
    if (count < set->set.count) {
        page_raw(p, "<p class=\"soft\">");
        page_fill(p, TEXT("The first {1} of {2} are shown; the document has all."),
                  PAGE_ARGS(page_number(p, count), page_number(p, set->set.count)));
        page_raw(p, "</p>\n");
    }
}

bool page_factors(App *app, const Request *request, Response *response, Err *err) {
    PublicMethodSet *set = ARENA_NEW(response->arena, PublicMethodSet);
    TRY(public_method_set(app, request_param(request, 0), request_param(request, 1), set, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, text_in(&set->set.title, p->language));
    about(p, set);
    rows(p, set);
    page_section(p, "identity", TEXT("Identity"));
    page_raw(p, "<dl>\n");
    page_fact_text(p, TEXT("Licence"), set->set.licence);
    page_fact_hash(p, TEXT("SHA-256"), set->document.sha256);
    if (set->document.logged) {
        page_fact(p, TEXT("Leaf in the log"), page_number(p, set->document.index));
    }
    Str path = str_format(response->arena, "/f/%.*s/%.*s.json", STR_ARG(set->set.id), STR_ARG(set->set.version));
    page_fact(p, TEXT("Document"), page_link(p, path, STR("JSON")));
    page_raw(p, "</dl>\n");
    page_section_end(p);
    page_end(p);
    return true;
}
