/*
 * From a number and its standard error to the digits that are shown.
 *
 * Shape: the half-width of the 95 % interval, rounded to two significant digits, decides the place; value and bounds
 *        are rounded half-even to that place. Half-width = 1.96 standard errors.
 * Owns: texts live in the arena. Errors: ERR_ARITHMETIC.
 */
#ifndef BANYAN_QUANTIFY_PUBLISH_H
#define BANYAN_QUANTIFY_PUBLISH_H

#include "base/quantity.h"
#include "quantify/quantify.h"

enum { PUBLISH_FULL_DIGITS = 20, PUBLISH_FIGURE_DIGITS = 12, PUBLISH_PLACE_DIGITS = 2 };

/* The standard error of a 95 % range that is `width` wide: width / (2 * 1.96). */
CHECKED bool publish_error_of_range(Quantity *se, const Quantity *width, Err *err);
/* Fills the texts of `out` (whose `result` is set). `se` NULL: no interval. */
CHECKED bool publish_result(Arena *arena, const Quantity *value, const Quantity *se, QuantifyResult *out, Err *err);

#endif
