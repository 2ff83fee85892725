#include "domain/faults.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"
#include "base/limits.h"

enum { FAULT_BYTES = ERR_TEXT_BYTES };

void faults_init(Faults *faults, Arena *arena, Str file) {
    *faults = (Faults){.arena = arena, .file = file};
}

/* Counts the fault and gives the place for it, or NULL when the list is full. */
static FaultsItem *next_item(Faults *faults) {
    faults->total++;
    if (faults->count == LIMIT_FAULTS) {
        return NULL;
    }
    if (faults->items == NULL) {
        faults->items = ARENA_ARRAY(faults->arena, LIMIT_FAULTS, FaultsItem);
    }
    return &faults->items[faults->count++];
}

void faults_add(Faults *faults, uint64_t row, uint64_t column, const char *format, ...) {
    FaultsItem *item = next_item(faults);
    if (item == NULL) {
        return;
    }
    char text[FAULT_BYTES];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    size_t kept = len < 0 ? 0 : (size_t)len < sizeof(text) ? (size_t)len : sizeof(text) - 1;
    for (size_t i = 0; i < kept; i++) {
        text[i] = (unsigned char)text[i] < ' ' || text[i] == 0x7F ? ' ' : text[i]; /* a fault is one line */
    }
    *item = (FaultsItem){.file = faults->file,
                         .row = row,
                         .column = column,
                         .text = str_copy(faults->arena, (Str){.ptr = text, .len = kept})};
}

/* "12:3: text" gives 12, 3 and text; anything else stays whole. */
static Str cut_place(Str text, uint64_t *row, uint64_t *column) {
    Str rest = text;
    Str row_text = str_cut(&rest, ':');
    Str column_text = str_cut(&rest, ':');
    uint64_t row_read = 0;
    uint64_t column_read = 0;
    if (rest.ptr == NULL || !checked_parse_u64(row_text, &row_read) || !checked_parse_u64(column_text, &column_read)) {
        return text;
    }
    *row = row_read;
    *column = column_read;
    return str_trim(rest);
}

void faults_add_err(Faults *faults, const Err *err) {
    uint64_t row = 0;
    uint64_t column = 0;
    Str text = cut_place(str_from_c(err->text), &row, &column);
    faults_add(faults, row, column, "%.*s", STR_ARG(text));
}

Str faults_line(Arena *arena, const FaultsItem *item) {
    Str file = item->file;
    if (item->row == 0) {
        return str_format(arena, "%.*s: %.*s", STR_ARG(file), STR_ARG(item->text));
    }
    return str_format(arena, "%.*s:%llu:%llu: %.*s", STR_ARG(file), (unsigned long long)item->row,
                      (unsigned long long)item->column, STR_ARG(item->text));
}

void faults_write(Buf *out, const Faults *faults) {
    for (size_t i = 0; i < faults->count; i++) {
        buf_add(out, faults_line(out->arena, &faults->items[i]));
        buf_add_byte(out, '\n');
    }
    if (faults->total > faults->count) {
        buf_addf(out, "%.*s: %llu more faults are not shown\n", STR_ARG(faults->file),
                 (unsigned long long)(faults->total - faults->count));
    }
}
