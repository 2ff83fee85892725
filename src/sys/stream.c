#include "sys/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys/fdio.h"

static int input_open(const char *path) {
    if (strcmp(path, "-") == 0) {
        return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0);
    }
    return fdio_open(AT_FDCWD, path, O_RDONLY, 0);
}

bool stream_in_open(Str path, StreamIn *out, Err *err) {
    StreamIn in = {.held = true};
    (void)snprintf(in.path, sizeof in.path, "%.*s", STR_ARG(path));
    FdioPath where = {in.path, NULL};
    in.fd = input_open(in.path);
    if (in.fd < 0) {
        return fdio_failed(err, where, "open", errno);
    }
    struct stat status;
    if (fstat(in.fd, &status) != 0 || S_ISDIR(status.st_mode)) {
        fdio_close(in.fd);
        return fdio_failed(err, where, "read", EISDIR);
    }
    in.size = S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    *out = in;
    return true;
}

bool stream_read(void *in, char *room, size_t size, size_t *got, Err *err) {
    StreamIn *stream = in;
    return fdio_read_full(stream->fd, room, size, got, (FdioPath){stream->path, NULL}, err);
}

bool stream_rewind(StreamIn *in, Err *err) {
    return lseek(in->fd, 0, SEEK_SET) == 0 ||
           fdio_failed(err, (FdioPath){in->path, NULL}, "go back to the beginning of", errno);
}

void stream_in_close(StreamIn *in) {
    if (in->held) {
        fdio_close(in->fd);
        in->held = false;
    }
}

/* Splits "a/b/c" into the directory "a/b" and the name "c". */
static bool output_split(Str path, Str *dir, Str *name, Err *err) {
    size_t cut = path.len;
    while (cut > 0 && path.ptr[cut - 1] != '/') {
        cut--;
    }
    *name = str_slice(path, cut, path.len);
    *dir = cut == 0 ? STR(".") : cut == 1 ? STR("/") : str_slice(path, 0, cut - 1);
    if (name->len == 0 || name->len >= FILES_NAME_BYTES - 32 || memchr(path.ptr, 0, path.len) != NULL) {
        return err_set(err, ERR_USAGE, "'%.*s' is no name of a file to write", STR_ARG(path));
    }
    return true;
}

static FdioPath output_path(const StreamOut *out) {
    return (FdioPath){out->dir.path, out->name};
}

/* The process id keeps two writers of one name apart; the one who commits last wins, whole. */
static bool output_begin(StreamOut *out, FilesMode mode, Err *err) {
    (void)snprintf(out->temporary, sizeof out->temporary, ".%.200s.%ld.new", out->name, (long)getpid());
    out->fd = fdio_open(out->dir.fd, out->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, fdio_file_mode(mode));
    return out->fd >= 0 || fdio_failed(err, output_path(out), "write", errno);
}

bool stream_out_open(Str path, FilesMode mode, StreamOut *out, Err *err) {
    Str dir = {0};
    Str name = {0};
    StreamOut made = {.held = true};
    TRY(output_split(path, &dir, &name, err));
    (void)snprintf(made.name, sizeof made.name, "%.*s", STR_ARG(name));
    TRY(files_open(dir, &made.dir, err));
    if (!output_begin(&made, mode, err)) {
        files_close(&made.dir);
        return false;
    }
    made.buffer = malloc(STREAM_BUFFER);
    if (made.buffer == NULL) {
        abort();
    }
    *out = made;
    return true;
}

static bool output_flush(StreamOut *out, Err *err) {
    Bytes bytes = {(const uint8_t *)out->buffer, out->used};
    out->used = 0;
    return fdio_write_all(out->fd, bytes, output_path(out), err);
}

bool stream_write(StreamOut *out, Bytes bytes, Err *err) {
    if (out->used + bytes.len > STREAM_BUFFER) {
        TRY(output_flush(out, err));
    }
    if (bytes.len > STREAM_BUFFER) {
        return fdio_write_all(out->fd, bytes, output_path(out), err);
    }
    if (bytes.len > 0) {
        memcpy(out->buffer + out->used, bytes.ptr, bytes.len);
    }
    out->used += bytes.len;
    return true;
}

static void output_release(StreamOut *out) {
    fdio_close(out->fd);
    files_close(&out->dir);
    free(out->buffer);
    *out = (StreamOut){0};
}

bool stream_out_commit(StreamOut *out, Err *err) {
    TRY(output_flush(out, err));
    TRY(fdio_sync(out->fd, output_path(out), err));
    if (renameat(out->dir.fd, out->temporary, out->dir.fd, out->name) != 0) {
        return fdio_failed(err, output_path(out), "put in place", errno);
    }
    TRY(fdio_sync(out->dir.fd, output_path(out), err));
    output_release(out);
    return true;
}

void stream_out_close(StreamOut *out) {
    if (out->held) {
        (void)unlinkat(out->dir.fd, out->temporary, 0);
        output_release(out);
    }
}
