#include "http/pool.h"

#include <pthread.h>

#include "../cmocka_all.h"

enum { JOBS = 100 };

/* Jobs wait in `work` until the gate is opened. */
typedef struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    size_t begun;
    size_t done;
    PoolJob *order[JOBS];
} Gate;

static void work(void *ctx, size_t worker, PoolJob *job) {
    Gate *gate = ctx;
    (void)worker;
    (void)pthread_mutex_lock(&gate->lock);
    gate->order[gate->begun++] = job;
    (void)pthread_cond_broadcast(&gate->changed);
    while (!gate->open) {
        (void)pthread_cond_wait(&gate->changed, &gate->lock);
    }
    gate->done++;
    (void)pthread_mutex_unlock(&gate->lock);
}

static void gate_begin(Gate *gate) {
    *gate = (Gate){.open = false};
    (void)pthread_mutex_init(&gate->lock, NULL);
    (void)pthread_cond_init(&gate->changed, NULL);
}

static void gate_open(Gate *gate) {
    (void)pthread_mutex_lock(&gate->lock);
    gate->open = true;
    (void)pthread_cond_broadcast(&gate->changed);
    (void)pthread_mutex_unlock(&gate->lock);
}

static void wait_begun(Gate *gate, size_t count) {
    (void)pthread_mutex_lock(&gate->lock);
    while (gate->begun < count) {
        (void)pthread_cond_wait(&gate->changed, &gate->lock);
    }
    (void)pthread_mutex_unlock(&gate->lock);
}

static void a_full_queue_takes_no_more_and_loses_nothing(void **state) {
    (void)state;
    Gate gate;
    Pool *pool = NULL;
    PoolJob jobs[JOBS] = {{NULL}};
    gate_begin(&gate);
    assert_true(pool_start(&(PoolOptions){.workers = 2, .queue = 10, .work = work, .ctx = &gate}, &pool, NULL));
    for (size_t i = 0; i < 2; i++) {
        assert_true(pool_submit(pool, &jobs[i]));
        wait_begun(&gate, i + 1);
    }
    for (size_t i = 2; i < 12; i++) {
        assert_true(pool_submit(pool, &jobs[i]));
    }
    assert_false(pool_submit(pool, &jobs[12]));
    assert_int_equal(pool_waiting(pool), 10);
    assert_int_equal(pool_unfinished(pool), 12);
    gate_open(&gate);
    wait_begun(&gate, 12);
    pool_stop(pool);
    assert_int_equal(gate.done, 12);
}

static void one_worker_keeps_the_order(void **state) {
    (void)state;
    Gate gate;
    Pool *pool = NULL;
    PoolJob jobs[JOBS] = {{NULL}};
    gate_begin(&gate);
    assert_true(pool_start(&(PoolOptions){.workers = 1, .queue = JOBS, .work = work, .ctx = &gate}, &pool, NULL));
    for (size_t i = 0; i < JOBS; i++) {
        assert_true(pool_submit(pool, &jobs[i]));
    }
    gate_open(&gate);
    pool_stop(pool);
    for (size_t i = 0; i < JOBS; i++) {
        assert_ptr_equal(gate.order[i], &jobs[i]);
    }
}

static void a_pool_that_refuses_still_works_off_what_waits(void **state) {
    (void)state;
    Gate gate;
    Pool *pool = NULL;
    PoolJob jobs[3] = {{NULL}};
    gate_begin(&gate);
    assert_true(pool_start(&(PoolOptions){.workers = 1, .queue = 10, .work = work, .ctx = &gate}, &pool, NULL));
    assert_true(pool_submit(pool, &jobs[0]) && pool_submit(pool, &jobs[1]));
    pool_refuse(pool);
    assert_false(pool_submit(pool, &jobs[2]));
    assert_int_equal(pool_unfinished(pool), 2);
    gate_open(&gate);
    pool_stop(pool);
    assert_int_equal(gate.done, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_queue_takes_no_more_and_loses_nothing),
        cmocka_unit_test(one_worker_keeps_the_order),
        cmocka_unit_test(a_pool_that_refuses_still_works_off_what_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
