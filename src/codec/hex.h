/*
 * Lower-case hexadecimal.
 *
 * Owns: results live in the arena. Errors: ERR_INVALID_ENCODING on odd length, upper case or another character.
 */
#ifndef BANYAN_CODEC_HEX_H
#define BANYAN_CODEC_HEX_H

#include "base/err.h"
#include "base/str.h"

Str hex_encode(Arena *arena, Bytes bytes);
/* Value of a lower-case digit, 0 to 15; -1 for any other character. */
CHECKED int hex_digit(char c);
CHECKED bool hex_decode(Arena *arena, Str text, Bytes *out, Err *err);

#endif
