#include "sys/batch.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "../cmocka_all.h"
#include "../scratch.h"

static void nothing_appears_before_the_commit(void **state) {
    (void)state;
    char *path = scratch_make();
    FilesDir dir = {0};
    Batch batch = {0};
    assert_true(files_open(str_from_c(path), &dir, NULL));
    batch_init(&batch, &dir, FILES_SHARED);
    assert_true(batch_add(&batch, "tile/0/000", str_bytes(STR("zero")), NULL));
    assert_true(batch_add(&batch, "tile/0/001", str_bytes(STR("one")), NULL));
    assert_false(files_exists(&dir, "tile/0/000"));
    assert_true(batch_commit(&batch, NULL));
    assert_true(files_exists(&dir, "tile/0/000") && files_exists(&dir, "tile/0/001"));
    assert_true(batch_add(&batch, "tile/0/002", str_bytes(STR("two")), NULL));
    batch_done(&batch);
    assert_false(files_exists(&dir, "tile/0/002") || files_exists(&dir, "tile/0/.002.new"));
    files_close(&dir);
    scratch_remove(path);
}

static void a_full_batch_commits_by_itself(void **state) {
    (void)state;
    char *path = scratch_make();
    FilesDir dir = {0};
    Batch batch = {0};
    assert_true(files_open(str_from_c(path), &dir, NULL));
    batch_init(&batch, &dir, FILES_SHARED);
    for (int i = 0; i <= BATCH_FILES; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "d%d/f%d", i % 3, i);
        assert_true(batch_add(&batch, name, str_bytes(STR("x")), NULL));
    }
    assert_true(files_exists(&dir, "d0/f0") && files_exists(&dir, "d0/f255"));
    assert_false(files_exists(&dir, "d1/f256"));
    assert_true(batch_commit(&batch, NULL));
    assert_true(files_exists(&dir, "d1/f256"));
    batch_done(&batch);
    files_close(&dir);
    scratch_remove(path);
}

static void a_failed_addition_leaves_nothing_behind(void **state) {
    (void)state;
    char *path = scratch_make();
    FilesDir dir = {0};
    Batch batch = {0};
    Err err = {0};
    struct rlimit before;
    assert_true(files_open(str_from_c(path), &dir, NULL));
    batch_init(&batch, &dir, FILES_SHARED);
    assert_true(batch_add(&batch, "a", str_bytes(STR("1")), NULL));
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    struct rlimit small = {.rlim_cur = 2, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool added = batch_add(&batch, "b", str_bytes(STR("12345")), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(added);
    assert_int_equal(err.code, ERR_NO_SPACE);
    batch_done(&batch);
    assert_false(files_exists(&dir, "a") || files_exists(&dir, ".a.new") || files_exists(&dir, ".b.new"));
    files_close(&dir);
    scratch_remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_appears_before_the_commit),
        cmocka_unit_test(a_full_batch_commits_by_itself),
        cmocka_unit_test(a_failed_addition_leaves_nothing_behind),
    };
    (void)signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
