/*
 * One act taken in: checked, written once however often it is sent, answered with a signed receipt.
 *
 * Shape: the act as JSON or YAML. Its evidence may come with it or later; until all of it is there the record awaits evidence.
 * Owns: results live in the app's arena.
 * Errors: ERR_INVALID_RECORD and others with field and remedy; ERR_CONFLICT for another act under the same id; ERR_GONE
 *         for an erased id. Nothing is written in these cases.
 */
#ifndef BANYAN_APP_SUBMIT_H
#define BANYAN_APP_SUBMIT_H

#include "app/intake.h"

typedef struct {
    Str programme;
    Str act;             /* JSON or YAML */
    const Str *evidence; /* paths of files whose SHA-256 the act names */
    size_t evidence_count;
} SubmitRequest;

typedef struct {
    Str id;
    Str state;
    bool unchanged; /* it was there already */
    Str receipt;
} SubmitDone;

CHECKED bool submit_act(App *app, const SubmitRequest *request, SubmitDone *out, Err *err);

#endif
