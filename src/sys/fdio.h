/*
 * Descriptors under the other modules of sys: whole reads and writes, names inside directories, errors with their path.
 *
 * Owns: FdioPlace holds a descriptor of the directory a name lies in; fdio_leave closes it.
 * Errors: as sys/files.h.
 */
#ifndef BANYAN_SYS_FDIO_H
#define BANYAN_SYS_FDIO_H

#include <sys/types.h>

#include "sys/files.h"

/* Where a failure happened: a directory's path and a name in it (NULL for the directory itself). */
typedef struct {
    const char *dir;
    const char *name;
} FdioPath;

/* Sets err from the system's error number, "PATH: could not VERB: reason"; returns false. */
bool fdio_failed(Err *err, FdioPath path, const char *verb, int number);

/* As open(2), retried when interrupted; -1 and errno on failure. */
CHECKED int fdio_open(int dir, const char *name, int flags, mode_t mode);
CHECKED bool fdio_write_all(int fd, Bytes bytes, FdioPath path, Err *err);
/* Up to `size` bytes, fewer only at the end of the file. */
CHECKED bool fdio_read_full(int fd, void *room, size_t size, size_t *got, FdioPath path, Err *err);
CHECKED bool fdio_sync(int fd, FdioPath path, Err *err);
void fdio_close(int fd);

mode_t fdio_file_mode(FilesMode mode);
mode_t fdio_dir_mode(FilesMode mode);
/* How missing directories are made; `later`: the caller makes their names durable. */
typedef struct {
    FilesMode mode;
    bool later;
} FdioMake;

/* mkdirat that is content with a directory that is there. Its name is made durable in both cases: whoever made it may
 * have been stopped before. */
CHECKED bool fdio_mkdir(int dir, const char *name, const FdioMake *make, FdioPath path, Err *err);

/* The directory that holds the last part of a name, and that last part. */
typedef struct {
    int fd;
    bool held;
    char base[FILES_NAME_BYTES];
    char temporary[FILES_NAME_BYTES + 8]; /* ".base.new", beside it */
} FdioPlace;

/* Refuses absolute names, empty parts, "." and "..". With `make`, missing directories are made. */
CHECKED bool fdio_enter(const FilesDir *dir, const char *name, const FdioMake *make, FdioPlace *out, Err *err);
void fdio_leave(FdioPlace *place);

/* Writes and syncs the temporary file of a place. */
CHECKED bool fdio_write_temporary(const FdioPlace *place, FilesMode mode, Bytes bytes, FdioPath path, Err *err);

#endif
