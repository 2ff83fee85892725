#include "ledger/audit.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "ledger_fixture.h"
#include "store/connection.h"

typedef struct {
    Arena *arena;
    Buf text;
} Heard;

static bool hear(void *ctx, Str sentence, Err *err) {
    (void)err;
    Heard *heard = ctx;
    buf_add(&heard->text, sentence);
    buf_add_byte(&heard->text, '\n');
    return true;
}

/* All faults of a log, each on its line. */
static const char *faults_of(LogFixture *fixture, uint64_t *count) {
    Heard heard = {.text = {.arena = &fixture->base->arena}};
    Store *store = &fixture->base->store;
    AuditSubject subject = {.db = store->db, .keys = &fixture->keys, .data = &store->dir};
    Err err = {0};
    if (!audit_log(&subject, hear, &heard, count, &err)) {
        fail_msg("%s", err.text);
    }
    buf_add_byte(&heard.text, '\0');
    return heard.text.ptr;
}

static void assert_sound(LogFixture *fixture) {
    uint64_t count = 99;
    const char *text = faults_of(fixture, &count);
    if (count != 0) {
        fail_msg("%s", text);
    }
}

static void assert_fault(LogFixture *fixture, const char *named, const char *advice) {
    uint64_t count = 0;
    const char *text = faults_of(fixture, &count);
    if (count == 0 || strstr(text, named) == NULL || strstr(text, advice) == NULL) {
        fail_msg("'%s' with '%s' was not among: %s", named, advice, text);
    }
}

static void a_sound_log_has_no_faults(void **state) {
    LogFixture *fixture = *state;
    assert_sound(fixture);
    static const size_t steps[] = {3, 253, 1, 300, 700};
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        log_fixture_grow(fixture, steps[i]);
    }
    assert_sound(fixture);
}

static void every_kind_of_file_is_compared_bit_by_bit(void **state) {
    LogFixture *fixture = *state;
    Store *store = &fixture->base->store;
    Err err = {0};
    static const char *const files[] = {"log/tile/0/000",
                                        "log/tile/0/001.p/44",
                                        "log/tile/1/000.p/1",
                                        "log/tile/entries/000",
                                        "log/tile/entries/001.p/44",
                                        "log/tile/0/000.p/10",
                                        "log/tile/entries/000.p/10",
                                        "log/checkpoint"};
    log_fixture_grow(fixture, 10);
    log_fixture_grow(fixture, 290);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        log_fixture_flip(fixture, files[i]);
        assert_fault(fixture, files[i], "banyan log rewrite");
        assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
        assert_sound(fixture);
        assert_true(files_write(&store->dir, files[i], FILES_SHARED, str_bytes(STR("short")), &err));
        assert_fault(fixture, files[i], "banyan log rewrite");
        assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
    }
    for (size_t i = 0; i < 5; i++) {
        assert_true(files_remove(&store->dir, files[i], &err));
        assert_fault(fixture, files[i], "is missing");
        assert_true(ledger_rewrite(store->db, &store->dir, &fixture->keys, NULL, &err));
        assert_sound(fixture);
    }
}

static void a_partial_tile_may_go_once_the_full_one_is_there(void **state) {
    LogFixture *fixture = *state;
    Err err = {0};
    log_fixture_grow(fixture, 10);
    log_fixture_grow(fixture, 290);
    assert_true(files_remove(&fixture->base->store.dir, "log/tile/0/000.p/10", &err));
    assert_sound(fixture);
    MerkleProof proof = {0};
    assert_true(ledger_prove_consistency(&fixture->ledger, 10, &proof, &err));
}

