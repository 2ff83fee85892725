#include "store/leaves.h"

#include "../cmocka_all.h"
#include "fixture.h"
#include "store/documents.h"

typedef struct {
    uint64_t entries[1200];
    size_t count;
    size_t public; /* of those seen: not committed */
    size_t limit;  /* refuses the next one */
} Seen;

static bool see(void *ctx, const LeavesPending *row, Err *err) {
    Seen *seen = ctx;
    if (seen->count == seen->limit) {
        return err_set(err, ERR_CONFLICT, "enough");
    }
    assert_int_equal(row->accepted_minute, 29000000);
    assert_true(str_eq(row->programme, row->committed ? STR("trees") : STR("")));
    seen->public += row->committed ? 0 : 1;
    seen->entries[seen->count++] = row->entry;
    return true;
}

static Seen pending(Fixture *fixture) {
    Seen seen = {.limit = COUNT_OF(seen.entries)};
    Err err = {0};
    if (!leaves_pending_each(fixture->db, see, &seen, &err)) {
        fail_msg("%s", err.text);
    }
    return seen;
}

typedef struct {
    const uint64_t *entries;
    size_t count;
} Logged;

static bool log_entries(Db *db, void *ctx, Err *err) {
    const Logged *logged = ctx;
    uint64_t index = 0;
    TRY(leaves_count(db, &index, err));
    for (size_t i = 0; i < logged->count; i++) {
        TRY(leaves_append(db, &(LeavesRow){.index = index++, .entry = logged->entries[i]}, err));
    }
    return true;
}

static bool put_document(Db *db, void *ctx, Err *err) {
    (void)ctx;
    static const uint8_t subject[ENTRIES_SUBJECT] = {1};
    EntriesNew entry = {
        .kind = STR("rules.published"), .subject = subject, .leaf = STR("{\"d\":1}"), .accepted_minute = 29000000};
    DocumentsRow row = {.kind = entry.kind, .name = STR("rules"), .body = STR("{}")};
    row.sha256 = hash_of_str(row.body);
    return entries_append(db, &entry, &row.entry, err) && documents_put(db, &row, err);
}

static void waiting_entries_are_seen_in_order_and_documents_among_them_are_known(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(fixture_fill(fixture, 600, 32, &err));
    assert_true(db_write(fixture->db, put_document, NULL, &err));
    assert_true(fixture_fill(fixture, 10, 32, &err));
    Seen seen = pending(fixture);
    assert_int_equal(seen.count, 611);
    assert_int_equal(seen.public, 1);
    for (size_t i = 0; i < seen.count; i++) {
        assert_int_equal(seen.entries[i], i + 1);
    }
}

static void what_is_on_the_log_waits_no_more_in_whatever_order_it_went_there(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t first[] = {3, 1};
    uint64_t then[] = {5, 4, 2};
    assert_true(fixture_fill(fixture, 6, 32, &err));
    assert_true(db_write(fixture->db, log_entries, &(Logged){first, 2}, &err));
    Seen seen = pending(fixture);
    assert_int_equal(seen.count, 4);
    assert_int_equal(seen.entries[0], 2);
    assert_int_equal(seen.entries[1], 4);
    assert_true(db_write(fixture->db, log_entries, &(Logged){then, 3}, &err));
    seen = pending(fixture);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.entries[0], 6);
}

static void a_refusal_ends_the_walk(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    Seen seen = {.limit = 3};
    assert_true(fixture_fill(fixture, 6, 32, &err));
    assert_false(leaves_pending_each(fixture->db, see, &seen, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(seen.count, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(waiting_entries_are_seen_in_order_and_documents_among_them_are_known,
                                        fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_on_the_log_waits_no_more_in_whatever_order_it_went_there, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_refusal_ends_the_walk, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
