#include "store/db.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#include "../cmocka_all.h"
#include "fixture.h"
#include "store/connection.h"
#include "store/marks.h"
#include "store/secrets.h"

static bool set_mark(Db *db, void *ctx, Err *err) {
    (void)ctx;
    return marks_set(db, STR("colour"), STR("green"), err);
}

static bool set_then_fail(Db *db, void *ctx, Err *err) {
    TRY(set_mark(db, ctx, err));
    return err_set(err, ERR_INVALID_RECORD, "changed my mind");
}

static void assert_colour(Fixture *fixture, Str expected) {
    Str value = {0};
    assert_true(marks_get(&fixture->arena, fixture->db, STR("colour"), &value, NULL));
    assert_true(str_eq(value, expected));
}

static void a_write_is_kept_or_leaves_nothing(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_false(db_write(fixture->db, set_then_fail, NULL, &err));
    assert_int_equal(err.code, ERR_INVALID_RECORD);
    assert_false(db_writing(fixture->db));
    assert_colour(fixture, STR(""));
    assert_true(db_write(fixture->db, set_mark, NULL, &err));
    assert_colour(fixture, STR("green"));
}

static void nobody_writes_around_db_write(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_false(set_mark(fixture->db, NULL, &err));
    assert_int_equal(err.code, ERR_PRECONDITION);
    assert_non_null(strstr(err.text, "a write outside db_write was refused"));
    Connection *connection = db_connection(fixture->db);
    assert_true(connection_exec(connection, "BEGIN IMMEDIATE", &err));
    assert_true(set_mark(fixture->db, NULL, &err));
    assert_false(connection_exec(connection, "COMMIT", &err));
    assert_int_equal(err.code, ERR_PRECONDITION);
    assert_colour(fixture, STR(""));
    uint8_t secret[SECRETS_BYTES] = {0};
    assert_false(secrets_put(fixture->db, 1, STR("trees"), secret, &err));
}

static bool write_inside(Db *db, void *ctx, Err *err) {
    return db_write(db, set_mark, ctx, err);
}

static void a_write_inside_a_write_is_refused(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_false(db_write(fixture->db, write_inside, NULL, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(db_write(db_keys(fixture->db), set_mark, NULL, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
}

/* The first two runs meet a database that somebody else holds. */
static bool busy_twice(Db *db, void *ctx, Err *err) {
    int *runs = ctx;
    (*runs)++;
    TRY(set_mark(db, NULL, err));
    return *runs > 2 || err_set(err, ERR_BUSY, "held elsewhere");
}

static bool always_busy(Db *db, void *ctx, Err *err) {
    (void)db;
    (*(int *)ctx)++;
    return err_set(err, ERR_BUSY, "held elsewhere");
}

static void a_busy_write_is_run_again_a_few_times(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    int runs = 0;
    assert_true(db_write(fixture->db, busy_twice, &runs, &err));
    assert_int_equal(runs, 3);
    runs = 0;
    assert_false(db_write(fixture->db, always_busy, &runs, &err));
    assert_int_equal(runs, 3);
    assert_int_equal(err.code, ERR_BUSY);
}

static void parameters_are_bound_by_name(void **state) {
    Fixture *fixture = *state;
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    assert_true(db_query(fixture->db, SQL("SELECT $b, $a, $b, $c, $d, $e"),
                         DB_ARGS(db_int("$a", -5), db_text("$b", STR("text")), db_blob("$c", (Bytes){0}),
                                 db_text("$d", (Str){0}), db_blob_or_null("$e", NULL, 16)),
                         &rows, NULL));
    assert_true(db_next(&rows, &row, NULL) && row);
    assert_true(str_eq(db_column_text(&rows, 0), STR("text")) && str_eq(db_column_text(&rows, 2), STR("text")));
    assert_int_equal(db_column_int(&rows, 1), -5);
    assert_false(db_column_null(&rows, 3) || db_column_null(&rows, 4));
    assert_true(db_column_null(&rows, 5));
    assert_true(db_next(&rows, &row, NULL));
    assert_false(row);
}

static void a_statement_that_does_not_fit_its_arguments_is_our_bug(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    DbRows rows CLEANUP(db_done) = {0};
    assert_false(db_query(fixture->db, SQL("SELECT $a"), DB_NO_ARGS, &rows, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(db_query(fixture->db, SQL("SELECT $a"), DB_ARGS(db_int("$b", 1)), &rows, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(db_query(fixture->db, SQL("SELEKT 1"), DB_NO_ARGS, &rows, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_non_null(strstr(err.text, "SELEKT 1"));
}

static int depth(Fixture *fixture, int level) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    assert_true(
        db_query(fixture->db, SQL("SELECT $level UNION ALL SELECT 0"), DB_ARGS(db_int("$level", level)), &rows, NULL));
    assert_true(db_next(&rows, &row, NULL) && row);
    int below = level == 0 ? 0 : depth(fixture, level - 1);
    assert_int_equal(db_column_int(&rows, 0), level);
    assert_true(db_next(&rows, &row, NULL) && row);
    return below + 1;
}

static void a_statement_in_use_can_be_used_inside(void **state) {
    assert_int_equal(depth(*state, 5), 6);
    assert_int_equal(depth(*state, 5), 6);
}

static void a_value_of_the_wrong_length_is_corrupt(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    uint8_t out[16] = {7};
    assert_true(db_query(fixture->db, SQL("SELECT x'0102' AS id"), DB_NO_ARGS, &rows, &err));
    assert_true(db_next(&rows, &row, &err) && row);
    assert_false(db_column_copy(&rows, 0, out, sizeof out, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_int_equal(out[0], 7);
}

/* RLIMIT_FSIZE stands for a full disk: SQLite's write fails, and the transaction is gone as a whole. */
static void a_full_disk_keeps_nothing_and_says_so(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t count = 9;
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 300000, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = fixture_fill(fixture, 2000, 900, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(written);
    if (err.code != ERR_NO_SPACE && err.code != ERR_IO) {
        fail_msg("%s", err.text);
    }
    assert_true(entries_count(fixture->db, &count, &err));
    assert_int_equal(count, 0);
    assert_true(fixture_fill(fixture, 3, 900, &err));
    assert_true(secrets_count(fixture->db, &count, &err));
    assert_int_equal(count, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_write_is_kept_or_leaves_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(nobody_writes_around_db_write, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_write_inside_a_write_is_refused, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_busy_write_is_run_again_a_few_times, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(parameters_are_bound_by_name, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_statement_that_does_not_fit_its_arguments_is_our_bug, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_statement_in_use_can_be_used_inside, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_value_of_the_wrong_length_is_corrupt, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_nothing_and_says_so, fixture_setup, fixture_teardown),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
