/*
 * The one writer of a data directory: an advisory lock that ends with its process.
 *
 * Owns: Lock holds a descriptor; lock_release accepts a zeroed value.
 * Errors: ERR_BUSY names the process that holds it and what it was doing; ERR_IO.
 * Source: flock(2): the kernel releases it when the process dies, so no stale lock can remain.
 */
#ifndef BANYAN_SYS_LOCK_H
#define BANYAN_SYS_LOCK_H

#include "sys/files.h"

typedef struct {
    int fd;
    bool held;
} Lock;

/* Takes the lock file `name` or fails at once; `purpose` is shown to whoever comes second, such as "banyan import". */
CHECKED bool lock_take(const FilesDir *dir, const char *name, Str purpose, Lock *out, Err *err);
void lock_release(Lock *lock);

#endif
