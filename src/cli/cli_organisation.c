#include "cli/document.h"

static bool run_add(CommandRun *run, Err *err) {
    Str text = {0};
    PublishDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_read_file(run, run->arguments[0], LIMIT_YAML_BYTES, &text, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    if (!publish_organisation(&app, text, &done, err)) {
        return err_at(err, "%.*s", STR_ARG(run->arguments[0]));
    }
    document_published(run, &run->result, &done);
    cli_next(run, "banyan methodology publish FILE, then banyan programme open FILE");
    return true;
}

static bool run_list(CommandRun *run, Err *err) {
    LookingDocuments documents = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_documents(&app, LOOKING_ORGANISATIONS, (Str){0}, &documents, err));
    return document_list(run, &documents, false, err);
}

static bool run_show(CommandRun *run, Err *err) {
    LookingDocument document = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_document(&app, LOOKING_ORGANISATIONS, (Str){0}, run->arguments[0], &document, err));
    return document_show(run, &document, err);
}

static const Command add = {
    .name = "add",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Register an organisation, or a change of it, from a YAML or JSON file.",
    .details = "The document is public and goes on the log; adding the same file again changes nothing.",
    .run = run_add,
};
static const Command list = {.name = "list", .summary = "List the organisations.", .run = run_list};
static const Command show = {
    .name = "show",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = "Show an organisation's document and where it lies in the log.",
    .run = run_show,
};
static const Command *const children[] = {&add, &list, &show};

const Command cli_organisation = {
    .name = "organisation",
    .summary = "Organisations: who is responsible for programmes and statements.",
    .children = children,
    .child_count = COUNT_OF(children),
};
