#include <inttypes.h>

#include "app/exporting.h"
#include "cli/cli.h"

static bool format_of(const CommandRun *run, ExportingFormat *out, Err *err) {
    Str format = command_option(run, "format");
    if (format.len == 0 || str_eq(format, STR("csv"))) {
        *out = EXPORTING_CSV;
        return true;
    }
    if (str_eq(format, STR("ndjson"))) {
        *out = EXPORTING_NDJSON;
        return true;
    }
    return err_set(err, ERR_USAGE, "--format is '%.*s'; right is csv or ndjson", STR_ARG(format));
}

static bool run_export(CommandRun *run, Err *err) {
    ExportingRequest request = {.statement = command_option(run, "statement"),
                                .internal = command_switch(run, "internal")};
    uint64_t rows = 0;
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(command_need(run, "out", &request.out, err));
    TRY(format_of(run, &request.format, err));
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(exporting_run(&app, &request, &rows, err));
    cli_line(run, "Written", "%.*s, %" PRIu64 " records", STR_ARG(request.out), rows);
    if (request.internal) {
        buf_add(&run->text, STR("\nThis file holds exact places, pseudonyms and notes: it is for your own use.\n"));
    }
    cli_set(run, &run->result, "file", request.out);
    cli_set_number(run, &run->result, "rows", rows);
    return true;
}

static const CommandOption options[] = {
    CLI_PROGRAMME,
    {"statement", "ID", "exactly the records of this statement, as it computed them"},
    {"format", "FORMAT", "csv or ndjson (else csv)"},
    {"out", "FILE", "where to write; it appears when it is complete"},
    {"internal", NULL, "for your own use: exact places, pseudonyms and notes as well"},
};

const Command cli_export = {
    .name = "export",
    .summary = "Write the records that count in a programme, or in a statement, to a file.",
    .details = "One row a record in the order of the log: its inputs, and its figures at full precision.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_export,
};
