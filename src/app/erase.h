/*
 * Erasing records: their secret, payload and evidence are destroyed, their leaf and everyone's proofs stay.
 *
 * Shape: one public erasure document for all records of a call says how many and on what ground, and names none.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND, ERR_GONE where one was erased before; nothing is erased then. After the transaction a crash is
 *         made good by the next opening for writing.
 * Source: docs/formats/record.md, "erasure".
 */
#ifndef BANYAN_APP_ERASE_H
#define BANYAN_APP_ERASE_H

#include "app/app.h"
#include "domain/erasure.h"

typedef struct {
    Str programme;
    const Str *records; /* UUIDs */
    size_t count;
    ErasureGround ground;
} EraseRequest;

typedef struct {
    uint64_t erased;
    const Str *statements; /* ids of issued statements whose frame holds an erased record */
    size_t statement_count;
} EraseDone;

CHECKED bool erase_records(App *app, const EraseRequest *request, EraseDone *out, Err *err);

#endif
