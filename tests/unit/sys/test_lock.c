#include "sys/lock.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "../scratch.h"

/* Takes the lock in another process and dies with it held, once told to. */
static pid_t hold_elsewhere(const char *path, int told[2], int taken[2]) {
    pid_t child = fork();
    if (child != 0) {
        return child;
    }
    FilesDir dir = {0};
    Lock lock = {0};
    char byte = 0;
    bool held = files_open(str_from_c(path), &dir, NULL) && lock_take(&dir, "lock", STR("banyan import"), &lock, NULL);
    ssize_t wrote = write(taken[1], held ? "y" : "n", 1);
    ssize_t got = read(told[0], &byte, 1);
    _exit(wrote == 1 && got == 1 ? 0 : 1);
}

static void a_second_process_is_told_who_holds_it(void **state) {
    (void)state;
    char *path = scratch_make();
    int told[2] = {-1, -1};
    int taken[2] = {-1, -1};
    assert_true(pipe(told) == 0 && pipe(taken) == 0);
    pid_t child = hold_elsewhere(path, told, taken);
    char byte = 0;
    assert_int_equal(read(taken[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    FilesDir dir = {0};
    Lock lock = {0};
    Err err = {0};
    assert_true(files_open(str_from_c(path), &dir, NULL));
    assert_false(lock_take(&dir, "lock", STR("banyan erase"), &lock, &err));
    assert_int_equal(err.code, ERR_BUSY);
    char expected[64];
    (void)snprintf(expected, sizeof expected, "process %ld (banyan import)", (long)child);
    assert_non_null(strstr(err.text, expected));
    assert_int_equal(write(told[1], "x", 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_true(lock_take(&dir, "lock", STR("banyan erase"), &lock, &err));
    lock_release(&lock);
    lock_release(&lock);
    for (int i = 0; i < 2; i++) {
        (void)close(told[i]);
        (void)close(taken[i]);
    }
    files_close(&dir);
    scratch_remove(path);
}

static void a_released_lock_can_be_taken_again(void **state) {
    (void)state;
    char *path = scratch_make();
    FilesDir dir = {0};
    Lock first = {0};
    Lock second = {0};
    Err err = {0};
    assert_true(files_open(str_from_c(path), &dir, NULL));
    assert_true(lock_take(&dir, "lock", STR("one"), &first, &err));
    assert_false(lock_take(&dir, "lock", STR("two"), &second, &err));
    lock_release(&first);
    assert_true(lock_take(&dir, "lock", STR("two"), &second, &err));
    lock_release(&second);
    files_close(&dir);
    scratch_remove(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_process_is_told_who_holds_it),
        cmocka_unit_test(a_released_lock_can_be_taken_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
