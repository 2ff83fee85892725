#include "codec/csv.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec_test.h"

typedef struct {
    Str rest;
    size_t piece; /* most bytes given at once */
    bool fails;   /* at the end, instead of ending */
} Source;

static bool give(void *ctx, char *room, size_t size, size_t *got, Err *err) {
    Source *source = ctx;
    size_t len = source->piece < size ? source->piece : size;
    len = len < source->rest.len ? len : source->rest.len;
    if (len == 0 && source->fails) {
        return err_set(err, ERR_IO, "the disk is gone");
    }
    if (len > 0) {
        memcpy(room, source->rest.ptr, len);
        source->rest = str_slice(source->rest, len, source->rest.len);
    }
    *got = len;
    return true;
}

static CsvReader *opened(Arena *arena, Source *source) {
    CsvReader *reader = NULL;
    Err err = {0};
    if (!csv_open(arena, give, source, &reader, &err)) {
        fail_msg("%s", err.text);
    }
    return reader;
}

static const CsvRow *next(CsvReader *reader) {
    const CsvRow *row = NULL;
    Err err = {0};
    if (!csv_next(reader, &row, &err)) {
        fail_msg("%s", err.text);
    }
    return row;
}

static void assert_row(const CsvRow *row, uint64_t number, const char *first, const char *second) {
    assert_non_null(row);
    assert_int_equal(row->row, number);
    assert_int_equal(row->count, 2);
    assert_text(row->fields[0], first);
    assert_text(row->fields[1], second);
}

static void fields_keep_their_bytes_however_the_source_cuts_them(void **state) {
    (void)state;
    Str text = STR("\xef\xbb\xbfname,note\r\n a , b\n\"x,\"\"y\"\"\",\"two\r\nlines\"\r\n\"\",\nlast,B\xc3\xa4ume");
    for (size_t piece = 1; piece < 80; piece++) {
        Arena arena = {0};
        Source source = {.rest = text, .piece = piece};
        CsvReader *reader = opened(&arena, &source);
        assert_row(csv_header(reader), 1, "name", "note");
        assert_row(next(reader), 2, " a ", " b");
        assert_row(next(reader), 3, "x,\"y\"", "two\r\nlines");
        assert_row(next(reader), 4, "", "");
        assert_row(next(reader), 5, "last", "Bäume");
        assert_null(next(reader));
        assert_null(next(reader));
        assert_row(csv_header(reader), 1, "name", "note");
        assert_false(csv_broken(reader));
        arena_done(&arena);
    }
}

static void a_table_of_one_column_may_have_empty_fields(void **state) {
    (void)state;
    Arena arena = {0};
    Source source = {.rest = STR("a\n\n\"\"\nx\n"), .piece = 99};
    CsvReader *reader = opened(&arena, &source);
    assert_int_equal(next(reader)->fields[0].len, 0);
    assert_int_equal(next(reader)->fields[0].len, 0);
    assert_text(next(reader)->fields[0], "x");
    assert_null(next(reader));
    arena_done(&arena);
}

static void headers_that_cannot_name_columns_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *beginning;
    } cases[] = {
        {"", "1:1: the file is empty; its first row names the columns"},
        {"\xef\xbb\xbf", "1:1: the file is empty"},
        {"\n", "1:1: the column has no name"},
        {"a,,c\n", "1:2: the column has no name; name it in the first row"},
        {"a,b,a,b\n", "1:3: the name 'a' stands twice in the header; rename one column"},
        {"a,\"b\n", "1:2: a quote opens this field and is not closed"},
        {"a,b\"\n", "1:2: a quote stands inside an unquoted field"},
        {"a,B\xe4ume\n", "1:2: the field is not well-formed UTF-8"},
        {"\xff\xfe"
         "a",
         "1:1: the file is UTF-16; save it as UTF-8"},
        {"\xfe\xff", "1:1: the file is UTF-16; save it as UTF-8"},
        {"a\rb\r", "1:1: a CR stands without LF"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Source source = {.rest = str_from_c(cases[i].text), .piece = 2};
        CsvReader *reader = NULL;
        Err err = {0};
        assert_false(csv_open(&arena, give, &source, &reader, &err));
        assert_err(&err, ERR_INVALID_CSV, cases[i].beginning);
        assert_null(reader);
        arena_done(&arena);
    }
}

