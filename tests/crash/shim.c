/*
 * A library to preload that writes down what a program does to the files below one directory, and can kill it in between.
 *
 * Shape: three environment variables.
 *        CRASH_ROOT     the directory, absolute and without symbolic links; what happens elsewhere is not looked at.
 *        CRASH_JOURNAL  the file that the calls are appended to, outside of CRASH_ROOT.
 *        CRASH_AT       N kills the program with SIGKILL before its N-th write-like call; absent or 0: never.
 *        A write-like call below the root is open that creates or truncates, write, ftruncate, rename, link, unlink,
 *        mkdir, rmdir, fsync and fdatasync, each with its variants. One that failed changes nothing and is not journalled.
 *
 * The model of the disk (disk.py works it out of the journal, as the shim itself holds no state of files):
 *   - The contents of a file are durable as they were at its last fsync or fdatasync. Later writes and truncations may
 *     each be lost or kept, whole or in sectors, in any order.
 *   - A name (made, renamed, linked or removed) is durable once the directory it stands in was synced; until then each
 *     change may be lost or kept. Syncing a file does not keep its name, and syncing a directory keeps neither its own name
 *     nor the contents of its files. A rename inside a directory is one change: there is no moment with neither name.
 *   - close, sync_file_range and the end of the process make nothing durable.
 *   - A shared writable mapping is expected of SQLite's `-shm` files only, which it makes anew from the write-ahead log.
 *   - What the model does not know (O_SYNC, fallocate, copy_file_range, symlink and the like) is journalled as
 *     unmodelled, and the driver refuses the run instead of guessing.
 * A call that a C library makes inside itself is not seen here; the driver finds that out because the directory then
 * differs from what the journal says.
 *
 * Owns: the journal's descriptor. Paths come from /proc/self/fd, so duplicated and inherited descriptors are known too.
 * Errors: the program's own calls answer as without the library; an unusable journal aborts the program.
 * Source: POSIX.1-2017 fsync, rename; open(2), fsync(2) of Linux on what is not promised.
 */
/* With it, open and open64 would be one name, and both are defined here. */
#undef _FILE_OFFSET_BITS
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { PATH_ROOM = PATH_MAX * 2 + 2, JOURNAL_FD = 900 };

static struct {
    pthread_mutex_t lock;
    const char *root;
    size_t root_len;
    int journal;
    unsigned long at;
    unsigned long count;
} shim = {.lock = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP, .journal = -1};

typedef struct {
    char text[PATH_ROOM];
    int below; /* of the root */
} Path;

/* As in the journal: this head, then path, other path and bytes. */
typedef struct {
    uint32_t op;
    uint32_t path_len;
    uint32_t other_len;
    uint32_t bytes_len;
    uint64_t at;    /* offset or size */
    uint64_t count; /* write-like calls so far, this one included */
} Head;

static void die(const char *what) {
    (void)fprintf(stderr, "crash shim: %s\n", what);
    abort();
}

/* Only digits; the project's checked parser is not linked into a library that any program may load. */
static unsigned long number_of(const char *text) {
    unsigned long number = 0;
    for (; text != NULL && *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (unsigned long)(*text - '0');
    }
    return number;
}

__attribute__((constructor)) static void begin(void) {
    const char *journal = getenv("CRASH_JOURNAL");
    shim.root = getenv("CRASH_ROOT");
    if (shim.root == NULL || journal == NULL) {
        return;
    }
    shim.root_len = strlen(shim.root);
    shim.at = number_of(getenv("CRASH_AT"));
    int fd = (int)syscall(SYS_openat, AT_FDCWD, journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) {
        die("CRASH_JOURNAL cannot be opened");
    }
    /* High up, so that the program gets the descriptors it would have got without us. */
    shim.journal = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, JOURNAL_FD);
    (void)syscall(SYS_close, fd);
    if (shim.journal < 0) {
        die("no descriptor for the journal");
    }
}

static void judge(Path *path) {
    size_t len = shim.root_len;
    path->below = shim.journal >= 0 && strncmp(path->text, shim.root, len) == 0 &&
                  (path->text[len] == '/' || path->text[len] == '\0');
}

