#include "http/page.h"
#include "http/page_part.h"

static void heading(const Page *p, TextKey title) {
    page_raw(p, "<h1>");
    page_say(p, title);
    page_raw(p, "</h1>\n");
}

static void say_paragraph(const Page *p, TextKey key) {
    page_raw(p, "<p>");
    page_say(p, key);
    page_raw(p, "</p>\n");
}

/* What no proof can tell. */
static void limits(const Page *p) {
    page_section(p, "limits", TEXT("What a proof does not say"));
    say_paragraph(
        p, TEXT("That something is in the log shows when it was written down and that it was not changed since. It "
                "does not show that it was true: that the meter was honest, the tree stood there, the count was "
                "right. That is what reviewers and verifiers are for."));
    page_section_end(p);
}

static void how(const Page *p, Str bundle) {
    page_section(p, "check", TEXT("Check it without this server"));
    page_part_check(p, bundle);
    page_section_end(p);
}

/* A record. */

static void record_words(const Page *p, const PublicRecord *record) {
    page_raw(p, "<dl>\n");
    Str path = page_path(p, "/p/%.*s", STR_ARG(record->programme.id));
    page_fact(p, TEXT("Programme"), page_link(p, path, page_in_language(p, &record->programme.name)));
    if (record->verdict == PUBLIC_RECORD_HOLDS) {
        page_fact(p, TEXT("Kind of act"), page_code(p, record->type));
        page_fact(p, TEXT("Date"), page_time(p, record->date_local));
        page_fact_text(p, TEXT("State"), page_record_state(p, record->state));
    }
    Str page = page_path(p, "/r/%llu", (unsigned long long)record->index);
    page_fact(p, TEXT("Record"), page_link(p, page, page_number(p, record->index)));
    page_raw(p, "</dl>\n");
}

static bool record_verdict(App *app, const Page *p, Str text, Err *err) {
    PublicRecord *record = ARENA_NEW(p->response->arena, PublicRecord);
    uint64_t index = 0;
    TRY(page_index(text, &index, err));
    TRY(public_record_show(app, index, record, err));
    page_begin(p, page_word(p, TEXT("Does this record hold?")));
    heading(p, TEXT("Does this record hold?"));
    page_part_record_verdict(p, record);
    record_words(p, record);
    bool shown = record->verdict == PUBLIC_RECORD_HOLDS;
    how(p, shown ? str_format(p->response->arena, "/r/%llu.banyan", (unsigned long long)index) : (Str){0});
    page_section(p, "proof", TEXT("Proof"));
    page_raw(p, "<dl>\n");
    page_fact(p, TEXT("Leaf"), page_code(p, record->leaf));
    page_fact_hash(p, TEXT("Hash of the leaf"), record->leaf_hash);
    page_fact(p, TEXT("Entries in the log"), page_number(p, record->size));
    page_fact_hash(p, TEXT("Root of the log"), record->root);
    page_raw(p, "</dl>\n");
    page_section_end(p);
    return true;
}

/* A statement. */

static void statement_box(const Page *p, const PublicStatementCheck *check) {
    static const struct {
        PageVerdict verdict;
        TextKey sentence;
        TextKey more;
    } answers[] = {
        [PUBLIC_STATEMENT_HOLDS] =
            {PAGE_GOOD,
             TEXT_INIT("This statement holds: it is what was issued, and its figures follow from its records."),
             TEXT_INIT("This server opened every record just now, compared it with its leaf, and computed "
                       "all figures again.")},
        [PUBLIC_STATEMENT_LOGGED] =
            {PAGE_GOOD, TEXT_INIT("This statement is what was issued; nothing in it was changed since."),
             TEXT_INIT("Its document and its place in the log were checked just now. Its figures were "
                       "not computed again, because it counts too many records for the time of a page; "
                       "the operator does that with banyan verify.")},
        [PUBLIC_STATEMENT_ERASED] =
            {PAGE_CAREFUL,
             TEXT_INIT("This statement is what was issued, but its figures can no longer be computed again."),
             TEXT_INIT("Records that it counts were erased since. Its document, its place in the log and "
                       "the root over its records still hold.")},
        [PUBLIC_STATEMENT_BROKEN] =
            {PAGE_BAD, TEXT_INIT("This statement does NOT hold: what is stored does not lead to it."),
             TEXT_INIT("The operator finds the damage with banyan fsck and restores it from a backup.")},
    };
    page_verdict(p, answers[check->verdict].verdict, answers[check->verdict].sentence);
    say_paragraph(p, answers[check->verdict].more);
    page_verdict_end(p);
}

