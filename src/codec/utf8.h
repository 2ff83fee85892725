/*
 * Well-formed UTF-8: shortest forms only, no surrogates, nothing above U+10FFFF.
 *
 * Source: RFC 3629, Unicode 15 table 3-7.
 */
#ifndef BANYAN_CODEC_UTF8_H
#define BANYAN_CODEC_UTF8_H

#include "base/str.h"

CHECKED bool utf8_valid(Str text);
/* Bytes from the start that are well-formed; text.len where all of it is. */
CHECKED size_t utf8_valid_length(Str text);
/* Length of the well-formed character at `at`, 1 to 4; 0 where there is none. */
CHECKED size_t utf8_char_length(Str text, size_t at);
/* The well-formed beginning of at most `most` bytes: for showing a part of a text in an error. */
CHECKED Str utf8_excerpt(Str text, size_t most);
/* Decodes the character at *at of valid UTF-8 and moves *at behind it. */
uint32_t utf8_next(Str text, size_t *at);
/* Adds code point `c` (a scalar value) in UTF-8; returns its length of 1 to 4 bytes. */
size_t utf8_write(char out[4], uint32_t c);

#endif
