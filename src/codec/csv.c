#include "codec/csv.h"

#include <string.h>

#include "codec/names.h"
#include "codec/utf8.h"

enum { INPUT_BYTES = 64 * 1024, SHOWN_BYTES = 60 };

/* Where in a field the reader stands. */
typedef enum { FIELD_START, FIELD_PLAIN, FIELD_QUOTED, FIELD_CLOSED } FieldState;

struct CsvReader {
    CsvSource source;
    void *ctx;
    CsvRow header;
    CsvRow row;
    uint64_t rows; /* begun so far */
    char *input;
    size_t at;
    size_t end;
    char *text; /* the row's fields, one behind the other, LIMIT_CSV_ROW_BYTES of room */
    size_t used;
    size_t field_start;
    FieldState state;
    bool quoted; /* the row has a quote, so it is no empty line */
    bool broken;
    bool faulty; /* this row has a fault; it is read to its end and dropped */
    Err *err;    /* of the running call */
};

/* Notes the row's first fault, in the field being read. */
static void fault(CsvReader *r, ErrCode code, size_t column, const char *what) {
    if (!r->faulty) {
        r->faulty = true;
        (void)err_set(r->err, code, "%llu:%zu: %s", (unsigned long long)r->rows, column, what);
    }
}

static size_t column_of(const CsvReader *r) {
    return r->row.count + 1;
}

/* More input; *more is false at the end of the file. */
static bool refill(CsvReader *r, bool *more) {
    if (r->at < r->end) {
        *more = true;
        return true;
    }
    size_t got = 0;
    if (!r->source(r->ctx, r->input, INPUT_BYTES, &got, r->err)) {
        r->broken = true;
        return false;
    }
    r->at = 0;
    r->end = got;
    *more = got > 0;
    return true;
}

/* Keeps bytes of the field. A quoted field that is too long most likely lacks its closing quote: where the next row
 * begins is then unknown. */
static void keep(CsvReader *r, const char *bytes, size_t len) {
    if (r->faulty) {
        return;
    }
    bool field_fits = len <= LIMIT_CSV_FIELD_BYTES - (r->used - r->field_start);
    bool row_fits = len <= LIMIT_CSV_ROW_BYTES - r->used;
    if (field_fits && row_fits) {
        memcpy(r->text + r->used, bytes, len);
        r->used += len;
        return;
    }
    if (r->state == FIELD_QUOTED) {
        r->broken = true;
        fault(r, ERR_TOO_LARGE, column_of(r), "a quoted field is too long; is its closing quote missing?");
    } else {
        fault(r, ERR_TOO_LARGE, column_of(r),
              field_fits ? "the row is longer than 65536 bytes" : "the field is longer than 8192 bytes");
    }
}

static void end_field(CsvReader *r) {
    Str field = {.ptr = r->text + r->field_start, .len = r->used - r->field_start};
    if (!r->faulty && !utf8_valid(field)) {
        fault(r, ERR_INVALID_CSV, column_of(r), "the field is not well-formed UTF-8; save the file as UTF-8");
    }
    if (r->row.count == LIMIT_CSV_COLUMNS) {
        fault(r, ERR_TOO_LARGE, column_of(r), "the row has more than 256 fields");
        return;
    }
    r->row.fields[r->row.count++] = field;
    r->field_start = r->used;
    r->state = FIELD_START;
}

/* Bytes that end a run of ordinary ones, outside and inside quotes. */
static bool is_special(const CsvReader *r, char c) {
    if (r->state == FIELD_QUOTED) {
        return c == '"' || c == '\0';
    }
    return c == ',' || c == '\n' || c == '\r' || c == '"' || c == '\0';
}

static void read_run(CsvReader *r) {
    size_t start = r->at;
    while (r->at < r->end && !is_special(r, r->input[r->at])) {
        r->at++;
    }
    if (r->at == start) {
        return;
    }
    if (r->state == FIELD_CLOSED) {
        fault(r, ERR_INVALID_CSV, column_of(r),
              "text stands behind the closing quote; a comma or the end of the row must follow, and a quote inside is "
              "written twice");
    }
    keep(r, r->input + start, r->at - start);
    r->state = r->state == FIELD_QUOTED ? FIELD_QUOTED : FIELD_PLAIN;
}

