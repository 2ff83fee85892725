/*
 * A bundle to take apart: a record in a log of 50 entries and in a statement's frame of 5 records.
 */
#ifndef BANYAN_TESTS_BUNDLE_TEST_H
#define BANYAN_TESTS_BUNDLE_TEST_H

#include "proof_test.h"

typedef struct {
    ProofTestRecord record;
    ProofTestLog log;
    Str statement;
    BundleCounted counted;
    Bundle bundle; /* shows type (a value), who (absent) and the second input */
} BundleTest;

void bundle_test_begin(Arena *arena, BundleTest *test);
/* Written down, read back and verified with the log's key. */
Verdict bundle_test_verdict(Arena *arena, const BundleTest *test, const Bundle *bundle);

#endif
