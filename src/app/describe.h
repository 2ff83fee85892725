/*
 * The sentences and shares of a statement that follow from its figures.
 *
 * Owns: texts live in the arena. Errors: ERR_INVALID_ENCODING for a period that is no pair of dates.
 * Source: docs/formats/statement.md, "Digits" and "Coverage".
 */
#ifndef BANYAN_APP_DESCRIBE_H
#define BANYAN_APP_DESCRIBE_H

#include "app/reckon.h"
#include "domain/statement.h"

/* One English text; an empty one is no text. */
TextMap describe_english(Arena *arena, Str text);
/* Why the published figure has the digits it has. */
Str describe_digits(Arena *arena, const QuantifyResult *result);
/* Completeness (venues with records among those registered) and data coverage (days of the period with records for a
 * flow, accepted among received records for a stock). Under 90 % is insufficient. */
CHECKED bool describe_coverage(Arena *arena, const Terms *terms, const ReckonDone *reckoned, Statement *out, Err *err);

#endif
