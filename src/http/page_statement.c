#include "app/public_statement.h"
#include "domain/statement_html_body.h"
#include "http/page.h"
#include "http/page_part.h"

static Str say(Str language, Str english) {
    return text_of(language, (TextKey){english});
}

/* What a reader has to know before the figures. */
static void warn(const Page *p, const PublicStatement *statement) {
    Str superseded = statement->superseded_by;
    if (superseded.len > 0) {
        page_verdict(p, PAGE_CAREFUL, TEXT("A later statement has taken the place of this one."));
        page_raw(p, "<p>");
        Str path = page_path(p, "/s/%.*s", STR_ARG(superseded));
        buf_add(p->out, page_link(p, path, page_escaped(p, page_word(p, TEXT("Go to the later statement")))));
        page_raw(p, "</p>\n");
        page_verdict_end(p);
    }
    if (statement->open && statement->shown.erased_since > 0) {
        page_verdict(p, PAGE_CAREFUL, TEXT("Records that this statement counts were erased since it was issued."));
        page_raw(p, "<p>");
        page_fill(p, TEXT("Erased since: {1}. The figures stay as they were issued."),
                  PAGE_ARGS(page_number(p, statement->shown.erased_since)));
        page_raw(p, "</p>\n");
        page_verdict_end(p);
    }
}

static void link_item(const Page *p, Str path, TextKey label) {
    page_raw(p, "<li>");
    buf_add(p->out, page_link(p, path, page_escaped(p, page_word(p, label))));
    page_raw(p, "</li>\n");
}

static Str twin(const Page *p, Str id, const char *ending) {
    return str_format(p->response->arena, "/s/%.*s%s", STR_ARG(id), ending);
}

static void onward(const Page *p, const PublicStatement *statement) {
    const Statement *s = &statement->shown.statement;
    page_raw(p, "<nav class=\"onward\" aria-label=\"");
    page_say(p, TEXT("More about this statement"));
    page_raw(p, "\"><ul>\n");
    if (statement->open) {
        Str path = page_path(p, "/p/%.*s", STR_ARG(s->programme.id));
        link_item(p, str_format(p->response->arena, "%.*s#records", STR_ARG(path)), TEXT("Its records"));
    }
    link_item(p, page_path(p, "/verify?statement=%.*s", STR_ARG(s->id)), TEXT("Does it hold?"));
    link_item(p, page_path(p, "/p/%.*s", STR_ARG(s->programme.id)), TEXT("The programme"));
    link_item(p, page_path(p, "/m/%.*s/%.*s", STR_ARG(s->methodology.id), STR_ARG(s->methodology.version)),
              TEXT("The methodology"));
    link_item(p, twin(p, s->id, ".json"), TEXT("Document (JSON)"));
    link_item(p, page_path(p, "/s/%.*s.csv", STR_ARG(s->id)), TEXT("Table (CSV)"));
    link_item(p, twin(p, s->id, ".banyan"), TEXT("Bundle (.banyan)"));
    page_raw(p, "</ul></nav>\n");
}

bool page_statement(App *app, const Request *request, Response *response, Err *err) {
    PublicStatement *statement = ARENA_NEW(response->arena, PublicStatement);
    TRY(public_statement_show(app, request_param(request, 0), statement, err));
    const Statement *s = &statement->shown.statement;
    Page page = page_open(request, response);
    const Page *p = &page;
    StatementHtmlWords words = {.language = p->language, .say = say};
    Str title = str_format(response->arena, "%.*s, %.*s", STR_ARG(text_in(&s->programme.name, p->language)),
                           STR_ARG(s->period.start));
    page_begin(p, title);
    warn(p, statement);
    statement_html_body(p->out, s, &statement->shown.position, &words);
    onward(p, statement);
    page_end(p);
    return true;
}
