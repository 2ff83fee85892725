#include "sys/files.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "../scratch.h"

typedef struct {
    char *path;
    FilesDir dir;
} Fixture;

static int setup(void **state) {
    Fixture *fixture = calloc(1, sizeof *fixture);
    fixture->path = scratch_make();
    assert_true(files_open(str_from_c(fixture->path), &fixture->dir, NULL));
    *state = fixture;
    return 0;
}

static int teardown(void **state) {
    Fixture *fixture = *state;
    files_close(&fixture->dir);
    files_close(&fixture->dir);
    scratch_remove(fixture->path);
    free(fixture);
    return 0;
}

static void assert_holds(const FilesDir *dir, const char *name, const char *text) {
    Arena arena = {0};
    Bytes bytes = {0};
    assert_true(files_read(&arena, dir, name, 1000, &bytes, NULL));
    assert_true(str_eq(bytes_str(bytes), str_from_c(text)));
    arena_done(&arena);
}

static void a_file_is_replaced_whole_and_leaves_no_temporary(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, str_bytes(STR("one")), &err));
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, str_bytes(STR("two")), &err));
    assert_holds(&fixture->dir, "a", "two");
    assert_false(files_exists(&fixture->dir, ".a.new"));
    uint64_t size = 0;
    assert_true(files_size(&fixture->dir, "a", &size, &err));
    assert_int_equal(size, 3);
}

static void directories_in_a_name_are_made(void **state) {
    Fixture *fixture = *state;
    assert_true(files_write(&fixture->dir, "x/y/z", FILES_SHARED, str_bytes(STR("deep")), NULL));
    assert_holds(&fixture->dir, "x/y/z", "deep");
    FilesDir below = {0};
    assert_true(files_open_in(&fixture->dir, "x/y", &below, NULL));
    assert_holds(&below, "z", "deep");
    files_close(&below);
}

