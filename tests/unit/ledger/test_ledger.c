#include "ledger/ledger.h"

#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "ledger_fixture.h"
#include "store/checkpoints.h"
#include "store/connection.h"
#include "store/leaves.h"

static Hash leaf_at(Db *db, uint64_t index) {
    LeavesRow row = {0};
    assert_true(leaves_get(db, index, &row, NULL));
    return row.hash;
}

static void assert_tile_files(LogFixture *fixture, uint64_t old_size, uint64_t size) {
    TileWalk walk = {0};
    TileId tile = {0};
    while (tile_next(&walk, old_size, size, &tile)) {
        Str path = tile_path(&fixture->base->arena, &tile);
        if (!files_exists(&fixture->ledger.log, str_c(&fixture->base->arena, path))) {
            fail_msg("%.*s is missing", STR_ARG(path));
        }
    }
}

static void the_empty_log_is_published_and_verifies(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    Str note = {0};
    Checkpoint checkpoint = {0};
    Bytes file = {0};
    Hash empty = merkle_empty();
    assert_true(ledger_note(&fixture->base->arena, &fixture->ledger, &note, &err));
    assert_true(checkpoint_open(&fixture->base->arena, note, &fixture->keys.log.key, &checkpoint, &err));
    assert_int_equal(checkpoint.size, 0);
    assert_true(hash_eq(&checkpoint.root, &empty));
    assert_true(files_read(&fixture->base->arena, &fixture->ledger.log, "checkpoint", 1000, &file, &err));
    assert_true(str_eq(bytes_str(file), note));
    assert_true(ledger_sequence(&fixture->ledger, NULL, NULL, &err));
    assert_int_equal(fixture->ledger.head.size, 0);
}

