#include "store/derived.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "base/buf.h"
#include "fixture.h"
#include "store/assets.h"
#include "store/imports.h"
#include "store/records.h"
#include "store/statements.h"

static const uint8_t id_one[16] = "one";
static const uint8_t id_two[16] = "two";

static bool fill_others(Db *db, void *ctx, Err *err) {
    (void)ctx;
    AssetsRow asset = {
        .programme = STR("trees"), .entry = 1, .type = STR("tree"), .venue = STR("v"), .state = STR("alive")};
    StatementsRow statement = {.programme = STR("trees"), .entry = 2, .state = STR("issued")};
    ImportsRow import = {.programme = STR("trees"), .rows = 3, .first_entry = 1};
    memcpy(asset.id, id_one, sizeof asset.id);
    memcpy(statement.id, id_two, sizeof statement.id);
    return assets_put(db, &asset, err) && statements_put(db, &statement, err) && imports_put(db, &import, err);
}

typedef struct {
    RecordsRow *rows;
    size_t count;
    const char *change; /* SQL run before the comparison, or NULL */
    bool swap;
    Buf heard;
    bool same;
} Rebuild;

static bool keep_row(void *ctx, const RecordsRow *row, Err *err) {
    (void)err;
    Rebuild *rebuild = ctx;
    Arena *arena = rebuild->heard.arena;
    RecordsRow *kept = &rebuild->rows[rebuild->count++];
    *kept = *row;
    kept->programme = str_copy(arena, row->programme);
    kept->type = str_copy(arena, row->type);
    kept->venue = str_copy(arena, row->venue);
    kept->date_local = str_copy(arena, row->date_local);
    kept->state = str_copy(arena, row->state);
    return true;
}

static bool hear(void *ctx, Str line, Err *err) {
    (void)err;
    Buf *heard = ctx;
    buf_add(heard, line);
    buf_add_byte(heard, '\n');
    return true;
}

static bool change_rows(Db *db, const char *sql, Err *err) {
    return sql == NULL || (records_flush(db, err) && db_run(db, (Sql){sql}, DB_NO_ARGS, err));
}

static bool rebuild_all(Db *db, void *ctx, Err *err) {
    Rebuild *rebuild = ctx;
    TRY(derived_begin(db, err));
    for (size_t i = 0; i < rebuild->count; i++) {
        TRY(records_put(db, &rebuild->rows[i], err));
    }
    TRY(fill_others(db, NULL, err));
    TRY(change_rows(db, rebuild->change, err));
    TRY(derived_compare(db, hear, &rebuild->heard, &rebuild->same, err));
    return rebuild->swap ? derived_swap(db, err) : err_set(err, ERR_CONFLICT, "no");
}

static void prepare(Fixture *fixture, Rebuild *rebuild, size_t count) {
    Err err = {0};
    RecordsFilter all = {.programme = STR("trees")};
    *rebuild = (Rebuild){.heard = {.arena = &fixture->arena}};
    rebuild->rows = ARENA_ARRAY(&fixture->arena, count, RecordsRow);
    assert_true(fixture_fill(fixture, count, 8, &err));
    assert_true(db_write(fixture->db, fill_others, NULL, &err));
    assert_true(records_each(fixture->db, &all, keep_row, rebuild, &err));
    assert_int_equal(rebuild->count, count);
}

static Hash hash_now(Fixture *fixture, uint64_t *rows) {
    Hash hash = {0};
    assert_true(derived_hash(fixture->db, 0, &hash, rows, NULL));
    return hash;
}

static void a_rebuild_that_says_the_same_changes_nothing(void **state) {
    Fixture *fixture = *state;
    Rebuild rebuild;
    Err err = {0};
    uint64_t rows = 0;
    prepare(fixture, &rebuild, 600);
    Hash before = hash_now(fixture, &rows);
    assert_int_equal(rows, 600);
    rebuild.swap = true;
    assert_true(db_write(fixture->db, rebuild_all, &rebuild, &err));
    assert_true(rebuild.same);
    assert_int_equal(rebuild.heard.len, 0);
    Hash after = hash_now(fixture, &rows);
    assert_true(hash_eq(&before, &after));
    assert_true(db_write(fixture->db, rebuild_all, &rebuild, &err));
    assert_true(fixture_fill(fixture, 1, 8, &err));
}

