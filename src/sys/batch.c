#include "sys/batch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sys/fdio.h"

struct BatchFile {
    char *name; /* relative to the batch's directory */
    FdioPlace place;
    int fd;
    bool renamed;
};

void batch_init(Batch *batch, const FilesDir *dir, FilesMode mode) {
    *batch = (Batch){.dir = dir, .mode = mode};
}

static FdioPath file_path(const Batch *batch, const BatchFile *file) {
    return (FdioPath){batch->dir->path, file->name};
}

static bool file_begin(const Batch *batch, BatchFile *file, Bytes bytes, Err *err) {
    FdioPath path = file_path(batch, file);
    TRY(fdio_enter(batch->dir, file->name, &(FdioMake){batch->mode, true}, &file->place, err));
    file->fd = fdio_open(file->place.fd, file->place.temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW,
                         fdio_file_mode(batch->mode));
    if (file->fd < 0) {
        fdio_leave(&file->place);
        return fdio_failed(err, path, "write", errno);
    }
    return fdio_write_all(file->fd, bytes, path, err);
}

/* A file that failed half-way is counted too, so that batch_done removes its temporary file. */
bool batch_add(Batch *batch, const char *name, Bytes bytes, Err *err) {
    if (batch->count == BATCH_FILES) {
        TRY(batch_commit(batch, err));
    }
    if (batch->files == NULL) {
        batch->files = ARENA_ARRAY(&batch->arena, BATCH_FILES, BatchFile);
    }
    BatchFile *file = &batch->files[batch->count];
    *file = (BatchFile){.name = str_c(&batch->arena, str_from_c(name)), .fd = -1};
    bool begun = file_begin(batch, file, bytes, err);
    batch->count += file->fd >= 0 ? 1 : 0;
    return begun;
}

/* Writing is started for all files before the first is waited for: the file system then commits them together. The hint
 * promises nothing (sync_file_range(2)); durability comes from fsync alone. */
static void start_writing(const Batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        int started = sync_file_range(batch->files[i].fd, 0, 0, SYNC_FILE_RANGE_WRITE);
        (void)started;
    }
}

static bool sync_contents(const Batch *batch, Err *err) {
    start_writing(batch);
    for (size_t i = 0; i < batch->count; i++) {
        TRY(fdio_sync(batch->files[i].fd, file_path(batch, &batch->files[i]), err));
    }
    return true;
}

static bool rename_all(Batch *batch, Err *err) {
    for (size_t i = 0; i < batch->count; i++) {
        FdioPlace *place = &batch->files[i].place;
        if (renameat(place->fd, place->temporary, place->fd, place->base) != 0) {
            return fdio_failed(err, file_path(batch, &batch->files[i]), "put in place", errno);
        }
        batch->files[i].renamed = true;
    }
    return true;
}

/* Whether an earlier file lies in, or below, the directory that the first `len` bytes of a name are. */
static bool directory_met(const Batch *batch, size_t file, size_t len) {
    const char *name = batch->files[file].name;
    for (size_t i = 0; i < file; i++) {
        const char *other = batch->files[i].name;
        if (len == 0 || (strncmp(other, name, len) == 0 && other[len] == '/')) {
            return true;
        }
    }
    return false;
}

static bool directory_sync(const Batch *batch, size_t file, size_t len, Err *err) {
    FdioPlace place CLEANUP(fdio_leave) = {0};
    char inside[FILES_NAME_BYTES];
    const char *name = batch->files[file].name;
    const char *next = strchr(name + len + (len > 0 ? 1 : 0), '/');
    (void)snprintf(inside, sizeof inside, "%.*s", next == NULL ? (int)strlen(name) : (int)(next - name), name);
    TRY(fdio_enter(batch->dir, inside, NULL, &place, err));
    return fdio_sync(place.fd, file_path(batch, &batch->files[file]), err);
}

/* Every directory from the batch's own down to the file's, once: also one that was there before, because whoever made it
 * may have been stopped before its name was durable. */
static bool sync_directories(const Batch *batch, Err *err) {
    for (size_t i = 0; i < batch->count; i++) {
        const char *name = batch->files[i].name;
        size_t len = 0;
        do {
            TRY(directory_met(batch, i, len) || directory_sync(batch, i, len, err));
            const char *slash = strchr(name + len + (len > 0 ? 1 : 0), '/');
            len = slash == NULL ? 0 : (size_t)(slash - name);
        } while (len > 0);
    }
    return true;
}

static void release(Batch *batch) {
    for (size_t i = 0; i < batch->count; i++) {
        BatchFile *file = &batch->files[i];
        fdio_close(file->fd);
        if (!file->renamed) {
            (void)unlinkat(file->place.fd, file->place.temporary, 0);
        }
        fdio_leave(&file->place);
    }
    arena_done(&batch->arena);
    batch->files = NULL;
    batch->count = 0;
}

bool batch_commit(Batch *batch, Err *err) {
    TRY(sync_contents(batch, err));
    TRY(rename_all(batch, err));
    TRY(sync_directories(batch, err));
    release(batch);
    return true;
}

void batch_done(Batch *batch) {
    release(batch);
}