/* Sizes around every border there is: of a tile, of a level, nothing new. */
static void the_log_grows_over_every_border_and_all_proofs_hold(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    static const size_t steps[] = {1, 1, 253, 1, 1, 255, 300, 700};
    uint64_t size = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        log_fixture_grow(fixture, steps[i]);
        assert_int_equal(fixture->ledger.head.size, size + steps[i]);
        assert_tile_files(fixture, size, size + steps[i]);
        size += steps[i];
    }
    for (uint64_t index = 0; index < size; index += 7) {
        MerkleProof proof = {0};
        Hash leaf = leaf_at(fixture->base->db, index);
        assert_true(ledger_prove_inclusion(&fixture->ledger, index, &proof, &err));
        assert_true(merkle_check_inclusion(&leaf, index, size, &proof, &fixture->ledger.head.root, &err));
    }
    uint64_t old = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        MerkleProof proof = {0};
        assert_true(ledger_prove_consistency(&fixture->ledger, old, &proof, &err));
        old += steps[i];
    }
    MerkleProof proof = {0};
    assert_false(ledger_prove_inclusion(&fixture->ledger, size, &proof, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_false(ledger_prove_consistency(&fixture->ledger, 3, &proof, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void the_root_is_that_of_the_entries(void **state) {
    LogFixture *fixture = *state;
    log_fixture_grow(fixture, 600);
    Hash *leaves = ARENA_ARRAY(&fixture->base->arena, 600, Hash);
    for (uint64_t i = 0; i < 600; i++) {
        EntriesRow row = {0};
        assert_true(entries_get(&fixture->base->arena, fixture->base->db, i + 1, &row, NULL));
        leaves[i] = merkle_leaf(str_bytes(row.leaf));
    }
    Hash root = merkle_tree_root(leaves, 600);
    assert_true(hash_eq(&root, &fixture->ledger.head.root));
}

static void a_bundle_holds_the_entries_in_leaf_order(void **state) {
    LogFixture *fixture = *state;
    Bytes bundle = {0};
    Bytes entry = {0};
    log_fixture_grow(fixture, 260);
    assert_true(files_read(&fixture->base->arena, &fixture->ledger.log, "tile/entries/001.p/4", 10000, &bundle, NULL));
    size_t count = 0;
    while (bundle.len > 0) {
        assert_true(tile_entry_next(&bundle, &entry, NULL));
        Hash hash = merkle_leaf(entry);
        Hash leaf = leaf_at(fixture->base->db, 256 + count);
        assert_true(hash_eq(&hash, &leaf));
        count++;
    }
    assert_int_equal(count, 4);
}

static void a_given_order_is_kept_and_the_rest_waits(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    static const uint64_t shuffled[] = {4, 2, 5};
    LedgerOrder order = {shuffled, COUNT_OF(shuffled)};
    uint64_t index = 9;
    assert_true(fixture_fill(fixture->base, 5, 40, &err));
    assert_true(ledger_sequence(&fixture->ledger, &order, NULL, &err));
    assert_int_equal(fixture->ledger.head.size, 3);
    assert_true(ledger_index(&fixture->ledger, 4, &index, &err));
    assert_int_equal(index, 0);
    assert_false(ledger_index(&fixture->ledger, 1, &index, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(ledger_sequence(&fixture->ledger, NULL, NULL, &err));
    assert_true(ledger_index(&fixture->ledger, 1, &index, &err));
    assert_int_equal(index, 3);
    assert_true(ledger_index(&fixture->ledger, 3, &index, &err));
    assert_int_equal(index, 4);
    assert_false(ledger_sequence(&fixture->ledger, &order, NULL, &err));
    assert_int_equal(err.code, ERR_PRECONDITION);
    assert_int_equal(fixture->ledger.head.size, 5);
}

/* What a sequencing run leaves that dies right after its transaction. */
static bool append_without_files(Db *db, void *ctx, Err *err) {
    LogFixture *fixture = ctx;
    MerkleFrontier frontier = {0};
    Arena arena CLEANUP(arena_done) = {0};
    uint64_t leaves = 0;
    uint64_t entries = 0;
    TRY(leaves_count(db, &leaves, err) && entries_count(db, &entries, err));
    for (uint64_t i = 0; i < entries; i++) {
        EntriesRow row = {0};
        TRY(entries_get(&arena, db, i + 1, &row, err));
        LeavesRow leaf = {.index = i, .entry = i + 1, .hash = merkle_leaf(str_bytes(row.leaf))};
        TRY(i < leaves || leaves_append(db, &leaf, err));
        merkle_append(&frontier, &leaf.hash);
    }
    Checkpoint checkpoint = {fixture->keys.origin, frontier.size, merkle_root(&frontier), {0}};
    CheckpointsRow row = {.size = frontier.size, .root = checkpoint.root};
    TRY(checkpoint_sign(&arena, &checkpoint, &fixture->keys.log, &row.note, err));
    return checkpoints_put(db, &row, err);
}

static void a_crash_before_the_files_is_made_good_at_the_next_open(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 300);
    assert_true(fixture_fill(fixture->base, 400, 40, &err));
    assert_true(db_write(fixture->base->db, append_without_files, fixture, &err));
    assert_int_equal(fixture->ledger.head.size, 300);
    assert_true(log_fixture_reopen(fixture, &err));
    assert_int_equal(fixture->ledger.head.size, 700);
    assert_tile_files(fixture, 300, 700);
    MerkleProof proof = {0};
    assert_true(ledger_prove_inclusion(&fixture->ledger, 699, &proof, &err));
    assert_true(ledger_prove_consistency(&fixture->ledger, 300, &proof, &err));
}

static void without_its_checkpoint_file_the_log_is_written_from_the_beginning(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 300);
    assert_true(files_remove(&fixture->ledger.log, "checkpoint", &err));
    assert_true(files_remove(&fixture->ledger.log, "tile/0/000", &err));
    Ledger reader = {0};
    assert_false(ledger_open(fixture->base->db, &fixture->base->store.dir, &fixture->keys, &reader, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(log_fixture_reopen(fixture, &err));
    assert_int_equal(fixture->ledger.head.size, 300);
    assert_tile_files(fixture, 0, 300);
}

static void damaged_or_missing_tiles_stop_the_log_and_can_be_written_again(void **state) {
    LogFixture *fixture = *state;
    Store *store = &fixture->base->store;
    Err err = {0};
    static const char *const files[] = {"log/tile/0/000.p/44", "log/tile/1/000.p/1"};
    log_fixture_grow(fixture, 44);
    log_fixture_flip(fixture, files[0]);
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
    assert_true(log_fixture_reopen(fixture, &err));
    log_fixture_grow(fixture, 256);
    assert_true(files_remove(&store->dir, files[1], &err));
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_non_null(strstr(err.text, "tile/1/000.p/1"));
    assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
    assert_true(log_fixture_reopen(fixture, &err));
}

static void appending_to_a_damaged_frontier_is_refused(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 44);
    assert_true(fixture_fill(fixture->base, 1, 40, &err));
    log_fixture_flip(fixture, "log/tile/0/000.p/44");
    tiles_forget(&fixture->ledger.tiles);
    assert_false(ledger_sequence(&fixture->ledger, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_int_equal(fixture->ledger.head.size, 44);
    uint64_t leaves = 0;
    assert_true(leaves_count(fixture->base->db, &leaves, &err));
    assert_int_equal(leaves, 44);
}

static bool publish_note(LogFixture *fixture, uint64_t size, Hash root) {
    Str note = {0};
    Checkpoint checkpoint = {fixture->keys.origin, size, root, {0}};
    assert_true(checkpoint_sign(&fixture->base->arena, &checkpoint, &fixture->keys.log, &note, NULL));
    return files_write(&fixture->base->store.dir, "log/checkpoint", FILES_SHARED, str_bytes(note), NULL);
}

/* banyan.db from an older backup beside a newer log, and a signed fork. */
static void a_published_checkpoint_is_never_replaced_by_a_smaller_or_other_one(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 10);
    assert_true(publish_note(fixture, 20, merkle_leaf((Bytes){0})));
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_non_null(strstr(err.text, "older than the log"));
    Store *store = &fixture->base->store;
    assert_false(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_true(publish_note(fixture, 10, merkle_leaf((Bytes){0})));
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_non_null(strstr(err.text, "another root"));
    log_fixture_flip(fixture, "log/checkpoint");
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
    assert_true(log_fixture_reopen(fixture, &err));
    assert_int_equal(fixture->ledger.head.size, 10);
}

static void leaves_that_do_not_give_the_signed_root_are_not_published(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 300);
    assert_true(fixture_fill(fixture->base, 10, 40, &err));
    assert_true(db_write(fixture->base->db, append_without_files, fixture, &err));
    fixture_force(fixture->base,
                  "DROP TRIGGER leaves_update; UPDATE leaves SET leaf_hash = zeroblob(32) WHERE idx = 305");
    assert_false(log_fixture_reopen(fixture, &err));
    assert_int_equal(err.code, ERR_CORRUPT);
    Bytes file = {0};
    assert_true(files_read(&fixture->base->arena, &fixture->base->store.dir, "log/checkpoint", 1000, &file, &err));
    assert_non_null(memmem(file.ptr, file.len, "\n300\n", 5));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_empty_log_is_published_and_verifies, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_log_grows_over_every_border_and_all_proofs_hold, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(the_root_is_that_of_the_entries, log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_bundle_holds_the_entries_in_leaf_order, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_given_order_is_kept_and_the_rest_waits, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_crash_before_the_files_is_made_good_at_the_next_open, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(without_its_checkpoint_file_the_log_is_written_from_the_beginning,
                                        log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(damaged_or_missing_tiles_stop_the_log_and_can_be_written_again,
                                        log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(appending_to_a_damaged_frontier_is_refused, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_published_checkpoint_is_never_replaced_by_a_smaller_or_other_one,
                                        log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(leaves_that_do_not_give_the_signed_root_are_not_published, log_fixture_setup,
                                        log_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
