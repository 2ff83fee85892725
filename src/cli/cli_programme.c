#include "cli/document.h"

static bool run_open(CommandRun *run, Err *err) {
    Str text = {0};
    PublishDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_read_file(run, run->arguments[0], LIMIT_YAML_BYTES, &text, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    if (!publish_programme(&app, text, &done, err)) {
        return err_at(err, "%.*s", STR_ARG(run->arguments[0]));
    }
    document_published(run, &run->result, &done);
    cli_next(run, "banyan venue add FILE --programme %.*s", STR_ARG(done.name));
    return true;
}

static bool run_list(CommandRun *run, Err *err) {
    LookingDocuments documents = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_documents(&app, LOOKING_PROGRAMMES, (Str){0}, &documents, err));
    return document_list(run, &documents, false, err);
}

static bool run_show(CommandRun *run, Err *err) {
    LookingDocument document = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_document(&app, LOOKING_PROGRAMMES, (Str){0}, run->arguments[0], &document, err));
    return document_show(run, &document, err);
}

static const Command open = {
    .name = "open",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Open a programme from a YAML or JSON file.",
    .details = "The file names the organisation and the methodology; both must be registered before.",
    .run = run_open,
};
static const Command change = {
    .name = "change",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Publish a changed programme document; the earlier one stays on the log.",
    .run = run_open,
};
static const Command list = {.name = "list", .summary = "List the programmes.", .run = run_list};
static const Command show = {
    .name = "show",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = "Show a programme's document and where it lies in the log.",
    .run = run_show,
};
static const Command *const children[] = {&open, &change, &list, &show};

const Command cli_programme = {
    .name = "programme",
    .summary = "Programmes: what is measured, by which methodology, for whom.",
    .children = children,
    .child_count = COUNT_OF(children),
};
