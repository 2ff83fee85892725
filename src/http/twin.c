#include "http/twin.h"

#include "app/disclose.h"
#include "app/proving.h"
#include "app/public_method.h"
#include "app/public_programme.h"
#include "app/public_record.h"
#include "app/public_statement.h"
#include "domain/statement_csv.h"
#include "http/page.h"

typedef struct {
    Arena *arena;
    Json *object;
} Into;

static void put(const Into *into, const char *name, Json value) {
    json_set(into->arena, into->object, str_from_c(name), value);
}

/* An empty text is an absent member. */
static void put_text(const Into *into, const char *name, Str text) {
    if (text.len > 0) {
        put(into, name, json_string(text));
    }
}

static void put_number(const Into *into, const char *name, uint64_t number) {
    put(into, name, json_int((int64_t)number));
}

static void give_canonical(Response *response, Str body) {
    response_bytes(response, STR("application/json"), str_bytes(body));
}

static void give_bundle(Response *response, Str bundle, Str name) {
    response_bytes(response, STR("application/vnd.banyan.bundle+json"), str_bytes(bundle));
    response->disposition = str_format(response->arena, "attachment; filename=\"%.*s.banyan\"", STR_ARG(name));
}

/* Programmes. */

static Json statement_row(Arena *arena, const PublicProgrammeStatement *statement) {
    Json json = json_object();
    Into into = {arena, &json};
    put_text(&into, "id", statement->id);
    put_text(&into, "sha256", statement->sha256);
    put_text(&into, "status", statement->state);
    put_text(&into, "start", statement->statement.period.start);
    put_text(&into, "end", statement->statement.period.end);
    if (statement->logged) {
        put_number(&into, "index", statement->index);
    }
    return json;
}

static Json record_row(Arena *arena, const PublicProgrammeRecord *record) {
    Json json = json_object();
    Into into = {arena, &json};
    put_number(&into, "index", record->index);
    put_text(&into, "state", record->state);
    put_text(&into, "type", record->type);
    put_text(&into, "venue", record->venue);
    put_text(&into, "date_local", record->date_local);
    return json;
}

static Json record_page(Arena *arena, const PublicProgramme *programme, const PublicProgrammeRecords *records) {
    Json json = json_object();
    Json items = json_array();
    Into into = {arena, &json};
    for (size_t i = 0; i < records->count; i++) {
        json_push(arena, &items, record_row(arena, &records->rows[i]));
    }
    put_number(&into, "total", programme->records);
    put(&into, "items", items);
    if (records->more) {
        put_number(&into, "next", records->rows[records->count - 1].index);
    }
    return json;
}

static bool programme_json_of(Arena *arena, const PublicProgramme *programme, Json *out, Err *err) {
    Json json = json_object();
    Json document = {0};
    Json statements = json_array();
    Into into = {arena, &json};
    TRY(json_parse(arena, programme->document, JSON_LIMITS_DOCUMENT, &document, err));
    for (size_t i = 0; i < programme->statement_count; i++) {
        json_push(arena, &statements, statement_row(arena, &programme->statements[i]));
    }
    put(&into, "document", document);
    put_text(&into, "sha256", programme->sha256);
    if (programme->logged) {
        put_number(&into, "index", programme->index);
    }
    put(&into, "statements", statements);
    *out = json;
    return true;
}

bool twin_programme(App *app, const Request *request, Response *response, Err *err) {
    PublicProgramme programme = {0};
    PublicProgrammeRecords records = {0};
    Json json = {0};
    Str after = request_query(request, STR("after"));
    PublicProgrammePage asked = {.programme = request_param(request, 0), .has_after = after.ptr != NULL};
    TRY(after.ptr == NULL || page_index(after, &asked.after, err));
    TRY(public_programme_show(app, asked.programme, &programme, err));
    TRY(!programme.open || public_programme_records(app, &asked, &records, err));
    TRY(programme_json_of(response->arena, &programme, &json, err));
    if (programme.open) {
        json_set(response->arena, &json, STR("records"), record_page(response->arena, &programme, &records));
    }
    response_json(response, &json);
    return true;
}

/* Statements. */

bool twin_statement(App *app, const Request *request, Response *response, Err *err) {
    PublicStatement *statement = ARENA_NEW(response->arena, PublicStatement);
    TRY(public_statement_show(app, request_param(request, 0), statement, err));
    give_canonical(response, statement->shown.body);
    return true;
}

