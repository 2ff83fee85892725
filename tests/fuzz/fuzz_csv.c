/* Rows that are read, written and read again have the same fields, however the source cuts the bytes. */
#include <stdlib.h>
#include <string.h>

#include "codec/csv.h"

enum { ROWS_AT_MOST = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

typedef struct {
    Str rest;
    size_t piece;
} Source;

static bool give(void *ctx, char *room, size_t size, size_t *got, Err *err) {
    Source *source = ctx;
    (void)err;
    size_t len = source->piece < size ? source->piece : size;
    len = len < source->rest.len ? len : source->rest.len;
    if (len > 0) {
        memcpy(room, source->rest.ptr, len);
        source->rest = str_slice(source->rest, len, source->rest.len);
    }
    *got = len;
    return true;
}

static void require_same(const CsvRow *a, const CsvRow *b) {
    require(a->count == b->count);
    for (size_t i = 0; i < a->count; i++) {
        require(str_eq(a->fields[i], b->fields[i]));
    }
}

/* Reads all of it; good rows are written to out. Returns how many there were, the header included. */
static size_t read_all(Arena *arena, Source source, Buf *out) {
    CsvReader *reader = NULL;
    const CsvRow *row = NULL;
    Err err = {0};
    if (!csv_open(arena, give, &source, &reader, &err)) {
        require(err.code == ERR_INVALID_CSV || err.code == ERR_TOO_LARGE);
        return 0;
    }
    size_t rows = 1;
    csv_row(out, csv_header(reader)->fields, csv_header(reader)->count);
    for (size_t i = 0; i < ROWS_AT_MOST && !csv_broken(reader); i++) {
        if (!csv_next(reader, &row, &err)) {
            require(err.code == ERR_INVALID_CSV || err.code == ERR_TOO_LARGE);
        } else if (row == NULL) {
            break;
        } else {
            require(row->count == csv_header(reader)->count);
            csv_row(out, row->fields, row->count);
            rows++;
        }
    }
    return rows;
}

static void require_same_rows(Arena *arena, Str first, Str second, size_t rows) {
    Source a = {.rest = first, .piece = 65536};
    Source b = {.rest = second, .piece = 7};
    CsvReader *left = NULL;
    CsvReader *right = NULL;
    const CsvRow *x = NULL;
    const CsvRow *y = NULL;
    require(csv_open(arena, give, &a, &left, NULL) && csv_open(arena, give, &b, &right, NULL));
    require_same(csv_header(left), csv_header(right));
    for (size_t i = 1; i < rows; i++) {
        require(csv_next(left, &x, NULL) && csv_next(right, &y, NULL));
        require_same(x, y);
    }
    require(csv_next(right, &y, NULL) && y == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    Buf whole = {.arena = &arena};
    Buf pieces = {.arena = &arena};
    Buf again = {.arena = &arena};
    size_t rows = read_all(&arena, (Source){.rest = text, .piece = 65536}, &whole);
    require(read_all(&arena, (Source){.rest = text, .piece = 1}, &pieces) == rows);
    require(str_eq(buf_str(&whole), buf_str(&pieces)));
    if (rows > 0) {
        require(read_all(&arena, (Source){.rest = buf_str(&whole), .piece = 3}, &again) == rows);
        require(str_eq(buf_str(&whole), buf_str(&again)));
        require_same_rows(&arena, buf_str(&whole), buf_str(&again), rows);
    }
    arena_done(&arena);
    return 0;
}
