#include "app/disclose.h"
#include "cli/cli.h"
#include "codec/hex.h"

static bool parse_hash(const CommandRun *run, Str text, Hash *out, Err *err) {
    Bytes bytes = {0};
    if (!hex_decode(run->arena, text, &bytes, NULL) || bytes.len != HASH_BYTES) {
        return err_set(err, ERR_USAGE, "--document is '%.*s'; a SHA-256 in 64 hexadecimal digits is wanted",
                       STR_ARG(text));
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        out->bytes[i] = bytes.ptr[i];
    }
    return true;
}

static bool record_bundle(CommandRun *run, App *app, Str *out, Err *err) {
    DiscloseRequest request = {.id = run->arguments[0], .statement = command_option(run, "statement")};
    TRY(command_need(run, "programme", &request.programme, err));
    request.fields = command_options_all(run, "show", &request.field_count);
    return disclose_record(app, &request, out, err);
}

static bool make(CommandRun *run, App *app, Str *out, Err *err) {
    Str document = command_option(run, "document");
    Str statement = command_option(run, "statement");
    if (run->argument_count == 1) {
        return record_bundle(run, app, out, err);
    }
    if (document.len > 0) {
        Hash sha256;
        TRY(parse_hash(run, document, &sha256, err));
        return disclose_document(app, &sha256, out, err);
    }
    if (statement.len > 0) {
        return disclose_statement(app, statement, out, err);
    }
    return err_set(err, ERR_USAGE, "what is to be bundled? RECORD_ID, --statement ID or --document SHA256; see --help");
}

static bool give(CommandRun *run, Str bundle, Str path, Err *err) {
    cli_set_number(run, &run->result, "bytes", bundle.len);
    if (path.len > 0) {
        TRY(cli_write_file(path, bundle, err));
        cli_line(run, "Bundle", "%.*s, %zu bytes", STR_ARG(path), bundle.len);
        cli_next(run, "banyan-verify %.*s --log-key FILE (the line that 'banyan log key' prints)", STR_ARG(path));
        cli_set(run, &run->result, "file", path);
        return true;
    }
    Json json = {0};
    TRY(json_parse(run->arena, bundle, JSON_LIMITS_DOCUMENT, &json, err));
    cli_set_json(run, &run->result, "bundle", json);
    buf_add(&run->text, bundle);
    return true;
}

static bool run_bundle(CommandRun *run, Err *err) {
    Str bundle = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(make(run, &app, &bundle, err));
    return give(run, bundle, command_option(run, "out"), err);
}

static const CommandOption options[] = {
    CLI_PROGRAMME,
    {"show", "FIELD", "show this field, or item FIELD/N of a list; repeatable"},
    {"statement", "ID", "prove that the record counts in it; alone: bundle it"},
    {"document", "SHA256", "bundle the public document with this hash"},
    {"out", "FILE", "write it here (else standard output)"},
};

const Command cli_bundle = {
    .name = "bundle",
    .arguments = "[RECORD_ID]",
    .most = 1,
    .summary = "Show chosen parts of a record, or a document, with proof that they are on the log.",
    .details = "Without --show all is shown but what is personal: who, recorded_by, place, device and note. The file\n"
               "stands for itself: anybody can check it with banyan-verify and the log's public key, offline.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_bundle,
};
