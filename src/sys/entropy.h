/*
 * Randomness, as a parameter, so that tests can hold it still.
 *
 * Shape: entropy_system() asks the kernel; entropy_counted(&counter) gives a reproducible sequence for tests only.
 * Owns: nothing; entropy_counted borrows its counter.
 * Errors: ERR_UNAVAILABLE when the kernel gives none.
 * Source: getrandom(2).
 */
#ifndef BANYAN_SYS_ENTROPY_H
#define BANYAN_SYS_ENTROPY_H

#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
    bool (*fill)(void *ctx, void *room, size_t size, Err *err);
    void *ctx;
} Entropy;

Entropy entropy_system(void);
Entropy entropy_counted(uint64_t *counter);
CHECKED bool entropy_fill(const Entropy *entropy, void *room, size_t size, Err *err);

#endif