/* A file that has no name any more is of no interest: nothing of it can be found after a crash. */
static void path_of_fd(int fd, Path *out) {
    static const char deleted[] = " (deleted)";
    char link[64];
    int saved = errno;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(link, out->text, PATH_MAX);
    out->text[len > 0 ? len : 0] = '\0';
    judge(out);
    size_t tail = sizeof deleted - 1;
    if ((size_t)len > tail && len > 0 && strcmp(out->text + (size_t)len - tail, deleted) == 0) {
        out->below = 0;
    }
    errno = saved;
}

static void path_at(int dir, const char *name, Path *out) {
    Path base = {.text = ""};
    int saved = errno;
    if (name == NULL || name[0] == '/') {
        (void)snprintf(out->text, sizeof out->text, "%s", name == NULL ? "" : name);
    } else {
        if (dir != AT_FDCWD) {
            path_of_fd(dir, &base);
        } else if (getcwd(base.text, PATH_MAX) == NULL) {
            die("no working directory");
        }
        (void)snprintf(out->text, sizeof out->text, "%.*s/%.*s", PATH_MAX, base.text, PATH_MAX, name);
    }
    judge(out);
    errno = saved;
}

static void put(const void *bytes, size_t len) {
    const char *at = bytes;
    while (len > 0) {
        long done = syscall(SYS_write, shim.journal, at, len);
        if (done <= 0) {
            die("the journal cannot be written");
        }
        at += done;
        len -= (size_t)done;
    }
}

typedef struct {
    const void *ptr;
    size_t len;
} Span;

static void journal(char op, const Path *path, const char *other, uint64_t at, Span bytes) {
    int saved = errno;
    Head head = {.op = (uint32_t)op,
                 .path_len = (uint32_t)strlen(path->text),
                 .other_len = (uint32_t)(other == NULL ? 0 : strlen(other)),
                 .bytes_len = (uint32_t)bytes.len,
                 .at = at};
    (void)pthread_mutex_lock(&shim.lock);
    head.count = shim.count;
    put(&head, sizeof head);
    put(path->text, head.path_len);
    put(other, head.other_len);
    put(bytes.ptr, bytes.len);
    (void)pthread_mutex_unlock(&shim.lock);
    errno = saved;
}

static const Span nothing = {NULL, 0};

static void unmodelled(const Path *path, const char *what) {
    if (path->below) {
        journal('?', path, what, 0, nothing);
    }
}

/* Before each write-like call; until settle, no other thread makes one, so that the journal has them in their order. */
static void strike(const Path *path) {
    if (!path->below) {
        return;
    }
    (void)pthread_mutex_lock(&shim.lock);
    shim.count++;
    if (shim.count == shim.at) {
        (void)syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    }
}

static void settle(const Path *path) {
    if (path->below) {
        (void)pthread_mutex_unlock(&shim.lock);
    }
}

static int done_one(long result, char op, const Path *path, uint64_t at) {
    if (result >= 0 && path->below) {
        journal(op, path, NULL, at, nothing);
    }
    settle(path);
    return (int)result;
}

static int exists(const Path *path) {
    int saved = errno;
    long found = syscall(SYS_faccessat, AT_FDCWD, path->text, F_OK);
    errno = saved;
    return found == 0;
}

static int open_any(int dir, const char *name, int flags, mode_t mode) {
    Path path;
    path_at(dir, name, &path);
    int create = path.below && (flags & O_CREAT) != 0 && !exists(&path);
    int truncate = path.below && (flags & O_TRUNC) != 0 && !create;
    if (create || truncate) {
        strike(&path);
    }
    if ((flags & O_SYNC) == O_SYNC || (flags & O_DSYNC) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
        unmodelled(&path, "open with O_SYNC, O_DSYNC or O_TMPFILE");
    }
    long fd = syscall(SYS_openat, dir, name, flags, mode);
    if (fd >= 0 && create) {
        journal('C', &path, NULL, 0, nothing);
    } else if (fd >= 0 && truncate) {
        journal('T', &path, NULL, 0, nothing);
    }
    if (create || truncate) {
        settle(&path);
    }
    return (int)fd;
}

static mode_t mode_of(int flags, va_list *rest) {
    return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(*rest, mode_t) : 0;
}

#define OPEN_BODY(dir)                                                                                                 \
    va_list rest;                                                                                                      \
    va_start(rest, flags);                                                                                             \
    mode_t mode = mode_of(flags, &rest);                                                                               \
    va_end(rest);                                                                                                      \
    return open_any(dir, name, flags, mode)

/* The names of the parameters are ours, not those of the system's headers. */
/* NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */
int open(const char *name, int flags, ...) {
    OPEN_BODY(AT_FDCWD);
}

