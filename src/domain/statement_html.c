#include "domain/statement_html.h"

#include "codec/rfc3339.h"
#include "domain/html.h"
#include "domain/statement_html_style.h"

typedef struct {
    Buf *out;
    const Statement *statement;
    const StatementPosition *position;
    Str language;
} Page;

static void raw(const Page *p, const char *markup) {
    html_raw(p->out, markup);
}

static void text(const Page *p, Str value) {
    html_text(p->out, value);
}

static void in_language(const Page *p, const TextMap *map) {
    html_language(p->out, map, p->language);
}

/* What a digit of a unit becomes in print: CO2 has a low 2, m2 and m3 have a high one. */
static const char *print_digit(Str unit, size_t at) {
    bool oxygen = at >= 2 && unit.ptr[at - 1] == 'O' && unit.ptr[at - 2] == 'C';
    bool metre = at >= 1 && unit.ptr[at - 1] == 'm';
    if (unit.ptr[at] == '2' && oxygen) {
        return "\xE2\x82\x82";
    }
    if (metre && (unit.ptr[at] == '2' || unit.ptr[at] == '3')) {
        return unit.ptr[at] == '2' ? "\xC2\xB2" : "\xC2\xB3";
    }
    return NULL;
}

/* The unit of plain numbers is 1 and not worth saying. */
static void unit(const Page *p, Str value) {
    if (str_eq(value, STR("1"))) {
        return;
    }
    raw(p, " ");
    for (size_t i = 0; i < value.len; i++) {
        const char *digit = print_digit(value, i);
        if (digit != NULL) {
            raw(p, digit);
        } else {
            text(p, str_slice(value, i, 1));
        }
    }
}

static void section(const Page *p, const char *id, const char *title) {
    buf_addf(p->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id, title);
}

static void end_section(const Page *p) {
    raw(p, "</section>\n");
}

static void table(const Page *p, const char *caption, const char *const *columns, size_t count) {
    buf_addf(p->out, "<table>\n<caption>%s</caption>\n<thead><tr>", caption);
    for (size_t i = 0; i < count; i++) {
        bool number = columns[i][0] == '#';
        buf_addf(p->out, "<th scope=\"col\"%s>%s</th>", number ? " class=\"number\"" : "",
                 columns[i] + (number ? 1 : 0));
    }
    raw(p, "</tr></thead>\n<tbody>\n");
}

static void end_table(const Page *p) {
    raw(p, "</tbody>\n</table>\n");
}

static void fact(const Page *p, const char *name, Str value) {
    if (value.len > 0) {
        buf_addf(p->out, "<dt>%s</dt><dd>", name);
        text(p, value);
        raw(p, "</dd>\n");
    }
}

static void fact_language(const Page *p, const char *name, const TextMap *map) {
    if (map->count > 0) {
        buf_addf(p->out, "<dt>%s</dt><dd>", name);
        in_language(p, map);
        raw(p, "</dd>\n");
    }
}

static void fact_hash(const Page *p, const char *name, Str value) {
    if (value.len > 0) {
        buf_addf(p->out, "<dt>%s</dt><dd class=\"hash\">", name);
        text(p, value);
        raw(p, "</dd>\n");
    }
}

static void fact_number(const Page *p, const char *name, uint64_t number) {
    buf_addf(p->out, "<dt>%s</dt><dd>", name);
    html_number(p->out, number);
    raw(p, "</dd>\n");
}

/* People read a period with its last day in it. */
static Str last_day(const Page *p) {
    int64_t day = 0;
    return date_parse(p->statement->period.end, &day, NULL) ? date_format(p->out->arena, day - 1)
                                                            : p->statement->period.end;
}

static void head(const Page *p) {
    raw(p, "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
           "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Statement: ");
    text(p, text_in(&p->statement->programme.name, p->language));
    raw(p, ", ");
    text(p, p->statement->period.start);
    raw(p, " to ");
    text(p, last_day(p));
    raw(p, "</title>\n<style>\n");
    statement_html_style(p->out);
    raw(p, "</style>\n</head>\n<body>\n<main>\n");
}

