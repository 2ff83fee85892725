#include "domain/statement_html_body.h"

#include "codec/rfc3339.h"
#include "domain/html.h"

/* Marks an English sentence that a translation may replace. */
#define SAY(literal)      STR(literal)
#define SAY_INIT(literal) STR_INIT(literal)

typedef struct {
    Buf *out;
    const Statement *statement;
    const StatementPosition *position;
    const StatementHtmlWords *words;
} Page;

typedef struct {
    Str title;
    bool number;
} Column;

static void raw(const Page *p, const char *markup) {
    html_raw(p->out, markup);
}

static void text(const Page *p, Str value) {
    html_text(p->out, value);
}

/* Without a translator the page's own words are English. */
static Str page_language(const Page *p) {
    return p->words->say == NULL ? STR("en") : p->words->language;
}

static void in_language(const Page *p, const TextMap *map) {
    html_language_in(p->out, map, p->words->language, page_language(p));
}

/* A word of the page itself, in its language. */
static Str word(const Page *p, Str english) {
    return p->words->say == NULL ? english : p->words->say(p->words->language, english);
}

static void say(const Page *p, Str english) {
    text(p, word(p, english));
}

/* A sentence with two pieces of markup in it. */
static void say_two(const Page *p, Str english, Str first, Str second) {
    html_fill(p->out, word(p, english), (const Str[]){first, second}, 2);
}

static Buf piece(const Page *p) {
    return (Buf){.arena = p->out->arena};
}

static Str escaped(const Page *p, Str value) {
    Buf out = piece(p);
    html_text(&out, value);
    return buf_str(&out);
}

static Str with_unit(const Page *p, Str value, Str of) {
    Buf out = piece(p);
    html_text(&out, value);
    html_unit(&out, of);
    return buf_str(&out);
}

