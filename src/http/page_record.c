#include "domain/html.h"
#include "http/page.h"
#include "http/page_part.h"

static void about(const Page *p, const PublicRecord *record) {
    page_raw(p, "<header>\n<p class=\"kicker\">");
    Str path = page_path(p, "/p/%.*s", STR_ARG(record->programme.id));
    Str programme = page_link(p, path, page_in_language(p, &record->programme.name));
    page_fill(p, TEXT("Record of {1}"), PAGE_ARGS(programme));
    page_raw(p, "</p>\n<h1>");
    page_fill(p, TEXT("Record at log index {1}"), PAGE_ARGS(page_number(p, record->index)));
    page_raw(p, "</h1></header>\n");
}

static void facts(const Page *p, const PublicRecord *record) {
    page_raw(p, "<dl>\n");
    page_fact_text(p, TEXT("State"), page_record_state(p, record->state));
    page_fact(p, TEXT("Kind of act"), page_code(p, record->type));
    if (record->venue.id.len > 0) {
        page_fact_map(p, TEXT("Venue"), &record->venue.name);
    }
    page_fact(p, TEXT("Date"), page_time(p, record->date_local));
    page_raw(p, "</dl>\n");
}

static void label(const Page *p, const TextMap *map, Str name) {
    page_raw(p, "<tr><th scope=\"row\">");
    if (map->count > 0) {
        page_map(p, map);
    } else {
        page_text(p, name);
    }
}

static void inputs(const Page *p, const PublicRecord *record) {
    static const PageColumn columns[] = {
        {TEXT_INIT("What"), false}, {TEXT_INIT("Value"), true}, {TEXT_INIT("How known"), false}};
    if (record->input_count == 0) {
        return;
    }
    page_table(p, TEXT("What was recorded"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < record->input_count; i++) {
        const PublicRecordInput *input = &record->inputs[i];
        label(p, &input->label, input->name);
        page_raw(p, "</th><td class=\"number\">");
        buf_add(p->out, page_figure(p, input->value, input->unit));
        page_raw(p, "</td><td>");
        page_text(p, page_part_how(p, input->how));
        if (input->instrument.len > 0) {
            page_raw(p, "<small>");
            page_text(p, input->instrument);
            page_raw(p, "</small>");
        }
        page_raw(p, "</td></tr>\n");
    }
    page_table_end(p);
}

static void figures(const Page *p, const PublicRecord *record) {
    static const PageColumn columns[] = {{TEXT_INIT("Figure"), false}, {TEXT_INIT("Before rounding"), true}};
    if (!record->counted) {
        page_raw(p, "<p>");
        page_say(p, TEXT("No statement that is in force counts this record."));
        page_raw(p, "</p>\n");
        return;
    }
    page_raw(p, "<p>");
    Str path = page_path(p, "/s/%.*s", STR_ARG(record->statement));
    Str name = page_escaped(p, page_word(p, TEXT("the latest statement")));
    page_fill(p, TEXT("This record counts in {1}."), PAGE_ARGS(page_link(p, path, name)));
    page_raw(p, "</p>\n");
    if (record->figure_count == 0) {
        return;
    }
    page_table(p, TEXT("What the statement's methodology makes of it"), columns, COUNT_OF(columns));
    for (size_t i = 0; i < record->figure_count; i++) {
        const PublicRecordFigure *figure = &record->figures[i];
        label(p, &figure->label, figure->name);
        page_raw(p, "</th><td class=\"number exact\">");
        page_text(p, figure->value);
        html_unit(p->out, figure->unit);
        page_raw(p, "</td></tr>\n");
    }
    page_table_end(p);
}

static void proof(const Page *p, const PublicRecord *record) {
    page_section(p, "proof", TEXT("Proof"));
    page_raw(p, "<dl>\n");
    page_fact(p, TEXT("Log index"), page_number(p, record->index));
    page_fact(p, TEXT("Entries in the log"), page_number(p, record->size));
    page_fact(p, TEXT("Leaf"), page_code(p, record->leaf));
    page_fact_hash(p, TEXT("Hash of the leaf"), record->leaf_hash);
    page_fact_hash(p, TEXT("Root of the log"), record->root);
    if (record->leaf_hash.len > 0) {
        page_fact(p, TEXT("Hashes from leaf to root"), page_number(p, record->path));
    }
    page_raw(p, "</dl>\n");
    page_section_end(p);
}

static void check(const Page *p, const PublicRecord *record) {
    page_section(p, "check", TEXT("Check it yourself"));
    page_part_check(p, str_format(p->response->arena, "/r/%llu.banyan", (unsigned long long)record->index));
    page_raw(p, "<p class=\"soft\">");
    page_say(
        p,
        TEXT("Shown in public are kind, venue, local date and values. The exact place, the time of day, notes and who "
             "it was are committed too, but withheld."));
    page_raw(p, "</p>\n");
    page_section_end(p);
}

bool page_record(App *app, const Request *request, Response *response, Err *err) {
    PublicRecord *record = ARENA_NEW(response->arena, PublicRecord);
    uint64_t index = 0;
    TRY(page_index(request_param(request, 0), &index, err));
    TRY(public_record_show(app, index, record, err));
    Page page = page_open(request, response);
    const Page *p = &page;
    bool holds = record->verdict == PUBLIC_RECORD_HOLDS;
    page_begin(
        p, str_format(response->arena, "%.*s %llu", STR_ARG(page_word(p, TEXT("Record"))), (unsigned long long)index));
    about(p, record);
    page_part_record_verdict(p, record);
    if (holds) {
        facts(p, record);
        inputs(p, record);
        page_section(p, "counted", TEXT("What it adds up to"));
        figures(p, record);
        page_section_end(p);
        check(p, record);
    }
    proof(p, record);
    page_end(p);
    return true;
}
