/*
 * Every fault of a methodology that reading alone cannot see: names, units, dimensions, factors.
 *
 * Owns: faults are added to the caller's list. Errors: ERR_INVALID_METHODOLOGY with the first fault and their number.
 */
#ifndef BANYAN_QUANTIFY_METHODOLOGY_CHECK_H
#define BANYAN_QUANTIFY_METHODOLOGY_CHECK_H

#include "quantify/quantify.h"

/* sets may be NULL: then references to factors are checked for their form only. */
CHECKED bool methodology_check(Arena *arena, const Methodology *methodology, const QuantifyContext *context,
                               Faults *faults, Err *err);

#endif