static const char *state_sentence(StatementState state) {
    static const char *const sentences[] = {
        "", "The organisation declares this itself. No independent body has examined it.",
        "The organisation's own quality control has passed this. No independent body has examined it.",
        "An independent party has checked this. It is not an accredited body.",
        "An accredited body has given its opinion on this."};
    return state < COUNT_OF(sentences) ? sentences[state] : "";
}

/* The state's name as the first word of a line. */
static const char *state_words(StatementState state) {
    static const char *const words[] = {"", "Self-declared", "Quality-controlled", "Independently checked", "Verified"};
    return state < COUNT_OF(words) ? words[state] : "";
}

static void state(const Page *p) {
    const Statement *s = p->statement;
    raw(p, s->state == STATEMENT_VERIFIED ? "<div class=\"state sure\">" : "<div class=\"state\">");
    raw(p, s->issued_at.len == 0 ? "<strong>Draft, not issued. " : "<strong>");
    raw(p, state_words(s->state));
    raw(p, ", ");
    text(p, statement_state_note(s->state));
    raw(p, "</strong>\n");
    raw(p, state_sentence(s->state));
    raw(p, "</div>\n");
}

static void title(const Page *p) {
    const Statement *s = p->statement;
    raw(p, "<header>\n<p class=\"kicker\">Statement of results</p>\n<h1>");
    in_language(p, &s->programme.name);
    raw(p, "</h1>\n<p>");
    in_language(p, &s->organisation.name);
    raw(p, "<br>\n<time datetime=\"");
    text(p, s->period.start);
    raw(p, "\">");
    text(p, s->period.start);
    raw(p, "</time> to <time datetime=\"");
    text(p, last_day(p));
    raw(p, "\">");
    text(p, last_day(p));
    raw(p, "</time>, both days included</p>\n");
    state(p);
    raw(p, "</header>\n");
}

static void interval(const Page *p, const StatementResult *r) {
    if (r->interval.low.len == 0) {
        raw(p, "<p>No uncertainty is declared for this figure.</p>\n");
        return;
    }
    raw(p, "<p>");
    html_grouped(p->out, r->interval.low);
    raw(p, " to ");
    html_grouped(p->out, r->interval.high);
    unit(p, r->unit);
    if (str_eq(r->interval.level, STR("0.95"))) {
        raw(p, " with 95&nbsp;% probability");
    } else {
        raw(p, " at probability ");
        text(p, r->interval.level);
    }
    raw(p, "</p>\n");
}

static void result(const Page *p, const StatementResult *r) {
    raw(p, "<li>\n<h3>");
    in_language(p, &r->label);
    raw(p, "</h3>\n<p class=\"figure\">");
    html_grouped(p->out, r->value);
    raw(p, "<span class=\"unit\">");
    unit(p, r->unit);
    raw(p, "</span></p>\n");
    interval(p, r);
    raw(p, "</li>\n");
}

static void note(const Page *p, const TextMap *map) {
    if (map->count > 0) {
        raw(p, "<p>");
        in_language(p, map);
        raw(p, "</p>\n");
    }
}

static void results(const Page *p) {
    const Statement *s = p->statement;
    section(p, "results", "Results");
    /* An even number stands in pairs, so that none is left alone in its row. */
    raw(p, s->result_count % 2 == 0 ? "<ul class=\"results pairs\">\n" : "<ul class=\"results\">\n");
    for (size_t i = 0; i < s->result_count; i++) {
        result(p, &s->results[i]);
    }
    raw(p, "</ul>\n");
    if (s->result_note.count + s->claims.count > 0) {
        raw(p, "<div class=\"note\">\n");
        note(p, &s->result_note);
        note(p, &s->claims);
        raw(p, "</div>\n");
    }
    end_section(p);
}

