/*
 * Well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
 *
 * Source: RFC 3629, Unicode 15 table 3-7.
 */
#ifndef BANYAN_CODEC_UTF8_H
#define BANYAN_CODEC_UTF8_H

#include "base/str.h"

CHECKED bool utf8_valid(Str text);
/* Decodes the character at *at of valid UTF-8 and moves *at behind it. */
uint32_t utf8_next(Str text, size_t *at);
/* Adds code point `c` (a scalar value) in UTF-8; returns its length of 1 to 4 bytes. */
size_t utf8_write(char out[4], uint32_t c);

#endif
