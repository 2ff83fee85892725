#include "ledger/keys.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#include "../cmocka_all.h"
#include "../scratch.h"

typedef struct {
    char *path;
    FilesDir dir;
    Arena arena;
    uint64_t counter;
    Entropy entropy;
} Place;

static void place_make(Place *place) {
    *place = (Place){.path = scratch_make()};
    place->entropy = entropy_counted(&place->counter);
    assert_true(files_open(str_from_c(place->path), &place->dir, NULL));
}

static void place_done(Place *place) {
    files_close(&place->dir);
    arena_done(&place->arena);
    scratch_remove(place->path);
}

static void keys_are_made_once_and_are_separate(void **state) {
    (void)state;
    Place place;
    Keys keys = {0};
    Err err = {0};
    place_make(&place);
    assert_true(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
    assert_true(keys_load(&place.arena, &place.dir, &keys, &err));
    assert_true(str_eq(keys.origin, STR("log.example")));
    assert_true(str_eq(keys.receipt.key.name, STR("log.example/receipt")));
    assert_true(str_eq(keys.statement.key.name, STR("log.example/statement")));
    assert_memory_not_equal(&keys.log.secret, &keys.receipt.secret, sizeof keys.log.secret);
    assert_memory_not_equal(&keys.log.secret, &keys.statement.secret, sizeof keys.log.secret);
    assert_false(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    keys_wipe(&keys);
    static const uint8_t zero[64] = {0};
    assert_memory_equal(&keys.log.secret, zero, sizeof zero);
    place_done(&place);
}

static void an_init_that_was_cut_short_can_be_run_again(void **state) {
    (void)state;
    Place place;
    Keys keys = {0};
    Err err = {0};
    place_make(&place);
    assert_true(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
    assert_true(files_remove(&place.dir, "keys/act.key", &err));
    assert_false(keys_load(&place.arena, &place.dir, &keys, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
    assert_true(keys_load(&place.arena, &place.dir, &keys, &err));
    keys_wipe(&keys);
    place_done(&place);
}

static void only_the_owner_can_read_a_key(void **state) {
    (void)state;
    Place place;
    Keys keys = {0};
    Err err = {0};
    struct stat status;
    place_make(&place);
    assert_true(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
    assert_int_equal(fstatat(place.dir.fd, "keys", &status, 0), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    static const char *const names[] = {"keys/log.key", "keys/receipt.key", "keys/statement.key", "keys/act.key"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_int_equal(fchmodat(place.dir.fd, names[i], 0640, 0), 0);
        assert_false(keys_load(&place.arena, &place.dir, &keys, &err));
        assert_int_equal(err.code, ERR_DENIED);
        assert_non_null(strstr(err.text, names[i]));
        assert_int_equal(fchmodat(place.dir.fd, names[i], 0600, 0), 0);
    }
    assert_true(keys_load(&place.arena, &place.dir, &keys, &err));
    keys_wipe(&keys);
    place_done(&place);
}

/* Each file replaced by a well-formed one of another log, or by rubbish. */
static void a_changed_key_file_is_refused(void **state) {
    (void)state;
    static const char *const names[] = {"keys/log.key",     "keys/log.pub",       "keys/receipt.key",
                                        "keys/receipt.pub", "keys/statement.key", "keys/statement.pub",
                                        "keys/act.key"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Place place;
        Place other;
        Keys keys = {0};
        Err err = {0};
        Bytes bytes = {0};
        place_make(&place);
        place_make(&other);
        other.counter = 99;
        assert_true(keys_create(&place.dir, STR("log.example"), &place.entropy, &err));
        assert_true(keys_create(&other.dir, STR("log.example"), &other.entropy, &err));
        assert_true(files_read(&place.arena, &other.dir, names[i], 1000, &bytes, &err));
        assert_true(files_write(&place.dir, names[i], FILES_SECRET, bytes, &err));
        bool act = strstr(names[i], "act") != NULL;
        assert_int_equal(keys_load(&place.arena, &place.dir, &keys, &err), act);
        assert_true(files_write(&place.dir, names[i], FILES_SECRET, str_bytes(STR("rubbish\n")), &err));
        assert_false(keys_load(&place.arena, &place.dir, &keys, &err));
        assert_true(files_write(&place.dir, names[i], FILES_SECRET, str_bytes(STR("no line end")), &err));
        assert_false(keys_load(&place.arena, &place.dir, &keys, &err));
        assert_int_equal(err.code, ERR_CORRUPT);
        keys_wipe(&keys);
        place_done(&place);
        place_done(&other);
    }
}

static void an_origin_that_cannot_be_a_key_name_is_refused(void **state) {
    (void)state;
    Place place;
    Err err = {0};
    char longest[300];
    memset(longest, 'a', sizeof longest);
    place_make(&place);
    Str bad[] = {STR(""), STR("two words"), STR("a+b"), {longest, 256}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(keys_create(&place.dir, bad[i], &place.entropy, &err));
    }
    assert_false(files_exists(&place.dir, "keys"));
    place_done(&place);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_made_once_and_are_separate),
        cmocka_unit_test(an_init_that_was_cut_short_can_be_run_again),
        cmocka_unit_test(only_the_owner_can_read_a_key),
        cmocka_unit_test(a_changed_key_file_is_refused),
        cmocka_unit_test(an_origin_that_cannot_be_a_key_name_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
