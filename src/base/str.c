#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

Str str_from_c(const char *text) {
    if (text == NULL) {
        return (Str){0};
    }
    return (Str){.ptr = text, .len = strlen(text)};
}

Bytes str_bytes(Str text) {
    return (Bytes){.ptr = (const uint8_t *)text.ptr, .len = text.len};
}

Str bytes_str(Bytes bytes) {
    return (Str){.ptr = (const char *)bytes.ptr, .len = bytes.len};
}

bool str_eq(Str a, Str b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_cmp(Str a, Str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);
    if (order != 0) {
        return order;
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

bool str_starts(Str text, Str beginning) {
    return text.len >= beginning.len && str_eq(str_slice(text, 0, beginning.len), beginning);
}

bool str_ends(Str text, Str ending) {
    return text.len >= ending.len && str_eq(str_slice(text, text.len - ending.len, ending.len), ending);
}

size_t str_find(Str text, char c) {
    const char *found = text.len == 0 ? NULL : memchr(text.ptr, c, text.len);
    return found == NULL ? text.len : (size_t)(found - text.ptr);
}

Str str_slice(Str text, size_t from, size_t len) {
    if (from >= text.len) {
        return (Str){.ptr = text.ptr, .len = 0};
    }
    size_t left = text.len - from;
    return (Str){.ptr = text.ptr + from, .len = len < left ? len : left};
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Str str_trim(Str text) {
    while (text.len > 0 && is_blank(text.ptr[0])) {
        text = str_slice(text, 1, text.len);
    }
    while (text.len > 0 && is_blank(text.ptr[text.len - 1])) {
        text.len--;
    }
    return text;
}

Str str_cut(Str *rest, char c) {
    size_t at = str_find(*rest, c);
    Str piece = str_slice(*rest, 0, at);
    if (at == rest->len) {
        *rest = (Str){0};
    } else {
        *rest = str_slice(*rest, at + 1, rest->len);
    }
    return piece;
}

Str str_copy(Arena *arena, Str text) {
    return (Str){.ptr = arena_copy(arena, text.ptr, text.len), .len = text.len};
}

char *str_c(Arena *arena, Str text) {
    char *copy = arena_alloc(arena, text.len + 1);
    if (text.len > 0) {
        memcpy(copy, text.ptr, text.len);
    }
    return copy;
}

Str str_format(Arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = len < 0 ? 0 : (size_t)len;
    char *text = arena_alloc(arena, size + 1);
    (void)vsnprintf(text, size + 1, format, again);
    va_end(again);
    return (Str){.ptr = text, .len = size};
}

bool bytes_eq(Bytes a, Bytes b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
