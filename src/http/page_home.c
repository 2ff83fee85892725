#include "app/proving.h"
#include "http/page.h"
#include "http/page_part.h"

static void card(const Page *p, const PublicProgrammeItem *item) {
    const Programme *programme = &item->programme;
    Str path = page_path(p, "/p/%.*s", STR_ARG(programme->id));
    page_raw(p, "<li>\n<h3>");
    buf_add(p->out, page_link(p, path, page_in_language(p, &programme->name)));
    page_raw(p, "</h3>\n");
    if (!item->stated) {
        page_raw(p, "<p class=\"soft\">");
        page_say(p, TEXT("No statement has been issued yet."));
        page_raw(p, "</p>\n</li>\n");
        return;
    }
    const Statement *statement = &item->latest.statement;
    page_part_headline(p, statement);
    page_raw(p, "<p>");
    Str period = page_period(p, statement->period.start, statement->period.end);
    page_fill(p, TEXT("Statement of {1}"),
              PAGE_ARGS(page_link(p, page_path(p, "/s/%.*s", STR_ARG(item->latest.id)), period)));
    page_raw(p, "</p>\n</li>\n");
}

static void programmes(const Page *p, const PublicProgrammes *list) {
    page_section(p, "programmes", TEXT("Programmes"));
    if (list->count == 0) {
        page_raw(p, "<p>");
        page_say(p, TEXT("No programme has been opened here yet."));
        page_raw(p, "</p>\n");
    } else {
        page_raw(p, list->count % 2 == 0 ? "<ul class=\"results pairs\">\n" : "<ul class=\"results\">\n");
        for (size_t i = 0; i < list->count; i++) {
            card(p, &list->items[i]);
        }
        page_raw(p, "</ul>\n");
    }
    page_section_end(p);
}

static void log_head(const Page *p, const ProvingHead *head) {
    page_section(p, "log", TEXT("The log"));
    page_raw(p, "<p>");
    page_say(p,
             TEXT("Every record and every public document leaves a mark in a log that can only grow. Whoever keeps an "
                  "old checkpoint notices if anything is changed later."));
    page_raw(p, "</p>\n<dl>\n");
    page_fact_text(p, TEXT("Name"), head->origin);
    page_fact(p, TEXT("Entries"), page_link(p, page_path(p, "/log"), page_number(p, head->size)));
    page_fact_hash(p, TEXT("Root"), head->root);
    page_raw(p, "</dl>\n");
    page_section_end(p);
}

bool page_home(App *app, const Request *request, Response *response, Err *err) {
    PublicProgrammes list = {0};
    ProvingHead head = {0};
    TRY(public_programme_list(app, &list, err));
    TRY(proving_head(app, &head, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, page_word(p, TEXT("Results that anybody can check")));
    page_raw(p, "<header><h1>");
    page_say(p, TEXT("Results that anybody can check"));
    page_raw(p, "</h1>\n<p class=\"lead\">");
    page_say(p,
             TEXT("What people did and measured, what it adds up to, how that was computed, and how sure it is. Each "
                  "figure leads to its method, its sources and its proof."));
    page_raw(p, "</p></header>\n");
    programmes(p, &list);
    page_section(p, "check", TEXT("How to check"));
    page_part_check(p, (Str){0});
    page_raw(p, "<p>");
    page_fill(p, TEXT("What a proof says, and what it cannot say: {1}."),
              PAGE_ARGS(page_link(p, page_path(p, "/verify"), page_escaped(p, page_word(p, TEXT("Verify"))))));
    page_raw(p, "</p>\n");
    page_section_end(p);
    log_head(p, &head);
    page_end(p);
    return true;
}
