/*
 * Integers that say when they do not fit.
 *
 * Errors: false on overflow or text that is not one canonical decimal integer; outputs untouched.
 */
#ifndef BANYAN_BASE_CHECKED_H
#define BANYAN_BASE_CHECKED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/defs.h"
#include "base/str.h"

CHECKED bool checked_add_u64(uint64_t a, uint64_t b, uint64_t *out);
CHECKED bool checked_mul_u64(uint64_t a, uint64_t b, uint64_t *out);
CHECKED bool checked_add_i64(int64_t a, int64_t b, int64_t *out);
CHECKED bool checked_mul_i64(int64_t a, int64_t b, int64_t *out);

/* Digits only: no sign, no blank, no leading zero but "0" itself. */
CHECKED bool checked_parse_u64(Str text, uint64_t *out);
/* As above with an optional '-' (never "-0"). */
CHECKED bool checked_parse_i64(Str text, int64_t *out);

#endif
