#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>

#include "sys/stream.h"

enum { LABEL_WIDTH = 16, LINE_BYTES = 2048 };

bool cli_open(const CommandRun *run, AppMode mode, App *out, Err *err) {
    return app_open(run->arena, &run->env, mode, run->name, out, err);
}

bool cli_read_file(const CommandRun *run, Str path, size_t limit, Str *out, Err *err) {
    Bytes bytes = {0};
    TRY(files_read_path(run->arena, path, limit, &bytes, err));
    *out = bytes_str(bytes);
    return true;
}

bool cli_write_file(Str path, Str text, Err *err) {
    StreamOut out CLEANUP(stream_out_close) = {0};
    TRY(stream_out_open(path, FILES_SHARED, &out, err));
    TRY(stream_write(&out, str_bytes(text), err));
    return stream_out_commit(&out, err);
}

static void add_format(Buf *out, const char *format, va_list args) PRINTF_LIKE(2, 0);

/* Text of any length: most lines fit the room, the rest is formatted a second time. */
static void add_format(Buf *out, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    char room[LINE_BYTES];
    int len = vsnprintf(room, sizeof(room), format, args);
    if (len > 0 && (size_t)len < sizeof(room)) {
        buf_add(out, (Str){.ptr = room, .len = (size_t)len});
    } else if (len > 0) {
        char *at = buf_reserve(out, (size_t)len + 1);
        (void)vsnprintf(at, (size_t)len + 1, format, again);
        out->len += (size_t)len;
    }
    va_end(again);
}

void cli_line(CommandRun *run, const char *label, const char *format, ...) {
    buf_addf(&run->text, "%-*s ", LABEL_WIDTH, label);
    va_list args;
    va_start(args, format);
    add_format(&run->text, format, args);
    va_end(args);
    buf_add_byte(&run->text, '\n');
}

void cli_next(CommandRun *run, const char *format, ...) {
    buf_add(&run->text, STR("\nNext: "));
    va_list args;
    va_start(args, format);
    add_format(&run->text, format, args);
    va_end(args);
    buf_add_byte(&run->text, '\n');
}

void cli_set(const CommandRun *run, Json *object, const char *name, Str value) {
    json_set(run->arena, object, str_from_c(name), value.len == 0 ? json_null() : json_string(value));
}

void cli_set_number(const CommandRun *run, Json *object, const char *name, uint64_t value) {
    json_set(run->arena, object, str_from_c(name), json_int((int64_t)value));
}

void cli_set_json(const CommandRun *run, Json *object, const char *name, Json value) {
    json_set(run->arena, object, str_from_c(name), value);
}

void cli_set_index(const CommandRun *run, Json *object, bool logged, uint64_t index) {
    json_set(run->arena, object, STR("log_index"), logged ? json_int((int64_t)index) : json_null());
}

Str cli_index(const CommandRun *run, bool logged, uint64_t index) {
    return logged ? str_format(run->arena, "at index %llu", (unsigned long long)index) : STR("not on the log yet");
}

struct CliTableRow {
    CliTableRow *next;
    Str cells[CLI_COLUMNS];
};

/* Characters, as a terminal shows them: bytes that do not continue one. */
static size_t width_of(Str text) {
    size_t width = 0;
    for (size_t i = 0; i < text.len; i++) {
        width += ((unsigned char)text.ptr[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return width;
}

void cli_table_row(const CommandRun *run, CliTable *table, const Str *cells, size_t count) {
    CliTableRow *row = ARENA_NEW(run->arena, CliTableRow);
    table->columns = count;
    for (size_t i = 0; i < count && i < CLI_COLUMNS; i++) {
        row->cells[i] = cells[i];
        size_t width = width_of(cells[i]);
        table->widths[i] = width > table->widths[i] ? width : table->widths[i];
    }
    if (table->last == NULL) {
        table->first = row;
    } else {
        table->last->next = row;
    }
    table->last = row;
    table->count++;
}

static void print_row(Buf *out, const CliTable *table, const CliTableRow *row) {
    for (size_t i = 0; i < table->columns; i++) {
        buf_add(out, row->cells[i]);
        size_t blanks = i + 1 == table->columns ? 0 : table->widths[i] - width_of(row->cells[i]) + 2;
        for (size_t k = 0; k < blanks; k++) {
            buf_add_byte(out, ' ');
        }
    }
    buf_add_byte(out, '\n');
}

void cli_table_print(CommandRun *run, const CliTable *table) {
    for (const CliTableRow *row = table->first; row != NULL; row = row->next) {
        print_row(&run->text, table, row);
    }
}

static Json fault_json(const CommandRun *run, const FaultsItem *item) {
    Json json = json_object();
    cli_set(run, &json, "file", item->file);
    cli_set_number(run, &json, "row", item->row);
    cli_set_number(run, &json, "column", item->column);
    cli_set(run, &json, "text", item->text);
    return json;
}

void cli_faults(CommandRun *run, const Faults *faults) {
    Json list = json_array();
    for (size_t i = 0; i < faults->count; i++) {
        json_push(run->arena, &list, fault_json(run, &faults->items[i]));
    }
    if (faults->total > 0) {
        faults_write(&run->faults, faults);
        run->details = json_object();
        cli_set_number(run, &run->details, "total", faults->total);
        cli_set_json(run, &run->details, "faults", list);
    }
}
