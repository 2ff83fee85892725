#include "app/exporting.h"

#include "app/recheck.h"
#include "app/reckon.h"
#include "codec/canonical.h"
#include "codec/csv.h"
#include "sys/stream.h"

typedef struct {
    App *app;
    const ExportingRequest *request;
    const Terms *terms;
    StreamOut *out;
    Arena line; /* of the row in work */
    uint64_t rows;
} Exporting;

static bool put_line(Exporting *exporting, const Buf *line, Err *err) {
    bool written = stream_write(exporting->out, buf_bytes(line), err);
    arena_done(&exporting->line);
    return written;
}

static bool write_header(Exporting *exporting, Err *err) {
    const Methodology *methodology = &exporting->terms->methodology;
    Buf line = {.arena = &exporting->line};
    buf_add(&line, STR("log_index,type,venue,date_local"));
    for (size_t i = 0; i < methodology->input_count; i++) {
        Str name = methodology->inputs[i].name;
        buf_addf(&line, ",%.*s,%.*s unit", STR_ARG(name), STR_ARG(name));
    }
    for (size_t i = 0; i < methodology->formula_count; i++) {
        const MethodologyFormula *formula = &methodology->formulas[i];
        if (formula->per_record) {
            buf_addf(&line, ",%.*s [%.*s]", STR_ARG(formula->name), STR_ARG(formula->unit.text));
        }
    }
    buf_add(&line, STR("\r\n"));
    return put_line(exporting, &line, err);
}

static const RecordInput *input_named(const Act *act, Str name) {
    for (size_t i = 0; i < act->input_count; i++) {
        if (str_eq(act->inputs[i].name, name)) {
            return &act->inputs[i];
        }
    }
    return NULL;
}

static void add_field(Buf *line, Str field) {
    buf_add_byte(line, ',');
    csv_field(line, field);
}

static Str figure_named(const QuantifyVerdict *verdict, Str name) {
    for (size_t i = 0; i < verdict->figure_count; i++) {
        if (str_eq(verdict->figures[i].name, name)) {
            return verdict->figures[i].value;
        }
    }
    return (Str){0};
}

static const RecordInput no_input;

static void csv_line(const Exporting *exporting, const ReckonRecord *record, Buf *line) {
    const Methodology *methodology = &exporting->terms->methodology;
    buf_addf(line, "%llu", (unsigned long long)record->index);
    add_field(line, record->record->act.type);
    add_field(line, record->record->act.venue);
    add_field(line, record->record->server.date_local);
    for (size_t i = 0; i < methodology->input_count; i++) {
        const RecordInput *input = input_named(&record->record->act, methodology->inputs[i].name);
        add_field(line, (input == NULL ? &no_input : input)->value);
        add_field(line, (input == NULL ? &no_input : input)->unit);
    }
    for (size_t i = 0; i < methodology->formula_count; i++) {
        if (methodology->formulas[i].per_record) {
            add_field(line, figure_named(record->verdict, methodology->formulas[i].name));
        }
    }
    buf_add(line, STR("\r\n"));
}

static Json inputs_json(Arena *arena, const Act *act) {
    Json list = json_array();
    for (size_t i = 0; i < act->input_count; i++) {
        Json item = json_object();
        json_set(arena, &item, STR("how"), json_string(act->inputs[i].how));
        json_set(arena, &item, STR("name"), json_string(act->inputs[i].name));
        json_set(arena, &item, STR("unit"), json_string(act->inputs[i].unit));
        json_set(arena, &item, STR("value"), json_string(act->inputs[i].value));
        json_push(arena, &list, item);
    }
    return list;
}

static Json figures_json(Arena *arena, const QuantifyVerdict *verdict) {
    Json list = json_array();
    for (size_t i = 0; i < verdict->figure_count; i++) {
        Json item = json_object();
        json_set(arena, &item, STR("name"), json_string(verdict->figures[i].name));
        json_set(arena, &item, STR("unit"), json_string(verdict->figures[i].unit));
        json_set(arena, &item, STR("value"), json_string(verdict->figures[i].value));
        json_push(arena, &list, item);
    }
    return list;
}

