/*
 * A store with keys and a log, made fresh for each test.
 */
#ifndef BANYAN_TESTS_LEDGER_FIXTURE_H
#define BANYAN_TESTS_LEDGER_FIXTURE_H

#include "../store/fixture.h"
#include "ledger/ledger.h"

typedef struct {
    Fixture *base;
    Keys keys;
    Ledger ledger;
} LogFixture;

int log_fixture_setup(void **state);
int log_fixture_teardown(void **state);
/* Appends `count` entries and sequences them. */
void log_fixture_grow(LogFixture *fixture, size_t count);
/* Closes the log and opens it as a new process would; false with err where that is refused. */
CHECKED bool log_fixture_reopen(LogFixture *fixture, Err *err);
/* Damages a file of the log directory: flips one bit in the middle. */
void log_fixture_flip(LogFixture *fixture, const char *name);

#endif