static void secret_files_and_directories_are_for_the_owner_alone(void **state) {
    Fixture *fixture = *state;
    struct stat status;
    assert_true(files_write(&fixture->dir, "keys/k", FILES_SECRET, str_bytes(STR("s")), NULL));
    assert_int_equal(fstatat(fixture->dir.fd, "keys/k", &status, 0), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(fstatat(fixture->dir.fd, "keys", &status, 0), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
}

static void a_new_file_is_refused_where_one_is(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(files_write_new(&fixture->dir, "k", FILES_SECRET, str_bytes(STR("first")), &err));
    assert_false(files_write_new(&fixture->dir, "k", FILES_SECRET, str_bytes(STR("second")), &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_holds(&fixture->dir, "k", "first");
    assert_false(files_exists(&fixture->dir, ".k.new"));
}

static void a_missing_file_is_not_found_and_named(void **state) {
    Fixture *fixture = *state;
    Arena arena = {0};
    Bytes bytes = {0};
    Err err = {0};
    assert_false(files_read(&arena, &fixture->dir, "nothing", 10, &bytes, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "/nothing: could not open: No such file"));
    assert_false(files_read(&arena, &fixture->dir, "no/thing", 10, &bytes, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_null(bytes.ptr);
    arena_done(&arena);
}

static void a_file_beyond_the_limit_is_refused(void **state) {
    Fixture *fixture = *state;
    Arena arena = {0};
    Bytes bytes = {0};
    Err err = {0};
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, str_bytes(STR("12345")), NULL));
    assert_true(files_read(&arena, &fixture->dir, "a", 5, &bytes, &err));
    assert_false(files_read(&arena, &fixture->dir, "a", 4, &bytes, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/a", fixture->path);
    assert_false(files_read_path(&arena, str_from_c(path), 4, &bytes, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    assert_true(files_read_path(&arena, str_from_c(path), 5, &bytes, &err));
    arena_done(&arena);
}

static void a_directory_is_not_read_as_a_file(void **state) {
    Fixture *fixture = *state;
    Arena arena = {0};
    Bytes bytes = {0};
    Err err = {0};
    assert_false(files_read_path(&arena, str_from_c(fixture->path), 100, &bytes, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.text, "Is a directory"));
    arena_done(&arena);
}

static void names_that_lead_outside_are_refused(void **state) {
    Fixture *fixture = *state;
    const char *names[] = {"", "..", "../x", "a/../b", "/etc/passwd", "a//b", "./a"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Err err = {0};
        assert_false(files_write(&fixture->dir, names[i], FILES_SHARED, str_bytes(STR("x")), &err));
        assert_int_equal(err.code, ERR_INTERNAL);
    }
}

/* RLIMIT_FSIZE makes write(2) fail with EFBIG, as a full disk makes it fail with ENOSPC. */
static void a_failed_write_leaves_the_old_file(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, str_bytes(STR("old")), NULL));
    struct rlimit before;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 2, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool written = files_write(&fixture->dir, "a", FILES_SHARED, str_bytes(STR("new")), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(written);
    assert_int_equal(err.code, ERR_NO_SPACE);
    assert_holds(&fixture->dir, "a", "old");
    assert_false(files_exists(&fixture->dir, ".a.new"));
}

static bool collect(void *ctx, const char *name, bool is_dir, Err *err) {
    (void)err;
    char *text = ctx;
    size_t len = strlen(text);
    (void)snprintf(text + len, 200 - len, "%s%s ", name, is_dir ? "/" : "");
    return true;
}

static void a_directory_is_listed_in_byte_order(void **state) {
    Fixture *fixture = *state;
    char text[200] = "";
    assert_true(files_write(&fixture->dir, "b", FILES_SHARED, (Bytes){0}, NULL));
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, (Bytes){0}, NULL));
    assert_true(files_write(&fixture->dir, "c/d", FILES_SHARED, (Bytes){0}, NULL));
    assert_true(files_each(&fixture->dir, ".", collect, text, NULL));
    assert_true(files_each(&fixture->dir, "c", collect, text, NULL));
    assert_true(files_each(&fixture->dir, "none", collect, text, NULL));
    assert_string_equal(text, "a b c/ d ");
}

static bool refuse(void *ctx, const char *name, bool is_dir, Err *err) {
    (void)ctx;
    (void)is_dir;
    return err_set(err, ERR_INTERNAL, "stop at %s", name);
}

static void a_listing_stops_when_the_caller_says_so(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, (Bytes){0}, NULL));
    assert_false(files_each(&fixture->dir, ".", refuse, NULL, &err));
    assert_string_equal(err.text, "stop at a");
}

static void removing_is_content_with_what_is_gone(void **state) {
    Fixture *fixture = *state;
    assert_true(files_write(&fixture->dir, "a", FILES_SHARED, (Bytes){0}, NULL));
    assert_true(files_remove(&fixture->dir, "a", NULL));
    assert_true(files_remove(&fixture->dir, "a", NULL));
    assert_false(files_exists(&fixture->dir, "a"));
}

static void a_path_of_directories_is_made(void **state) {
    Fixture *fixture = *state;
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/p/q/r", fixture->path);
    FilesDir dir = {0};
    Err err = {0};
    assert_true(files_make(str_from_c(path), FILES_SECRET, &dir, &err));
    assert_true(files_write(&dir, "a", FILES_SHARED, (Bytes){0}, NULL));
    files_close(&dir);
    assert_true(files_make(str_from_c(path), FILES_SECRET, &dir, &err));
    assert_true(files_exists(&dir, "a"));
    files_close(&dir);
    assert_false(files_open(STR(""), &dir, &err));
    assert_int_equal(err.code, ERR_INVALID_CONFIG);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_replaced_whole_and_leaves_no_temporary, setup, teardown),
        cmocka_unit_test_setup_teardown(directories_in_a_name_are_made, setup, teardown),
        cmocka_unit_test_setup_teardown(secret_files_and_directories_are_for_the_owner_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_new_file_is_refused_where_one_is, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_file_is_not_found_and_named, setup, teardown),
        cmocka_unit_test_setup_teardown(a_file_beyond_the_limit_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_directory_is_not_read_as_a_file, setup, teardown),
        cmocka_unit_test_setup_teardown(names_that_lead_outside_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_failed_write_leaves_the_old_file, setup, teardown),
        cmocka_unit_test_setup_teardown(a_directory_is_listed_in_byte_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_listing_stops_when_the_caller_says_so, setup, teardown),
        cmocka_unit_test_setup_teardown(removing_is_content_with_what_is_gone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_path_of_directories_is_made, setup, teardown),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