static void files_that_do_not_belong_are_named(void **state) {
    LogFixture *fixture = *state;
    Store *store = &fixture->base->store;
    static const char *const files[] = {"log/tile/0/001",
                                        "log/tile/0/000.p/9",
                                        "log/notes.txt",
                                        "log/tile/2/000.p/1",
                                        "log/.checkpoint.new",
                                        "log/tile/0/x001/000",
                                        "log/tile/7/x999/x999/x999/x999/x999/999"};
    log_fixture_grow(fixture, 10);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        assert_true(files_write(&store->dir, files[i], FILES_SHARED, str_bytes(STR("x")), NULL));
        assert_fault(fixture, files[i], "remove it");
        assert_true(files_remove(&store->dir, files[i], NULL));
    }
    assert_sound(fixture);
}

/* What somebody with the database file can change, and what is said then. */
static void a_changed_row_is_named(void **state) {
    static const struct {
        const char *sql;
        const char *named;
    } rows[] = {
        {"DROP TRIGGER entries_update; UPDATE entries SET leaf = '{\"c\":\"other\",\"v\":1}' WHERE entry = 7",
         "entries 7:"},
        {"DROP TRIGGER leaves_update; UPDATE leaves SET leaf_hash = zeroblob(32) WHERE idx = 6", "entries 7:"},
        {"DROP TRIGGER leaves_update; UPDATE leaves SET leaf_hash = zeroblob(32) WHERE idx = 6", "tile/0/000.p/10:"},
        {"DROP TRIGGER leaves_delete; DELETE FROM leaves WHERE idx = 5", "leaves 6:"},
        {"DROP TRIGGER leaves_delete; DELETE FROM leaves WHERE idx = 9", "leaves 9:"},
        {"DROP TRIGGER checkpoints_update; UPDATE checkpoints SET root = zeroblob(32) WHERE size = 10",
         "checkpoints 10:"},
        {"DROP TRIGGER checkpoints_update; UPDATE checkpoints SET note = replace(note, 'A', 'B') WHERE size = 10",
         "checkpoints 10:"},
        {"DROP TRIGGER checkpoints_update; UPDATE checkpoints SET note = note || 'x' WHERE size = 0", "checkpoints 0:"},
        {"DROP TRIGGER checkpoints_delete; DELETE FROM checkpoints WHERE size = 10", "log/checkpoint:"},
        {"DROP TRIGGER checkpoints_delete; DELETE FROM checkpoints", "log/checkpoint:"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        void *made = NULL;
        assert_int_equal(log_fixture_setup(&made), 0);
        LogFixture *fixture = made;
        log_fixture_grow(fixture, 10);
        fixture_force(fixture->base, rows[i].sql);
        assert_fault(fixture, rows[i].named, ";");
        (void)log_fixture_teardown(&made);
    }
}

static void a_changed_key_is_named(void **state) {
    LogFixture *fixture = *state;
    log_fixture_grow(fixture, 3);
    log_fixture_flip(fixture, "keys/receipt.pub");
    assert_fault(fixture, "keys/receipt.pub:", "restore it from a backup");
}

/* The log's own key replaced, pair and all: every signature is then of a stranger. */
static void another_log_key_opens_no_checkpoint(void **state) {
    LogFixture *fixture = *state;
    static const uint8_t seed[SIGN_SEED_BYTES] = {1, 2, 3};
    Err err = {0};
    log_fixture_grow(fixture, 3);
    assert_true(note_signer_make(STR("log.example/banyan"), seed, &fixture->keys.log, &err));
    assert_fault(fixture, "checkpoints 3: its note does not open", ";");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_sound_log_has_no_faults, log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(every_kind_of_file_is_compared_bit_by_bit, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(a_partial_tile_may_go_once_the_full_one_is_there, log_fixture_setup,
                                        log_fixture_teardown),
        cmocka_unit_test_setup_teardown(files_that_do_not_belong_are_named, log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test(a_changed_row_is_named),
        cmocka_unit_test_setup_teardown(a_changed_key_is_named, log_fixture_setup, log_fixture_teardown),
        cmocka_unit_test_setup_teardown(another_log_key_opens_no_checkpoint, log_fixture_setup, log_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
