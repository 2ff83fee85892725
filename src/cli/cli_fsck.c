#include <inttypes.h>

#include "app/inspect.h"
#include "cli/cli.h"

static Json faults_json(CommandRun *run, const InspectDone *done) {
    Json faults = json_array();
    for (size_t i = 0; i < done->fault_count; i++) {
        buf_addf(&run->text, "- %.*s\n", STR_ARG(done->faults[i]));
        json_push(run->arena, &faults, json_string(done->faults[i]));
    }
    return faults;
}

static bool run_fsck(CommandRun *run, Err *err) {
    InspectDone done = {0};
    TRY(inspect_run(run->arena, &run->env, &done, err));
    Json faults = faults_json(run, &done);
    if (done.fault_total > done.fault_count) {
        buf_addf(&run->text, "- and %" PRIu64 " more\n", done.fault_total - done.fault_count);
    }
    cli_line(run, "Entries", "%" PRIu64, done.entries);
    cli_line(run, "Payloads", "%" PRIu64, done.payloads);
    cli_line(run, "Erased", "%" PRIu64, done.erased);
    cli_line(run, "Evidence", "%" PRIu64, done.blobs);
    cli_line(run, "Log", "%" PRIu64 " leaves", done.log_size);
    cli_line(run, "Faults", "%" PRIu64, done.fault_total);
    cli_set_number(run, &run->result, "entries", done.entries);
    cli_set_number(run, &run->result, "payloads", done.payloads);
    cli_set_number(run, &run->result, "erased", done.erased);
    cli_set_number(run, &run->result, "blobs", done.blobs);
    cli_set_number(run, &run->result, "log_size", done.log_size);
    cli_set_number(run, &run->result, "fault_total", done.fault_total);
    cli_set_json(run, &run->result, "faults", faults);
    run->exit_code = done.fault_total > 0 ? 1 : 0;
    return true;
}

const Command cli_fsck = {
    .name = "fsck",
    .summary = "Check everything that is stored against everything that says what it should be.",
    .details = "Changes nothing. Exit code 1: faults were found; each is one sentence that says what to do.",
    .run = run_fsck,
};
