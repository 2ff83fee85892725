#include "store/logged.h"

#include "../cmocka_all.h"
#include "fixture.h"
#include "store/leaves.h"

typedef struct {
    uint64_t next_index; /* of the log */
    size_t count;
    size_t limit; /* refuses the next one */
    Db *db;       /* tries to write meanwhile */
    ErrCode wrote;
} Seen;

static bool write_nothing(Db *db, void *ctx, Err *err) {
    (void)db;
    (void)ctx;
    (void)err;
    return true;
}

static bool see(void *ctx, const LoggedRow *row, Err *err) {
    Seen *seen = ctx;
    uint8_t box[48];
    Err refused = {0};
    if (seen->count == seen->limit) {
        return err_set(err, ERR_CONFLICT, "enough");
    }
    assert_true(row->index >= seen->next_index);
    assert_int_equal(row->entry.entry, row->record.entry);
    assert_memory_equal(row->entry.subject, row->record.id, RECORDS_ID);
    assert_true(str_eq(row->record.venue, STR("north-wood")));
    fixture_box(row->entry.entry, box, sizeof box);
    assert_int_equal(row->box.len, sizeof box);
    assert_memory_equal(row->box.ptr, box, sizeof box);
    seen->next_index = row->index + 1;
    seen->count++;
    if (seen->db != NULL) {
        seen->wrote = db_write(seen->db, write_nothing, NULL, &refused) ? ERR_NONE : refused.code;
    }
    return true;
}

static bool put_other(Db *db, void *ctx, Err *err) {
    (void)ctx;
    static const uint8_t subject[ENTRIES_SUBJECT] = {1};
    uint64_t entry = 0;
    EntriesNew other = {.programme = STR("trees"), .kind = STR("record.checked"), .subject = subject, .leaf = STR("x")};
    return entries_append(db, &other, &entry, err);
}

/* On the log in the order of their numbers, from behind. */
static bool log_backwards(Db *db, void *ctx, Err *err) {
    (void)ctx;
    uint64_t entries = 0;
    TRY(entries_count(db, &entries, err));
    for (uint64_t i = 0; i < entries; i++) {
        TRY(leaves_append(db, &(LeavesRow){.index = i, .entry = entries - i}, err));
    }
    return true;
}

static void fill_log(Fixture *fixture) {
    Err err = {0};
    assert_true(fixture_fill(fixture, 400, 48, &err));
    assert_true(db_write(fixture->db, put_other, NULL, &err));
    assert_true(fixture_fill(fixture, 300, 48, &err));
    assert_true(db_write(fixture->db, log_backwards, NULL, &err));
}

static void records_come_in_the_order_of_the_log_and_nothing_else_with_them(void **state) {
    Fixture *fixture = *state;
    Seen seen = {.limit = SIZE_MAX};
    Err err = {0};
    fill_log(fixture);
    if (!logged_each(fixture->db, STR("trees"), 701, see, &seen, &err)) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(seen.count, 700);
    seen = (Seen){.limit = SIZE_MAX};
    assert_true(logged_each(fixture->db, STR("trees"), 301, see, &seen, &err));
    assert_int_equal(seen.count, 300);
    seen = (Seen){.limit = SIZE_MAX};
    assert_true(logged_each(fixture->db, STR("meters"), 701, see, &seen, &err));
    assert_int_equal(seen.count, 0);
}

static void a_refusal_ends_the_walk_and_leaves_nothing_held(void **state) {
    Fixture *fixture = *state;
    Seen seen = {.limit = 5};
    Err err = {0};
    fill_log(fixture);
    assert_false(logged_each(fixture->db, STR("trees"), 701, see, &seen, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_true(db_write(fixture->db, write_nothing, NULL, &err));
}

static void nothing_is_written_from_inside_a_walk(void **state) {
    Fixture *fixture = *state;
    Seen seen = {.limit = SIZE_MAX, .db = fixture->db};
    Err err = {0};
    fill_log(fixture);
    assert_true(logged_each(fixture->db, STR("trees"), 701, see, &seen, &err));
    assert_int_equal(seen.wrote, ERR_INTERNAL);
    assert_int_equal(seen.count, 700);
}

static void one_record_is_found_by_its_entry(void **state) {
    Fixture *fixture = *state;
    LoggedRow row = {0};
    Seen seen = {.limit = SIZE_MAX};
    Err err = {0};
    fill_log(fixture);
    assert_true(logged_get(&fixture->arena, fixture->db, STR("trees"), 7, &row, &err));
    assert_int_equal(row.index, 694);
    assert_true(see(&seen, &row, &err));
    assert_false(logged_get(&fixture->arena, fixture->db, STR("trees"), 401, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(fixture_fill(fixture, 1, 48, &err));
    assert_false(logged_get(&fixture->arena, fixture->db, STR("trees"), 702, &row, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void an_erased_record_is_its_stub_without_a_box(void **state) {
    Fixture *fixture = *state;
    LoggedRow row = {0};
    Err err = {0};
    fill_log(fixture);
    fixture_force(fixture,
                  "INSERT INTO erasures (entry, erasure) VALUES (7, 401); DELETE FROM payloads WHERE entry = 7;"
                  "UPDATE records SET state = 'erased', venue = '' WHERE entry = 7");
    assert_true(logged_get(&fixture->arena, fixture->db, STR("trees"), 7, &row, &err));
    assert_true(str_eq(row.record.state, STR("erased")));
    assert_int_equal(row.box.len, 0);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(records_come_in_the_order_of_the_log_and_nothing_else_with_them),
        WITH_FIXTURE(a_refusal_ends_the_walk_and_leaves_nothing_held),
        WITH_FIXTURE(nothing_is_written_from_inside_a_walk),
        WITH_FIXTURE(one_record_is_found_by_its_entry),
        WITH_FIXTURE(an_erased_record_is_its_stub_without_a_box),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
