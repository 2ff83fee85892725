/*
 * Compiling one expression of a methodology into a program, with its dimension.
 *
 * Owns: steps go to the part's program. Errors: false after adding a fault that names line, column and what would be
 *       right.
 */
#ifndef BANYAN_QUANTIFY_MODEL_EXPR_H
#define BANYAN_QUANTIFY_MODEL_EXPR_H

#include "quantify/formula.h"
#include "quantify/model.h"

/* Where an expression stands: which names it may use. */
typedef struct {
    Arena *arena;
    Faults *faults;
    Model *model;
    ModelPart *part;
    const MethodologySpan *span;
    uint32_t origin;
    size_t formulas; /* formulas before this one may be named */
    bool in_sum;
} ModelScope;

typedef struct {
    uint32_t reg;
    UnitDimension dimension;
} ModelValue;

CHECKED bool model_expr(ModelScope *scope, ModelValue *out);
/* A comparison that must hold: a STOP_UNLESS with the reason. */
CHECKED bool model_expr_condition(ModelScope *scope, uint32_t reason);
/* Adds a fault at the span's place. Returns false. */
bool model_expr_fault(const ModelScope *scope, size_t at, const char *format, ...) PRINTF_LIKE(3, 4);
/* An array of `count` items, doubled when full; returns the next free item. */
void *model_expr_grow(Arena *arena, void **items, size_t *count, size_t *capacity, size_t size);

#endif
