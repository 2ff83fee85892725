/*
 * The bytes of a JSON string that stand for themselves: ASCII from the blank on, without quote and backslash.
 *
 * Source: RFC 8259 section 7; shared by the parser and the canonical printer.
 */
#ifndef BANYAN_CODEC_PLAIN_H
#define BANYAN_CODEC_PLAIN_H

#include "base/str.h"

/* Index of the first byte at or behind `at` that is not plain, or text.len. */
CHECKED size_t plain_end(Str text, size_t at);

#endif
