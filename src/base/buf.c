#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUF_FIRST = 256 };

char *buf_reserve(Buf *buf, size_t len) {
    if (len > SIZE_MAX / 4 - buf->len) {
        abort();
    }
    if (buf->len + len > buf->capacity) {
        size_t capacity = buf->capacity == 0 ? BUF_FIRST : buf->capacity * 2;
        capacity = capacity < buf->len + len ? buf->len + len : capacity;
        char *grown = arena_alloc(buf->arena, capacity);
        if (buf->len > 0) {
            memcpy(grown, buf->ptr, buf->len);
        }
        buf->ptr = grown;
        buf->capacity = capacity;
    }
    return buf->ptr + buf->len;
}

void buf_add(Buf *buf, Str text) {
    if (text.len > 0) {
        memcpy(buf_reserve(buf, text.len), text.ptr, text.len);
        buf->len += text.len;
    }
}

void buf_add_byte(Buf *buf, char byte) {
    *buf_reserve(buf, 1) = byte;
    buf->len++;
}

void buf_add_bytes(Buf *buf, Bytes bytes) {
    buf_add(buf, bytes_str(bytes));
}

void buf_addf(Buf *buf, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len > 0) {
        char *at = buf_reserve(buf, (size_t)len + 1);
        (void)vsnprintf(at, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
}

Str buf_str(const Buf *buf) {
    return (Str){.ptr = buf->ptr, .len = buf->len};
}

Bytes buf_bytes(const Buf *buf) {
    return str_bytes(buf_str(buf));
}

void buf_clear(Buf *buf) {
    buf->len = 0;
}
