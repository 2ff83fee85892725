/*
 * A directory held open, and files in it that are read whole and written durably.
 *
 * Shape: names are relative to the directory, separated by '/', without "..", at most FILES_NAME_BYTES - 1 bytes.
 * Owns: FilesDir holds one descriptor; files_close accepts a zeroed one. What is read lives in the arena.
 * Errors: ERR_NOT_FOUND for a missing file, ERR_TOO_LARGE beyond a limit, ERR_CONFLICT where a new file exists already,
 *         ERR_NO_SPACE for a full disk or quota, ERR_IO for the rest; each with the path and the system's reason.
 *         Interrupted and short reads and writes are continued. After a failed write the old file is still there whole.
 * Source: POSIX.1-2017 openat, renameat, fsync; a name is durable once its directory is synced.
 */
#ifndef BANYAN_SYS_FILES_H
#define BANYAN_SYS_FILES_H

#include "base/err.h"
#include "base/str.h"

enum { FILES_PATH_BYTES = 4096, FILES_NAME_BYTES = 256 };

typedef struct {
    int fd;
    bool held;                   /* fd is open; {0} is a valid empty value */
    char path[FILES_PATH_BYTES]; /* as it was given, for sentences */
} FilesDir;

typedef enum {
    FILES_SHARED, /* 0644, directories 0755 */
    FILES_SECRET  /* 0600, directories 0700 */
} FilesMode;

/* Opens an existing directory. */
CHECKED bool files_open(Str path, FilesDir *out, Err *err);
/* Opens a directory, making it and what lies above it where missing; each name on the way is made durable,
 * also one that an interrupted run left behind. */
CHECKED bool files_make(Str path, FilesMode mode, FilesDir *out, Err *err);
/* As the two above, for a directory inside an open one. */
CHECKED bool files_open_in(const FilesDir *dir, const char *name, FilesDir *out, Err *err);
CHECKED bool files_make_in(const FilesDir *dir, const char *name, FilesMode mode, FilesDir *out, Err *err);
void files_close(FilesDir *dir);

/* The whole file; refuses one larger than `limit` before reading it. */
CHECKED bool files_read(Arena *arena, const FilesDir *dir, const char *name, size_t limit, Bytes *out, Err *err);
/* The whole of a file named by a path of the caller's, for command line arguments. */
CHECKED bool files_read_path(Arena *arena, Str path, size_t limit, Bytes *out, Err *err);
CHECKED bool files_exists(const FilesDir *dir, const char *name);
/* Whether nobody but its owner can read or write the file. */
CHECKED bool files_private(const FilesDir *dir, const char *name, bool *out, Err *err);
CHECKED bool files_size(const FilesDir *dir, const char *name, uint64_t *out, Err *err);

/* Replaces the file at once and durably: temporary file, fsync, rename, fsync of its directory. Missing directories in
 * the name are made. */
CHECKED bool files_write(const FilesDir *dir, const char *name, FilesMode mode, Bytes bytes, Err *err);
/* As files_write, but refuses with ERR_CONFLICT where the name exists. */
CHECKED bool files_write_new(const FilesDir *dir, const char *name, FilesMode mode, Bytes bytes, Err *err);
/* Makes the names in the directory itself durable. */
CHECKED bool files_sync(const FilesDir *dir, Err *err);
/* Removes a file durably; a missing one is no error. */
CHECKED bool files_remove(const FilesDir *dir, const char *name, Err *err);

/* Calls `each` for every entry of the directory `name` ("." for itself), in byte order, without "." and ".."; a missing
 * directory has no entries. `each` returns false with err set to stop. */
typedef bool (*FilesEach)(void *ctx, const char *name, bool is_dir, Err *err);
CHECKED bool files_each(const FilesDir *dir, const char *name, FilesEach each, void *ctx, Err *err);

#endif
