/*
 * Documents that are public: registered, logged, and never changed in place.
 *
 * Shape: each takes the text of one YAML or JSON document. Publishing the same document again changes nothing; a changed
 *        organisation, programme or venue is a new document beside the old one; a methodology or factor set keeps its
 *        version for ever.
 * Owns: results live in the app's arena.
 * Errors: ERR_INVALID_YAML and ERR_INVALID_DOCUMENT with place and remedy, ERR_CONFLICT for another document of a
 *         published version, ERR_NOT_FOUND for a programme, organisation or factor set it refers to.
 */
#ifndef BANYAN_APP_PUBLISH_H
#define BANYAN_APP_PUBLISH_H

#include "app/app.h"
#include "codec/json.h"
#include "store/documents.h"

typedef struct {
    Str kind;
    Str name;
    Str version;
    Hash sha256;
    uint64_t entry; /* 0 where nothing changed */
} PublishDone;

/* What goes on the log: the row's sha256 and entry are filled in here. */
CHECKED bool publish_document(App *app, const DocumentsRow *document, PublishDone *out, Err *err);
/* The same inside a transaction that is already open. */
CHECKED bool publish_in(Db *db, Arena *arena, int64_t now_min, DocumentsRow *document, Err *err);

CHECKED bool publish_organisation(App *app, Str text, PublishDone *out, Err *err);
CHECKED bool publish_programme(App *app, Str text, PublishDone *out, Err *err);
/* `programme` may be empty where the document names it. */
CHECKED bool publish_venue(App *app, Str text, Str programme, PublishDone *out, Err *err);
CHECKED bool publish_factors(App *app, Str text, PublishDone *out, Err *err);
/* After the factor sets that it refers to. Its own test cases must pass. */
CHECKED bool publish_methodology(App *app, Str text, PublishDone *out, Err *err);
/* basic-checks/1, as built into the program. */
CHECKED bool publish_rules_builtin(App *app, PublishDone *out, Err *err);

#endif
