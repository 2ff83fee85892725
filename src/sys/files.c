#include "sys/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/fdio.h"

static bool dir_hold(int fd, Str path, FilesDir *out) {
    out->fd = fd;
    out->held = true;
    (void)snprintf(out->path, sizeof out->path, "%.*s", STR_ARG(path));
    return true;
}

static bool path_fits(Str path, Err *err) {
    if (path.len == 0 || path.len >= FILES_PATH_BYTES || memchr(path.ptr, 0, path.len) != NULL) {
        return err_set(err, ERR_INVALID_CONFIG, "a path needs 1 to %d bytes without NUL", FILES_PATH_BYTES - 1);
    }
    return true;
}

bool files_open(Str path, FilesDir *out, Err *err) {
    TRY(path_fits(path, err));
    char text[FILES_PATH_BYTES];
    (void)snprintf(text, sizeof text, "%.*s", STR_ARG(path));
    int fd = fdio_open(AT_FDCWD, text, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) {
        return fdio_failed(err, (FdioPath){text, NULL}, "open the directory", errno);
    }
    return dir_hold(fd, path, out);
}

/* Makes what is missing from the root or the working directory down; `at` is the directory reached so far. */
static bool make_below(int *at, const char *part, FilesMode mode, FdioPath path, Err *err) {
    TRY(fdio_mkdir(*at, part, &(FdioMake){mode, false}, path, err));
    int below = fdio_open(*at, part, O_RDONLY | O_DIRECTORY, 0);
    if (below < 0) {
        return fdio_failed(err, path, "open the directory", errno);
    }
    fdio_close(*at);
    *at = below;
    return true;
}

bool files_make(Str path, FilesMode mode, FilesDir *out, Err *err) {
    TRY(path_fits(path, err));
    char text[FILES_PATH_BYTES];
    char part[FILES_PATH_BYTES];
    (void)snprintf(text, sizeof text, "%.*s", STR_ARG(path));
    FdioPath where = {text, NULL};
    int at = fdio_open(AT_FDCWD, text[0] == '/' ? "/" : ".", O_RDONLY | O_DIRECTORY, 0);
    if (at < 0) {
        return fdio_failed(err, where, "open the directory", errno);
    }
    for (Str rest = path; rest.ptr != NULL;) {
        Str name = str_cut(&rest, '/');
        (void)snprintf(part, sizeof part, "%.*s", STR_ARG(name));
        if (name.len > 0 && !make_below(&at, part, mode, where, err)) {
            fdio_close(at);
            return false;
        }
    }
    return dir_hold(at, path, out);
}

static Str path_join(char room[FILES_PATH_BYTES], const FilesDir *dir, const char *name) {
    int len = snprintf(room, FILES_PATH_BYTES, "%s/%s", dir->path, name);
    bool fits = len > 0 && len < FILES_PATH_BYTES;
    return (Str){room, fits ? (size_t)len : FILES_PATH_BYTES - 1};
}

bool files_open_in(const FilesDir *dir, const char *name, FilesDir *out, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    TRY(fdio_enter(dir, name, NULL, &place, err));
    int fd = fdio_open(place.fd, place.base, O_RDONLY | O_DIRECTORY, 0);
    if (fd < 0) {
        return fdio_failed(err, (FdioPath){dir->path, name}, "open the directory", errno);
    }
    char path[FILES_PATH_BYTES];
    return dir_hold(fd, path_join(path, dir, name), out);
}

bool files_make_in(const FilesDir *dir, const char *name, FilesMode mode, FilesDir *out, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    const FdioMake make = {mode, false};
    TRY(fdio_enter(dir, name, &make, &place, err));
    TRY(fdio_mkdir(place.fd, place.base, &make, (FdioPath){dir->path, name}, err));
    return files_open_in(dir, name, out, err);
}

void files_close(FilesDir *dir) {
    if (dir->held) {
        fdio_close(dir->fd);
        dir->held = false;
    }
}

