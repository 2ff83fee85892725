#include "store/store.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "../scratch.h"
#include "fixture.h"
#include "store/connection.h"
#include "store/records.h"
#include "store/secrets.h"

static void a_directory_is_made_once(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(store_seal(&fixture->store, &err));
    store_close(&fixture->store);
    assert_false(store_create(str_from_c(fixture->path), &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_non_null(strstr(err.text, "is a data directory already"));
}

static void a_directory_whose_making_was_cut_short_is_made_again(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(fixture_fill(fixture, 2, 40, &err));
    assert_false(store_sealed(&fixture->store));
    store_close(&fixture->store);
    assert_true(store_create(str_from_c(fixture->path), &err));
    fixture_reopen(fixture, STORE_WRITE);
    uint64_t count = 0;
    assert_true(entries_count(fixture->db, &count, &err));
    assert_int_equal(count, 2);
    assert_true(store_seal(&fixture->store, &err));
    assert_true(store_sealed(&fixture->store));
}

static void what_is_no_data_directory_is_named(void **state) {
    (void)state;
    char *path = scratch_make();
    Store store = {0};
    Err err = {0};
    assert_false(store_open(str_from_c(path), STORE_READ, STR("test"), &store, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "`banyan init` makes one"));
    assert_false(store_open(STR("/no/such/place"), STORE_WRITE, STR("test"), &store, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_null(store.db);
    store_close(&store);
    scratch_remove(path);
}

static void a_second_writer_is_refused_and_a_reader_is_not(void **state) {
    Fixture *fixture = *state;
    Store second = {0};
    Err err = {0};
    assert_true(fixture_fill(fixture, 3, 40, &err));
    assert_false(store_open(str_from_c(fixture->path), STORE_WRITE, STR("test"), &second, &err));
    assert_int_equal(err.code, ERR_BUSY);
    assert_true(store_open(str_from_c(fixture->path), STORE_READ, STR("test"), &second, &err));
    uint64_t count = 0;
    assert_true(entries_count(second.db, &count, &err));
    assert_int_equal(count, 3);
    store_close(&second);
}

static bool append_nothing(Db *db, void *ctx, Err *err) {
    (void)ctx;
    return db_run(db, SQL("INSERT INTO marks (name, value) VALUES ('x', 'y')"), DB_NO_ARGS, err);
}

static void a_reader_cannot_write(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    fixture_reopen(fixture, STORE_READ);
    assert_false(db_write(fixture->db, append_nothing, NULL, &err));
    fixture_reopen(fixture, STORE_WRITE);
    assert_true(db_write(fixture->db, append_nothing, NULL, &err));
}

static void the_settings_are_what_the_design_says(void **state) {
    Fixture *fixture = *state;
    const struct {
        const char *pragma;
        int64_t value;
    } rows[] = {{"PRAGMA synchronous", 2}, {"PRAGMA secure_delete", 1}, {"PRAGMA foreign_keys", 1},
                {"PRAGMA mmap_size", 0},   {"PRAGMA temp_store", 2},    {"PRAGMA recursive_triggers", 1},
                {"PRAGMA query_only", 0},  {"PRAGMA trusted_schema", 0}};
    Db *both[] = {fixture->db, db_keys(fixture->db)};
    for (size_t i = 0; i < 2 * COUNT_OF(rows); i++) {
        Connection *connection = db_connection(both[i % 2]);
        sqlite3_stmt *statement = NULL;
        connection_maintain(connection, true);
        assert_int_equal(sqlite3_prepare_v2(connection->handle, rows[i / 2].pragma, -1, &statement, NULL), SQLITE_OK);
        int step = sqlite3_step(statement);
        int64_t value = step == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
        (void)sqlite3_finalize(statement);
        connection_maintain(connection, false);
        assert_int_equal(value, rows[i / 2].value);
    }
}

static void a_newer_schema_is_refused(void **state) {
    Fixture *fixture = *state;
    Store store = {0};
    Err err = {0};
    fixture_force(fixture, "PRAGMA user_version=99");
    store_close(&fixture->store);
    assert_false(store_open(str_from_c(fixture->path), STORE_WRITE, STR("test"), &store, &err));
    assert_int_equal(err.code, ERR_UNKNOWN_VERSION);
    assert_false(store_open(str_from_c(fixture->path), STORE_READ, STR("test"), &store, &err));
    assert_int_equal(err.code, ERR_UNKNOWN_VERSION);
}

static void another_derived_schema_is_noticed(void **state) {
    Fixture *fixture = *state;
    assert_false(fixture->store.derived_stale);
    fixture_force(fixture, "UPDATE marks SET value = 'older' WHERE name = 'derived'");
    fixture_reopen(fixture, STORE_READ);
    assert_true(fixture->store.derived_stale);
}

static void a_damaged_file_is_said_to_be_damaged(void **state) {
    Fixture *fixture = *state;
    Store store = {0};
    Err err = {0};
    char path[4200];
    store_close(&fixture->store);
    (void)snprintf(path, sizeof path, "%s/banyan.db", fixture->path);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fputs("not a database at all", file) >= 0, 1);
    assert_int_equal(fclose(file), 0);
    assert_false(store_open(str_from_c(fixture->path), STORE_WRITE, STR("test"), &store, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
}

/* A crash between the two commits: the key store has secrets of entries that banyan.db never got. */
static void orphan_secrets_go_with_the_next_write(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t count = 0;
    uint8_t secret[32];
    assert_true(fixture_fill(fixture, 2, 40, &err));
    Connection *keys = db_connection(db_keys(fixture->db));
    connection_maintain(keys, true);
    assert_true(connection_exec(
        keys, "INSERT INTO secrets (entry, programme, secret) VALUES (3, 'trees', zeroblob(32))", &err));
    connection_maintain(keys, false);
    assert_true(fixture_fill(fixture, 1, 40, &err));
    assert_true(secrets_count(fixture->db, &count, &err));
    assert_int_equal(count, 3);
    uint8_t expected[32];
    fixture_secret(3, expected);
    assert_true(secrets_get(fixture->db, 3, secret, &err));
    assert_memory_equal(secret, expected, sizeof secret);
}

static void orphan_secrets_are_counted_and_tidied_away(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t count = 0;
    assert_true(fixture_fill(fixture, 2, 40, &err));
    Connection *keys = db_connection(db_keys(fixture->db));
    connection_maintain(keys, true);
    assert_true(connection_exec(
        keys, "INSERT INTO secrets (entry, programme, secret) VALUES (3, 'trees', zeroblob(32))", &err));
    connection_maintain(keys, false);
    fixture_reopen(fixture, STORE_WRITE);
    assert_true(secrets_orphans(fixture->db, &count, &err));
    assert_int_equal(count, 1);
    assert_true(store_tidy(&fixture->store, &err));
    assert_true(secrets_orphans(fixture->db, &count, &err));
    assert_int_equal(count, 0);
    assert_true(secrets_count(fixture->db, &count, &err));
    assert_int_equal(count, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_directory_is_made_once, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_directory_whose_making_was_cut_short_is_made_again, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test(what_is_no_data_directory_is_named),
        cmocka_unit_test_setup_teardown(a_second_writer_is_refused_and_a_reader_is_not, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_reader_cannot_write, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_settings_are_what_the_design_says, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(another_derived_schema_is_noticed, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_file_is_said_to_be_damaged, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(orphan_secrets_go_with_the_next_write, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(orphan_secrets_are_counted_and_tidied_away, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
