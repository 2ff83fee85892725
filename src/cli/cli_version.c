#include "cli/cli.h"

static bool run_version(CommandRun *run, Err *err) {
    (void)err;
    buf_add(&run->text, STR("banyan " BANYAN_VERSION "\n"));
    cli_set(run, &run->result, "name", STR("banyan"));
    cli_set(run, &run->result, "version", STR(BANYAN_VERSION));
    return true;
}

const Command cli_version = {.name = "version", .summary = "Print the version.", .run = run_version};
