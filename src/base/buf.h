/*
 * A growing run of bytes in an arena, for building output piece by piece.
 *
 * Shape: capacity doubles; {.arena = a} is a valid empty buffer.
 * Owns: the bytes belong to the arena; a view taken with buf_str is valid until the next addition.
 */
#ifndef BANYAN_BASE_BUF_H
#define BANYAN_BASE_BUF_H

#include "base/str.h"

typedef struct {
    Arena *arena;
    char *ptr;
    size_t len;
    size_t capacity;
} Buf;

void buf_add(Buf *buf, Str text);
void buf_add_byte(Buf *buf, char byte);
void buf_add_bytes(Buf *buf, Bytes bytes);
void buf_addf(Buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* Room for `len` more bytes: returns where to write them; the caller adds to buf->len what it wrote. */
char *buf_reserve(Buf *buf, size_t len);
Str buf_str(const Buf *buf);
Bytes buf_bytes(const Buf *buf);
/* Empties the buffer and keeps its memory. */
void buf_clear(Buf *buf);

#endif
