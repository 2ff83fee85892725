/*
 * UUIDs in their one text form.
 *
 * Shape: 36 characters, lower case, hyphens at 8-4-4-4-12; version and variant are not judged here.
 * Errors: ERR_INVALID_ENCODING. Source: RFC 9562.
 */
#ifndef BANYAN_CODEC_UUID_H
#define BANYAN_CODEC_UUID_H

#include "base/err.h"
#include "base/str.h"

enum { UUID_BYTES = 16, UUID_TEXT = 36 };

CHECKED bool uuid_parse(Str text, uint8_t out[UUID_BYTES], Err *err);
Str uuid_format(Arena *arena, const uint8_t uuid[UUID_BYTES]);
/* Sets version (4 random, 8 derived) and the RFC variant in 16 bytes of randomness or hash. */
void uuid_stamp(uint8_t uuid[UUID_BYTES], unsigned version);

#endif
