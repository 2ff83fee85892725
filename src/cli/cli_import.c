#include <inttypes.h>

#include "app/importing.h"
#include "app/sequence.h"
#include "cli/cli.h"
#include "codec/hex.h"

static void report(CommandRun *run, const ImportingRequest *request, const ImportingDone *done) {
    Str hash = hex_encode(run->arena, hash_bytes(&done->file_hash));
    cli_line(run, "File", "%.*s", STR_ARG(request->file));
    cli_line(run, "SHA-256", "%.*s", STR_ARG(hash));
    cli_line(run, "Rows", "%" PRIu64, done->rows);
    cli_line(run, request->dry_run ? "Would import" : "Imported", "%" PRIu64, done->imported);
    cli_line(run, "Unchanged", "%" PRIu64, done->unchanged);
    cli_line(run, "Left out", "%" PRIu64 "%s", done->skipped, done->skipped > 0 ? " (the map says skip row)" : "");
    cli_line(run, "Erased before", "%" PRIu64, done->erased);
    cli_set(run, &run->result, "file", request->file);
    cli_set(run, &run->result, "sha256", hash);
    cli_set_json(run, &run->result, "dry_run", json_bool(request->dry_run));
    cli_set_number(run, &run->result, "rows", done->rows);
    cli_set_number(run, &run->result, "imported", done->imported);
    cli_set_number(run, &run->result, "unchanged", done->unchanged);
    cli_set_number(run, &run->result, "skipped", done->skipped);
    cli_set_number(run, &run->result, "erased", done->erased);
}

static bool publish_rows(CommandRun *run, App *app, Str programme, Err *err) {
    SequenceDone sequenced = {0};
    TRY(sequence_stored(app, &sequenced, err));
    cli_line(run, "Log", "%" PRIu64 " leaves%s", sequenced.size,
             sequenced.waiting > 0 ? "; what waits is published when its programme says so" : "");
    cli_set_number(run, &run->result, "log_size", sequenced.size);
    cli_set_number(run, &run->result, "waiting", sequenced.waiting);
    cli_next(run, "banyan statement issue --programme %.*s", STR_ARG(programme));
    return true;
}

static bool run_import(CommandRun *run, Err *err) {
    ImportingRequest request = {.file = run->arguments[0], .dry_run = command_switch(run, "dry-run")};
    ImportingDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(command_need(run, "map", &request.map, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    if (!importing_run(&app, &request, &done, err)) {
        cli_faults(run, &done.faults);
        return false;
    }
    report(run, &request, &done);
    return request.dry_run || publish_rows(run, &app, request.programme, err);
}

static const CommandOption options[] = {
    CLI_PROGRAMME,
    {"map", "MAP", "a YAML file that says what each column means (docs/formats/import.md)"},
    {"dry-run", NULL, "check everything, write nothing"},
};

const Command cli_import = {
    .name = "import",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Take in a CSV file of records, as a whole or not at all.",
    .details = "A faulty file imports nothing; each fault is a line FILE:row:column: what, what would be right.\n"
               "A file that was imported before changes nothing; equal rows are separate records.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_import,
};
