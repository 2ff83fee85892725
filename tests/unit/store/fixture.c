#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "../scratch.h"
#include "store/connection.h"
#include "store/payloads.h"
#include "store/records.h"
#include "store/secrets.h"
#include "sys/entropy.h"

int fixture_setup(void **state) {
    Fixture *fixture = calloc(1, sizeof *fixture);
    Err err = {0};
    fixture->path = scratch_make();
    if (!store_create(str_from_c(fixture->path), &err) ||
        !store_open(str_from_c(fixture->path), STORE_WRITE, STR("test"), &fixture->store, &err)) {
        print_error("%s\n", err.text);
        free(fixture);
        return 1;
    }
    fixture->db = fixture->store.db;
    *state = fixture;
    return 0;
}

int fixture_teardown(void **state) {
    Fixture *fixture = *state;
    store_close(&fixture->store);
    arena_done(&fixture->arena);
    scratch_remove(fixture->path);
    free(fixture);
    return 0;
}

void fixture_reopen(Fixture *fixture, StoreMode mode) {
    Err err = {0};
    store_close(&fixture->store);
    if (!store_open(str_from_c(fixture->path), mode, STR("test"), &fixture->store, &err)) {
        fail_msg("%s", err.text);
    }
    fixture->db = fixture->store.db;
}

void fixture_force(Fixture *fixture, const char *sql) {
    Connection *connection = db_connection(fixture->db);
    Err err = {0};
    connection_maintain(connection, true);
    if (!connection_exec(connection, sql, &err)) {
        fail_msg("%s", err.text);
    }
    connection_maintain(connection, false);
}

static bool run_text(Db *db, void *ctx, Err *err) {
    return connection_exec(db_connection(db), ctx, err);
}

ErrCode fixture_try(Fixture *fixture, const char *sql) {
    Err err = {0};
    char *text = str_c(&fixture->arena, str_from_c(sql));
    return db_write(fixture->db, run_text, text, &err) ? ERR_NONE : err.code;
}

void fixture_box(uint64_t entry, uint8_t *out, size_t size) {
    uint64_t counter = entry * 1000003;
    Entropy entropy = entropy_counted(&counter);
    assert_true(entropy_fill(&entropy, out, size, NULL));
}

void fixture_secret(uint64_t entry, uint8_t out[32]) {
    fixture_box(entry + 500000000, out, 32);
}

typedef struct {
    size_t count;
    uint8_t *box;
    size_t box_size;
} Fill;

static bool fill_one(Db *db, const Fill *fill, Err *err) {
    uint8_t id[16];
    uint8_t secret[32];
    uint64_t entry = 0;
    fixture_box(900000000 + db_journal(db)->next, id, sizeof id);
    EntriesNew new = {.programme = STR("trees"),
                      .kind = STR("record.submitted"),
                      .subject = id,
                      .leaf = STR("{\"c\":\"AAAA\",\"v\":1}"),
                      .accepted_minute = 29000000};
    TRY(entries_append(db, &new, &entry, err));
    fixture_box(entry, fill->box, fill->box_size);
    fixture_secret(entry, secret);
    RecordsRow row = {.programme = STR("trees"),
                      .entry = entry,
                      .type = STR("tree.visit"),
                      .venue = STR("north-wood"),
                      .date_local = STR("2026-03-01"),
                      .state = STR("submitted")};
    memcpy(row.id, id, sizeof id);
    return payloads_put(db, entry, (Bytes){fill->box, fill->box_size}, err) &&
           secrets_put(db, entry, STR("trees"), secret, err) && records_put(db, &row, err);
}

static bool fill_all(Db *db, void *ctx, Err *err) {
    const Fill *fill = ctx;
    for (size_t i = 0; i < fill->count; i++) {
        TRY(fill_one(db, fill, err));
    }
    return true;
}

bool fixture_fill(Fixture *fixture, size_t count, size_t box_size, Err *err) {
    Fill fill = {count, arena_alloc(&fixture->arena, box_size), box_size};
    return db_write(fixture->db, fill_all, &fill, err);
}