static void each_difference_is_named(void **state) {
    Fixture *fixture = *state;
    Rebuild rebuild;
    Err err = {0};
    static const struct {
        const char *change;
        const char *heard;
    } rows[] = {
        {"UPDATE records SET state = 'accepted' WHERE entry = 2", "records: + trees\t2\t"},
        {"UPDATE records SET state = 'accepted' WHERE entry = 2", "records: - trees\t2\t"},
        {"DELETE FROM records WHERE entry = 5", "records: - trees\t5\t"},
        {"INSERT INTO records SELECT programme, 99, zeroblob(16), type, venue, asset, date_local, state FROM records "
         "WHERE entry = 1",
         "records: + trees\t99\t00000000000000000000000000000000\t"},
        {"UPDATE assets SET state = 'dead'", "assets: + trees\t6f6e65"},
        {"DELETE FROM statements", "statements: - trees\t74776f"},
        {"UPDATE imports SET row_count = 4", "imports: + trees\t"},
    };
    prepare(fixture, &rebuild, 10);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        rebuild.change = rows[i].change;
        rebuild.heard = (Buf){.arena = &fixture->arena};
        assert_false(db_write(fixture->db, rebuild_all, &rebuild, &err));
        assert_int_equal(err.code, ERR_CONFLICT);
        assert_false(rebuild.same);
        buf_add_byte(&rebuild.heard, '\0');
        if (strstr(rebuild.heard.ptr, rows[i].heard) == NULL) {
            fail_msg("'%s' was not in: %s", rows[i].heard, rebuild.heard.ptr);
        }
    }
}

static void a_rebuild_that_fails_leaves_the_old_tables(void **state) {
    Fixture *fixture = *state;
    Rebuild rebuild;
    Err err = {0};
    uint64_t rows = 0;
    prepare(fixture, &rebuild, 10);
    Hash before = hash_now(fixture, &rows);
    rebuild.change = "DELETE FROM records";
    assert_false(db_write(fixture->db, rebuild_all, &rebuild, &err));
    Hash after = hash_now(fixture, &rows);
    assert_true(hash_eq(&before, &after));
    assert_true(fixture_fill(fixture, 1, 8, &err));
}

static void readers_see_the_old_tables_until_the_swap(void **state) {
    Fixture *fixture = *state;
    Store reader = {0};
    Err err = {0};
    uint64_t count = 0;
    RecordsFilter all = {.programme = STR("trees")};
    assert_true(fixture_fill(fixture, 5, 8, &err));
    assert_true(store_open(str_from_c(fixture->path), STORE_READ, STR("test"), &reader, &err));
    Rebuild rebuild = {.heard = {.arena = &fixture->arena}, .swap = true};
    assert_true(records_count(reader.db, &all, &count, &err));
    assert_int_equal(count, 5);
    assert_true(db_write(fixture->db, rebuild_all, &rebuild, &err));
    assert_true(records_count(reader.db, &all, &count, &err));
    assert_int_equal(count, 0);
    store_close(&reader);
}

static void tables_of_another_schema_are_made_again(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t rows = 9;
    assert_true(fixture_fill(fixture, 5, 8, &err));
    fixture_force(fixture, "UPDATE marks SET value = 'older' WHERE name = 'derived'; DROP TABLE imports;"
                           "ALTER TABLE records DROP COLUMN asset");
    fixture_reopen(fixture, STORE_WRITE);
    assert_true(fixture->store.derived_stale);
    Rebuild rebuild = {.heard = {.arena = &fixture->arena}, .swap = true};
    assert_false(db_write(fixture->db, rebuild_all, &rebuild, &err));
    fixture_reopen(fixture, STORE_WRITE);
    assert_true(fixture->store.derived_stale);
    (void)rows;
}

static void outside_a_write_nothing_is_rebuilt(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_false(derived_begin(fixture->db, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(derived_swap(fixture->db, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    for (size_t i = 0; i < DERIVED_TABLES; i++) {
        assert_true(strlen(derived_name(i)) > 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_rebuild_that_says_the_same_changes_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(each_difference_is_named, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_rebuild_that_fails_leaves_the_old_tables, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(readers_see_the_old_tables_until_the_swap, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(tables_of_another_schema_are_made_again, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(outside_a_write_nothing_is_rebuilt, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
