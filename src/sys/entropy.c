#include "sys/entropy.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <sys/types.h>

static bool system_fill(void *ctx, void *room, size_t size, Err *err) {
    (void)ctx;
    size_t done = 0;
    while (done < size) {
        ssize_t got = getrandom((char *)room + done, size - done, 0);
        if (got < 0 && errno != EINTR) {
            const char *reason = strerrordesc_np(errno);
            return err_set(err, ERR_UNAVAILABLE, "the kernel gives no randomness: %s", reason == NULL ? "?" : reason);
        }
        done += got < 0 ? 0 : (size_t)got;
    }
    return true;
}

/* splitmix64 (Steele, Lea, Flood 2014): reproducible, and nothing more is asked of it here. */
static uint64_t counted_next(uint64_t *counter) {
    uint64_t z = (*counter += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static bool counted_fill(void *ctx, void *room, size_t size, Err *err) {
    (void)err;
    char *at = room;
    while (size > 0) {
        uint64_t word = counted_next(ctx);
        size_t part = size < sizeof word ? size : sizeof word;
        memcpy(at, &word, part);
        at += part;
        size -= part;
    }
    return true;
}

Entropy entropy_system(void) {
    return (Entropy){.fill = system_fill};
}

Entropy entropy_counted(uint64_t *counter) {
    return (Entropy){.fill = counted_fill, .ctx = counter};
}

bool entropy_fill(const Entropy *entropy, void *room, size_t size, Err *err) {
    return entropy->fill(entropy->ctx, room, size, err);
}