static void changed(const Page *p) {
    const StatementSupersedes *old = &p->statement->supersedes;
    if (old->id.len == 0) {
        return;
    }
    section(p, "changed", "What changed");
    note(p, &old->changed);
    raw(p, "<dl>\n");
    fact_hash(p, "Takes the place of statement", old->id);
    fact_hash(p, "Its SHA-256", old->sha256);
    raw(p, "</dl>\n");
    end_section(p);
}

static void activity_range(const Page *p, const StatementActivity *a) {
    raw(p, "<td class=\"number\">");
    if (a->low.len > 0 && a->high.len > 0) {
        text(p, a->low);
        raw(p, " to ");
        text(p, a->high);
        unit(p, a->unit);
    }
    raw(p, "</td>");
}

static void activity_total(const Page *p, const StatementActivity *a) {
    raw(p, "<td class=\"number\">");
    if (a->sum.len > 0) {
        text(p, a->sum);
        unit(p, a->unit);
    }
    raw(p, "</td>");
}

static void activity_row(const Page *p, const StatementActivity *a, bool totals) {
    raw(p, "<tr><th scope=\"row\">");
    in_language(p, &a->label);
    raw(p, "</th><td class=\"number\">");
    html_number(p->out, (uint64_t)a->count);
    raw(p, "</td>");
    activity_range(p, a);
    if (totals) {
        activity_total(p, a);
    }
    raw(p, "</tr>\n");
}

static bool any_total(const Statement *s) {
    for (size_t i = 0; i < s->activity_count; i++) {
        if (s->activity[i].sum.len > 0) {
            return true;
        }
    }
    return false;
}

static void activity(const Page *p) {
    static const char *const columns[] = {"What", "#Values", "#Range", "#Total"};
    const Statement *s = p->statement;
    if (s->activity_count == 0) {
        return;
    }
    bool totals = any_total(s);
    section(p, "activity", "Activity data");
    table(p, "What was measured or counted in the accepted records", columns, COUNT_OF(columns) - (totals ? 0 : 1));
    for (size_t i = 0; i < s->activity_count; i++) {
        activity_row(p, &s->activity[i], totals);
    }
    end_table(p);
    end_section(p);
}

static void count_row(const Page *p, const char *name, Str reason, int64_t count) {
    buf_addf(p->out, "<tr><th scope=\"row\">%s", name);
    if (reason.len > 0) {
        raw(p, "<small>");
        text(p, reason);
        raw(p, "</small>");
    }
    raw(p, "</th><td class=\"number\">");
    html_number(p->out, (uint64_t)count);
    raw(p, "</td></tr>\n");
}

static void mark(const Page *p, bool yes, const char *yes_word, const char *no_word) {
    buf_addf(p->out, "<td><span class=\"mark %s\">%s</span></td>", yes ? "yes" : "no", yes ? yes_word : no_word);
}

static void coverage_row(const Page *p, const StatementCoverage *c) {
    raw(p, "<tr><th scope=\"row\">");
    in_language(p, &c->label);
    raw(p, "</th><td class=\"number\">");
    text(p, c->covered);
    raw(p, " of ");
    text(p, c->expected);
    unit(p, c->unit);
    raw(p, "<small>share ");
    text(p, c->share);
    raw(p, "</small></td>");
    mark(p, c->sufficient, "sufficient", "insufficient");
    raw(p, "</tr>\n");
}

static void counts(const Page *p) {
    static const char *const columns[] = {"Records", "#Number"};
    const StatementCounts *c = &p->statement->counts;
    table(p, "Every record received is accepted, excluded for a reason, or erased", columns, COUNT_OF(columns));
    count_row(p, "Received", (Str){0}, c->received);
    count_row(p, "Accepted", STR("these make the results"), c->accepted);
    for (size_t i = 0; i < c->excluded_count; i++) {
        count_row(p, "Excluded", c->excluded[i].reason, c->excluded[i].count);
    }
    count_row(p, "Erased", (Str){0}, c->erased);
    end_table(p);
}

