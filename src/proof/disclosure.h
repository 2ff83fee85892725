/*
 * One disclosure read: the salt, the name and the value of a field or of an item of a list.
 *
 * Shape: base64url of the canonical JSON array [salt, name, value], the salt being base64url of 16 bytes.
 * Owns: what is read lives in the arena. Errors: ERR_INVALID_BUNDLE; outputs untouched.
 * Source: docs/formats/commitment.md; RFC 9901 section 4.2.
 */
#ifndef BANYAN_PROOF_DISCLOSURE_H
#define BANYAN_PROOF_DISCLOSURE_H

#include "base/err.h"
#include "crypto/hash.h"

typedef struct {
    Hash digest;
    Str name;
    Str value; /* canonical JSON */
} Disclosure;

CHECKED bool disclosure_parse(Arena *arena, Str text, Disclosure *out, Err *err);

#endif