/* Reads an open regular file whole; one byte more than its size is asked for, so that a growing file is noticed. */
static bool read_whole(Arena *arena, int fd, size_t limit, FdioPath path, Bytes *out, Err *err) {
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return fdio_failed(err, path, "look at", errno);
    }
    if (S_ISDIR(status.st_mode)) {
        return fdio_failed(err, path, "read", EISDIR);
    }
    if ((uint64_t)status.st_size > limit) {
        return err_set(err, ERR_TOO_LARGE, "%s%s%s: has %lld bytes, at most %zu are read", path.dir,
                       path.name == NULL ? "" : "/", path.name == NULL ? "" : path.name, (long long)status.st_size,
                       limit);
    }
    size_t room = S_ISREG(status.st_mode) ? (size_t)status.st_size + 1 : limit + 1;
    uint8_t *bytes = arena_alloc(arena, room);
    size_t got = 0;
    TRY(fdio_read_full(fd, bytes, room, &got, path, err));
    if (got > limit) {
        return err_set(err, ERR_TOO_LARGE, "%s: is longer than the %zu bytes that are read", path.dir, limit);
    }
    *out = (Bytes){bytes, got};
    return true;
}

bool files_read(Arena *arena, const FilesDir *dir, const char *name, size_t limit, Bytes *out, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    FdioPath path = {dir->path, name};
    TRY(fdio_enter(dir, name, NULL, &place, err));
    int fd = fdio_open(place.fd, place.base, O_RDONLY, 0);
    if (fd < 0) {
        return fdio_failed(err, path, "open", errno);
    }
    bool done = read_whole(arena, fd, limit, path, out, err);
    fdio_close(fd);
    return done;
}

bool files_read_path(Arena *arena, Str path, size_t limit, Bytes *out, Err *err) {
    TRY(path_fits(path, err));
    char text[FILES_PATH_BYTES];
    (void)snprintf(text, sizeof text, "%.*s", STR_ARG(path));
    FdioPath where = {text, NULL};
    int fd = fdio_open(AT_FDCWD, text, O_RDONLY, 0);
    if (fd < 0) {
        return fdio_failed(err, where, "open", errno);
    }
    bool done = read_whole(arena, fd, limit, where, out, err);
    fdio_close(fd);
    return done;
}

static bool look(const FilesDir *dir, const char *name, struct stat *out, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    TRY(fdio_enter(dir, name, NULL, &place, err));
    if (fstatat(place.fd, place.base, out, AT_SYMLINK_NOFOLLOW) != 0) {
        return fdio_failed(err, (FdioPath){dir->path, name}, "look at", errno);
    }
    return true;
}

bool files_exists(const FilesDir *dir, const char *name) {
    struct stat status;
    return look(dir, name, &status, NULL);
}