static void a_faulty_row_is_named_and_the_next_one_is_read(void **state) {
    (void)state;
    static const struct {
        Str row;
        const char *beginning;
    } cases[] = {
        {STR_INIT("1"), "2:2: the row has 1 fields where the header has 2; add the missing ones"},
        {STR_INIT("1,2,3"), "2:3: the row has 3 fields where the header has 2; remove the others"},
        {STR_INIT(""), "2:1: the row is empty; remove it"},
        {STR_INIT("\"\""), "2:2: the row has 1 fields"},
        {STR_INIT("1,x\"y"), "2:2: a quote stands inside an unquoted field; put the field in quotes"},
        {STR_INIT("\"1\"x,2"), "2:1: text stands behind the closing quote"},
        {STR_INIT("\"1\" ,2"), "2:1: text stands behind the closing quote"},
        {STR_INIT("\"1\"x\"y,2"), "2:1: text stands behind the closing quote"},
        {STR_INIT("1\r,2"), "2:1: a CR stands without LF; end rows with LF or CRLF, or quote the field"},
        {STR_INIT("\"1\"\r,2"), "2:1: a CR stands without LF"},
        {STR_INIT("1,\0"), "2:2: a NUL byte"},
        {STR_INIT("1,\"\0\""), "2:2: a NUL byte"},
        {STR_INIT("1,\xff"), "2:2: the field is not well-formed UTF-8; save the file as UTF-8"},
        {STR_INIT("\xff,\xff"), "2:1: the field is not well-formed UTF-8"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Buf text = {.arena = &arena};
        buf_add(&text, STR("a,b\n"));
        buf_add(&text, cases[i].row);
        buf_add(&text, STR("\nnext,row\n"));
        Source source = {.rest = buf_str(&text), .piece = 5};
        CsvReader *reader = opened(&arena, &source);
        const CsvRow *row = csv_header(reader);
        Err err = {0};
        assert_false(csv_next(reader, &row, &err));
        assert_err(&err, ERR_INVALID_CSV, cases[i].beginning);
        assert_ptr_equal(row, csv_header(reader));
        assert_false(csv_broken(reader));
        assert_row(next(reader), 3, "next", "row");
        assert_null(next(reader));
        arena_done(&arena);
    }
}

static void an_unclosed_quote_breaks_the_reader(void **state) {
    (void)state;
    Arena arena = {0};
    Source source = {.rest = STR("a,b\n1,2\n3,\"4\n5,6\n"), .piece = 99};
    CsvReader *reader = opened(&arena, &source);
    const CsvRow *row = NULL;
    Err err = {0};
    assert_row(next(reader), 2, "1", "2");
    assert_false(csv_next(reader, &row, &err));
    assert_err(&err, ERR_INVALID_CSV, "3:2: a quote opens this field and is not closed; add the closing quote");
    assert_true(csv_broken(reader));
    assert_false(csv_next(reader, &row, &err));
    assert_err(&err, ERR_INVALID_CSV, "3:1: reading stopped in this row");
    arena_done(&arena);
}

static void what_the_source_reports_breaks_the_reader(void **state) {
    (void)state;
    Arena arena = {0};
    Source source = {.rest = STR("a,b\n1,2\n3,"), .piece = 4, .fails = true};
    CsvReader *reader = opened(&arena, &source);
    const CsvRow *row = NULL;
    Err err = {0};
    assert_row(next(reader), 2, "1", "2");
    assert_false(csv_next(reader, &row, &err));
    assert_err(&err, ERR_IO, "the disk is gone");
    assert_true(csv_broken(reader));
    Source nothing = {.piece = 1, .fails = true};
    assert_false(csv_open(&arena, give, &nothing, &reader, &err));
    assert_err(&err, ERR_IO, "the disk is gone");
    arena_done(&arena);
}

/* Adds `count` times the text. */
static void add_times(Buf *out, size_t count, const char *text) {
    for (size_t i = 0; i < count; i++) {
        buf_add(out, str_from_c(text));
    }
}

/* Row 2 is the text; returns whether it was read, and asserts that row 3 is read unless the reader broke. */
static bool second_row_is_read(Arena *arena, const Buf *row, Err *err) {
    Buf text = {.arena = arena};
    buf_addf(&text, "a,b\n%.*s\nnext,row\n", STR_ARG(buf_str(row)));
    Source source = {.rest = buf_str(&text), .piece = 1000};
    CsvReader *reader = opened(arena, &source);
    const CsvRow *out = NULL;
    bool read = csv_next(reader, &out, err);
    if (!csv_broken(reader)) {
        assert_row(next(reader), 3, "next", "row");
    }
    return read;
}

static void a_field_is_read_up_to_its_limit_and_refused_beyond(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Buf row = {.arena = &arena};
    add_times(&row, LIMIT_CSV_FIELD_BYTES, "x");
    buf_add(&row, STR(",2"));
    assert_true(second_row_is_read(&arena, &row, &err));
    Buf longer = {.arena = &arena};
    buf_addf(&longer, "1,%.*s", (int)LIMIT_CSV_FIELD_BYTES, row.ptr);
    buf_add(&longer, STR("x"));
    assert_false(second_row_is_read(&arena, &longer, &err));
    assert_err(&err, ERR_TOO_LARGE, "2:2: the field is longer than 8192 bytes");
    arena_done(&arena);
}

static void a_quoted_field_beyond_its_limit_breaks_the_reader(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Buf row = {.arena = &arena};
    buf_add(&row, STR("1,\""));
    add_times(&row, LIMIT_CSV_FIELD_BYTES, "\n");
    buf_add(&row, STR("x\""));
    assert_false(second_row_is_read(&arena, &row, &err));
    assert_err(&err, ERR_TOO_LARGE, "2:2: a quoted field is too long; is its closing quote missing?");
    arena_done(&arena);
}

static void a_row_is_refused_beyond_its_bytes_and_its_columns(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Buf field = {.arena = &arena};
    Buf row = {.arena = &arena};
    add_times(&field, LIMIT_CSV_FIELD_BYTES, "y");
    for (size_t i = 0; i < 9; i++) {
        buf_addf(&row, "%.*s,", STR_ARG(buf_str(&field)));
    }
    assert_false(second_row_is_read(&arena, &row, &err));
    assert_err(&err, ERR_TOO_LARGE, "2:9: the row is longer than 65536 bytes");
    buf_clear(&row);
    add_times(&row, LIMIT_CSV_COLUMNS, ",");
    assert_false(second_row_is_read(&arena, &row, &err));
    assert_err(&err, ERR_TOO_LARGE, "2:257: the row has more than 256 fields");
    arena_done(&arena);
}

typedef struct {
    uint64_t rows;
    bool header; /* was given */
} Endless;

static bool give_rows(void *ctx, char *room, size_t size, size_t *got, Err *err) {
    Endless *source = ctx;
    (void)err;
    *got = 0;
    while (source->rows > 0 && size - *got >= 16) {
        Str row = str_from_c(source->header ? "12.5,a tree\n" : "d_cm,note\n");
        memcpy(room + *got, row.ptr, row.len);
        *got += row.len;
        source->header = true;
        source->rows--;
    }
    return true;
}

static void memory_does_not_grow_with_the_file(void **state) {
    (void)state;
    Arena arena = {0};
    Endless source = {.rows = 200001};
    CsvReader *reader = NULL;
    assert_true(csv_open(&arena, give_rows, &source, &reader, NULL));
    ArenaMark mark = arena_mark(&arena);
    uint64_t rows = 0;
    for (const CsvRow *row = next(reader); row != NULL; row = next(reader)) {
        assert_int_equal(row->fields[0].len, 4);
        rows++;
    }
    assert_int_equal(rows, 200000);
    assert_ptr_equal(arena.block, mark.block);
    assert_ptr_equal(arena.at, mark.at);
    arena_done(&arena);
}

static void fields_are_quoted_only_where_needed(void **state) {
    (void)state;
    Arena arena = {0};
    Buf out = {.arena = &arena};
    const Str fields[] = {STR("plain"),     STR(""),   STR(" blank "), STR("a,b"),
                          STR("say \"x\""), STR("\""), STR("l\nm"),    STR("c\rd")};
    csv_row(&out, fields, COUNT_OF(fields));
    csv_row(&out, &(Str){0}, 1);
    const Str mark = STR("\xef\xbb\xbfx");
    csv_row(&out, &mark, 1);
    assert_text(buf_str(&out), "plain,, blank ,\"a,b\",\"say \"\"x\"\"\",\"\"\"\",\"l\nm\",\"c\rd\"\r\n\"\"\r\n"
                               "\"\xef\xbb\xbfx\"\r\n");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_keep_their_bytes_however_the_source_cuts_them),
        cmocka_unit_test(a_table_of_one_column_may_have_empty_fields),
        cmocka_unit_test(headers_that_cannot_name_columns_are_refused),
        cmocka_unit_test(a_faulty_row_is_named_and_the_next_one_is_read),
        cmocka_unit_test(an_unclosed_quote_breaks_the_reader),
        cmocka_unit_test(what_the_source_reports_breaks_the_reader),
        cmocka_unit_test(a_field_is_read_up_to_its_limit_and_refused_beyond),
        cmocka_unit_test(a_quoted_field_beyond_its_limit_breaks_the_reader),
        cmocka_unit_test(a_row_is_refused_beyond_its_bytes_and_its_columns),
        cmocka_unit_test(memory_does_not_grow_with_the_file),
        cmocka_unit_test(fields_are_quoted_only_where_needed),
    };
    return cmocka_run_group_tests_name("csv", tests, NULL, NULL);
}
