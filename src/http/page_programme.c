#include "domain/html.h"
#include "http/page.h"
#include "http/page_part.h"

static void about(const Page *p, const PublicProgramme *programme) {
    const Programme *document = &programme->programme;
    page_raw(p, "<header>\n<p class=\"kicker\">");
    page_say(p, TEXT("Programme"));
    page_raw(p, "</p>\n<h1>");
    page_map(p, &document->name);
    page_raw(p, "</h1>\n<p class=\"lead\">");
    page_map(p, &document->description);
    page_raw(p, "</p></header>\n<dl>\n");
    page_fact_map(p, TEXT("Organisation"), &programme->organisation.name);
    Str path = page_path(p, "/m/%.*s/%.*s", STR_ARG(document->methodology.id), STR_ARG(document->methodology.version));
    page_fact(p, TEXT("Measured by"), page_link(p, path, page_in_language(p, &programme->methodology)));
    page_fact_map(p, TEXT("Boundary"), &document->boundary);
    page_fact_map(p, TEXT("Responsible party"), &document->responsible_party);
    page_fact_map(p, TEXT("Intended use"), &document->intended_use);
    page_fact_map(p, TEXT("Intended users"), &document->intended_users);
    page_raw(p, "</dl>\n");
}

static void statement_row(const Page *p, const PublicProgrammeStatement *row) {
    const Statement *statement = &row->statement;
    page_raw(p, "<tr><th scope=\"row\">");
    Str period = page_period(p, statement->period.start, statement->period.end);
    buf_add(p->out, page_link(p, page_path(p, "/s/%.*s", STR_ARG(row->id)), period));
    page_raw(p, "<small>");
    page_text(p, page_assurance(p, statement->state));
    page_raw(p, "</small></th><td class=\"number\">");
    if (statement->result_count > 0) {
        buf_add(p->out, page_part_result(p, &statement->results[statement->result_count - 1]));
    }
    page_raw(p, str_eq(row->state, STR("issued")) ? "</td><td><span class=\"mark yes\">"
                                                  : "</td><td><span class=\"mark no\">");
    page_text(p, page_statement_state(p, row->state));
    page_raw(p, "</span></td></tr>\n");
}

static void statements(const Page *p, const PublicProgramme *programme) {
    static const PageColumn columns[] = {
        {TEXT_INIT("Period"), false}, {TEXT_INIT("Result"), true}, {TEXT_INIT("Status"), false}};
    page_section(p, "statements", TEXT("Statements"));
    if (programme->statement_count == 0) {
        page_raw(p, "<p>");
        page_say(p, TEXT("No statement has been issued yet."));
        page_raw(p, "</p>\n");
    } else {
        page_table(p, TEXT("Issued statements, the latest first"), columns, COUNT_OF(columns));
        for (size_t i = 0; i < programme->statement_count; i++) {
            statement_row(p, &programme->statements[i]);
        }
        page_table_end(p);
    }
    if (programme->statement_total > programme->statement_count) {
        page_raw(p, "<p class=\"soft\">");
        page_fill(p, TEXT("The latest {1} of {2} are shown."),
                  PAGE_ARGS(page_number(p, programme->statement_count), page_number(p, programme->statement_total)));
        page_raw(p, "</p>\n");
    }
    page_section_end(p);
}

static void closed(const Page *p) {
    page_section(p, "records", TEXT("Records"));
    page_raw(p, "<p>");
    page_say(p,
             TEXT("This programme shows its issued statements only. Single records, places and running counts are not "
                  "shown to anybody, because they could tell who took part."));
    page_raw(p, "</p>\n");
    page_section_end(p);
}