/* A file that is kept must not depend on a header of the browser: only ?lang= chooses. */
bool twin_statement_csv(App *app, const Request *request, Response *response, Err *err) {
    PublicStatement *statement = ARENA_NEW(response->arena, PublicStatement);
    Str language = text_choose(request_query(request, STR("lang")), (Str){0});
    TRY(public_statement_show(app, request_param(request, 0), statement, err));
    statement_csv(&response->body, &statement->shown.statement, &statement->shown.position, language);
    response->content_type = STR("text/csv; charset=utf-8");
    response->disposition = str_format(response->arena, "attachment; filename=\"%.*s.csv\"",
                                       STR_ARG(statement->shown.statement.id));
    return true;
}

bool twin_statement_bundle(App *app, const Request *request, Response *response, Err *err) {
    PublicStatement *statement = ARENA_NEW(response->arena, PublicStatement);
    Str bundle = {0};
    TRY(public_statement_show(app, request_param(request, 0), statement, err));
    TRY(disclose_document(app, &statement->shown.row.document, &bundle, err));
    give_bundle(response, bundle, statement->shown.statement.id);
    return true;
}

/* Methods. */

bool twin_methodology(App *app, const Request *request, Response *response, Err *err) {
    PublicMethodDocument document = {0};
    TRY(public_method_document(app, request_param(request, 0), request_param(request, 1), &document, err));
    give_canonical(response, document.body);
    return true;
}

bool twin_factors(App *app, const Request *request, Response *response, Err *err) {
    PublicMethodDocument document = {0};
    TRY(public_method_set_document(app, request_param(request, 0), request_param(request, 1), &document, err));
    give_canonical(response, document.body);
    return true;
}

/* Records. */

static Json input_json(Arena *arena, const PublicRecordInput *input) {
    Json json = json_object();
    Into into = {arena, &json};
    put_text(&into, "name", input->name);
    put_text(&into, "value", input->value);
    put_text(&into, "unit", input->unit);
    put_text(&into, "how", input->how);
    put_text(&into, "instrument", input->instrument);
    return json;
}

static void put_content(const Into *into, const PublicRecord *record) {
    Json inputs = json_array();
    for (size_t i = 0; i < record->input_count; i++) {
        json_push(into->arena, &inputs, input_json(into->arena, &record->inputs[i]));
    }
    put_text(into, "type", record->type);
    put_text(into, "venue", record->venue.id);
    put_text(into, "date_local", record->date_local);
    put(into, "inputs", inputs);
    put_text(into, "statement", record->statement);
}

static void give_record(const PublicRecord *record, Response *response) {
    Json json = json_object();
    Into into = {response->arena, &json};
    bool holds = record->verdict == PUBLIC_RECORD_HOLDS;
    put_number(&into, "index", record->index);
    put_text(&into, "leaf", record->leaf);
    put_text(&into, "programme", record->programme.id);
    put_text(&into, "state", record->state);
    put(&into, "holds", json_bool(holds || record->verdict == PUBLIC_RECORD_ERASED));
    put_text(&into, "fault", record->fault);
    if (holds) {
        put_content(&into, record);
    }
    response_json(response, &json);
}

bool twin_record(App *app, const Request *request, Response *response, Err *err) {
    PublicRecord *record = ARENA_NEW(response->arena, PublicRecord);
    uint64_t index = 0;
    TRY(page_index(request_param(request, 0), &index, err));
    TRY(public_record_show(app, index, record, err));
    give_record(record, response);
    return true;
}

bool twin_record_bundle(App *app, const Request *request, Response *response, Err *err) {
    uint64_t index = 0;
    Str bundle = {0};
    TRY(page_index(request_param(request, 0), &index, err));
    TRY(public_record_bundle(app, index, &bundle, err));
    give_bundle(response, bundle, request_param(request, 0));
    return true;
}

/* The log. */

bool twin_log(App *app, const Request *request, Response *response, Err *err) {
    ProvingHead head = {0};
    Json json = json_object();
    Into into = {response->arena, &json};
    (void)request;
    TRY(proving_head(app, &head, err));
    put_text(&into, "origin", head.origin);
    put_number(&into, "size", head.size);
    put_text(&into, "root", head.root);
    put_text(&into, "key", head.key);
    put_text(&into, "checkpoint", head.checkpoint);
    response_json(response, &json);
    return true;
}
