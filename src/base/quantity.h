/*
 * Numbers for quantification: binary floating point of 192 bits, every operation correctly rounded.
 *
 * Shape: QUANTITY_BITS of precision, magnitudes from 2^-QUANTITY_EXPONENT to 2^QUANTITY_EXPONENT, zero included, never
 *        NaN or infinite after a call that succeeded. A Quantity is set up once with quantity_init and never copied by
 *        assignment (its limbs would be shared): quantity_set copies.
 * Units: none; the unit stands beside it.
 * Owns: limbs live in the arena; nothing has to be freed but the library's caches (quantity_done).
 * Errors: ERR_ARITHMETIC names the operation and its operands; the result is then undefined but set up.
 *         ERR_INVALID_ENCODING where a text is not the lexical form of base/decimal.h.
 * Source: GNU MPFR, round to nearest, ties to even.
 */
#ifndef BANYAN_BASE_QUANTITY_H
#define BANYAN_BASE_QUANTITY_H

#include <mpfr.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    QUANTITY_BITS = 192,
    QUANTITY_EXPONENT = 4096,
    QUANTITY_DIGITS = 40 /* significant decimal digits that are kept before anything is published */
};

typedef struct {
    mpfr_t value;
} Quantity;

/* Zero. */
void quantity_init(Arena *arena, Quantity *out);
Quantity *quantity_array(Arena *arena, size_t count);
void quantity_set(Quantity *out, const Quantity *a);
void quantity_set_u64(Quantity *out, uint64_t a);
/* Correctly rounded. */
CHECKED bool quantity_from_text(Quantity *out, Str text, Err *err);

CHECKED bool quantity_add(Quantity *out, const Quantity *a, const Quantity *b, Err *err);
CHECKED bool quantity_sub(Quantity *out, const Quantity *a, const Quantity *b, Err *err);
CHECKED bool quantity_mul(Quantity *out, const Quantity *a, const Quantity *b, Err *err);
CHECKED bool quantity_div(Quantity *out, const Quantity *a, const Quantity *b, Err *err);
CHECKED bool quantity_pow(Quantity *out, const Quantity *a, const Quantity *b, Err *err);
CHECKED bool quantity_exp(Quantity *out, const Quantity *a, Err *err);
CHECKED bool quantity_ln(Quantity *out, const Quantity *a, Err *err);
CHECKED bool quantity_sqrt(Quantity *out, const Quantity *a, Err *err);
/* a * num / den with one rounding each: changes of unit. */
CHECKED bool quantity_scale(Quantity *out, const Quantity *a, uint64_t num, uint64_t den, Err *err);
void quantity_negate(Quantity *out, const Quantity *a);
void quantity_abs(Quantity *out, const Quantity *a);

/* < 0, 0, > 0. */
CHECKED int quantity_compare(const Quantity *a, const Quantity *b);
CHECKED int quantity_sign(const Quantity *a);

/*
 * Printing rounds to QUANTITY_DIGITS significant decimal digits first and then half-even to what is asked: so a decimal
 * tie is a tie, as for an auditor who reckons in decimal. Fixed point, no exponent, no negative zero.
 */

/* `places` behind the point; below zero: to tens, hundreds ..., shown as zeros. */
Str quantity_fixed(Arena *arena, const Quantity *a, int places);
/* `digits` (1 to QUANTITY_DIGITS) significant digits, zeros at the end kept where they are significant. */
Str quantity_significant(Arena *arena, const Quantity *a, int digits);
/* As quantity_significant without zeros at the end behind the point. */
Str quantity_short(Arena *arena, const Quantity *a, int digits);
/* The places at which `a`, rounded to `digits` significant digits, ends: 0.0996 at 2 digits is 0.10, so 2. */
CHECKED int quantity_place(const Quantity *a, int digits);

/* Frees what the library keeps for this thread: once, at the end of main. */
void quantity_done(void);

#endif
