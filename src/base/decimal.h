/*
 * The one lexical form of a decimal number in a record.
 *
 * Shape: -?(0|[1-9][0-9]*)(\.[0-9]+)? with no negative zero, trailing zeros kept, at most LIMIT_DECIMAL_DIGITS digits
 *        not counting leading zeros. Units: none; the unit stands beside it.
 * Errors: ERR_INVALID_ENCODING names the text and the rule.
 * Source: docs/formats/record.md, "Decimals".
 */
#ifndef BANYAN_BASE_DECIMAL_H
#define BANYAN_BASE_DECIMAL_H

#include "base/err.h"
#include "base/str.h"

CHECKED bool decimal_check(Str text, Err *err);

#endif
