#include "sys/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "../scratch.h"

static void what_is_written_is_read_again(void **state) {
    (void)state;
    char *path = scratch_make();
    Arena arena = {0};
    Str file = str_format(&arena, "%s/out.csv", path);
    StreamOut out = {0};
    assert_true(stream_out_open(file, FILES_SHARED, &out, NULL));
    size_t size = 3 * STREAM_BUFFER + 17;
    uint8_t *bytes = arena_alloc(&arena, size);
    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(i * 7 + i / 251);
    }
    assert_true(stream_write(&out, (Bytes){bytes, 10}, NULL));
    assert_true(stream_write(&out, (Bytes){bytes + 10, size - 20}, NULL));
    assert_true(stream_write(&out, (Bytes){bytes + size - 10, 10}, NULL));
    StreamIn in = {0};
    Err err = {0};
    assert_false(stream_in_open(file, &in, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_true(stream_out_commit(&out, NULL));
    assert_true(stream_in_open(file, &in, NULL));
    assert_int_equal(in.size, size);
    char *room = arena_alloc(&arena, size + 1);
    for (int turn = 0; turn < 2; turn++) {
        size_t got = 0;
        assert_true(stream_read(&in, room, size + 1, &got, NULL));
        assert_int_equal(got, size);
        assert_memory_equal(room, bytes, size);
        assert_true(stream_rewind(&in, NULL));
    }
    stream_in_close(&in);
    stream_in_close(&in);
    stream_out_close(&out);
    arena_done(&arena);
    scratch_remove(path);
}

static bool count(void *ctx, const char *name, bool is_dir, Err *err) {
    (void)name;
    (void)is_dir;
    (void)err;
    (*(int *)ctx)++;
    return true;
}

static void an_output_not_committed_leaves_nothing(void **state) {
    (void)state;
    char *path = scratch_make();
    Arena arena = {0};
    StreamOut out = {0};
    FilesDir dir = {0};
    int files = 0;
    assert_true(stream_out_open(str_format(&arena, "%s/x", path), FILES_SHARED, &out, NULL));
    assert_true(stream_write(&out, str_bytes(STR("half")), NULL));
    stream_out_close(&out);
    assert_true(files_open(str_from_c(path), &dir, NULL));
    assert_true(files_each(&dir, ".", count, &files, NULL));
    assert_int_equal(files, 0);
    files_close(&dir);
    arena_done(&arena);
    scratch_remove(path);
}

static void what_is_no_file_is_refused(void **state) {
    (void)state;
    StreamIn in = {0};
    StreamOut out = {0};
    Err err = {0};
    assert_false(stream_in_open(STR("/"), &in, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(stream_out_open(STR("somewhere/"), FILES_SHARED, &out, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(stream_out_open(STR("no-such-directory/x"), FILES_SHARED, &out, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(an_output_not_committed_leaves_nothing),
        cmocka_unit_test(what_is_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
