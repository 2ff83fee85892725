#include "sys/clock.h"

#include <stddef.h>
#include <time.h>

static int64_t clock_read(clockid_t id, int64_t *nanoseconds) {
    struct timespec now = {0};
    (void)clock_gettime(id, &now);
    *nanoseconds = now.tv_nsec;
    return now.tv_sec;
}

static int64_t system_now_s(void *ctx) {
    (void)ctx;
    int64_t nanoseconds = 0;
    return clock_read(CLOCK_REALTIME, &nanoseconds);
}

static int64_t fixed_now_s(void *ctx) {
    return *(const int64_t *)ctx;
}

Clock clock_system(void) {
    return (Clock){.now_s = system_now_s};
}

Clock clock_fixed(int64_t *at_s) {
    return (Clock){.now_s = fixed_now_s, .ctx = at_s};
}

int64_t clock_now_s(const Clock *clock) {
    return clock->now_s(clock->ctx);
}

int64_t clock_steady_ms(void) {
    int64_t nanoseconds = 0;
    int64_t seconds = clock_read(CLOCK_MONOTONIC, &nanoseconds);
    return seconds * 1000 + nanoseconds / 1000000;
}

int64_t clock_steady_us(void) {
    int64_t nanoseconds = 0;
    int64_t seconds = clock_read(CLOCK_MONOTONIC, &nanoseconds);
    return seconds * 1000000 + nanoseconds / 1000;
}
