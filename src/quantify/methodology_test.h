/*
 * The test cases written inside a methodology, run to the exact digits.
 *
 * Shape: one outcome per test case, in the file's order; a case that cannot be run fails with the reason.
 * Owns: outcomes live in the arena. Errors: only what stops all cases (a methodology that does not compile).
 */
#ifndef BANYAN_QUANTIFY_METHODOLOGY_TEST_H
#define BANYAN_QUANTIFY_METHODOLOGY_TEST_H

#include "quantify/quantify.h"

typedef struct {
    Str name;
    bool passed;
    Str text; /* "agb: expected 1.5, got 1.6", or empty */
    MethodologyPlace place;
} MethodologyTestOutcome;

/* context gives units and sets; the parameters are those of each case. *passed: all did, and there was at least one. */
CHECKED bool methodology_test(Arena *arena, const Methodology *methodology, const QuantifyContext *context,
                              MethodologyTestOutcome **out, bool *passed, Err *err);

#endif
