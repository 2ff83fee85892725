/*
 * The bytes of one log entry: a commitment, or the hash of a public document with its kind. They name nobody.
 *
 * Shape: {"c":<commitment>,"v":1} or {"d":<document's SHA-256>,"k":<kind>,"v":1}, canonical JSON, hashes in base64url.
 * Owns: text lives in the arena; a parsed kind is a view. Errors: ERR_INVALID_DOCUMENT, ERR_UNKNOWN_VERSION;
 * ERR_INVALID_JSON, ERR_INVALID_CANONICAL or ERR_INVALID_ENCODING for bytes that are not in their one form.
 * Source: docs/formats/log.md.
 */
#ifndef BANYAN_PROOF_LEAF_H
#define BANYAN_PROOF_LEAF_H

#include "base/err.h"
#include "crypto/hash.h"

typedef struct {
    bool document; /* a public document of that kind; else a commitment */
    Str kind;
    Hash hash;
} Leaf;

Str leaf_committed(Arena *arena, const Hash *commitment);
Str leaf_document(Arena *arena, Str kind, const Hash *document_sha256);
CHECKED bool leaf_parse(Arena *arena, Str text, Leaf *out, Err *err);

#endif