static void section(const Page *p, const char *id, Str title) {
    buf_addf(p->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
    say(p, title);
    raw(p, "</h2>\n");
}

static void end_section(const Page *p) {
    raw(p, "</section>\n");
}

static void table(const Page *p, Str caption, const Column *columns, size_t count) {
    raw(p, "<div class=\"scroll\"><table>\n<caption>");
    say(p, caption);
    raw(p, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        raw(p, columns[i].number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        say(p, columns[i].title);
        raw(p, "</th>");
    }
    raw(p, "</tr></thead>\n<tbody>\n");
}

static void end_table(const Page *p) {
    raw(p, "</tbody>\n</table></div>\n");
}

static void name(const Page *p, Str english) {
    raw(p, "<dt>");
    say(p, english);
    raw(p, "</dt>");
}

static void fact_as(const Page *p, Str english, Str value, const char *opening) {
    if (value.len > 0) {
        name(p, english);
        raw(p, opening);
        text(p, value);
        raw(p, "</dd>\n");
    }
}

static void fact(const Page *p, Str english, Str value) {
    fact_as(p, english, value, "<dd>");
}

static void fact_hash(const Page *p, Str english, Str value) {
    fact_as(p, english, value, "<dd class=\"hash\">");
}

static void fact_language(const Page *p, Str english, const TextMap *map) {
    if (map->count > 0) {
        name(p, english);
        raw(p, "<dd>");
        in_language(p, map);
        raw(p, "</dd>\n");
    }
}

static void fact_number(const Page *p, Str english, uint64_t number) {
    name(p, english);
    raw(p, "<dd>");
    html_number(p->out, number);
    raw(p, "</dd>\n");
}

/* People read a period with its last day in it. */
static Str last_day(const Page *p) {
    int64_t day = 0;
    return date_parse(p->statement->period.end, &day, NULL) ? date_format(p->out->arena, day - 1)
                                                            : p->statement->period.end;
}

static Str state_sentence(StatementState state) {
    static const Str sentences[] = {
        STR_INIT(""), SAY_INIT("The organisation declares this itself. No independent body has examined it."),
        SAY_INIT("The organisation's own quality control has passed this. No independent body has examined it."),
        SAY_INIT("An independent party has checked this. It is not an accredited body."),
        SAY_INIT("An accredited body has given its opinion on this.")};
    return state < COUNT_OF(sentences) ? sentences[state] : STR("");
}

Str statement_html_state(StatementState state) {
    static const Str words[] = {
        STR_INIT(""), SAY_INIT("Self-declared, not verified"), SAY_INIT("Quality-controlled, not verified"),
        SAY_INIT("Independently checked, not accredited"), SAY_INIT("Verified by an accredited body")};
    return state < COUNT_OF(words) ? words[state] : STR("");
}

static void state(const Page *p) {
    const Statement *s = p->statement;
    raw(p, s->state == STATEMENT_VERIFIED ? "<div class=\"state sure\"><strong>" : "<div class=\"state\"><strong>");
    if (s->issued_at.len == 0) {
        say(p, SAY("Draft, not issued."));
        raw(p, " ");
    }
    say(p, statement_html_state(s->state));
    raw(p, "</strong>\n");
    say(p, state_sentence(s->state));
    raw(p, "</div>\n");
}

static Str date_markup(const Page *p, Str date) {
    Buf out = piece(p);
    html_raw(&out, "<time datetime=\"");
    html_text(&out, date);
    html_raw(&out, "\">");
    html_text(&out, date);
    html_raw(&out, "</time>");
    return buf_str(&out);
}

static void title(const Page *p) {
    const Statement *s = p->statement;
    raw(p, "<header>\n<p class=\"kicker\">");
    say(p, SAY("Statement of results"));
    raw(p, "</p>\n<h1>");
    in_language(p, &s->programme.name);
    raw(p, "</h1>\n<p>");
    in_language(p, &s->organisation.name);
    raw(p, "<br>\n");
    say_two(p, SAY("{1} to {2}, both days included"), date_markup(p, s->period.start), date_markup(p, last_day(p)));
    raw(p, "</p>\n");
    state(p);
    raw(p, "</header>\n");
}

static Str grouped(const Page *p, Str decimal, Str of) {
    Buf out = piece(p);
    html_grouped(&out, decimal);
    html_unit(&out, of);
    return buf_str(&out);
}

static void interval(const Page *p, const StatementResult *r) {
    raw(p, "<p>");
    if (r->interval.low.len == 0) {
        say(p, SAY("No uncertainty is declared for this figure."));
    } else {
        Str bounds[] = {grouped(p, r->interval.low, STR("1")), grouped(p, r->interval.high, r->unit),
                        escaped(p, r->interval.level)};
        bool usual = str_eq(r->interval.level, STR("0.95"));
        Str sentence = usual ? SAY("{1} to {2} with 95\xC2\xA0% probability") : SAY("{1} to {2} at probability {3}");
        html_fill(p->out, word(p, sentence), bounds, COUNT_OF(bounds));
    }
    raw(p, "</p>\n");
}

static void result(const Page *p, const StatementResult *r) {
    raw(p, "<li>\n<h3>");
    in_language(p, &r->label);
    raw(p, "</h3>\n<p class=\"figure\">");
    html_grouped(p->out, r->value);
    raw(p, "<span class=\"unit\">");
    html_unit(p->out, r->unit);
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
    section(p, "results", SAY("Results"));
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
    section(p, "changed", SAY("What changed"));
    note(p, &old->changed);
    raw(p, "<dl>\n");
    fact_hash(p, SAY("Takes the place of statement"), old->id);
    fact_hash(p, SAY("Its SHA-256"), old->sha256);
    raw(p, "</dl>\n");
    end_section(p);
}

static void activity_range(const Page *p, const StatementActivity *a) {
    raw(p, "<td class=\"number\">");
    if (a->low.len > 0 && a->high.len > 0) {
        say_two(p, SAY("{1} to {2}"), escaped(p, a->low), with_unit(p, a->high, a->unit));
    }
    raw(p, "</td>");
}

static void activity_total(const Page *p, const StatementActivity *a) {
    raw(p, "<td class=\"number\">");
    if (a->sum.len > 0) {
        text(p, a->sum);
        html_unit(p->out, a->unit);
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
    static const Column columns[] = {
        {SAY_INIT("What"), false}, {SAY_INIT("Values"), true}, {SAY_INIT("Range"), true}, {SAY_INIT("Total"), true}};
    const Statement *s = p->statement;
    if (s->activity_count == 0) {
        return;
    }
    bool totals = any_total(s);
    section(p, "activity", SAY("Activity data"));
    table(p, SAY("What was measured or counted in the accepted records"), columns,
          COUNT_OF(columns) - (totals ? 0 : 1));
    for (size_t i = 0; i < s->activity_count; i++) {
        activity_row(p, &s->activity[i], totals);
    }
    end_table(p);
    end_section(p);
}

static void count_row(const Page *p, Str english, Str reason, int64_t count) {
    raw(p, "<tr><th scope=\"row\">");
    say(p, english);
    if (reason.len > 0) {
        raw(p, "<small>");
        text(p, reason);
        raw(p, "</small>");
    }
    raw(p, "</th><td class=\"number\">");
    html_number(p->out, (uint64_t)count);
    raw(p, "</td></tr>\n");
}

static void mark(const Page *p, bool yes, Str english) {
    raw(p, yes ? "<td><span class=\"mark yes\">" : "<td><span class=\"mark no\">");
    say(p, english);
    raw(p, "</span></td>");
}

static void coverage_row(const Page *p, const StatementCoverage *c) {
    raw(p, "<tr><th scope=\"row\">");
    in_language(p, &c->label);
    raw(p, "</th><td class=\"number\">");
    say_two(p, SAY("{1} of {2}"), escaped(p, c->covered), with_unit(p, c->expected, c->unit));
    raw(p, "<small>");
    say_two(p, SAY("share {1}"), escaped(p, c->share), (Str){0});
    raw(p, "</small></td>");
    mark(p, c->sufficient, c->sufficient ? SAY("sufficient") : SAY("insufficient"));
    raw(p, "</tr>\n");
}

static void counts(const Page *p) {
    static const Column columns[] = {{SAY_INIT("Records"), false}, {SAY_INIT("Number"), true}};
    const StatementCounts *c = &p->statement->counts;
    table(p, SAY("Every record received is accepted, excluded for a reason, or erased"), columns, COUNT_OF(columns));
    count_row(p, SAY("Received"), (Str){0}, c->received);
    count_row(p, SAY("Accepted"), word(p, SAY("these make the results")), c->accepted);
    for (size_t i = 0; i < c->excluded_count; i++) {
        count_row(p, SAY("Excluded"), c->excluded[i].reason, c->excluded[i].count);
    }
    count_row(p, SAY("Erased"), (Str){0}, c->erased);
    end_table(p);
}

static void records(const Page *p) {
    static const Column columns[] = {
        {SAY_INIT("Coverage"), false}, {SAY_INIT("Covered"), true}, {SAY_INIT("Verdict"), false}};
    const Statement *s = p->statement;
    section(p, "records", SAY("Records and coverage"));
    counts(p);
    if (s->coverage_count > 0) {
        table(p, SAY("How much of what should be there is there"), columns, COUNT_OF(columns));
        for (size_t i = 0; i < s->coverage_count; i++) {
            coverage_row(p, &s->coverage[i]);
        }
        end_table(p);
    }
    end_section(p);
}

/* Adds "name value" behind what stands there already. */
static void also(const Page *p, Str english, Str value, bool *any) {
    if (value.len > 0) {
        raw(p, *any ? ", " : "<small>");
        say_two(p, english, escaped(p, value), (Str){0});
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
    also(p, SAY("vintage {1}"), f->vintage, &any);
    also(p, SAY("for {1}"), f->geography, &any);
    also(p, SAY("year {1}"), f->year, &any);
    raw(p, any ? "</small></th>" : "</th>");
}

static void factor_row(const Page *p, const StatementFactor *f) {
    factor_name(p, f);
    raw(p, "<td class=\"number\">");
    text(p, f->value);
    html_unit(p->out, f->unit);
    if (f->range_95.low.len > 0) {
        raw(p, "<small>");
        say_two(p, SAY("{1} to {2} (95\xC2\xA0%)"), escaped(p, f->range_95.low), escaped(p, f->range_95.high));
        raw(p, "</small>");
    }
    raw(p, "</td>");
    mark(p, f->checked, f->checked ? SAY("checked") : SAY("not checked"));
    raw(p, "</tr>\n");
}

static void factors(const Page *p) {
    static const Column columns[] = {
        {SAY_INIT("Factor and source"), false}, {SAY_INIT("Value"), true}, {SAY_INIT("Mark"), false}};
    const Statement *s = p->statement;
    if (s->factor_count == 0) {
        return;
    }
    section(p, "factors", SAY("Factors"));
    table(p, SAY("Numbers taken from publications. The mark says whether each was compared with the primary document."),
          columns, COUNT_OF(columns));
    for (size_t i = 0; i < s->factor_count; i++) {
        factor_row(p, &s->factors[i]);
    }
    end_table(p);
    end_section(p);
}

static Str titled(const Page *p, const TextMap *map) {
    Buf out = piece(p);
    html_language_in(&out, map, p->words->language, page_language(p));
    return buf_str(&out);
}

static Str coded(const Page *p, Str value) {
    Buf out = piece(p);
    html_raw(&out, "<code>");
    html_text(&out, value);
    html_raw(&out, "</code>");
    return buf_str(&out);
}

static void formulas(const Page *p) {
    const Statement *s = p->statement;
    section(p, "method", SAY("Method"));
    raw(p, "<p>");
    say_two(p, SAY("{1}, version {2}."), titled(p, &s->methodology.title), escaped(p, s->methodology.version));
    raw(p, "</p>\n<ul class=\"formulas\">\n");
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
    html_unit(p->out, r->unit);
    if (r->se.len > 0) {
        raw(p, "<small>");
        say_two(p, SAY("standard error {1}"), coded(p, r->se), (Str){0});
        raw(p, "</small>");
    }
    raw(p, "</td></tr>\n");
}

static void precise(const Page *p) {
    static const Column columns[] = {{SAY_INIT("Result"), false}, {SAY_INIT("Before rounding"), true}};
    const Statement *s = p->statement;
    section(p, "uncertainty", SAY("Uncertainty and digits"));
    note(p, &s->uncertainty);
    table(p, SAY("The figures before they were rounded for publication, for those who recompute them"), columns,
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
        raw(p, "<dt>");
        say_two(p, SAY("Identifier ({1})"), escaped(p, o->identifiers[i].scheme), (Str){0});
        raw(p, "</dt><dd>");
        text(p, o->identifiers[i].value);
        raw(p, "</dd>\n");
    }
}

static Str kind_words(ProgrammeKind kind) {
    static const Str words[] = {STR_INIT(""), SAY_INIT("Inventory"), SAY_INIT("Project"), SAY_INIT("Outcome")};
    return kind < COUNT_OF(words) ? words[kind] : STR("");
}

static void about(const Page *p) {
    const Statement *s = p->statement;
    section(p, "about", SAY("About this statement"));
    raw(p, "<dl>\n");
    fact_language(p, SAY("Organisation"), &s->organisation.name);
    identifiers(p);
    fact(p, SAY("Country"), s->organisation.country);
    fact_language(p, SAY("Responsible party"), &s->programme.responsible_party);
    fact(p, SAY("Kind of programme"), word(p, kind_words(s->programme.kind)));
    fact_language(p, SAY("Boundary"), &s->programme.boundary);
    for (size_t i = 0; i < s->programme.parameters.count; i++) {
        raw(p, "<dt>");
        say_two(p, SAY("Parameter {1}"), coded(p, s->programme.parameters.pairs[i].tag), (Str){0});
        raw(p, "</dt><dd>");
        text(p, s->programme.parameters.pairs[i].text);
        raw(p, "</dd>\n");
    }
    fact_language(p, SAY("Intended use"), &s->intended_use);
    fact_language(p, SAY("Intended users"), &s->intended_users);
    fact(p, SAY("Time zone"), s->period.zone.name);
    fact(p, SAY("Issued"), s->issued_at);
    fact_hash(p, SAY("Statement"), s->id);
    raw(p, "</dl>\n");
    end_section(p);
}

static void proof(const Page *p) {
    const Statement *s = p->statement;
    const StatementPosition *at = p->position;
    section(p, "proof", SAY("How to check it yourself"));
    raw(p, "<p>");
    say_two(
        p,
        SAY("The statement is a document whose hash stands in a public log that can only grow. Each accepted record "
            "is in the same log as a commitment that tells nothing by itself; the root below covers exactly the "
            "accepted ones. Whoever holds a record's bundle can show with {1}, without this server, that it was "
            "counted here."),
        STR("<code>banyan-verify</code>"), (Str){0});
    raw(p, "</p>\n<dl>\n");
    fact_hash(p, SAY("SHA-256 of this statement"), at->sha256);
    if (at->origin.len > 0) {
        fact(p, SAY("Log"), at->origin);
        fact_number(p, SAY("Leaf of this statement"), at->index);
        fact_number(p, SAY("Leaves in the log"), at->log_size);
    } else {
        fact(p, SAY("Log"), word(p, SAY("not in the log yet")));
    }
    fact_hash(p, SAY("Root over the accepted records"), s->frame.root);
    fact_number(p, SAY("Accepted records under the root"), (uint64_t)s->frame.size);
    fact(p, SAY("Log when this was drafted"), s->log.origin);
    fact_number(p, SAY("Its leaves then"), (uint64_t)s->log.size);
    fact_hash(p, SAY("SHA-256 of the methodology"), s->methodology.sha256);
    raw(p, "</dl>\n");
    end_section(p);
}

void statement_html_body(Buf *out, const Statement *statement, const StatementPosition *position,
                         const StatementHtmlWords *words) {
    Page page = {.out = out, .statement = statement, .position = position, .words = words};
    const Page *p = &page;
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
    raw(p, "<footer>");
    say(p, SAY("The figures and texts above come from the statement's canonical JSON document; that document, not this "
               "page, is what was hashed and logged."));
    raw(p, "</footer>\n");
}