static void read_quote(CsvReader *r) {
    if (r->state == FIELD_START) {
        r->state = FIELD_QUOTED;
        r->quoted = true;
    } else if (r->state == FIELD_QUOTED) {
        r->state = FIELD_CLOSED;
    } else if (r->state == FIELD_CLOSED) {
        /* RFC 4180 2.7: a quote inside is written twice. */
        r->state = FIELD_QUOTED;
        keep(r, "\"", 1);
    } else {
        fault(r, ERR_INVALID_CSV, column_of(r),
              "a quote stands inside an unquoted field; put the field in quotes and write the quote twice");
    }
}

/* A CR outside quotes: the LF behind it ends the row. */
static bool read_return(CsvReader *r, bool *row_ended) {
    bool more = false;
    TRY(refill(r, &more));
    if (more && r->input[r->at] == '\n') {
        r->at++;
        *row_ended = true;
        return true;
    }
    fault(r, ERR_INVALID_CSV, column_of(r), "a CR stands without LF; end rows with LF or CRLF, or quote the field");
    r->state = r->state == FIELD_START ? FIELD_PLAIN : r->state;
    return true;
}

static bool read_special(CsvReader *r, bool *row_ended) {
    char c = r->input[r->at++];
    if (c == ',') {
        end_field(r);
    } else if (c == '"') {
        read_quote(r);
    } else if (c == '\n') {
        *row_ended = true;
    } else if (c == '\r') {
        return read_return(r, row_ended);
    } else {
        fault(r, ERR_INVALID_CSV, column_of(r), "a NUL byte; save the file as plain UTF-8 text");
    }
    return true;
}

/* Reads to the end of the row or of the file; a broken reader stops at once. */
static bool read_fields(CsvReader *r) {
    bool row_ended = false;
    while (!row_ended && !r->broken) {
        bool more = false;
        TRY(refill(r, &more));
        if (!more) {
            break;
        }
        read_run(r);
        if (r->at < r->end) {
            TRY(read_special(r, &row_ended));
        }
    }
    if (!row_ended && r->state == FIELD_QUOTED && !r->broken) {
        r->broken = true;
        r->faulty = false; /* what went wrong before followed from this */
        fault(r, ERR_INVALID_CSV, column_of(r), "a quote opens this field and is not closed; add the closing quote");
    }
    end_field(r);
    return true;
}

/* Reads one row into r->row; *there is false at the end of the file. */
static bool read_row(CsvReader *r, bool *there) {
    TRY(refill(r, there));
    if (!*there) {
        return true;
    }
    r->rows++;
    r->row.count = 0;
    r->row.row = r->rows;
    r->used = 0;
    r->field_start = 0;
    r->state = FIELD_START;
    r->quoted = false;
    r->faulty = false;
    TRY(read_fields(r));
    return !r->faulty;
}

static bool fail_count(const CsvReader *r, Err *err) {
    size_t count = r->row.count;
    size_t expected = r->header.count;
    unsigned long long row = r->rows;
    if (count == 1 && r->row.fields[0].len == 0 && !r->quoted) {
        return err_set(err, ERR_INVALID_CSV, "%llu:1: the row is empty; remove it", row);
    }
    return err_set(err, ERR_INVALID_CSV, "%llu:%zu: the row has %zu fields where the header has %zu; %s", row,
                   count < expected ? count + 1 : expected + 1, count, expected,
                   count < expected ? "add the missing ones"
                                    : "remove the others, or quote a field that holds a comma");
}

bool csv_next(CsvReader *reader, const CsvRow **row, Err *err) {
    if (reader->broken) {
        return err_set(err, ERR_INVALID_CSV, "%llu:1: reading stopped in this row; mend what was reported there",
                       (unsigned long long)reader->rows);
    }
    reader->err = err;
    bool there = false;
    TRY(read_row(reader, &there));
    if (there && reader->row.count != reader->header.count) {
        return fail_count(reader, err);
    }
    *row = there ? &reader->row : NULL;
    return true;
}