static void records(const Page *p) {
    static const char *const columns[] = {"Coverage", "#Covered", "Verdict"};
    const Statement *s = p->statement;
    section(p, "records", "Records and coverage");
    counts(p);
    if (s->coverage_count > 0) {
        table(p, "How much of what should be there is there", columns, COUNT_OF(columns));
        for (size_t i = 0; i < s->coverage_count; i++) {
            coverage_row(p, &s->coverage[i]);
        }
        end_table(p);
    }
    end_section(p);
}

/* Adds ", name value" behind what stands there already. */
static void also(const Page *p, const char *name, Str value, bool *any) {
    if (value.len > 0) {
        raw(p, *any ? ", " : "<small>");
        raw(p, name);
        text(p, value);
        *any = true;
    }
}

static void factor_name(const Page *p, const StatementFactor *f) {
    bool any = false;
    raw(p, "<tr><th scope=\"row\">");
    if (f->label.count > 0) {
        in_language(p, &f->label);
        raw(p, " <code>");
        text(p, f->name);
        raw(p, "</code>");
    } else {
        text(p, f->name);
    }
    raw(p, "<small>");
    text(p, f->source);
    raw(p, "</small>");
    also(p, "vintage ", f->vintage, &any);
    also(p, "for ", f->geography, &any);
    also(p, "year ", f->year, &any);
    raw(p, any ? "</small></th>" : "</th>");
}

static void factor_row(const Page *p, const StatementFactor *f) {
    factor_name(p, f);
    raw(p, "<td class=\"number\">");
    text(p, f->value);
    unit(p, f->unit);
    if (f->range_95.low.len > 0) {
        raw(p, "<small>");
        text(p, f->range_95.low);
        raw(p, " to ");
        text(p, f->range_95.high);
        raw(p, " (95&nbsp;%)</small>");
    }
    raw(p, "</td>");
    mark(p, f->checked, "checked", "not checked");
    raw(p, "</tr>\n");
}

static void factors(const Page *p) {
    static const char *const columns[] = {"Factor and source", "#Value", "Mark"};
    const Statement *s = p->statement;
    if (s->factor_count == 0) {
        return;
    }
    section(p, "factors", "Factors");
    table(p, "Numbers taken from publications. The mark says whether each was compared with the primary document.",
          columns, COUNT_OF(columns));
    for (size_t i = 0; i < s->factor_count; i++) {
        factor_row(p, &s->factors[i]);
    }
    end_table(p);
    end_section(p);
}

static void formulas(const Page *p) {
    const Statement *s = p->statement;
    section(p, "method", "Method");
    raw(p, "<p>");
    in_language(p, &s->methodology.title);
    raw(p, ", version ");
    text(p, s->methodology.version);
    raw(p, ".</p>\n<ul class=\"formulas\">\n");
    for (size_t i = 0; i < s->formula_count; i++) {
        raw(p, "<li><code>");
        text(p, s->formulas[i].text);
        raw(p, "</code></li>\n");
    }
    raw(p, "</ul>\n");
    end_section(p);
}

static void precise_row(const Page *p, const StatementResult *r) {
    raw(p, "<tr><th scope=\"row\">");
    in_language(p, &r->label);
    raw(p, "<small>");
    in_language(p, &r->digits);
    raw(p, "</small></th><td class=\"number exact\"><code>");
    text(p, r->full);
    raw(p, "</code>");
    unit(p, r->unit);
    if (r->se.len > 0) {
        raw(p, "<small>standard error <code>");
        text(p, r->se);
        raw(p, "</code></small>");
    }
    raw(p, "</td></tr>\n");
}

