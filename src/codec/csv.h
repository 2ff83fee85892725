/*
 * CSV read as a stream, one row at a time, and written.
 *
 * Shape: UTF-8, RFC 4180 with LF or CRLF rows, an optional byte order mark, quoted fields with doubled quotes and line
 *        breaks; every row has as many fields as the header. A field keeps its bytes: nothing is trimmed. Limits:
 *        base/limits.h. Memory is constant: about 130 KiB a reader, however long the file.
 * Units: rows count from 1 with the header; columns count fields from 1.
 * Owns: the reader borrows the source callback; fields are views valid until the next csv_next, those of the header as
 *       long as the arena.
 * Errors: ERR_INVALID_CSV as "row:column: what is wrong, what would be right", once per faulty row, at its first fault:
 *         a file without header, an empty or repeated name, another number of fields, a quote inside an unquoted field,
 *         text behind a closing quote, an unclosed quote, a CR without LF, a NUL, bytes that are not UTF-8, UTF-16.
 *         ERR_TOO_LARGE beyond a limit; what the source reports.
 * Source: RFC 4180.
 */
#ifndef BANYAN_CODEC_CSV_H
#define BANYAN_CODEC_CSV_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"

/* Fills `room` with up to `size` bytes; *got is 0 at the end, however often it is asked. */
typedef bool (*CsvSource)(void *ctx, char *room, size_t size, size_t *got, Err *err);

typedef struct {
    Str fields[LIMIT_CSV_COLUMNS];
    size_t count;
    uint64_t row; /* the row's number in the file: header 1, first data row 2 */
} CsvRow;

typedef struct CsvReader CsvReader;

/* Reads the header: non-empty, unique names. */
CHECKED bool csv_open(Arena *arena, CsvSource source, void *ctx, CsvReader **out, Err *err);
const CsvRow *csv_header(const CsvReader *reader);
/* *row is NULL at the end. After an error the reader goes on with the next row where it can (a wrong field count);
 * csv_broken says when it cannot: an unclosed quote, a quoted field beyond its limit, the source's error. A broken
 * reader answers each csv_next with the same kind of failure. */
CHECKED bool csv_next(CsvReader *reader, const CsvRow **row, Err *err);
CHECKED bool csv_broken(const CsvReader *reader);

/* Adds a field, quoted where needed; separators and row ends are csv_row's. */
void csv_field(Buf *out, Str field);
/* Adds a whole row ended by CRLF. A row of one empty field is written as "" so that it is not an empty line. */
void csv_row(Buf *out, const Str *fields, size_t count);

#endif
