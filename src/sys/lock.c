#include "sys/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "sys/fdio.h"

enum { LOCK_TEXT = 256 };

/* What the holder wrote when it took the lock: "process 1234 (banyan import)". */
static void holder_read(int fd, char text[LOCK_TEXT]) {
    ssize_t len = pread(fd, text, LOCK_TEXT - 1, 0);
    text[len > 0 ? len : 0] = '\0';
    for (char *at = text; *at != '\0'; at++) {
        *at = (unsigned char)*at < ' ' ? ' ' : *at;
    }
}

static bool lock_refused(int fd, FdioPath path, int number, Err *err) {
    char text[LOCK_TEXT];
    if (number != EWOULDBLOCK) {
        return fdio_failed(err, path, "lock", number);
    }
    holder_read(fd, text);
    return err_set(err, ERR_BUSY, "%s: is being written by %s; wait for it to end, or stop it, and run this again",
                   path.dir, text[0] == '\0' ? "another process" : text);
}

static int lock_try(int fd) {
    int result = 0;
    do {
        result = flock(fd, LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : errno;
}

/* The text only serves the sentence; without it the lock still holds. */
static void holder_write(int fd, Str purpose) {
    char text[LOCK_TEXT];
    int len = snprintf(text, sizeof text, "process %ld (%.*s)", (long)getpid(), STR_ARG(purpose));
    if (ftruncate(fd, 0) == 0 && len > 0) {
        ssize_t written = pwrite(fd, text, len < LOCK_TEXT ? (size_t)len : LOCK_TEXT - 1, 0);
        (void)written;
    }
}

bool lock_take(const FilesDir *dir, const char *name, Str purpose, Lock *out, Err *err) {
    FdioPath path = {dir->path, name};
    int fd = fdio_open(dir->fd, name, O_RDWR | O_CREAT | O_NOFOLLOW, fdio_file_mode(FILES_SHARED));
    if (fd < 0) {
        return fdio_failed(err, path, "open", errno);
    }
    int number = lock_try(fd);
    if (number != 0) {
        (void)lock_refused(fd, path, number, err);
        fdio_close(fd);
        return false;
    }
    holder_write(fd, purpose);
    *out = (Lock){.fd = fd, .held = true};
    return true;
}

/* The file stays: removing it would let a third process lock another file of the same name. */
void lock_release(Lock *lock) {
    if (lock->held) {
        int truncated = ftruncate(lock->fd, 0);
        (void)truncated;
        fdio_close(lock->fd);
        lock->held = false;
    }
}
