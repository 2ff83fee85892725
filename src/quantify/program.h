/*
 * Straight-line code over quantities that computes values forward and, backward, what a value owes to each register.
 *
 * Shape: every register is written at most once per run, but for the two picks of an `if`, of which one runs; jumps go
 *        forward only. Registers that no step writes (constants, inputs, factors, sums) are set by the caller.
 * Owns: code and states live in the arena they were given.
 * Errors: ERR_ARITHMETIC; state->origin is then the origin of the step that failed.
 * Source: reverse accumulation of first derivatives; its result equals forward-mode differentiation.
 */
#ifndef BANYAN_QUANTIFY_PROGRAM_H
#define BANYAN_QUANTIFY_PROGRAM_H

#include "base/quantity.h"

typedef enum {
    PROGRAM_COPY, /* a new register with the value of a */
    PROGRAM_NEGATE,
    PROGRAM_ADD,
    PROGRAM_SUBTRACT,
    PROGRAM_MULTIPLY,
    PROGRAM_DIVIDE,
    PROGRAM_POWER,
    PROGRAM_EXP,
    PROGRAM_LN,
    PROGRAM_SQRT,
    PROGRAM_ABS,
    PROGRAM_MIN,
    PROGRAM_MAX,
    PROGRAM_PICK,        /* as COPY; the other branch writes the same register */
    PROGRAM_JUMP,        /* to target */
    PROGRAM_JUMP_UNLESS, /* a test b */
    PROGRAM_STOP_UNLESS, /* a test b; ends the run with `target` as its reason */
    PROGRAM_OP_COUNT
} ProgramOp;

typedef enum {
    PROGRAM_LESS,
    PROGRAM_LESS_EQUAL,
    PROGRAM_GREATER,
    PROGRAM_GREATER_EQUAL,
    PROGRAM_EQUAL,
    PROGRAM_UNEQUAL
} ProgramTest;

typedef struct {
    ProgramOp op;
    ProgramTest test;
    uint32_t dst;
    uint32_t a;
    uint32_t b;
    uint32_t target;
    uint32_t origin; /* whose step this is, for messages */
} ProgramStep;

/* {.arena = a} is a valid empty program. */
typedef struct {
    Arena *arena;
    ProgramStep *steps;
    uint32_t count;
    uint32_t capacity;
    uint32_t registers;
} Program;

typedef struct {
    const Program *program;
    Quantity *values;   /* one per register */
    Quantity *adjoints; /* of the last sweep; meaningful where reached is set */
    bool *reached;
    bool *active;     /* depends on something that has an error */
    uint32_t *picked; /* per register: the step that picked it */
    Quantity *scratch;
    uint32_t origin;
} ProgramState;

#define PROGRAM_NONE UINT32_MAX

uint32_t program_register(Program *program);
/* Adds a step and returns its number. */
uint32_t program_step(Program *program, ProgramStep step);

void program_state_init(Arena *arena, const Program *program, ProgramState *out);
/* Marks what depends on the registers already marked active. */
void program_mark_active(ProgramState *state);
/* *stopped: PROGRAM_NONE, or the reason of the STOP_UNLESS that ended the run. */
CHECKED bool program_run(ProgramState *state, uint32_t *stopped, Err *err);
/* Derivatives of register `from` by every active register it depends on. */
CHECKED bool program_sweep(ProgramState *state, uint32_t from, Err *err);

#endif
