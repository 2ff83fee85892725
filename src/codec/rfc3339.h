/*
 * RFC 3339 times of whole seconds with their offset, and civil dates.
 *
 * Shape: YYYY-MM-DDThh:mm:ss(Z|+hh:mm|-hh:mm), upper case T and Z, years 0001 to 9999, no leap second, "-00:00"
 *        refused; an offset of zero is printed as Z. No time zone database and no clock is used.
 * Units: seconds since 1970-01-01T00:00:00Z; offset in minutes, -1439 to 1439; days since 1970-01-01.
 * Errors: ERR_INVALID_ENCODING; outputs untouched. Printing asserts that the local year is 0001 to 9999; rfc3339_fits
 *         and date_fits say so beforehand.
 * Source: RFC 3339; days by the proleptic Gregorian calendar.
 */
#ifndef BANYAN_CODEC_RFC3339_H
#define BANYAN_CODEC_RFC3339_H

#include "base/err.h"
#include "base/str.h"

typedef struct {
    int64_t at_s;
    int32_t offset_min;
} Rfc3339;

CHECKED bool rfc3339_parse(Str text, Rfc3339 *out, Err *err);
Str rfc3339_format(Arena *arena, Rfc3339 time);
/* Whether the time can be printed. */
CHECKED bool rfc3339_fits(Rfc3339 time);
/* Local date of a time at its own offset. */
CHECKED int64_t rfc3339_local_day(Rfc3339 time);

/* YYYY-MM-DD. */
CHECKED bool date_parse(Str text, int64_t *day, Err *err);
Str date_format(Arena *arena, int64_t day);
CHECKED bool date_fits(int64_t day);

#endif
