/*
 * Where: longitude and latitude as decimal text, and the coarse place that is shown in public.
 *
 * Shape: -180..180 and -90..90, at most `places` fraction digits. An absent point has an empty lon.
 * Units: decimal degrees, WGS 84. Owns: views.
 * Errors: ERR_INVALID_RECORD or ERR_INVALID_ENCODING.
 * Source: docs/formats/record.md, "place".
 */
#ifndef BANYAN_DOMAIN_PLACE_H
#define BANYAN_DOMAIN_PLACE_H

#include "base/err.h"
#include "base/str.h"

enum { PLACE_DIGITS = 5, PLACE_DIGITS_PLOT = 7, PLACE_DIGITS_COARSE = 2 };

typedef struct {
    Str lon;
    Str lat;
} PlacePoint;

/* Both there or both absent, each in range and with at most `digits` fraction digits. */
CHECKED bool place_check(const PlacePoint *point, unsigned digits, Err *err);
/* The point rounded (half away from zero) to PLACE_DIGITS_COARSE fraction digits; absent stays absent. */
PlacePoint place_coarse(Arena *arena, const PlacePoint *exact);

#endif
