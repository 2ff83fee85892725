/*
 * The language of formulas: a text becomes a tree, and a tree becomes text again.
 *
 * Shape: names [a-z][a-z0-9_]*; decimals with an optional unit in brackets, 0.6 [g/cm3]; + - * / and ^ (to the right);
 *        < <= > >= == !=; if(c, a, b) exp(a) ln(a) sqrt(a) abs(a) min(a, b) max(a, b) sum(over: records, a).
 *        -a^b is -(a^b). Comparisons do not chain. Limits: LIMIT_FORMULA_BYTES, _DEPTH, _NODES.
 * Owns: nodes live in the arena; their texts are views of the formula.
 * Errors: ERR_INVALID_FORMULA says what stands there and what would be right; *at is the byte where. Beyond a limit
 *         ERR_TOO_LARGE.
 */
#ifndef BANYAN_QUANTIFY_FORMULA_H
#define BANYAN_QUANTIFY_FORMULA_H

#include "base/buf.h"
#include "base/err.h"

typedef enum {
    FORMULA_NUMBER,
    FORMULA_NAME,
    FORMULA_NEGATE,
    FORMULA_ADD,
    FORMULA_SUBTRACT,
    FORMULA_MULTIPLY,
    FORMULA_DIVIDE,
    FORMULA_POWER,
    FORMULA_LESS,
    FORMULA_LESS_EQUAL,
    FORMULA_GREATER,
    FORMULA_GREATER_EQUAL,
    FORMULA_EQUAL,
    FORMULA_UNEQUAL,
    FORMULA_IF,
    FORMULA_EXP,
    FORMULA_LN,
    FORMULA_SQRT,
    FORMULA_ABS,
    FORMULA_MIN,
    FORMULA_MAX,
    FORMULA_SUM
} FormulaKind;

typedef struct FormulaNode FormulaNode;

struct FormulaNode {
    FormulaKind kind;
    uint32_t at; /* byte in the formula, for faults */
    Str text;    /* digits of a number, or a name */
    Str unit;    /* of a number; empty: none */
    uint32_t count;
    FormulaNode *args[3];
};

CHECKED bool formula_parse(Arena *arena, Str text, const FormulaNode **out, size_t *at, Err *err);
/* The tree in the language itself, with no more parentheses than it needs. */
void formula_print(Buf *out, const FormulaNode *node);
/* The tree as written by hand: ×, ÷, raised exponents of units. */
void formula_print_readable(Buf *out, const FormulaNode *node);

#endif
