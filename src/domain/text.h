/*
 * Text that people wrote: Unicode form, short names, and one text in several languages.
 *
 * Shape: human text is UTF-8 in Unicode normalisation form C, without control characters but line feed and tab,
 *        and without the embeddings and overrides of writing direction (U+202A to U+202E), which make a line read as
 *        another than it is.
 *        A slug is [a-z0-9-]{3,40}, neither beginning nor ending with a hyphen. A language map has at least one pair
 *        of BCP 47 tag and text, tags unique, in byte order.
 * Owns: views of what was parsed.
 * Errors: ERR_INVALID_ENCODING; nothing is ever normalised, only refused.
 * Source: UAX #15; RFC 5646 section 2.1 (the shape of a tag, not its registry).
 */
#ifndef BANYAN_DOMAIN_TEXT_H
#define BANYAN_DOMAIN_TEXT_H

#include "base/err.h"
#include "base/str.h"

enum { TEXT_SLUG_MIN = 3, TEXT_SLUG_MAX = 40, TEXT_NAME_MAX = 64, TEXT_SHORT_BYTES = 200, TEXT_LONG_BYTES = 8000 };

typedef struct {
    Str tag;
    Str text;
} TextPair;

typedef struct {
    const TextPair *pairs;
    size_t count;
} TextMap;

/* Well-formed, NFC, no control characters, 1 to max_bytes bytes. */
CHECKED bool text_check(Str text, size_t max_bytes, Err *err);
CHECKED bool text_slug(Str text, Err *err);
/* A name of an input, factor or parameter: [a-z][a-z0-9_]*, at most TEXT_NAME_MAX bytes. */
CHECKED bool text_name(Str text, Err *err);
/* A code of dotted lower-case words, such as tree.visit. */
CHECKED bool text_code(Str text, Err *err);
CHECKED bool text_language(Str tag, Err *err);

/* The text as a message may show it: itself when it is one short clean line, else "(not shown)". */
CHECKED Str text_shown(Str text);

/* The pair for a language tag: the same tag, else the longest shorter prefix of it, else English, else the first; NULL
 * for an empty map. */
CHECKED const TextPair *text_pair_in(const TextMap *map, Str tag);
/* Its text, or the empty view. */
CHECKED Str text_in(const TextMap *map, Str tag);

#endif
