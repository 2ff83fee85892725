/*
 * The log as an outsider asks for it: its head, its key, and proofs as text.
 *
 * Shape: an inclusion proof is C2SP tlog-proof text; a consistency proof is `banyan.consistency/v1`, the two sizes, the
 *        hashes in base64 one a line, an empty line, and the checkpoint of the larger size.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND where the log is not that long yet; what the ledger reports.
 */
#ifndef BANYAN_APP_PROVING_H
#define BANYAN_APP_PROVING_H

#include "app/app.h"

typedef struct {
    Str origin;
    Str key; /* the line that verifiers configure */
    uint64_t size;
    Str root; /* hexadecimal */
    Str checkpoint;
    uint64_t waiting; /* entries that are not on the log yet */
} ProvingHead;

typedef struct {
    uint64_t index;
    Str leaf; /* its text; its SHA-256 with a zero byte in front is the leaf hash */
    Str text;
} ProvingInclusion;

typedef struct {
    uint64_t from;
    uint64_t to;
    const Str *hashes; /* base64 */
    size_t count;
    Str text;
} ProvingConsistency;

CHECKED bool proving_head(App *app, ProvingHead *out, Err *err);
CHECKED bool proving_inclusion(App *app, uint64_t index, ProvingInclusion *out, Err *err);
CHECKED bool proving_consistency(App *app, uint64_t from, ProvingConsistency *out, Err *err);

#endif
