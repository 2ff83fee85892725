#include "sys/relay.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

/* Everything but `failure`, which is read after the filling thread ended, is used under the lock. */
typedef struct {
    const Relay *relay;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint64_t filled;
    uint64_t taken;
    bool ended;   /* nothing more will be filled */
    bool stopped; /* nothing more will be taken */
    bool failed;  /* filling ended with `failure` */
    Err failure;
} Work;

/* False when filling has to stop. */
static bool wait_for_room(Work *work) {
    (void)pthread_mutex_lock(&work->lock);
    while (!work->stopped && work->filled - work->taken == RELAY_SLOTS) {
        (void)pthread_cond_wait(&work->changed, &work->lock);
    }
    bool go_on = !work->stopped;
    (void)pthread_mutex_unlock(&work->lock);
    return go_on;
}

/* False when there is nothing more to take. */
static bool wait_for_batch(Work *work) {
    (void)pthread_mutex_lock(&work->lock);
    while (!work->ended && work->filled == work->taken) {
        (void)pthread_cond_wait(&work->changed, &work->lock);
    }
    bool there = work->filled > work->taken;
    (void)pthread_mutex_unlock(&work->lock);
    return there;
}

static void say_filled(Work *work, bool done, bool more) {
    (void)pthread_mutex_lock(&work->lock);
    work->filled += done ? 1 : 0;
    work->failed = !done;
    work->ended = !done || !more;
    (void)pthread_cond_signal(&work->changed);
    (void)pthread_mutex_unlock(&work->lock);
}

static void say_taken(Work *work, bool done) {
    (void)pthread_mutex_lock(&work->lock);
    work->taken++;
    work->stopped = !done;
    (void)pthread_cond_signal(&work->changed);
    (void)pthread_mutex_unlock(&work->lock);
}

/* `filled` is changed by this thread alone, so that it may read it without the lock. */
static void *fill_all(void *ctx) {
    Work *work = ctx;
    bool more = true;
    bool done = true;
    while (done && more && wait_for_room(work)) {
        done = work->relay->fill(work->relay->ctx, (size_t)(work->filled % RELAY_SLOTS), &more, &work->failure);
        say_filled(work, done, more);
    }
    return NULL;
}

static bool take_all(Work *work, Err *err) {
    bool done = true;
    while (done && wait_for_batch(work)) {
        done = work->relay->take(work->relay->ctx, (size_t)(work->taken % RELAY_SLOTS), err);
        say_taken(work, done);
    }
    return done;
}

static bool run_both(Work *work, Err *err) {
    pthread_t filler;
    int failed = pthread_create(&filler, NULL, fill_all, work);
    if (failed != 0) {
        return err_set(err, ERR_UNAVAILABLE, "no second thread could be started: %s; try again when less is running",
                       strerrordesc_np(failed));
    }
    bool done = take_all(work, err);
    (void)pthread_join(filler, NULL);
    if (done && work->failed) {
        return err_set(err, work->failure.code, "%s", work->failure.text);
    }
    return done;
}

bool relay_run(const Relay *relay, Err *err) {
    Work work = {.relay = relay};
    (void)pthread_mutex_init(&work.lock, NULL);
    (void)pthread_cond_init(&work.changed, NULL);
    bool done = run_both(&work, err);
    (void)pthread_cond_destroy(&work.changed);
    (void)pthread_mutex_destroy(&work.lock);
    return done;
}
