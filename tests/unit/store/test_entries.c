#include "store/entries.h"

#include <string.h>

#include "../cmocka_all.h"
#include "fixture.h"
#include "store/connection.h"

static const uint8_t subject[16] = "sixteen bytes..";

static bool append_three(Db *db, void *ctx, Err *err) {
    uint64_t *numbers = ctx;
    Hash act = hash_of_str(STR("act"));
    for (size_t i = 0; i < 3; i++) {
        EntriesNew new = {.programme = STR("trees"),
                          .kind = i == 0 ? STR("record.submitted") : STR("record.reviewed"),
                          .subject = subject,
                          .leaf = STR("{\"c\":\"x\",\"v\":1}"),
                          .act_hash = i == 1 ? &act : NULL,
                          .accepted_minute = 100 + (int64_t)i};
        TRY(entries_append(db, &new, &numbers[i], err));
    }
    return true;
}

static void entries_are_numbered_without_gaps_and_read_again(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t numbers[3] = {0};
    for (uint64_t turn = 0; turn < 2; turn++) {
        assert_true(db_write(fixture->db, append_three, numbers, &err));
        assert_int_equal(numbers[0], 3 * turn + 1);
        assert_int_equal(numbers[2], 3 * turn + 3);
    }
    EntriesRow row = {0};
    Hash act = hash_of_str(STR("act"));
    assert_true(entries_get(&fixture->arena, fixture->db, 2, &row, &err));
    assert_true(str_eq(row.kind, STR("record.reviewed")) && str_eq(row.programme, STR("trees")));
    assert_true(row.has_act_hash && hash_eq(&row.act_hash, &act));
    assert_int_equal(row.accepted_minute, 101);
    assert_memory_equal(row.subject, subject, sizeof subject);
    assert_false(entries_get(&fixture->arena, fixture->db, 7, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static bool count_rows(void *ctx, const EntriesRow *row, Err *err) {
    uint64_t *last = ctx;
    if (row->entry <= *last) {
        return err_set(err, ERR_INTERNAL, "out of order");
    }
    *last = row->entry;
    return true;
}

static void entries_are_paged_in_order(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t last = 0;
    assert_true(fixture_fill(fixture, 700, 8, &err));
    assert_true(entries_each(fixture->db, 1, count_rows, &last, &err));
    assert_int_equal(last, 700);
    last = 512;
    assert_true(entries_each(fixture->db, 513, count_rows, &last, &err));
    assert_int_equal(last, 700);
    assert_false(entries_each(fixture->db, 1, count_rows, &last, &err));
}

static void what_is_about_a_record_is_found(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t numbers[3] = {0};
    uint64_t last = 0;
    assert_true(db_write(fixture->db, append_three, numbers, &err));
    assert_true(entries_about(fixture->db, STR("trees"), subject, count_rows, &last, &err));
    assert_int_equal(last, 3);
    last = 0;
    assert_true(entries_about(fixture->db, STR("other"), subject, count_rows, &last, &err));
    assert_int_equal(last, 0);
}

/* Every way there is to change an append-only row, on our own connection. */
static void the_database_refuses_to_change_what_was_appended(void **state) {
    Fixture *fixture = *state;
    static const char *const attempts[] = {
        "UPDATE entries SET leaf = 'x'",
        "UPDATE OR REPLACE entries SET leaf = 'x' WHERE entry = 1",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE entry = 2",
        "INSERT INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries WHERE entry = 1",
        "INSERT OR REPLACE INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "REPLACE INTO entries SELECT 2, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "INSERT OR IGNORE INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        ("INSERT INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries WHERE entry = 1 "
         "ON CONFLICT (entry) DO UPDATE SET leaf = 'x'"),
        ("INSERT INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries WHERE entry = 1 "
         "ON CONFLICT DO NOTHING"),
        "DROP TABLE entries",
        "DROP TRIGGER entries_update",
        "DROP TRIGGER payloads_delete",
        "ALTER TABLE entries RENAME TO gone",
        "ALTER TABLE entries DROP COLUMN act_hash",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "ATTACH DATABASE ':memory:' AS other",
        "DELETE FROM checkpoints",
        "DELETE FROM leaves",
        "UPDATE documents SET body = ''",
        "DELETE FROM erasures",
        "UPDATE payloads SET box = x'00'",
        "DELETE FROM payloads",
        "INSERT OR REPLACE INTO payloads VALUES (1, x'00')",
    };
    Err err = {0};
    assert_true(fixture_fill(fixture, 2, 8, &err));
    for (size_t i = 0; i < COUNT_OF(attempts); i++) {
        if (fixture_try(fixture, attempts[i]) != ERR_PRECONDITION) {
            fail_msg("not refused as it should be: %s", attempts[i]);
        }
    }
    EntriesRow row = {0};
    assert_true(entries_get(&fixture->arena, fixture->db, 1, &row, &err));
    assert_true(str_eq(row.leaf, STR("{\"c\":\"AAAA\",\"v\":1}")));
}

/* The triggers alone hold too: the authorizer is lifted, as another program with the file would not have it. */
static void the_triggers_refuse_without_the_authorizer(void **state) {
    Fixture *fixture = *state;
    static const char *const attempts[] = {
        "UPDATE entries SET leaf = 'x'",
        "DELETE FROM entries WHERE entry = 2",
        "INSERT OR REPLACE INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "INSERT OR IGNORE INTO entries SELECT 1, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "INSERT OR REPLACE INTO leaves VALUES (1, 1, zeroblob(32))",
        "INSERT OR REPLACE INTO leaves VALUES (0, 2, zeroblob(32))",
        "INSERT OR REPLACE INTO checkpoints VALUES (1, zeroblob(32), '')",
        "INSERT OR REPLACE INTO checkpoints VALUES (0, zeroblob(32), '')",
        "DELETE FROM payloads WHERE entry = 1",
    };
    Err err = {0};
    assert_true(fixture_fill(fixture, 2, 8, &err));
    fixture_force(fixture, "INSERT INTO leaves VALUES (0, 1, zeroblob(32));"
                           "INSERT INTO checkpoints VALUES (1, zeroblob(32), 'note')");
    Connection *connection = db_connection(fixture->db);
    connection_maintain(connection, true);
    for (size_t i = 0; i < COUNT_OF(attempts); i++) {
        if (connection_exec(connection, attempts[i], &err) || err.code != ERR_PRECONDITION) {
            fail_msg("not refused as it should be: %s", attempts[i]);
        }
    }
    connection_maintain(connection, false);
}

/* Not through entries_append: a row nobody meant to write is found before COMMIT, wherever its number lies. */
static void an_entry_that_was_not_appended_is_not_committed(void **state) {
    Fixture *fixture = *state;
    static const char *const attempts[] = {
        "INSERT INTO entries SELECT 3, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "INSERT INTO entries SELECT 9, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
        "INSERT INTO entries SELECT NULL, programme, kind, subject, 'x', act_hash, 0 FROM entries LIMIT 1",
    };
    Err err = {0};
    uint64_t count = 0;
    assert_true(fixture_fill(fixture, 2, 8, &err));
    for (size_t i = 0; i < COUNT_OF(attempts); i++) {
        assert_int_equal(fixture_try(fixture, attempts[i]), ERR_CORRUPT);
    }
    assert_true(entries_count(fixture->db, &count, &err));
    assert_int_equal(count, 2);
}

static bool append_and_spoil(Db *db, void *ctx, Err *err) {
    uint64_t numbers[3];
    TRY(append_three(db, numbers, err));
    Connection *connection = db_connection(db);
    connection_maintain(connection, true);
    bool spoiled = connection_exec(connection, ctx, err);
    connection_maintain(connection, false);
    return spoiled;
}

/* What a broken disk, memory or driver would do between INSERT and COMMIT. */
static void an_entry_that_reads_back_differently_is_not_committed(void **state) {
    Fixture *fixture = *state;
    static const char *const damages[] = {
        "DROP TRIGGER entries_update; UPDATE entries SET leaf = leaf || ' ' WHERE entry = 2",
        "DROP TRIGGER entries_update; UPDATE entries SET kind = 'record.checked' WHERE entry = 1",
        "DROP TRIGGER entries_update; UPDATE entries SET act_hash = NULL WHERE entry = 2",
        "DROP TRIGGER entries_update; UPDATE entries SET accepted_minute = 0 WHERE entry = 3",
        "DROP TRIGGER entries_delete; DELETE FROM entries WHERE entry = 3",
        "INSERT INTO entries SELECT 4, programme, kind, subject, leaf, act_hash, 0 FROM entries WHERE entry = 3",
    };
    for (size_t i = 0; i < COUNT_OF(damages); i++) {
        Err err = {0};
        uint64_t count = 1;
        char *damage = str_c(&fixture->arena, str_from_c(damages[i]));
        assert_false(db_write(fixture->db, append_and_spoil, damage, &err));
        assert_int_equal(err.code, ERR_CORRUPT);
        assert_true(entries_count(fixture->db, &count, &err));
        assert_int_equal(count, 0);
    }
}

static void an_entry_outside_a_write_is_refused(void **state) {
    Fixture *fixture = *state;
    uint64_t numbers[3] = {0};
    Err err = {0};
    assert_false(append_three(fixture->db, numbers, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_int_equal(numbers[0], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(entries_are_numbered_without_gaps_and_read_again, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(entries_are_paged_in_order, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_about_a_record_is_found, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_database_refuses_to_change_what_was_appended, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(the_triggers_refuse_without_the_authorizer, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_that_was_not_appended_is_not_committed, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_that_reads_back_differently_is_not_committed, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_outside_a_write_is_refused, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