int open64(const char *name, int flags, ...) {
    OPEN_BODY(AT_FDCWD);
}

int openat(int dir, const char *name, int flags, ...) {
    OPEN_BODY(dir);
}

int openat64(int dir, const char *name, int flags, ...) {
    OPEN_BODY(dir);
}

/* What a program built with _FORTIFY_SOURCE calls. */
int __open_2(const char *name, int flags);
int __open64_2(const char *name, int flags);
int __openat_2(int dir, const char *name, int flags);
int __openat64_2(int dir, const char *name, int flags);

int __open_2(const char *name, int flags) {
    return open_any(AT_FDCWD, name, flags, 0);
}

int __open64_2(const char *name, int flags) {
    return open_any(AT_FDCWD, name, flags, 0);
}

int __openat_2(int dir, const char *name, int flags) {
    return open_any(dir, name, flags, 0);
}

int __openat64_2(int dir, const char *name, int flags) {
    return open_any(dir, name, flags, 0);
}

int creat(const char *name, mode_t mode) {
    return open_any(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int creat64(const char *name, mode_t mode) {
    return open_any(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

static ssize_t written(const Path *path, ssize_t result, off_t at, Span bytes) {
    if (result > 0 && path->below) {
        journal('W', path, NULL, (uint64_t)at, (Span){bytes.ptr, (size_t)result});
    }
    settle(path);
    return result;
}

/* Where the write that has just been done began, also with O_APPEND. */
static off_t begun_at(int fd, ssize_t result) {
    int saved = errno;
    long now = syscall(SYS_lseek, fd, 0, SEEK_CUR);
    errno = saved;
    return (off_t)now - (off_t)result;
}

ssize_t write(int fd, const void *bytes, size_t len) {
    Path path;
    path_of_fd(fd, &path);
    strike(&path);
    ssize_t result = syscall(SYS_write, fd, bytes, len);
    return written(&path, result, path.below ? begun_at(fd, result) : 0, (Span){bytes, len});
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at) {
    Path path;
    path_of_fd(fd, &path);
    strike(&path);
    return written(&path, syscall(SYS_pwrite64, fd, bytes, len, at), at, (Span){bytes, len});
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at) {
    return pwrite(fd, bytes, len, at);
}

/* A short count is a legal answer: the first part alone is written, and the caller goes on with the rest. */
ssize_t writev(int fd, const struct iovec *parts, int count) {
    Path path;
    path_of_fd(fd, &path);
    if (!path.below) {
        return syscall(SYS_writev, fd, parts, count);
    }
    return count < 1 ? 0 : write(fd, parts[0].iov_base, parts[0].iov_len);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) {
    Path path;
    path_of_fd(fd, &path);
    if (!path.below) {
        return syscall(SYS_pwritev, fd, parts, count, at, 0L);
    }
    return count < 1 ? 0 : pwrite(fd, parts[0].iov_base, parts[0].iov_len, at);
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    return pwritev(fd, parts, count, at);
}

int ftruncate(int fd, off_t size) {
    Path path;
    path_of_fd(fd, &path);
    strike(&path);
    return done_one(syscall(SYS_ftruncate, fd, size), 'T', &path, (uint64_t)size);
}

int ftruncate64(int fd, off64_t size) {
    return ftruncate(fd, size);
}

int truncate(const char *name, off_t size) {
    Path path;
    path_at(AT_FDCWD, name, &path);
    strike(&path);
    return done_one(syscall(SYS_truncate, name, size), 'T', &path, (uint64_t)size);
}

int truncate64(const char *name, off64_t size) {
    return truncate(name, size);
}

static int sync_any(int fd, long call) {
    Path path;
    path_of_fd(fd, &path);
    strike(&path);
    return done_one(syscall(call, fd), 'S', &path, 0);
}

int fsync(int fd) {
    return sync_any(fd, SYS_fsync);
}

int fdatasync(int fd) {
    return sync_any(fd, SYS_fdatasync);
}

/* Both names have to be known: a file that comes in from elsewhere has contents that the journal never saw. */
static int two_names(char op, const Path *old, const Path *fresh, long result) {
    if (result == 0 && old->below != fresh->below) {
        unmodelled(old->below ? old : fresh, "a name moved across the border of CRASH_ROOT");
    } else if (result == 0 && old->below) {
        journal(op, old, fresh->text, 0, nothing);
    }
    settle(fresh);
    return (int)result;
}

int renameat2(int old_dir, const char *old_name, int dir, const char *name, unsigned flags) {
    Path old;
    Path fresh;
    path_at(old_dir, old_name, &old);
    path_at(dir, name, &fresh);
    if (flags > 1) {
        unmodelled(&fresh, "renameat2 with flags");
    }
    strike(&fresh);
    return two_names('R', &old, &fresh, syscall(SYS_renameat2, old_dir, old_name, dir, name, flags));
}

int renameat(int old_dir, const char *old_name, int dir, const char *name) {
    return renameat2(old_dir, old_name, dir, name, 0);
}

int rename(const char *old_name, const char *name) {
    return renameat2(AT_FDCWD, old_name, AT_FDCWD, name, 0);
}

int linkat(int old_dir, const char *old_name, int dir, const char *name, int flags) {
    Path old;
    Path fresh;
    path_at(old_dir, old_name, &old);
    path_at(dir, name, &fresh);
    strike(&fresh);
    return two_names('L', &old, &fresh, syscall(SYS_linkat, old_dir, old_name, dir, name, flags));
}

int link(const char *old_name, const char *name) {
    return linkat(AT_FDCWD, old_name, AT_FDCWD, name, 0);
}

int unlinkat(int dir, const char *name, int flags) {
    Path path;
    path_at(dir, name, &path);
    strike(&path);
    return done_one(syscall(SYS_unlinkat, dir, name, flags), 'U', &path, 0);
}

int unlink(const char *name) {
    return unlinkat(AT_FDCWD, name, 0);
}

int rmdir(const char *name) {
    return unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
}

int mkdirat(int dir, const char *name, mode_t mode) {
    Path path;
    path_at(dir, name, &path);
    strike(&path);
    return done_one(syscall(SYS_mkdirat, dir, name, mode), 'D', &path, 0);
}

int mkdir(const char *name, mode_t mode) {
    return mkdirat(AT_FDCWD, name, mode);
}

void *mmap(void *where, size_t len, int protection, int flags, int fd, off_t at) {
    static const char shared[] = "-shm";
    if ((flags & MAP_SHARED) != 0 && (protection & PROT_WRITE) != 0 && fd >= 0) {
        Path path;
        path_of_fd(fd, &path);
        size_t size = strlen(path.text);
        if (size < sizeof shared || strcmp(path.text + size - (sizeof shared - 1), shared) != 0) {
            unmodelled(&path, "a shared writable mapping");
        }
    }
    return (void *)syscall(SYS_mmap, where, len, protection, flags, fd, at); /* NOLINT(performance-no-int-to-ptr) */
}

void *mmap64(void *where, size_t len, int protection, int flags, int fd, off64_t at) {
    return mmap(where, len, protection, flags, fd, at);
}

static void unmodelled_fd(int fd, const char *what) {
    Path path;
    path_of_fd(fd, &path);
    unmodelled(&path, what);
}

int fallocate(int fd, int mode, off_t at, off_t len) {
    unmodelled_fd(fd, "fallocate");
    return (int)syscall(SYS_fallocate, fd, mode, at, len);
}

int fallocate64(int fd, int mode, off64_t at, off64_t len) {
    return fallocate(fd, mode, at, len);
}

int posix_fallocate(int fd, off_t at, off_t len) {
    return fallocate(fd, 0, at, len) == 0 ? 0 : errno;
}

int posix_fallocate64(int fd, off64_t at, off64_t len) {
    return posix_fallocate(fd, at, len);
}

ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t len, unsigned flags) {
    unmodelled_fd(out, "copy_file_range");
    return syscall(SYS_copy_file_range, in, in_at, out, out_at, len, flags);
}

ssize_t sendfile(int out, int in, off_t *at, size_t len) {
    unmodelled_fd(out, "sendfile");
    return syscall(SYS_sendfile, out, in, at, len);
}

ssize_t sendfile64(int out, int in, off64_t *at, size_t len) {
    return sendfile(out, in, at, len);
}

int symlinkat(const char *target, int dir, const char *name) {
    Path path;
    path_at(dir, name, &path);
    unmodelled(&path, "symlink");
    return (int)syscall(SYS_symlinkat, target, dir, name);
}

int symlink(const char *target, const char *name) {
    return symlinkat(target, AT_FDCWD, name);
}
/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
