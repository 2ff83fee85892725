/*
 * A store in a directory of the test's own, and short ways to fill it.
 *
 * Owns: fixture_setup and fixture_teardown are cmocka's; fixture->arena holds what a test reads.
 */
#ifndef BANYAN_TESTS_STORE_FIXTURE_H
#define BANYAN_TESTS_STORE_FIXTURE_H

#include "store/entries.h"
#include "store/store.h"

typedef struct {
    char *path;
    Arena arena;
    Store store;
    Db *db;
} Fixture;

int fixture_setup(void **state);
int fixture_teardown(void **state);
/* Closes and opens again, as a new process would. */
void fixture_reopen(Fixture *fixture, StoreMode mode);

/* Runs SQL with all refusals of ours lifted, as damage or an attacker with the file would. */
void fixture_force(Fixture *fixture, const char *sql);
/* Runs SQL on our own connection inside db_write and says how it ended. */
ErrCode fixture_try(Fixture *fixture, const char *sql);

/* Appends `count` record.submitted entries of programme "trees", each with payload, secret and a records row. */
bool fixture_fill(Fixture *fixture, size_t count, size_t box_size, Err *err);
/* The box and secret that fixture_fill gave an entry. */
void fixture_box(uint64_t entry, uint8_t *out, size_t size);
void fixture_secret(uint64_t entry, uint8_t out[32]);

#endif
