#include <inttypes.h>

#include "app/erase.h"
#include "cli/cli.h"

static bool ask(const CommandRun *run, const EraseRequest *request, Err *err) {
    return command_switch(run, "yes") ||
           err_set(
               err, ERR_USAGE,
               "this would destroy the content of %zu %s of %.*s for ever, here and in every backup that is replayed; "
               "their leaves stay on the log, and a public document says that %zu were erased (ground: %.*s); say "
               "--yes to do it",
               request->count, request->count == 1 ? "record" : "records", STR_ARG(request->programme), request->count,
               STR_ARG(erasure_ground_name(request->ground)));
}

static void report(CommandRun *run, const EraseDone *done) {
    Json statements = json_array();
    cli_line(run, "Erased", "%" PRIu64, done->erased);
    for (size_t i = 0; i < done->statement_count; i++) {
        cli_line(run, i == 0 ? "Counted in" : "", "statement %.*s", STR_ARG(done->statements[i]));
        json_push(run->arena, &statements, json_string(done->statements[i]));
    }
    buf_add(&run->text, STR("\nCopies outside this directory (exports, backups, photos on phones) are not touched.\n"));
    if (done->statement_count > 0) {
        cli_next(run, "banyan statement issue --programme P, which says what changed");
    }
    cli_set_number(run, &run->result, "erased", done->erased);
    cli_set_json(run, &run->result, "statements", statements);
}

static bool run_erase(CommandRun *run, Err *err) {
    EraseRequest request = {.records = run->arguments, .count = run->argument_count};
    Str ground = {0};
    EraseDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(command_need(run, "ground", &ground, err));
    if (!erasure_ground(ground, &request.ground, err)) {
        return err_set(
            err, ERR_USAGE,
            "--ground is '%.*s'; right is request, consent-withdrawn, retention-ended, legal-order or mistake",
            STR_ARG(ground));
    }
    TRY(ask(run, &request, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(erase_records(&app, &request, &done, err));
    report(run, &done);
    return true;
}

static const CommandOption options[] = {
    CLI_PROGRAMME,
    {"ground", "WORD", "request, consent-withdrawn, retention-ended, legal-order or mistake"},
    {"yes", NULL, "do it; without this the command only says what it would do"},
};

const Command cli_erase = {
    .name = "erase",
    .arguments = "RECORD_ID...",
    .least = 1,
    .most = COMMAND_ARGUMENTS,
    .summary = "Destroy the content of records; their leaves and everybody's proofs stay.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_erase,
};
