/*
 * Files too large to hold: read as a stream, or written as one and put in place at the end.
 *
 * Owns: StreamIn and StreamOut hold a descriptor; stream_in_close and stream_out_close accept a zeroed value. A StreamOut
 *       that is closed before stream_out_commit leaves nothing behind.
 * Errors: as sys/files.h. stream_read has the shape of CsvSource.
 */
#ifndef BANYAN_SYS_STREAM_H
#define BANYAN_SYS_STREAM_H

#include "sys/files.h"

typedef struct {
    int fd;
    bool held;
    uint64_t size; /* bytes when opened; 0 for what is no regular file */
    char path[FILES_PATH_BYTES];
} StreamIn;

/* "-" is standard input. */
CHECKED bool stream_in_open(Str path, StreamIn *out, Err *err);
/* Fills `room` with up to `size` bytes; *got is 0 at the end. `in` is a StreamIn. */
CHECKED bool stream_read(void *in, char *room, size_t size, size_t *got, Err *err);
/* Back to the beginning; ERR_IO for a pipe. */
CHECKED bool stream_rewind(StreamIn *in, Err *err);
void stream_in_close(StreamIn *in);

enum { STREAM_BUFFER = 64 * 1024 };

typedef struct {
    int fd;
    bool held;
    FilesDir dir;
    char name[FILES_NAME_BYTES];
    char temporary[FILES_NAME_BYTES];
    char *buffer;
    size_t used;
} StreamOut;

/* The file appears under `path` only with stream_out_commit. */
CHECKED bool stream_out_open(Str path, FilesMode mode, StreamOut *out, Err *err);
CHECKED bool stream_write(StreamOut *out, Bytes bytes, Err *err);
/* Durable and in place; closes. */
CHECKED bool stream_out_commit(StreamOut *out, Err *err);
void stream_out_close(StreamOut *out);

#endif