static bool ndjson_line(Exporting *exporting, const ReckonRecord *record, Buf *line, Err *err) {
    Arena *arena = &exporting->line;
    Json object = json_object();
    json_set(arena, &object, STR("date_local"), json_string(record->record->server.date_local));
    json_set(arena, &object, STR("figures"), figures_json(arena, record->verdict));
    json_set(arena, &object, STR("inputs"), inputs_json(arena, &record->record->act));
    json_set(arena, &object, STR("log_index"), json_int((int64_t)record->index));
    if (exporting->request->internal) {
        Json act = {0};
        TRY(json_parse(arena, act_json(arena, &record->record->act), JSON_LIMITS_DOCUMENT, &act, err));
        json_set(arena, &object, STR("act"), act);
        json_set(arena, &object, STR("received_at"), json_string(record->record->server.received_at));
    }
    json_set(arena, &object, STR("state"), json_string(record->row->state));
    json_set(arena, &object, STR("type"), json_string(record->record->act.type));
    json_set(arena, &object, STR("venue"), json_string(record->record->act.venue));
    canonical_write(line, &object);
    buf_add_byte(line, '\n');
    return true;
}

static bool each_record(void *ctx, const ReckonRecord *record, Err *err) {
    Exporting *exporting = ctx;
    Buf line = {.arena = &exporting->line};
    if (exporting->request->format == EXPORTING_CSV) {
        csv_line(exporting, record, &line);
    } else {
        TRY(ndjson_line(exporting, record, &line, err));
    }
    exporting->rows++;
    return put_line(exporting, &line, err);
}

static bool check_allowed(const Terms *terms, const ExportingRequest *request, Err *err) {
    if (request->internal || terms->programme.disclosure == PROGRAMME_OPEN) {
        return true;
    }
    return err_set(
        err, ERR_DENIED,
        "programme %.*s is '%.*s': its single records are not public; --internal exports them for the operator's "
        "own use",
        STR_ARG(terms->programme.id), STR_ARG(programme_disclosure_name(terms->programme.disclosure)));
}

/* With a statement: its methodology, its parameters, exactly the records of its frame that were not erased. */
static bool use_statement(Exporting *exporting, Terms *terms, ReckonRequest *reckon, Err *err) {
    App *app = exporting->app;
    IssueShown *shown = ARENA_NEW(app->arena, IssueShown);
    uint64_t *entries = NULL;
    TRY(issue_show(app, exporting->request->statement, (Str){0}, shown, err));
    if (!str_eq(shown->statement.programme.id, exporting->request->programme)) {
        return err_set(err, ERR_NOT_FOUND, "statement %.*s is of programme %.*s",
                       STR_ARG(exporting->request->statement), STR_ARG(shown->statement.programme.id));
    }
    TRY(recheck_terms(app, shown, terms, err));
    TRY(issue_frame(app, shown->row.id, &entries, &reckon->entry_count, err));
    reckon->entries = entries;
    return true;
}

static bool write_records(Exporting *exporting, Terms *terms, Err *err) {
    ReckonRequest reckon = {.terms = terms,
                            .size = exporting->app->ledger.head.size,
                            .figures = true,
                            .each = each_record,
                            .ctx = exporting};
    ReckonDone done = {0};
    if (exporting->request->statement.len > 0) {
        TRY(use_statement(exporting, terms, &reckon, err));
    }
    if (exporting->request->format == EXPORTING_CSV) {
        TRY(write_header(exporting, err));
    }
    return reckon_run(exporting->app, &reckon, &done, err);
}

bool exporting_run(App *app, const ExportingRequest *request, uint64_t *rows, Err *err) {
    Terms terms = {0};
    StreamOut out CLEANUP(stream_out_close) = {0};
    Exporting exporting = {.app = app, .request = request, .terms = &terms, .out = &out};
    TRY(terms_load(app, request->programme, &terms, err));
    TRY(check_allowed(&terms, request, err));
    TRY(stream_out_open(request->out, request->internal ? FILES_SECRET : FILES_SHARED, &out, err));
    bool written = write_records(&exporting, &terms, err) && stream_out_commit(&out, err);
    arena_done(&exporting.line);
    if (written) {
        *rows = exporting.rows;
    }
    return written;
}
