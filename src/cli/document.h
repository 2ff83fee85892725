/*
 * How public documents are registered and shown: the same for organisations, programmes and venues.
 *
 * Owns: everything lives in the command's arena. Errors: those of app/publish.h and app/looking.h.
 */
#ifndef BANYAN_CLI_DOCUMENT_H
#define BANYAN_CLI_DOCUMENT_H

#include "app/looking.h"
#include "app/publish.h"
#include "cli/cli.h"

/* What happened, as text and as the members of `object`. */
void document_published(CommandRun *run, Json *object, const PublishDone *done);
/* One document with its body. */
CHECKED bool document_show(CommandRun *run, const LookingDocument *document, Err *err);
/* A table of all, with their names for people; `version` shows the column of versions. */
CHECKED bool document_list(CommandRun *run, const LookingDocuments *documents, bool version, Err *err);

#endif
