#include "domain/statement_csv.h"

#include "codec/csv.h"

enum { COLUMNS = 10 };

/* One row; what a section does not use stays empty. */
typedef struct {
    Str section;
    Str name;
    Str label;
    Str unit;
    Str value;
    Str full;
    Str se;
    Str low;
    Str high;
    Str note;
} CsvLine;

typedef struct {
    Buf *out;
    const Statement *statement;
    Str language;
} Writer;

/* A cell that begins with one of these is run as a formula by spreadsheets; a negative number is none. */
static Str harmless(Arena *arena, Str text) {
    bool number = text.len > 1 && text.ptr[0] == '-' && text.ptr[1] >= '0' && text.ptr[1] <= '9';
    bool runs = text.len > 0 && str_find(STR("=+-@\t\r"), text.ptr[0]) < 6;
    return runs && !number ? str_format(arena, "'%.*s", STR_ARG(text)) : text;
}

static void line(const Writer *w, CsvLine l) {
    Str fields[COLUMNS] = {l.section, l.name, l.label, l.unit, l.value, l.full, l.se, l.low, l.high, l.note};
    for (size_t i = 0; i < COLUMNS; i++) {
        fields[i] = harmless(w->out->arena, fields[i]);
    }
    csv_row(w->out, fields, COLUMNS);
}

static Str in(const Writer *w, const TextMap *map) {
    return text_in(map, w->language);
}

static Str number(const Writer *w, int64_t value) {
    return str_format(w->out->arena, "%lld", (long long)value);
}

static void results(const Writer *w) {
    for (size_t i = 0; i < w->statement->result_count; i++) {
        const StatementResult *r = &w->statement->results[i];
        line(w, (CsvLine){.section = STR("result"),
                          .name = r->name,
                          .label = in(w, &r->label),
                          .unit = r->unit,
                          .value = r->value,
                          .full = r->full,
                          .se = r->se,
                          .low = r->interval.low,
                          .high = r->interval.high,
                          .note = in(w, &r->digits)});
    }
}

static void activity(const Writer *w) {
    for (size_t i = 0; i < w->statement->activity_count; i++) {
        const StatementActivity *a = &w->statement->activity[i];
        line(w, (CsvLine){.section = STR("activity data"),
                          .name = a->name,
                          .label = in(w, &a->label),
                          .unit = a->unit,
                          .value = a->sum,
                          .low = a->low,
                          .high = a->high,
                          .note = str_format(w->out->arena, "%lld values", (long long)a->count)});
    }
}

static void factors(const Writer *w) {
    for (size_t i = 0; i < w->statement->factor_count; i++) {
        const StatementFactor *f = &w->statement->factors[i];
        Str note = str_format(w->out->arena, "%.*s; %s against the primary document", STR_ARG(f->source),
                              f->checked ? "checked" : "not checked");
        line(w, (CsvLine){.section = STR("factor"),
                          .name = f->name,
                          .label = in(w, &f->label),
                          .unit = f->unit,
                          .value = f->value,
                          .low = f->range_95.low,
                          .high = f->range_95.high,
                          .note = note});
    }
}

static void formulas(const Writer *w) {
    for (size_t i = 0; i < w->statement->formula_count; i++) {
        const StatementFormula *f = &w->statement->formulas[i];
        line(w, (CsvLine){.section = STR("formula"), .name = f->name, .unit = f->unit, .note = f->text});
    }
}

static void count(const Writer *w, Str name, int64_t value, Str note) {
    line(w,
         (CsvLine){.section = STR("records"), .name = name, .unit = STR("1"), .value = number(w, value), .note = note});
}

static void counts(const Writer *w) {
    const StatementCounts *c = &w->statement->counts;
    count(w, STR("received"), c->received, (Str){0});
    count(w, STR("accepted"), c->accepted, (Str){0});
    for (size_t i = 0; i < c->excluded_count; i++) {
        count(w, STR("excluded"), c->excluded[i].count, c->excluded[i].reason);
    }
    count(w, STR("erased"), c->erased, (Str){0});
}

static void coverage(const Writer *w) {
    for (size_t i = 0; i < w->statement->coverage_count; i++) {
        const StatementCoverage *c = &w->statement->coverage[i];
        line(w, (CsvLine){.section = STR("coverage"),
                          .name = c->name,
                          .label = in(w, &c->label),
                          .unit = STR("1"),
                          .value = c->share,
                          .note = c->sufficient ? STR("sufficient") : STR("insufficient")});
    }
}

static void fact(const Writer *w, Str name, Str value) {
    if (value.len > 0) {
        line(w, (CsvLine){.section = STR("statement"), .name = name, .value = value});
    }
}

static void facts(const Writer *w, const StatementPosition *position) {
    const Statement *s = w->statement;
    fact(w, STR("id"), s->id);
    fact(w, STR("state"), statement_state_name(s->state));
    fact(w, STR("state note"), statement_state_note(s->state));
    fact(w, STR("organisation"), in(w, &s->organisation.name));
    fact(w, STR("programme"), in(w, &s->programme.name));
    fact(w, STR("methodology"), in(w, &s->methodology.title));
    fact(w, STR("methodology version"), s->methodology.version);
    fact(w, STR("methodology sha256"), s->methodology.sha256);
    fact(w, STR("period start"), s->period.start);
    fact(w, STR("period end (not in it)"), s->period.end);
    fact(w, STR("result note"), in(w, &s->result_note));
    fact(w, STR("claims"), in(w, &s->claims));
    fact(w, STR("issued at"), s->issued_at);
    fact(w, STR("sha256"), position->sha256);
    fact(w, STR("log origin"), position->origin);
    if (position->origin.len > 0) {
        fact(w, STR("log index"), str_format(w->out->arena, "%llu", (unsigned long long)position->index));
    }
    fact(w, STR("frame root"), s->frame.root);
    fact(w, STR("supersedes"), s->supersedes.id);
    fact(w, STR("what changed"), in(w, &s->supersedes.changed));
}

void statement_csv(Buf *out, const Statement *statement, const StatementPosition *position, Str language) {
    Writer w = {.out = out, .statement = statement, .language = language};
    line(&w, (CsvLine){STR("section"), STR("name"), STR("label"), STR("unit"), STR("value"), STR("full"), STR("se"),
                       STR("low"), STR("high"), STR("note")});
    facts(&w, position);
    results(&w);
    activity(&w);
    factors(&w);
    formulas(&w);
    counts(&w);
    coverage(&w);
}
