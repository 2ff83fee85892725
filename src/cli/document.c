#include "cli/document.h"

#include "codec/hex.h"
#include "domain/text.h"

void document_published(CommandRun *run, Json *object, const PublishDone *done) {
    bool unchanged = done->entry == 0;
    size_t dot = str_find(done->kind, '.');
    Str sha256 = hex_encode(run->arena, hash_bytes(&done->sha256));
    buf_addf(&run->text, "%s %.*s %.*s%s%.*s\n", unchanged ? "Unchanged:" : "Published:", (int)dot, done->kind.ptr,
             STR_ARG(done->name), done->version.len > 0 ? " " : "", STR_ARG(done->version));
    cli_line(run, "  SHA-256", "%.*s", STR_ARG(sha256));
    cli_set(run, object, "kind", done->kind);
    cli_set(run, object, "name", done->name);
    cli_set(run, object, "version", done->version);
    cli_set(run, object, "sha256", sha256);
    cli_set_json(run, object, "unchanged", json_bool(unchanged));
}

static bool parse_body(const CommandRun *run, const LookingDocument *document, Json *out, Err *err) {
    return json_parse(run->arena, document->body, JSON_LIMITS_DOCUMENT, out, err);
}

static Json summary(const CommandRun *run, const LookingDocument *document) {
    Json json = json_object();
    cli_set(run, &json, "name", document->name);
    cli_set(run, &json, "version", document->version);
    cli_set(run, &json, "programme", document->programme);
    cli_set(run, &json, "sha256", document->sha256);
    cli_set_index(run, &json, document->logged, document->index);
    return json;
}

bool document_show(CommandRun *run, const LookingDocument *document, Err *err) {
    Json body = {0};
    TRY(parse_body(run, document, &body, err));
    cli_line(run, "SHA-256", "%.*s", STR_ARG(document->sha256));
    cli_line(run, "Log", "%.*s", STR_ARG(cli_index(run, document->logged, document->index)));
    buf_add_byte(&run->text, '\n');
    json_pretty(&run->text, &body);
    run->result = summary(run, document);
    cli_set_json(run, &run->result, "document", body);
    return true;
}

/* The English one of a document's `name` or `title`, else its first. */
static Str title_of(const Json *body) {
    const Json *names = json_get(body, STR("name"));
    names = names == NULL ? json_get(body, STR("title")) : names;
    if (names == NULL || names->type != JSON_OBJECT || names->count == 0) {
        return (Str){0};
    }
    const Json *english = json_get(names, STR("en"));
    const Json *chosen = english == NULL ? &names->as.members[0].value : english;
    return chosen->type == JSON_STRING ? chosen->as.string : (Str){0};
}

bool document_list(CommandRun *run, const LookingDocuments *documents, bool version, Err *err) {
    CliTable table = {0};
    Json list = json_array();
    for (size_t i = 0; i < documents->count; i++) {
        const LookingDocument *document = &documents->items[i];
        Json body = {0};
        TRY(parse_body(run, document, &body, err));
        Json item = summary(run, document);
        Str title = title_of(&body);
        cli_set(run, &item, "title", title);
        json_push(run->arena, &list, item);
        const Str cells[] = {document->name, version ? document->version : document->programme, title};
        cli_table_row(run, &table, cells, COUNT_OF(cells));
    }
    cli_table_print(run, &table);
    cli_set_json(run, &run->result, "documents", list);
    return true;
}
