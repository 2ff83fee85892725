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

/* Whether two files lie in one directory: their names agree up to the last '/'. */
static bool same_directory(const char *a, const char *b) {
    const char *a_end = strrchr(a, '/');
    const char *b_end = strrchr(b, '/');
    size_t a_len = a_end == NULL ? 0 : (size_t)(a_end - a);
    size_t b_len = b_end == NULL ? 0 : (size_t)(b_end - b);
    return a_len == b_len && memcmp(a, b, a_len) == 0;
}

static FdioPath file_path(const Batch *batch, const BatchFile *file) {
    return (FdioPath){batch->dir->path, file->name};
}

static bool file_begin(const Batch *batch, BatchFile *file, Bytes bytes, Err *err) {
    FdioPath path = file_path(batch, file);
    TRY(fdio_enter(batch->dir, file->name, &batch->mode, &file->place, err));
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

static bool sync_contents(const Batch *batch, Err *err) {
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

/* Files come in runs of one directory: it is enough to sync it at the end of each run. */
static bool sync_directories(const Batch *batch, Err *err) {
    for (size_t i = 0; i < batch->count; i++) {
        bool last = i + 1 == batch->count || !same_directory(batch->files[i].name, batch->files[i + 1].name);
        if (last) {
            TRY(fdio_sync(batch->files[i].place.fd, file_path(batch, &batch->files[i]), err));
        }
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
