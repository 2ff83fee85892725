/*
 * Between doubles and their decimal digits, correctly rounded and in any locale.
 *
 * Shape: the value is 0.d1d2d3... times 10 to the `exponent`. Digits go through the C library as a whole number with an
 *        exponent ("125e-1"): no decimal point is ever read or looked for, so no locale can change the outcome.
 * Source: RFC 8259 section 6 for the text; ECMA-262 Number::toString for the choice of digits.
 */
#ifndef BANYAN_CODEC_NUMBER_H
#define BANYAN_CODEC_NUMBER_H

#include "base/str.h"

/* Longest number text that is read: the 767 digits that can matter, with room. */
enum { NUMBER_TEXT_BYTES = 1100, NUMBER_DIGITS = 17 };

typedef struct {
    char digits[NUMBER_DIGITS];
    int count;    /* 1 to 17; the last digit is not 0 */
    int exponent; /* place of the point behind the first digits */
} NumberDigits;

/* `text` matches the grammar of RFC 8259 and is at most NUMBER_TEXT_BYTES long; false where it overflows to infinity. */
CHECKED bool number_parse(Str text, double *out);
/* Fewest digits that give the finite positive `value` back, and among those the nearest to it. */
CHECKED NumberDigits number_shortest(double value);

#endif