static bool starts_with(const CsvReader *r, const char *mark, size_t len) {
    return r->end >= len && memcmp(r->input, mark, len) == 0;
}

/* Gathers three bytes, since a source may give them one by one, and passes a byte order mark. */
static bool pass_mark(CsvReader *r) {
    size_t got = 1;
    while (r->end < 3 && got > 0) {
        TRY(r->source(r->ctx, r->input + r->end, INPUT_BYTES - r->end, &got, r->err));
        r->end += got;
    }
    if (starts_with(r, "\xff\xfe", 2) || starts_with(r, "\xfe\xff", 2)) {
        return err_set(r->err, ERR_INVALID_CSV, "1:1: the file is UTF-16; save it as UTF-8");
    }
    r->at = starts_with(r, "\xef\xbb\xbf", 3) ? 3 : 0;
    return true;
}

static bool check_names(Arena *arena, const CsvRow *header, Err *err) {
    NamesEntry *names = ARENA_ARRAY(arena, header->count, NamesEntry);
    for (size_t i = 0; i < header->count; i++) {
        if (header->fields[i].len == 0) {
            return err_set(err, ERR_INVALID_CSV, "1:%zu: the column has no name; name it in the first row", i + 1);
        }
        names[i] = (NamesEntry){.name = header->fields[i], .at = i + 1};
    }
    NamesEntry found = {0};
    if (names_repeated(names, header->count, &found)) {
        return err_set(err, ERR_INVALID_CSV, "1:%zu: the name '%.*s' stands twice in the header; rename one column",
                       found.at, STR_ARG(utf8_excerpt(found.name, SHOWN_BYTES)));
    }
    return true;
}

static bool read_header(Arena *arena, CsvReader *r, Err *err) {
    bool there = false;
    TRY(pass_mark(r));
    TRY(read_row(r, &there));
    if (!there) {
        return err_set(err, ERR_INVALID_CSV, "1:1: the file is empty; its first row names the columns");
    }
    r->header = r->row;
    for (size_t i = 0; i < r->header.count; i++) {
        r->header.fields[i] = str_copy(arena, r->row.fields[i]);
    }
    return check_names(arena, &r->header, err);
}

bool csv_open(Arena *arena, CsvSource source, void *ctx, CsvReader **out, Err *err) {
    CsvReader *r = ARENA_NEW(arena, CsvReader);
    *r = (CsvReader){.source = source, .ctx = ctx, .err = err};
    r->input = arena_alloc(arena, INPUT_BYTES);
    r->text = arena_alloc(arena, LIMIT_CSV_ROW_BYTES);
    TRY(read_header(arena, r, err));
    *out = r;
    return true;
}

const CsvRow *csv_header(const CsvReader *reader) {
    return &reader->header;
}

bool csv_broken(const CsvReader *reader) {
    return reader->broken;
}

static bool needs_quotes(Str field) {
    for (size_t i = 0; i < field.len; i++) {
        if (field.ptr[i] == ',' || field.ptr[i] == '"' || field.ptr[i] == '\n' || field.ptr[i] == '\r') {
            return true;
        }
    }
    /* Quotes keep a first field's U+FEFF from reading as the file's byte order mark. */
    return str_starts(field, STR("\xef\xbb\xbf"));
}

void csv_field(Buf *out, Str field) {
    if (!needs_quotes(field)) {
        buf_add(out, field);
        return;
    }
    buf_add_byte(out, '"');
    while (field.ptr != NULL) {
        buf_add(out, str_cut(&field, '"'));
        buf_add(out, str_from_c(field.ptr != NULL ? "\"\"" : "\""));
    }
}

void csv_row(Buf *out, const Str *fields, size_t count) {
    if (count == 1 && fields[0].len == 0) {
        buf_add(out, STR("\"\""));
    }
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_byte(out, ',');
        }
        csv_field(out, fields[i]);
    }
    buf_add(out, STR("\r\n"));
}
