#include "sys/relay.h"

#include <sched.h>
#include <stdint.h>
#include <string.h>

#include "../cmocka_all.h"

enum { NEVER = 1000000 };

typedef struct {
    int batches;       /* to fill */
    int fill_fails_at; /* this one cannot be filled */
    int take_fails_at;
    bool slow_fill;
    bool slow_take;
    int filled;
    int taken;
    int slots[RELAY_SLOTS];
} Story;

static void dawdle(bool slow) {
    for (int i = 0; slow && i < 20; i++) {
        (void)sched_yield();
    }
}

static bool fill(void *ctx, size_t slot, bool *more, Err *err) {
    Story *story = ctx;
    dawdle(story->slow_fill);
    if (story->filled == story->fill_fails_at) {
        return err_set(err, ERR_IO, "batch %d cannot be filled", story->filled);
    }
    story->slots[slot] = story->filled++;
    *more = story->filled < story->batches;
    return true;
}

static bool take(void *ctx, size_t slot, Err *err) {
    Story *story = ctx;
    dawdle(story->slow_take);
    assert_int_equal(story->slots[slot], story->taken);
    if (story->taken == story->take_fails_at) {
        return err_set(err, ERR_CONFLICT, "batch %d cannot be taken", story->taken);
    }
    story->taken++;
    return true;
}

static bool run(Story *story, Err *err) {
    return relay_run(&(Relay){.fill = fill, .take = take, .ctx = story}, err);
}

static Story story_of(int batches) {
    return (Story){.batches = batches, .fill_fails_at = NEVER, .take_fails_at = NEVER};
}

static void batches_are_taken_in_order_whichever_side_is_slow(void **state) {
    (void)state;
    for (int slow = 0; slow < 4; slow++) {
        Story story = story_of(500);
        Err err = {0};
        story.slow_fill = (slow & 1) != 0;
        story.slow_take = (slow & 2) != 0;
        assert_true(run(&story, &err));
        assert_int_equal(story.filled, 500);
        assert_int_equal(story.taken, 500);
    }
}

static void one_batch_is_enough(void **state) {
    (void)state;
    Story story = story_of(1);
    Err err = {0};
    assert_true(run(&story, &err));
    assert_int_equal(story.taken, 1);
}

static void what_was_filled_before_a_failure_is_taken_before_it_is_told(void **state) {
    (void)state;
    for (int at = 0; at < 12; at++) {
        Story story = story_of(100);
        Err err = {0};
        story.fill_fails_at = at;
        story.slow_take = true;
        assert_false(run(&story, &err));
        assert_int_equal(err.code, ERR_IO);
        assert_non_null(strstr(err.text, "cannot be filled"));
        assert_int_equal(story.taken, at);
    }
}

static void a_batch_that_cannot_be_taken_ends_the_filling(void **state) {
    (void)state;
    for (int at = 0; at < 12; at++) {
        Story story = story_of(NEVER);
        Err err = {0};
        story.take_fails_at = at;
        assert_false(run(&story, &err));
        assert_int_equal(err.code, ERR_CONFLICT);
        assert_int_equal(story.taken, at);
        assert_true(story.filled <= at + 1 + RELAY_SLOTS);
    }
}

static void of_two_failures_the_earlier_batch_is_told(void **state) {
    (void)state;
    Story story = story_of(100);
    Err err = {0};
    story.take_fails_at = 5;
    story.fill_fails_at = 6;
    assert_false(run(&story, &err));
    assert_int_equal(err.code, ERR_CONFLICT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batches_are_taken_in_order_whichever_side_is_slow),
        cmocka_unit_test(one_batch_is_enough),
        cmocka_unit_test(what_was_filled_before_a_failure_is_taken_before_it_is_told),
        cmocka_unit_test(a_batch_that_cannot_be_taken_ends_the_filling),
        cmocka_unit_test(of_two_failures_the_earlier_batch_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
