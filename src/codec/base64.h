/*
 * Base64 in its standard (padded, RFC 4648 section 4) and URL (unpadded, section 5) alphabets.
 *
 * Shape: decoding accepts the one canonical form only: no blanks, no missing or extra padding, unused bits zero.
 * Owns: results live in the arena. Errors: ERR_INVALID_ENCODING; outputs untouched.
 * Source: RFC 4648.
 */
#ifndef BANYAN_CODEC_BASE64_H
#define BANYAN_CODEC_BASE64_H

#include "base/buf.h"
#include "base/err.h"

Str base64_encode(Arena *arena, Bytes bytes);
CHECKED bool base64_decode(Arena *arena, Str text, Bytes *out, Err *err);
Str base64_url_encode(Arena *arena, Bytes bytes);
CHECKED bool base64_url_decode(Arena *arena, Str text, Bytes *out, Err *err);

/* Characters of the unpadded URL form of `len` bytes. */
CHECKED size_t base64_url_length(size_t len);
/* Writes base64_url_length(bytes.len) characters to out, without NUL: for the hot path. */
void base64_url_write(char *out, Bytes bytes);

#endif
