#include "cli/cli.h"
#include "cli/help.h"

/* In the order in which a newcomer meets them. */
static const Command *const commands[] = {
    &cli_init,      &cli_organisation, &cli_methodology, &cli_programme, &cli_venue,   &cli_import, &cli_record,
    &cli_statement, &cli_bundle,       &cli_verify,      &cli_log,       &cli_serve,   &cli_export, &cli_erase,
    &cli_rebuild,   &cli_fsck,         &cli_config,      &cli_doctor,    &cli_version,
};

static const CommandOption options[] = {{"version", NULL, "print the version"}};

static bool run_root(CommandRun *run, Err *err);

static const Command root = {
    .name = "banyan",
    .summary = "Measurement, reporting and verification of what people did: records in, statements out, every part\n"
               "committed to a log that strangers can check.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_root,
    .children = commands,
    .child_count = COUNT_OF(commands),
};

static bool run_root(CommandRun *run, Err *err) {
    if (command_switch(run, "version")) {
        return cli_version.run(run, err);
    }
    help_print(&run->text, &root, run->name);
    return true;
}

const Command *command_root(void) {
    return &root;
}
