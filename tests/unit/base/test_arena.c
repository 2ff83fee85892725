#include "base/arena.h"

#include <string.h>

#include "../cmocka_all.h"

static void memory_is_zeroed_and_aligned(void **state) {
    (void)state;
    Arena arena = {0};
    for (size_t size = 0; size < 5000; size += 37) {
        char *memory = arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++) {
            assert_int_equal(memory[i], 0);
        }
        memset(memory, 0xff, size);
    }
    arena_done(&arena);
    arena_done(&arena);
}

static void large_allocations_get_their_own_block(void **state) {
    (void)state;
    Arena arena = {0};
    char *big = arena_alloc(&arena, 5000000);
    big[4999999] = 1;
    char *small = arena_alloc(&arena, 10);
    small[9] = 1;
    arena_done(&arena);
}

static void rewinding_gives_the_same_memory_again(void **state) {
    (void)state;
    Arena arena = {0};
    (void)arena_alloc(&arena, 100);
    ArenaMark mark = arena_mark(&arena);
    char *first = arena_alloc(&arena, 100);
    for (int i = 0; i < 1000; i++) {
        (void)arena_alloc(&arena, 1000);
    }
    arena_rewind(&arena, mark);
    assert_ptr_equal(arena_alloc(&arena, 100), first);
    arena_done(&arena);
}

static void a_loop_that_rewinds_uses_the_same_blocks_again(void **state) {
    (void)state;
    Arena arena = {0};
    char *last[20];
    for (int round = 0; round < 3; round++) {
        arena_rewind(&arena, (ArenaMark){0});
        for (size_t i = 0; i < COUNT_OF(last); i++) {
            char *memory = arena_alloc(&arena, 10000 * (i + 1));
            assert_int_equal(memory[0], 0);
            assert_int_equal(memory[10000 * (i + 1) - 1], 0);
            memset(memory, 0xff, 10000 * (i + 1));
            assert_true(round == 0 || memory == last[i]);
            last[i] = memory;
        }
    }
    arena_done(&arena);
}

static void memory_that_was_rewound_past_and_is_too_small_makes_way(void **state) {
    (void)state;
    Arena arena = {0};
    for (size_t size = 1000; size < 4000000; size *= 2) {
        char *memory = arena_alloc(&arena, size);
        memset(memory, 0xff, size);
        arena_rewind(&arena, (ArenaMark){0});
    }
    char *memory = arena_alloc(&arena, 8000000);
    assert_int_equal(memory[7999999], 0);
    assert_null(arena.spare);
    arena_done(&arena);
}

static jmp_buf full_jump;

static void on_full(void) {
    longjmp(full_jump, 1);
}

static void a_fixed_block_says_when_it_is_full(void **state) {
    (void)state;
    char memory[1024];
    Arena arena;
    arena_init_fixed(&arena, memory, sizeof(memory), on_full);
    (void)arena_alloc(&arena, 512);
    if (setjmp(full_jump) == 0) {
        (void)arena_alloc(&arena, 1024);
        fail();
    }
    arena_done(&arena);
}

static void a_product_that_overflows_is_out_of_memory(void **state) {
    (void)state;
    char memory[64];
    Arena arena;
    arena_init_fixed(&arena, memory, sizeof(memory), on_full);
    if (setjmp(full_jump) == 0) {
        (void)arena_array(&arena, SIZE_MAX / 2, 4);
        fail();
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(large_allocations_get_their_own_block),
        cmocka_unit_test(rewinding_gives_the_same_memory_again),
        cmocka_unit_test(a_loop_that_rewinds_uses_the_same_blocks_again),
        cmocka_unit_test(memory_that_was_rewound_past_and_is_too_small_makes_way),
        cmocka_unit_test(a_fixed_block_says_when_it_is_full),
        cmocka_unit_test(a_product_that_overflows_is_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
