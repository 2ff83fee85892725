#include "ledger_fixture.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"

int log_fixture_setup(void **state) {
    LogFixture *fixture = calloc(1, sizeof *fixture);
    void *base = NULL;
    uint64_t counter = 1;
    Entropy entropy = entropy_counted(&counter);
    Err err = {0};
    if (fixture_setup(&base) != 0) {
        free(fixture);
        return 1;
    }
    fixture->base = base;
    Store *store = &fixture->base->store;
    if (!keys_create(&store->dir, STR("log.example/banyan"), &entropy, &err) ||
        !keys_load(&fixture->base->arena, &store->dir, &fixture->keys, &err) ||
        !ledger_create(store->db, &store->dir, &fixture->keys, &err) ||
        !ledger_recover(store->db, &store->dir, &fixture->keys, &fixture->ledger, &err)) {
        print_error("%s\n", err.text);
        free(fixture);
        return 1;
    }
    *state = fixture;
    return 0;
}

int log_fixture_teardown(void **state) {
    LogFixture *fixture = *state;
    void *base = fixture->base;
    ledger_close(&fixture->ledger);
    keys_wipe(&fixture->keys);
    (void)fixture_teardown(&base);
    free(fixture);
    return 0;
}

void log_fixture_grow(LogFixture *fixture, size_t count) {
    Err err = {0};
    if (!fixture_fill(fixture->base, count, 40, &err) || !ledger_sequence(&fixture->ledger, NULL, NULL, &err)) {
        fail_msg("%s", err.text);
    }
}

bool log_fixture_reopen(LogFixture *fixture, Err *err) {
    Store *store = &fixture->base->store;
    ledger_close(&fixture->ledger);
    return ledger_recover(store->db, &store->dir, &fixture->keys, &fixture->ledger, err);
}

void log_fixture_flip(LogFixture *fixture, const char *name) {
    Arena arena = {0};
    Bytes bytes = {0};
    assert_true(files_read(&arena, &fixture->base->store.dir, name, 1 << 20, &bytes, NULL));
    uint8_t *copy = arena_copy(&arena, bytes.ptr, bytes.len);
    copy[bytes.len / 2] ^= 1;
    assert_true(files_write(&fixture->base->store.dir, name, FILES_SHARED, (Bytes){copy, bytes.len}, NULL));
    arena_done(&arena);
}
