/*
 * Borrowed views: Str for text, Bytes for bytes. A view never owns what it shows.
 *
 * Shape: pointer and length, not terminated by NUL unless str_c made it so; {0} is the empty view.
 * Owns: nothing; a view lives as long as what it shows.
 */
#ifndef BANYAN_BASE_STR_H
#define BANYAN_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/defs.h"

typedef struct {
    const char *ptr;
    size_t len;
} Str;

typedef struct {
    const uint8_t *ptr;
    size_t len;
} Bytes;

/* A view of a string literal; anything else does not compile. */
#define STR(literal) ((Str){.ptr = "" literal "", .len = sizeof(literal) - 1})
/* For static tables, where a compound literal is not a constant. */
#define STR_INIT(literal)                                                                                              \
    { .ptr = "" literal "", .len = sizeof(literal) - 1 }
/* For "%.*s". */
#define STR_ARG(view) (int)(view).len, (view).ptr

Str str_from_c(const char *text);
Bytes str_bytes(Str text);
Str bytes_str(Bytes bytes);

CHECKED bool str_eq(Str a, Str b);
/* Byte order, shorter first on a common beginning: < 0, 0, > 0. */
CHECKED int str_cmp(Str a, Str b);
CHECKED bool str_starts(Str text, Str beginning);
CHECKED bool str_ends(Str text, Str ending);
/* Index of the first byte equal to c, or text.len. */
CHECKED size_t str_find(Str text, char c);
/* The part from `from` (clamped) of at most `len` bytes. */
CHECKED Str str_slice(Str text, size_t from, size_t len);
/* Without ASCII blanks at both ends. */
CHECKED Str str_trim(Str text);
/* Cuts the text before the first c off `rest`; at the last piece returns all of it and leaves rest empty with ptr NULL.
 */
CHECKED Str str_cut(Str *rest, char c);

/* Copies in the arena; str_c ends with NUL and is refused nothing: a NUL inside ends the C string early. */
Str str_copy(Arena *arena, Str text);
char *str_c(Arena *arena, Str text);
Str str_format(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);

CHECKED bool bytes_eq(Bytes a, Bytes b);

#endif