static void findings(const Page *p, const PublicStatementCheck *check) {
    if (check->verdict != PUBLIC_STATEMENT_BROKEN || check->finding_count == 0) {
        return;
    }
    page_section(p, "findings", TEXT("What does not hold"));
    page_raw(p, "<ul lang=\"en\">\n");
    for (size_t i = 0; i < check->finding_count; i++) {
        page_raw(p, "<li>");
        page_text(p, check->findings[i]);
        page_raw(p, "</li>\n");
    }
    page_raw(p, "</ul>\n");
    page_section_end(p);
}

static void statement_words(const Page *p, const PublicStatementCheck *check) {
    const Statement *s = &check->statement.shown.statement;
    page_raw(p, "<dl>\n");
    Str path = page_path(p, "/p/%.*s", STR_ARG(s->programme.id));
    page_fact(p, TEXT("Programme"), page_link(p, path, page_in_language(p, &s->programme.name)));
    page_fact_map(p, TEXT("Organisation"), &s->organisation.name);
    page_fact(p, TEXT("Period"), page_period(p, s->period.start, s->period.end));
    for (size_t i = 0; i < s->result_count; i++) {
        page_raw(p, "<dt>");
        page_map(p, &s->results[i].label);
        page_raw(p, "</dt><dd>");
        buf_add(p->out, page_part_result(p, &s->results[i]));
        page_raw(p, "</dd>\n");
    }
    page_fact_text(p, TEXT("Checked by others"), page_assurance(p, s->state));
    if (check->verdict == PUBLIC_STATEMENT_HOLDS) {
        page_fact(p, TEXT("Records compared with the log"), page_number(p, check->confirmed));
    }
    Str page = page_path(p, "/s/%.*s", STR_ARG(s->id));
    page_fact(p, TEXT("Statement"), page_link(p, page, page_code(p, s->id)));
    page_raw(p, "</dl>\n");
}

static void statement_proof(const Page *p, const PublicStatementCheck *check) {
    const IssueShown *shown = &check->statement.shown;
    page_section(p, "proof", TEXT("Proof"));
    page_raw(p, "<dl>\n");
    page_fact_hash(p, TEXT("SHA-256"), shown->position.sha256);
    page_fact(p, TEXT("Leaf in the log"), page_number(p, shown->position.index));
    page_fact(p, TEXT("Entries in the log"), page_number(p, shown->position.log_size));
    page_fact_hash(p, TEXT("Root over the accepted records"), shown->statement.frame.root);
    page_raw(p, "</dl>\n");
    page_section_end(p);
}

static bool statement_verdict(App *app, const Page *p, Str id, Err *err) {
    PublicStatementCheck *check = ARENA_NEW(p->response->arena, PublicStatementCheck);
    TRY(public_statement_check(app, id, check, err));
    page_begin(p, page_word(p, TEXT("Does this statement hold?")));
    heading(p, TEXT("Does this statement hold?"));
    statement_box(p, check);
    findings(p, check);
    if (check->read) {
        statement_words(p, check);
        how(p, str_format(p->response->arena, "/s/%.*s.banyan", STR_ARG(id)));
        statement_proof(p, check);
    }
    return true;
}

static void explain(const Page *p) {
    page_begin(p, page_word(p, TEXT("Verify")));
    heading(p, TEXT("Do not take our word for it"));
    page_raw(p, "<p class=\"lead\">");
    page_say(
        p,
        TEXT("Each statement and each record page has a bundle: a small file that shows chosen parts and proves that "
             "they were committed to the log. The program banyan-verify decides about it in one sentence, offline, "
             "and it can say no."));
    page_raw(p, "</p>\n");
    how(p, (Str){0});
    page_section(p, "here", TEXT("Let this server check"));
    say_paragraph(
        p, TEXT("Every statement and every record has a link that compares it with the log at that moment. That is "
                "quick, but you then believe this server."));
    page_section_end(p);
}

bool page_verify(App *app, const Request *request, Response *response, Err *err) {
    Str statement = request_query(request, STR("statement"));
    Str index = request_query(request, STR("index"));
    Page page = page_open(request, response);
    const Page *p = &page;
    if (statement.ptr != NULL) {
        TRY(statement_verdict(app, p, statement, err));
    } else if (index.ptr != NULL) {
        TRY(record_verdict(app, p, index, err));
    } else {
        explain(p);
    }
    limits(p);
    page_end(p);
    return true;
}
