#include "app/setup.h"
#include "cli/cli.h"

static bool run_init(CommandRun *run, Err *err) {
    SetupDone done = {0};
    TRY(setup_init(run->arena, &run->env, &done, err));
    cli_line(run, "Made", "%.*s", STR_ARG(done.directory));
    cli_line(run, "Log", "%.*s", STR_ARG(done.origin));
    cli_line(run, "Log key", "%.*s", STR_ARG(done.log_key));
    buf_add(&run->text, STR("\nGive the log key to everybody who shall be able to verify; it is also in keys/log.pub.\n"
                            "Back up the whole directory, keys/ included: without them the log ends.\n"));
    buf_add(&run->text, STR("\nNext:\n"
                            "  banyan organisation add FILE       who is responsible\n"
                            "  banyan methodology publish FILE    how records become results\n"
                            "  banyan programme open FILE         what is measured\n"
                            "  banyan venue add FILE              where\n"
                            "  banyan import FILE ...             the records\n"
                            "Each explains itself with --help; examples/ holds a file of every kind.\n"));
    cli_set(run, &run->result, "directory", done.directory);
    cli_set(run, &run->result, "origin", done.origin);
    cli_set(run, &run->result, "log_key", done.log_key);
    return true;
}

static const CommandOption options[] = {
    {"log-origin", "NAME", "name of the log, for ever (else localhost/banyan)"},
};

const Command cli_init = {
    .name = "init",
    .summary = "Make a new data directory with its keys and an empty log.",
    .details = "The log's name stands in every proof and never changes: take an address you own, such as\n"
               "log.example.org/campus. Nothing has to answer there yet.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_init,
};
