#include "sys/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static ErrCode fdio_code(int number) {
    if (number == ENOSPC || number == EDQUOT || number == EFBIG) {
        return ERR_NO_SPACE;
    }
    if (number == ENOENT || number == ENOTDIR) {
        return ERR_NOT_FOUND;
    }
    if (number == EEXIST) {
        return ERR_CONFLICT;
    }
    return ERR_IO;
}

static const char *fdio_advice(ErrCode code) {
    return code == ERR_NO_SPACE ? "; free some space and run it again" : "";
}

bool fdio_failed(Err *err, FdioPath path, const char *verb, int number) {
    const char *reason = strerrordesc_np(number);
    ErrCode code = fdio_code(number);
    return err_set(err, code, "%s%s%s: could not %s: %s%s", path.dir, path.name == NULL ? "" : "/",
                   path.name == NULL ? "" : path.name, verb, reason == NULL ? "unknown error" : reason,
                   fdio_advice(code));
}

int fdio_open(int dir, const char *name, int flags, mode_t mode) {
    int fd = -1;
    do {
        fd = openat(dir, name, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

bool fdio_write_all(int fd, Bytes bytes, FdioPath path, Err *err) {
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t written = write(fd, bytes.ptr + done, bytes.len - done);
        if (written < 0 && errno != EINTR) {
            return fdio_failed(err, path, "write", errno);
        }
        if (written == 0) {
            return fdio_failed(err, path, "write", ENOSPC);
        }
        done += written < 0 ? 0 : (size_t)written;
    }
    return true;
}

bool fdio_read_full(int fd, void *room, size_t size, size_t *got, FdioPath path, Err *err) {
    size_t done = 0;
    while (done < size) {
        ssize_t part = read(fd, (char *)room + done, size - done);
        if (part == 0) {
            break;
        }
        if (part < 0 && errno != EINTR) {
            return fdio_failed(err, path, "read", errno);
        }
        done += part < 0 ? 0 : (size_t)part;
    }
    *got = done;
    return true;
}

bool fdio_sync(int fd, FdioPath path, Err *err) {
    int result = 0;
    do {
        result = fsync(fd);
    } while (result != 0 && errno == EINTR);
    return result == 0 || fdio_failed(err, path, "make durable", errno);
}

/* On Linux the descriptor is gone even when close reports EINTR, and durability was settled by fsync. */
void fdio_close(int fd) {
    (void)close(fd);
}

mode_t fdio_file_mode(FilesMode mode) {
    return mode == FILES_SECRET ? 0600 : 0644;
}

mode_t fdio_dir_mode(FilesMode mode) {
    return mode == FILES_SECRET ? 0700 : 0755;
}

bool fdio_mkdir(int dir, const char *name, const FdioMake *make, FdioPath path, Err *err) {
    if (mkdirat(dir, name, fdio_dir_mode(make->mode)) != 0 && errno != EEXIST) {
        return fdio_failed(err, path, "make the directory", errno);
    }
    return make->later || fdio_sync(dir, path, err);
}

static bool part_allowed(Str part) {
    return part.len > 0 && !str_eq(part, STR(".")) && !str_eq(part, STR(".."));
}

static bool name_check(const FilesDir *dir, const char *name, Err *err) {
    Str rest = str_from_c(name);
    bool allowed = rest.len > 0 && rest.len < FILES_NAME_BYTES;
    while (allowed && rest.ptr != NULL) {
        allowed = part_allowed(str_cut(&rest, '/'));
    }
    return allowed || err_set(err, ERR_INTERNAL, "%s: '%s' is no name inside it", dir->path, name);
}

/* Goes one directory down, closing the one it came from unless that is the caller's. */
static bool step_down(FdioPlace *place, const FdioMake *make, FdioPath path, Err *err) {
    if (make != NULL) {
        TRY(fdio_mkdir(place->fd, place->base, make, path, err));
    }
    int below = fdio_open(place->fd, place->base, O_RDONLY | O_DIRECTORY, 0);
    if (below < 0) {
        return fdio_failed(err, path, "open", errno);
    }
    fdio_leave(place);
    place->fd = below;
    place->held = true;
    return true;
}

bool fdio_enter(const FilesDir *dir, const char *name, const FdioMake *make, FdioPlace *out, Err *err) {
    TRY(name_check(dir, name, err));
    FdioPath path = {dir->path, name};
    FdioPlace place = {.fd = dir->fd};
    Str rest = str_from_c(name);
    Str part = str_cut(&rest, '/');
    (void)snprintf(place.base, sizeof place.base, "%.*s", STR_ARG(part));
    while (rest.ptr != NULL) {
        if (!step_down(&place, make, path, err)) {
            fdio_leave(&place);
            return false;
        }
        part = str_cut(&rest, '/');
        (void)snprintf(place.base, sizeof place.base, "%.*s", STR_ARG(part));
    }
    (void)snprintf(place.temporary, sizeof place.temporary, ".%s.new", place.base);
    *out = place;
    return true;
}

void fdio_leave(FdioPlace *place) {
    if (place->held) {
        fdio_close(place->fd);
        place->held = false;
    }
}

/* The name is the same for every attempt, so that what a crash left is overwritten and not piled up. */
bool fdio_write_temporary(const FdioPlace *place, FilesMode mode, Bytes bytes, FdioPath path, Err *err) {
    int fd = fdio_open(place->fd, place->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, fdio_file_mode(mode));
    if (fd < 0) {
        return fdio_failed(err, path, "write", errno);
    }
    bool done = fchmod(fd, fdio_file_mode(mode)) == 0 || fdio_failed(err, path, "set the mode of", errno);
    done = done && fdio_write_all(fd, bytes, path, err) && fdio_sync(fd, path, err);
    fdio_close(fd);
    if (!done) {
        (void)unlinkat(place->fd, place->temporary, 0);
    }
    return done;
}
