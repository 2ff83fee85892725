/*
 * The public document that says how many records were erased and on what ground. It names nobody and no record.
 *
 * Shape: docs/formats/record.md, "erasure". Owns: parsed values are views of the JSON tree.
 * Errors: ERR_INVALID_DOCUMENT or ERR_UNKNOWN_VERSION.
 */
#ifndef BANYAN_DOMAIN_ERASURE_H
#define BANYAN_DOMAIN_ERASURE_H

#include "base/err.h"
#include "codec/json.h"

typedef enum {
    ERASURE_GROUND_NONE,
    ERASURE_REQUEST,           /* the person asked */
    ERASURE_CONSENT_WITHDRAWN, /* what it rested on is gone */
    ERASURE_RETENTION_ENDED,
    ERASURE_LEGAL_ORDER,
    ERASURE_MISTAKE /* it should never have been collected */
} ErasureGround;

typedef struct {
    int64_t v;
    Str id; /* random UUID: two erasures of one size and ground are two documents */
    int64_t count;
    ErasureGround ground;
    Str log; /* origin of the log it refers to; empty: the log it is in */
} Erasure;

CHECKED bool erasure_parse(Arena *arena, const Json *json, Erasure *out, Err *err);
/* The canonical JSON document; parsing it gives the same erasure. */
Str erasure_json(Arena *arena, const Erasure *erasure);
/* The ground by its word, for a command line. */
CHECKED bool erasure_ground(Str word, ErasureGround *out, Err *err);
Str erasure_ground_name(ErasureGround ground);

#endif
