/*
 * What the tests of quantify share: files read into an arena, units, shipped methodologies and factor sets.
 *
 * Owns: everything lives in the fixture's arena. Errors: a test that cannot read a shipped file fails.
 */
#ifndef BANYAN_TESTS_QUANTIFY_SUPPORT_H
#define BANYAN_TESTS_QUANTIFY_SUPPORT_H

#include "quantify/quantify.h"

typedef struct {
    Arena arena;
    UnitTable *units;
    FactorSet sets[2];
    QuantifyContext context;
} Fixture;

/* NULL text where there is no such file. */
Str support_read(Arena *arena, const char *folder, const char *name);
/* A file of $BANYAN_TEST_DATA, or NULL text. */
Str support_test_data(Arena *arena, const char *name);
/* Shipped units and factor sets. */
void support_open(Fixture *fixture);
void support_close(Fixture *fixture);
/* A shipped methodology. */
void support_methodology(Fixture *fixture, const char *name, Methodology *out);
/* A methodology written in a test; its first fault fails the test. */
void support_parse(Fixture *fixture, const char *yaml, Methodology *out);
void support_equal(Str got, const char *want);
void support_contains(const char *text, const char *part);

#endif
