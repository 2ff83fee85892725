/*
 * All faults of a file, each with its place, up to a limit.
 *
 * Shape: at most LIMIT_FAULTS are kept; the rest is counted. A line reads FILE:row:column: what, what would be right.
 * Units: rows and columns count from 1, the header is row 1; row 0 = the file as a whole, column 0 = the whole row.
 * Owns: texts live in the arena given to faults_init. Errors: none.
 */
#ifndef BANYAN_DOMAIN_FAULTS_H
#define BANYAN_DOMAIN_FAULTS_H

#include "base/buf.h"
#include "base/err.h"

typedef struct {
    Str file;
    uint64_t row;
    uint64_t column;
    Str text;
} FaultsItem;

typedef struct {
    Arena *arena;
    Str file;
    FaultsItem *items;
    size_t count;   /* kept */
    uint64_t total; /* found */
} Faults;

void faults_init(Faults *faults, Arena *arena, Str file);
void faults_add(Faults *faults, uint64_t row, uint64_t column, const char *format, ...) PRINTF_LIKE(4, 5);
/* The text of an Err whose own text may already begin with "row:column: ". */
void faults_add_err(Faults *faults, const Err *err);
/* FILE:row:column: text, without a line end. */
Str faults_line(Arena *arena, const FaultsItem *item);
/* All lines and, where some were not kept, a last line that counts them. */
void faults_write(Buf *out, const Faults *faults);

#endif
