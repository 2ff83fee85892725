/*
 * Bundles: what is shown of a record or a public document, with the proof that it is on the log.
 *
 * Owns: the bundle's text lives in the app's arena.
 * Errors: ERR_NOT_FOUND, ERR_GONE for an erased record, ERR_PRECONDITION where it is not on the log yet, ERR_INVALID_RECORD for a
 *         field that does not exist (it lists them).
 * Source: docs/formats/bundle.md.
 */
#ifndef BANYAN_APP_DISCLOSE_H
#define BANYAN_APP_DISCLOSE_H

#include "app/app.h"

typedef struct {
    Str programme;     /* of the record */
    Str id;            /* UUID of a record */
    const Str *fields; /* names to show, or name/index for one item of a list; none: all but what is personal */
    size_t field_count;
    Str statement; /* UUID of a statement whose frame the record is in; empty: not shown */
} DiscloseRequest;

CHECKED bool disclose_record(App *app, const DiscloseRequest *request, Str *out, Err *err);
/* A public document by the hash of its canonical JSON. */
CHECKED bool disclose_document(App *app, const Hash *sha256, Str *out, Err *err);
/* A statement's document by the statement's id. */
CHECKED bool disclose_statement(App *app, Str id, Str *out, Err *err);

#endif