bool files_private(const FilesDir *dir, const char *name, bool *out, Err *err) {
    struct stat status;
    TRY(look(dir, name, &status, err));
    *out = (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
    return true;
}

bool files_size(const FilesDir *dir, const char *name, uint64_t *out, Err *err) {
    struct stat status;
    TRY(look(dir, name, &status, err));
    *out = (uint64_t)status.st_size;
    return true;
}

bool files_write(const FilesDir *dir, const char *name, FilesMode mode, Bytes bytes, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    FdioPath path = {dir->path, name};
    TRY(fdio_enter(dir, name, &(FdioMake){mode, false}, &place, err));
    TRY(fdio_write_temporary(&place, mode, bytes, path, err));
    if (renameat(place.fd, place.temporary, place.fd, place.base) != 0) {
        int number = errno;
        (void)unlinkat(place.fd, place.temporary, 0);
        return fdio_failed(err, path, "put in place", number);
    }
    return fdio_sync(place.fd, path, err);
}

/* link(2) refuses an existing name, rename(2) does not. */
bool files_write_new(const FilesDir *dir, const char *name, FilesMode mode, Bytes bytes, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    FdioPath path = {dir->path, name};
    TRY(fdio_enter(dir, name, &(FdioMake){mode, false}, &place, err));
    TRY(fdio_write_temporary(&place, mode, bytes, path, err));
    int number = linkat(place.fd, place.temporary, place.fd, place.base, 0) == 0 ? 0 : errno;
    (void)unlinkat(place.fd, place.temporary, 0);
    if (number != 0) {
        return fdio_failed(err, path, "make", number);
    }
    return fdio_sync(place.fd, path, err);
}

bool files_sync(const FilesDir *dir, Err *err) {
    return fdio_sync(dir->fd, (FdioPath){dir->path, NULL}, err);
}

bool files_remove(const FilesDir *dir, const char *name, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    FdioPath path = {dir->path, name};
    TRY(fdio_enter(dir, name, NULL, &place, err));
    if (unlinkat(place.fd, place.base, 0) != 0) {
        return errno == ENOENT || fdio_failed(err, path, "remove", errno);
    }
    return fdio_sync(place.fd, path, err);
}

typedef struct {
    char *name;
    bool is_dir;
} Listed;

static int listed_order(const void *a, const void *b) {
    return strcmp(((const Listed *)a)->name, ((const Listed *)b)->name);
}

static bool entry_is_dir(DIR *listing, const struct dirent *entry) {
    struct stat status;
    if (entry->d_type != DT_UNKNOWN) {
        return entry->d_type == DT_DIR;
    }
    return fstatat(dirfd(listing), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(status.st_mode);
}

static Listed *list_grow(Arena *arena, Listed *list, size_t count) {
    if (count != 0 && (count < 16 || (count & (count - 1)) != 0)) {
        return list;
    }
    Listed *larger = ARENA_ARRAY(arena, count < 16 ? 16 : count * 2, Listed);
    if (count > 0) {
        memcpy(larger, list, count * sizeof *list);
    }
    return larger;
}

static Listed *list_read(Arena *arena, DIR *listing, size_t *count) {
    Listed *list = NULL;
    struct dirent *entry = NULL;
    *count = 0;
    while ((entry = readdir(listing)) != NULL) {
        Str name = str_from_c(entry->d_name);
        if (!str_eq(name, STR(".")) && !str_eq(name, STR(".."))) {
            list = list_grow(arena, list, *count);
            list[(*count)++] = (Listed){str_c(arena, name), entry_is_dir(listing, entry)};
        }
    }
    return list;
}

static int each_open(const FilesDir *dir, const char *name, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    if (strcmp(name, ".") == 0) {
        return fdio_open(dir->fd, ".", O_RDONLY | O_DIRECTORY, 0);
    }
    if (!fdio_enter(dir, name, NULL, &place, err)) {
        return -1;
    }
    return fdio_open(place.fd, place.base, O_RDONLY | O_DIRECTORY, 0);
}

/* The whole list is read before the first call, so that `each` may change the directory. */
bool files_each(const FilesDir *dir, const char *name, FilesEach each, void *ctx, Err *err) {
    int fd = each_open(dir, name, NULL);
    if (fd < 0) {
        return errno == ENOENT || fdio_failed(err, (FdioPath){dir->path, name}, "list", errno);
    }
    DIR *listing = fdopendir(fd);
    if (listing == NULL) {
        fdio_close(fd);
        return fdio_failed(err, (FdioPath){dir->path, name}, "list", errno);
    }
    Arena arena CLEANUP(arena_done) = {0};
    size_t count = 0;
    Listed *list = list_read(&arena, listing, &count);
    (void)closedir(listing);
    if (count > 0) {
        qsort(list, count, sizeof *list, listed_order);
    }
    for (size_t i = 0; i < count; i++) {
        TRY(each(ctx, list[i].name, list[i].is_dir, err));
    }
    return true;
}
