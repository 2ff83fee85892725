#include "http/pool.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    Pool *pool;
    size_t number;
    pthread_t thread;
} Worker;

struct Pool {
    PoolOptions options;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    PoolJob *first;
    PoolJob **end;
    size_t waiting;
    size_t working;
    bool stopping;
    size_t started;
    Worker workers[];
};

/* The next job, or NULL once the pool stops and nothing waits. */
static PoolJob *take(Pool *pool) {
    (void)pthread_mutex_lock(&pool->lock);
    while (pool->first == NULL && !pool->stopping) {
        (void)pthread_cond_wait(&pool->changed, &pool->lock);
    }
    PoolJob *job = pool->first;
    if (job != NULL) {
        pool->first = job->next;
        pool->end = pool->first == NULL ? &pool->first : pool->end;
        pool->waiting--;
        pool->working++;
    }
    (void)pthread_mutex_unlock(&pool->lock);
    return job;
}

static void *run(void *ctx) {
    Worker *worker = ctx;
    Pool *pool = worker->pool;
    for (PoolJob *job = take(pool); job != NULL; job = take(pool)) {
        pool->options.work(pool->options.ctx, worker->number, job);
        (void)pthread_mutex_lock(&pool->lock);
        pool->working--;
        (void)pthread_mutex_unlock(&pool->lock);
    }
    if (pool->options.leave != NULL) {
        pool->options.leave();
    }
    return NULL;
}

bool pool_start(const PoolOptions *options, Pool **out, Err *err) {
    Pool *pool = calloc(1, sizeof(*pool) + options->workers * sizeof(pool->workers[0]));
    if (pool == NULL) {
        abort();
    }
    pool->options = *options;
    pool->end = &pool->first;
    (void)pthread_mutex_init(&pool->lock, NULL);
    (void)pthread_cond_init(&pool->changed, NULL);
    for (; pool->started < options->workers; pool->started++) {
        Worker *worker = &pool->workers[pool->started];
        *worker = (Worker){.pool = pool, .number = pool->started};
        int failed = pthread_create(&worker->thread, NULL, run, worker);
        if (failed != 0) {
            pool_stop(pool);
            return err_set(err, ERR_UNAVAILABLE, "no worker thread could be started: %s", strerrordesc_np(failed));
        }
    }
    *out = pool;
    return true;
}

bool pool_submit(Pool *pool, PoolJob *job) {
    (void)pthread_mutex_lock(&pool->lock);
    bool room = pool->waiting < pool->options.queue && !pool->stopping;
    if (room) {
        job->next = NULL;
        *pool->end = job;
        pool->end = &job->next;
        pool->waiting++;
        (void)pthread_cond_signal(&pool->changed);
    }
    (void)pthread_mutex_unlock(&pool->lock);
    return room;
}

size_t pool_waiting(Pool *pool) {
    (void)pthread_mutex_lock(&pool->lock);
    size_t waiting = pool->waiting;
    (void)pthread_mutex_unlock(&pool->lock);
    return waiting;
}

size_t pool_unfinished(Pool *pool) {
    (void)pthread_mutex_lock(&pool->lock);
    size_t unfinished = pool->waiting + pool->working;
    (void)pthread_mutex_unlock(&pool->lock);
    return unfinished;
}

void pool_refuse(Pool *pool) {
    (void)pthread_mutex_lock(&pool->lock);
    pool->stopping = true;
    (void)pthread_cond_broadcast(&pool->changed);
    (void)pthread_mutex_unlock(&pool->lock);
}

void pool_stop(Pool *pool) {
    if (pool == NULL) {
        return;
    }
    pool_refuse(pool);
    for (size_t i = 0; i < pool->started; i++) {
        (void)pthread_join(pool->workers[i].thread, NULL);
    }
    (void)pthread_cond_destroy(&pool->changed);
    (void)pthread_mutex_destroy(&pool->lock);
    free(pool);
}
