#include "cli/document.h"

static bool run_add(CommandRun *run, Err *err) {
    Str text = {0};
    PublishDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_read_file(run, run->arguments[0], LIMIT_YAML_BYTES, &text, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    if (!publish_venue(&app, text, command_option(run, "programme"), &done, err)) {
        return err_at(err, "%.*s", STR_ARG(run->arguments[0]));
    }
    document_published(run, &run->result, &done);
    cli_next(run, "banyan import FILE --programme P --map MAP.yaml");
    return true;
}

static bool run_list(CommandRun *run, Err *err) {
    LookingDocuments documents = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_documents(&app, LOOKING_VENUES, command_option(run, "programme"), &documents, err));
    return document_list(run, &documents, false, err);
}

static bool run_show(CommandRun *run, Err *err) {
    LookingDocument document = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_document(&app, LOOKING_VENUES, command_option(run, "programme"), run->arguments[0], &document, err));
    return document_show(run, &document, err);
}

static const CommandOption options[] = {CLI_PROGRAMME};

static const Command add = {
    .name = "add",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Register a venue, or a change of it, from a YAML or JSON file.",
    .details = "--programme is needed only where the file does not name its programme.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_add,
};
static const Command list = {
    .name = "list",
    .summary = "List the venues of a programme, or of all.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_list,
};
static const Command show = {
    .name = "show",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = "Show a venue's document and where it lies in the log.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_show,
};
static const Command *const children[] = {&add, &list, &show};

const Command cli_venue = {
    .name = "venue",
    .summary = "Venues: where acts happen.",
    .children = children,
    .child_count = COUNT_OF(children),
};
