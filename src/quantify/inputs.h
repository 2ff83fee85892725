/*
 * Whether a record's inputs are what its methodology asks for: the check at capture.
 *
 * Shape: refused are an unknown or repeated name, a missing required input, a value that is no decimal, a unit of
 *        another dimension, a value outside min and max, a way of knowing that is not allowed.
 * Errors: ERR_INVALID_RECORD names the input, what is wrong and what would be right.
 */
#ifndef BANYAN_QUANTIFY_INPUTS_H
#define BANYAN_QUANTIFY_INPUTS_H

#include "domain/methodology.h"
#include "quantify/unit.h"

typedef struct InputsCheck InputsCheck;

/* Prepared once per methodology; lives in the arena. */
CHECKED bool inputs_prepare(Arena *arena, const Methodology *methodology, const UnitTable *units, InputsCheck **out,
                            Err *err);
/* Refuses the first fault. */
CHECKED bool inputs_check(InputsCheck *check, const RecordInput *inputs, size_t count, Err *err);
/* One input alone, for a fault that belongs to a column. */
CHECKED bool inputs_check_one(InputsCheck *check, const RecordInput *input, Err *err);
/* Name, unit and way of knowing without a value, as a map of an import declares them. */
CHECKED bool inputs_check_kind(InputsCheck *check, const RecordInput *input, Err *err);
/* Whether type is one of the methodology's record types; the error lists them. */
CHECKED bool inputs_check_type(const Methodology *methodology, Str type, Err *err);

#endif
