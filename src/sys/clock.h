/*
 * What time it is, as a parameter, so that tests can hold it still.
 *
 * Shape: clock_system() reads the machine's clock; clock_fixed(&at_s) always answers what *at_s holds.
 * Units: seconds since 1970-01-01T00:00:00Z; milliseconds or microseconds of a clock that only goes forward.
 * Owns: nothing; clock_fixed borrows its seconds.
 */
#ifndef BANYAN_SYS_CLOCK_H
#define BANYAN_SYS_CLOCK_H

#include <stdint.h>

#include "base/defs.h"

typedef struct {
    int64_t (*now_s)(void *ctx);
    void *ctx;
} Clock;

Clock clock_system(void);
Clock clock_fixed(int64_t *at_s);
CHECKED int64_t clock_now_s(const Clock *clock);
/* For progress and durations only: no relation to civil time. */
CHECKED int64_t clock_steady_ms(void);
CHECKED int64_t clock_steady_us(void);

#endif
