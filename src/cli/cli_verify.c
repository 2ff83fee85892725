#include <inttypes.h>

#include "app/looking.h"
#include "app/recheck.h"
#include "cli/cli.h"

static Json done_json(const CommandRun *run, const RecheckDone *done) {
    Json json = json_object();
    Json findings = json_array();
    for (size_t i = 0; i < done->finding_count; i++) {
        json_push(run->arena, &findings, json_string(done->findings[i]));
    }
    cli_set(run, &json, "id", done->shown.statement.id);
    cli_set(run, &json, "programme", done->shown.statement.programme.id);
    cli_set_json(run, &json, "holds", json_bool(done->holds));
    cli_set_number(run, &json, "confirmed", done->confirmed);
    cli_set_number(run, &json, "erased", done->erased);
    cli_set_json(run, &json, "findings", findings);
    return json;
}

static void report(CommandRun *run, const RecheckDone *done) {
    const Statement *statement = &done->shown.statement;
    buf_addf(&run->text, "%s: statement %.*s of %.*s\n", done->holds ? "Holds" : "Does NOT hold",
             STR_ARG(statement->id), STR_ARG(statement->programme.id));
    buf_addf(&run->text,
             "  %" PRIu64 " records are what was committed, %" PRIu64 " erased; %zu results computed again\n",
             done->confirmed, done->erased, statement->result_count);
    for (size_t i = 0; i < done->finding_count; i++) {
        buf_addf(&run->text, "  - %.*s\n", STR_ARG(done->findings[i]));
    }
    run->exit_code = done->holds ? run->exit_code : 1;
}

static bool verify_one(CommandRun *run, App *app, Str id, Json *list, Err *err) {
    RecheckDone done = {0};
    if (!recheck_statement(app, id, &done, err)) {
        return err_at(err, "statement %.*s", STR_ARG(id));
    }
    report(run, &done);
    json_push(run->arena, list, done_json(run, &done));
    return true;
}

static bool is_public(Str state) {
    return str_eq(state, STR("issued")) || str_eq(state, STR("superseded"));
}

static bool verify_all(CommandRun *run, App *app, Json *list, Err *err) {
    LookingStatements statements = {0};
    TRY(looking_statements(app, command_option(run, "programme"), &statements, err));
    for (size_t i = 0; i < statements.count; i++) {
        TRY(!is_public(statements.items[i].state) || verify_one(run, app, statements.items[i].id, list, err));
    }
    return list->count > 0 ||
           err_set(err, ERR_NOT_FOUND, "there is no issued statement to verify; 'banyan statement issue' makes one");
}

static bool run_verify(CommandRun *run, Err *err) {
    Json list = json_array();
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    if (run->argument_count == 1) {
        TRY(verify_one(run, &app, run->arguments[0], &list, err));
    } else {
        TRY(verify_all(run, &app, &list, err));
    }
    cli_set_json(run, &run->result, "holds", json_bool(run->exit_code == 0));
    cli_set_json(run, &run->result, "statements", list);
    return true;
}

static const CommandOption options[] = {CLI_PROGRAMME};

const Command cli_verify = {
    .name = "verify",
    .arguments = "[STATEMENT_ID]",
    .most = 1,
    .summary = "Compute a statement, or all, again from what is stored; compare every figure.",
    .details = "Each record is compared with its leaf in the log, frame and results are computed again, and the\n"
               "statement's own place in the log is proved. Exit code 1: it does not hold.\n"
               "Outsiders check single records and documents with banyan-verify, from bundles.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_verify,
};
