/*
 * Many files made durable together: all written, all synced, all renamed, each directory synced once.
 *
 * Shape: at most BATCH_FILES files between two commits; batch_add commits by itself when full.
 * Owns: batch_done closes what is open and removes temporary files that were not committed; the FilesDir is borrowed.
 * Errors: as sys/files.h. After a failed commit some of the files may be there, each whole; none is there in part.
 */
#ifndef BANYAN_SYS_BATCH_H
#define BANYAN_SYS_BATCH_H

#include "sys/files.h"

enum { BATCH_FILES = 256 };

typedef struct BatchFile BatchFile;

typedef struct {
    const FilesDir *dir;
    FilesMode mode;
    Arena arena;
    BatchFile *files;
    size_t count;
} Batch;

void batch_init(Batch *batch, const FilesDir *dir, FilesMode mode);
/* Writes the bytes to a temporary file beside `name`; the name appears with batch_commit. */
CHECKED bool batch_add(Batch *batch, const char *name, Bytes bytes, Err *err);
/* Makes every added file durable under its name; the batch is then empty. */
CHECKED bool batch_commit(Batch *batch, Err *err);
void batch_done(Batch *batch);

#endif
