/*
 * Canonical JSON: the one byte form of a value, over which hashes and signatures run.
 *
 * Shape: members sorted by UTF-16 code units, no blanks, ECMAScript number form; NaN and infinity cannot occur. Every
 *        number stands for a double: a JSON_INT beyond 2^53 in magnitude prints as the double nearest to it.
 * Errors: canonical_parse refuses text that is not already in canonical form with ERR_INVALID_CANONICAL at the first
 *         byte that differs.
 * Source: RFC 8785; ECMA-262 Number::toString.
 */
#ifndef BANYAN_CODEC_CANONICAL_H
#define BANYAN_CODEC_CANONICAL_H

#include "codec/json.h"

/* Adds the canonical form; complete for every value, doubles included. */
void canonical_write(Buf *out, const Json *value);
Str canonical_text(Arena *arena, const Json *value);
/* json_parse that accepts canonical text only. */
CHECKED bool canonical_parse(Arena *arena, Str text, JsonLimits limits, Json *out, Err *err);

enum { CANONICAL_DOUBLE_BYTES = 32 };
/* ECMAScript text of a finite double; returns its length. */
size_t canonical_double(char out[CANONICAL_DOUBLE_BYTES], double value);
/* Adds text as a JSON string with the escapes of RFC 8785 3.2.2.2. */
void canonical_string(Buf *out, Str text);
/* < 0, 0, > 0 in the order of UTF-16 code units. */
CHECKED int canonical_compare(Str a, Str b);

#endif
