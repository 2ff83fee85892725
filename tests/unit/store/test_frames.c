#include "store/frames.h"

#include "../cmocka_all.h"
#include "fixture.h"

enum { ENTRIES = 10000 };

typedef struct {
    uint8_t statement[FRAMES_ID];
    uint64_t entries[ENTRIES];
    size_t count;
} Frame;

static bool put(Db *db, void *ctx, Err *err) {
    const Frame *frame = ctx;
    return frames_put(db, frame->statement, frame->entries, frame->count, err);
}

static Frame *frame_of(Fixture *fixture, uint8_t name, size_t count) {
    Frame *frame = ARENA_NEW(&fixture->arena, Frame);
    frame->statement[0] = name;
    frame->count = count;
    for (size_t i = 0; i < count; i++) {
        frame->entries[i] = (uint64_t)i * 7919 % 1000003 + 1;
    }
    return frame;
}

static void a_frame_comes_back_in_its_order(void **state) {
    Fixture *fixture = *state;
    const size_t sizes[] = {0, 1, FRAMES_CHUNK, FRAMES_CHUNK + 1, ENTRIES};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        Err err = {0};
        Frame *frame = frame_of(fixture, (uint8_t)i, sizes[i]);
        uint64_t *entries = NULL;
        size_t count = 99;
        assert_true(db_write(fixture->db, put, frame, &err));
        assert_true(frames_get(&fixture->arena, fixture->db, frame->statement, &entries, &count, &err));
        assert_int_equal(count, sizes[i]);
        for (size_t j = 0; j < count; j++) {
            assert_int_equal(entries[j], frame->entries[j]);
        }
    }
}

static void a_statement_has_one_frame_that_never_changes(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    Frame *frame = frame_of(fixture, 1, 3);
    assert_true(db_write(fixture->db, put, frame, &err));
    assert_false(db_write(fixture->db, put, frame, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
    assert_int_equal(fixture_try(fixture, "UPDATE frames SET chunk = 9"), ERR_PRECONDITION);
    assert_int_equal(fixture_try(fixture, "DELETE FROM frames"), ERR_PRECONDITION);
}

static void a_frame_that_is_not_there_is_not_found(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint8_t statement[FRAMES_ID] = "nothing";
    uint64_t *entries = NULL;
    size_t count = 0;
    assert_false(frames_get(&fixture->arena, fixture->db, statement, &entries, &count, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
}

static void no_entry_of_a_frame_is_erased_before_an_erasure(void **state) {
    Fixture *fixture = *state;
    Err err = {0};
    uint64_t erased = 99;
    Frame *frame = frame_of(fixture, 1, 3);
    assert_true(db_write(fixture->db, put, frame, &err));
    assert_true(frames_erased(&fixture->arena, fixture->db, frame->statement, &erased, &err));
    assert_int_equal(erased, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_frame_comes_back_in_its_order, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_statement_has_one_frame_that_never_changes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_frame_that_is_not_there_is_not_found, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(no_entry_of_a_frame_is_erased_before_an_erasure, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
