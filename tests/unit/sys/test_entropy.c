#include "sys/entropy.h"

#include <string.h>

#include "../cmocka_all.h"

static void the_kernel_gives_different_bytes_each_time(void **state) {
    (void)state;
    Entropy entropy = entropy_system();
    uint8_t a[64] = {0};
    uint8_t b[64] = {0};
    assert_true(entropy_fill(&entropy, a, sizeof a, NULL));
    assert_true(entropy_fill(&entropy, b, sizeof b, NULL));
    assert_memory_not_equal(a, b, sizeof a);
    assert_true(entropy_fill(&entropy, a, 0, NULL));
}

static void a_counted_sequence_can_be_had_again(void **state) {
    (void)state;
    uint64_t counters[2] = {7, 7};
    uint8_t rooms[2][37] = {{0}};
    for (int i = 0; i < 2; i++) {
        Entropy entropy = entropy_counted(&counters[i]);
        assert_true(entropy_fill(&entropy, rooms[i], sizeof rooms[i], NULL));
    }
    assert_memory_equal(rooms[0], rooms[1], sizeof rooms[0]);
    Entropy entropy = entropy_counted(&counters[0]);
    assert_true(entropy_fill(&entropy, rooms[0], sizeof rooms[0], NULL));
    assert_memory_not_equal(rooms[0], rooms[1], sizeof rooms[0]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kernel_gives_different_bytes_each_time),
        cmocka_unit_test(a_counted_sequence_can_be_had_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