static void venues(const Page *p, const PublicProgramme *programme) {
    static const PageColumn columns[] = {{TEXT_INIT("Venue"), false}, {TEXT_INIT("Records"), true}};
    if (programme->venue_count == 0) {
        return;
    }
    page_section(p, "venues", TEXT("Venues"));
    page_table(p, TEXT("Where records come from"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < programme->venue_count; i++) {
        page_raw(p, "<tr><th scope=\"row\">");
        page_map(p, &programme->venues[i].venue.name);
        page_raw(p, "</th><td class=\"number\">");
        html_number(p->out, programme->venues[i].records);
        page_raw(p, "</td></tr>\n");
    }
    page_table_end(p);
    page_section_end(p);
}

static void counts(const Page *p, const PublicProgramme *programme) {
    page_raw(p, "<p>");
    page_fill(p, TEXT("{1} records were received:"), PAGE_ARGS(page_number(p, programme->records)));
    for (size_t i = 0; i < programme->count_count; i++) {
        page_raw(p, i == 0 ? " " : ", ");
        html_number(p->out, programme->counts[i].records);
        page_raw(p, " ");
        page_text(p, page_record_state(p, programme->counts[i].state));
    }
    page_raw(p, ".</p>\n");
}

static const TextMap *venue_name(const PublicProgramme *programme, Str id) {
    for (size_t i = 0; i < programme->venue_count; i++) {
        if (str_eq(programme->venues[i].venue.id, id)) {
            return &programme->venues[i].venue.name;
        }
    }
    return NULL;
}

static void record_row(const Page *p, const PublicProgramme *programme, const PublicProgrammeRecord *row) {
    const TextMap *venue = venue_name(programme, row->venue);
    page_raw(p, "<tr><th scope=\"row\">");
    Str path = page_path(p, "/r/%llu", (unsigned long long)row->index);
    buf_add(p->out, page_link(p, path, str_format(p->response->arena, "%llu", (unsigned long long)row->index)));
    page_raw(p, "</th><td>");
    buf_add(p->out, row->date_local.len > 0 ? page_time(p, row->date_local) : (Str){0});
    page_raw(p, "</td><td>");
    if (venue != NULL) {
        page_map(p, venue);
    } else {
        page_text(p, row->venue);
    }
    page_raw(p, "</td><td>");
    page_text(p, page_record_state(p, row->state));
    page_raw(p, "</td></tr>\n");
}

static void pager(const Page *p, const PublicProgramme *programme, const PublicProgrammeRecords *records, bool first) {
    Str id = programme->programme.id;
    page_raw(p, "<nav class=\"pager\" aria-label=\"");
    page_say(p, TEXT("Pages of records"));
    page_raw(p, "\"><ul>\n");
    if (!first) {
        page_raw(p, "<li>");
        Str path = page_path(p, "/p/%.*s", STR_ARG(id));
        Str label = page_escaped(p, page_word(p, TEXT("First records")));
        buf_add(p->out, page_link(p, str_format(p->response->arena, "%.*s#records", STR_ARG(path)), label));
        page_raw(p, "</li>\n");
    }
    if (records->more) {
        page_raw(p, "<li>");
        uint64_t last = records->rows[records->count - 1].index;
        Str path = page_path(p, "/p/%.*s?after=%llu", STR_ARG(id), (unsigned long long)last);
        Str label = page_escaped(p, page_word(p, TEXT("Next records")));
        buf_add(p->out, page_link(p, str_format(p->response->arena, "%.*s#records", STR_ARG(path)), label));
        page_raw(p, "</li>\n");
    }
    page_raw(p, "</ul></nav>\n");
}

static void records(const Page *p, const PublicProgramme *programme, const PublicProgrammeRecords *list, bool first) {
    static const PageColumn columns[] = {{TEXT_INIT("Log index"), false},
                                         {TEXT_INIT("Date"), false},
                                         {TEXT_INIT("Venue"), false},
                                         {TEXT_INIT("State"), false}};
    page_section(p, "records", TEXT("Records"));
    counts(p, programme);
    if (list->count > 0) {
        page_table(p, TEXT("Records in the order of the log"), columns, COUNT_OF(columns));
        for (size_t i = 0; i < list->count; i++) {
            record_row(p, programme, &list->rows[i]);
        }
        page_table_end(p);
    }
    if (list->more || !first) {
        pager(p, programme, list, first);
    }
    page_section_end(p);
}

static void downloads(const Page *p, const PublicProgramme *programme) {
    page_section(p, "downloads", TEXT("For programs"));
    page_raw(p, "<ul>\n<li>");
    Str id = programme->programme.id;
    page_fill(p, TEXT("{1}: this page as JSON"),
              PAGE_ARGS(page_link(p, str_format(p->response->arena, "/p/%.*s.json", STR_ARG(id)), STR("JSON"))));
    page_raw(p, "</li>\n</ul>\n<dl>\n");
    page_fact_hash(p, TEXT("SHA-256 of the programme's document"), programme->sha256);
    page_raw(p, "</dl>\n");
    page_section_end(p);
}

bool page_programme(App *app, const Request *request, Response *response, Err *err) {
    PublicProgramme programme = {0};
    PublicProgrammeRecords list = {0};
    Str after = request_query(request, STR("after"));
    PublicProgrammePage asked = {.programme = request_param(request, 0), .has_after = after.ptr != NULL};
    TRY(after.ptr == NULL || page_index(after, &asked.after, err));
    TRY(public_programme_show(app, asked.programme, &programme, err));
    TRY(!programme.open || public_programme_records(app, &asked, &list, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    page_begin(p, text_in(&programme.programme.name, p->language));
    about(p, &programme);
    statements(p, &programme);
    if (programme.open) {
        venues(p, &programme);
        records(p, &programme, &list, !asked.has_after);
    } else {
        closed(p);
    }
    downloads(p, &programme);
    page_end(p);
    return true;
}