static void precise(const Page *p) {
    static const char *const columns[] = {"Result", "#Before rounding"};
    const Statement *s = p->statement;
    section(p, "uncertainty", "Uncertainty and digits");
    note(p, &s->uncertainty);
    table(p, "The figures before they were rounded for publication, for those who recompute them", columns,
          COUNT_OF(columns));
    for (size_t i = 0; i < s->result_count; i++) {
        precise_row(p, &s->results[i]);
    }
    end_table(p);
    end_section(p);
}

static void identifiers(const Page *p) {
    const StatementOrganisation *o = &p->statement->organisation;
    for (size_t i = 0; i < o->identifier_count; i++) {
        raw(p, "<dt>Identifier (");
        text(p, o->identifiers[i].scheme);
        raw(p, ")</dt><dd>");
        text(p, o->identifiers[i].value);
        raw(p, "</dd>\n");
    }
}

static const char *kind_words(ProgrammeKind kind) {
    static const char *const words[] = {"", "Inventory", "Project", "Outcome"};
    return kind < COUNT_OF(words) ? words[kind] : "";
}

static void about(const Page *p) {
    const Statement *s = p->statement;
    section(p, "about", "About this statement");
    raw(p, "<dl>\n");
    fact_language(p, "Organisation", &s->organisation.name);
    identifiers(p);
    fact(p, "Country", s->organisation.country);
    fact_language(p, "Responsible party", &s->programme.responsible_party);
    fact(p, "Kind of programme", str_from_c(kind_words(s->programme.kind)));
    fact_language(p, "Boundary", &s->programme.boundary);
    for (size_t i = 0; i < s->programme.parameters.count; i++) {
        raw(p, "<dt>Parameter <code>");
        text(p, s->programme.parameters.pairs[i].tag);
        raw(p, "</code></dt><dd>");
        text(p, s->programme.parameters.pairs[i].text);
        raw(p, "</dd>\n");
    }
    fact_language(p, "Intended use", &s->intended_use);
    fact_language(p, "Intended users", &s->intended_users);
    fact(p, "Time zone", s->period.zone.name);
    fact(p, "Issued", s->issued_at);
    fact_hash(p, "Statement", s->id);
    raw(p, "</dl>\n");
    end_section(p);
}

static void proof(const Page *p) {
    const Statement *s = p->statement;
    const StatementPosition *at = p->position;
    section(p, "proof", "How to check it yourself");
    raw(p,
        "<p>The statement is a document whose hash stands in a public log that can only grow. Each accepted record is "
        "in the same log as a commitment that tells nothing by itself; the root below covers exactly the accepted "
        "ones. "
        "Whoever holds a record's bundle can show with <code>banyan-verify</code>, without this server, that it was "
        "counted here.</p>\n<dl>\n");
    fact_hash(p, "SHA-256 of this statement", at->sha256);
    if (at->origin.len > 0) {
        fact(p, "Log", at->origin);
        fact_number(p, "Leaf of this statement", at->index);
        fact_number(p, "Leaves in the log", at->log_size);
    } else {
        fact(p, "Log", STR("not in the log yet"));
    }
    fact_hash(p, "Root over the accepted records", s->frame.root);
    fact_number(p, "Accepted records under the root", (uint64_t)s->frame.size);
    fact(p, "Log when this was drafted", s->log.origin);
    fact_number(p, "Its leaves then", (uint64_t)s->log.size);
    fact_hash(p, "SHA-256 of the methodology", s->methodology.sha256);
    raw(p, "</dl>\n");
    end_section(p);
}

void statement_html(Buf *out, const Statement *statement, const StatementPosition *position, Str language) {
    Page page = {.out = out, .statement = statement, .position = position, .language = language};
    const Page *p = &page;
    head(p);
    title(p);
    results(p);
    changed(p);
    activity(p);
    records(p);
    factors(p);
    formulas(p);
    precise(p);
    about(p);
    proof(p);
    raw(p, "<footer>The figures and texts above come from the statement's canonical JSON document; that document, not "
           "this page, is what was hashed and logged.</footer>\n</main>\n</body>\n</html>\n");
}
