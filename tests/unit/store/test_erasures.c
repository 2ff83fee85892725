#include "store/erasures.h"

#include <string.h>

#include "../cmocka_all.h"
#include "fixture.h"
#include "store/connection.h"
#include "store/payloads.h"
#include "store/records.h"
#include "store/search.h"
#include "store/secrets.h"

enum { BOX = 900 };

static bool erase_one(Db *db, void *ctx, Err *err) {
    const uint64_t *entry = ctx;
    uint64_t erasure = 0;
    uint8_t document[16] = "document";
    EntriesNew new = {.programme = STR("trees"),
                      .kind = STR("erasure"),
                      .subject = document,
                      .leaf = STR("{\"d\":\"x\",\"k\":\"erasure\",\"v\":1}")};
    TRY(entries_append(db, &new, &erasure, err));
    TRY(erasures_record(db, &(ErasuresRow){*entry, erasure}, err));
    return records_erase(db, STR("trees"), *entry, err);
}

static void assert_gone(Fixture *fixture, uint64_t entry) {
    uint8_t box[BOX];
    uint8_t secret[32];
    Str file = {0};
    Err err = {0};
    fixture_box(entry, box, sizeof box);
    fixture_secret(entry, secret);
    Bytes needles[] = {{box, sizeof box}, {secret, sizeof secret}};
    assert_true(search_pieces(&fixture->arena, &fixture->store.dir, needles, 2, &file, &err));
    if (file.len > 0) {
        fail_msg("bytes of entry %llu are still in %.*s", (unsigned long long)entry, STR_ARG(file));
    }
}

static bool scrub(Fixture *fixture, uint64_t entry, Err *err) {
    uint8_t box[BOX];
    uint8_t secret[32];
    fixture_box(entry, box, sizeof box);
    fixture_secret(entry, secret);
    Bytes needles[] = {{box, sizeof box}, {secret, sizeof secret}};
    return store_scrub(&fixture->store, needles, 2, err);
}

static void erased_bytes_are_in_no_file(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint8_t secret[32];
    Bytes box = {0};
    assert_true(fixture_fill(fixture, 300, BOX, &err));
    for (uint64_t entry = 7; entry < 300; entry += 31) {
        assert_true(db_write(fixture->db, erase_one, &entry, &err));
        assert_true(scrub(fixture, entry, &err));
        assert_gone(fixture, entry);
        assert_false(payloads_get(&fixture->arena, fixture->db, entry, &box, &err));
        assert_int_equal(err.code, ERR_GONE);
        assert_false(secrets_get(fixture->db, entry, secret, &err));
        assert_int_equal(err.code, ERR_GONE);
        assert_true(payloads_get(&fixture->arena, fixture->db, entry + 1, &box, &err));
        assert_true(secrets_get(fixture->db, entry + 1, secret, &err));
    }
}

/* Neighbours erased one after the other make pages merge, which moves cells and leaves copies in the gaps. */
static void neighbours_leave_nothing_in_the_gaps_of_pages(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(fixture_fill(fixture, 120, BOX, &err));
    for (uint64_t entry = 20; entry < 70; entry++) {
        assert_true(db_write(fixture->db, erase_one, &entry, &err));
        assert_true(scrub(fixture, entry, &err));
    }
    for (uint64_t entry = 20; entry < 70; entry++) {
        assert_gone(fixture, entry);
    }
}

/* The search says so when bytes are there: before the erasure, in the database, and after it, in a stray file. */
static void the_search_finds_what_is_there(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint8_t box[BOX];
    Str file = {0};
    uint64_t entry = 5;
    assert_true(fixture_fill(fixture, 10, BOX, &err));
    fixture_box(entry, box, sizeof box);
    assert_true(store_search(&fixture->store, &fixture->arena, (Bytes){box, sizeof box}, &file, &err));
    assert_true(file.len > 0);
    assert_true(files_write(&fixture->store.dir, "sub/stray", FILES_SHARED, (Bytes){box + 200, 31}, &err));
    assert_true(db_write(fixture->db, erase_one, &entry, &err));
    assert_false(scrub(fixture, entry, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_non_null(strstr(err.text, "sub/stray"));
    assert_true(files_remove(&fixture->store.dir, "sub/stray", &err));
    assert_true(scrub(fixture, entry, &err));
}

static void a_crash_after_the_transaction_is_made_good_at_the_next_open(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t entry = 50;
    bool there = false;
    assert_true(fixture_fill(fixture, 100, BOX, &err));
    assert_true(db_write(fixture->db, erase_one, &entry, &err));
    assert_true(secrets_exists(fixture->db, entry, &there, &err));
    assert_true(there);
    fixture_reopen(fixture, STORE_WRITE);
    assert_true(secrets_exists(fixture->db, entry, &there, &err));
    assert_false(there);
    assert_gone(fixture, entry);
}

static void an_entry_is_erased_once(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t entry = 2;
    uint64_t count = 0;
    assert_true(fixture_fill(fixture, 3, BOX, &err));
    assert_true(db_write(fixture->db, erase_one, &entry, &err));
    assert_false(db_write(fixture->db, erase_one, &entry, &err));
    assert_int_equal(err.code, ERR_GONE);
    assert_true(erasures_count(fixture->db, &count, &err));
    assert_int_equal(count, 1);
}

static void a_stub_keeps_its_id_and_nothing_else(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t entry = 2;
    RecordsRow before = {0};
    RecordsRow after = {0};
    assert_true(fixture_fill(fixture, 3, BOX, &err));
    assert_true(records_of_entry(&fixture->arena, fixture->db, STR("trees"), entry, &before, &err));
    assert_true(db_write(fixture->db, erase_one, &entry, &err));
    assert_true(records_get(&fixture->arena, fixture->db, STR("trees"), before.id, &after, &err));
    assert_true(str_eq(after.state, STR("erased")));
    assert_int_equal(after.type.len + after.venue.len + after.date_local.len, 0);
    assert_false(after.has_asset);
}

static bool restore_secret(Db *db, void *ctx, Err *err) {
    (void)ctx;
    uint8_t secret[32];
    fixture_secret(2, secret);
    return secrets_put(db, 2, STR("trees"), secret, err);
}

/* As when keys.db comes back from a backup older than the erasure. */
static void a_restored_secret_is_destroyed_again(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t entry = 2;
    uint64_t count = 0;
    assert_true(fixture_fill(fixture, 3, BOX, &err));
    assert_true(db_write(fixture->db, erase_one, &entry, &err));
    assert_true(scrub(fixture, entry, &err));
    assert_true(db_write(fixture->db, restore_secret, NULL, &err));
    assert_true(erasures_replay(fixture->db, &count, &err));
    assert_int_equal(count, 1);
    assert_true(erasures_replay(fixture->db, &count, &err));
    assert_int_equal(count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(erased_bytes_are_in_no_file, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(neighbours_leave_nothing_in_the_gaps_of_pages, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_search_finds_what_is_there, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_crash_after_the_transaction_is_made_good_at_the_next_open, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(an_entry_is_erased_once, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_stub_keeps_its_id_and_nothing_else, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_restored_secret_is_destroyed_again, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
