/*
 * What is wrong in a file that a person wrote, fault by fault, with its place.
 *
 * Shape: at most LIMIT_FAULTS are kept; `total` counts all. A text says what is wrong and what would be right.
 * Units: lines and columns count from 1; 0 means the whole file.
 * Owns: texts live in the list's arena.
 */
#ifndef BANYAN_DOMAIN_METHODOLOGY_FAULT_H
#define BANYAN_DOMAIN_METHODOLOGY_FAULT_H

#include "base/err.h"
#include "base/str.h"

typedef struct {
    uint32_t line;
    uint32_t column;
} MethodologyPlace;

typedef struct {
    MethodologyPlace place;
    Str text;
} MethodologyFault;

/* {.arena = a} is a valid empty list. */
typedef struct {
    Arena *arena;
    MethodologyFault *items;
    size_t count;
    size_t capacity;
    size_t total;
} MethodologyFaults;

void methodology_fault(MethodologyFaults *faults, MethodologyPlace place, const char *format, ...) PRINTF_LIKE(3, 4);
/* "line:column: text". */
Str methodology_fault_line(Arena *arena, const MethodologyFault *fault);
/* Sets err to the first fault and how many there are; returns false. With an empty list returns true. */
CHECKED bool methodology_fault_none(const MethodologyFaults *faults, ErrCode code, Err *err);

#endif
