#include "quantify/program.h"

#include <string.h>

enum { FIRST_CAPACITY = 32, SCRATCH = 3 };

typedef bool (*Forward)(ProgramState *state, const ProgramStep *step, Err *err);
typedef bool (*Backward)(ProgramState *state, const ProgramStep *step, Err *err);

uint32_t program_register(Program *program) {
    return program->registers++;
}

uint32_t program_step(Program *program, ProgramStep step) {
    if (program->count == program->capacity) {
        uint32_t capacity = program->capacity == 0 ? FIRST_CAPACITY : program->capacity * 2;
        ProgramStep *steps = ARENA_ARRAY(program->arena, capacity, ProgramStep);
        if (program->count > 0) {
            memcpy(steps, program->steps, program->count * sizeof(*steps));
        }
        program->steps = steps;
        program->capacity = capacity;
    }
    program->steps[program->count] = step;
    return program->count++;
}

void program_state_init(Arena *arena, const Program *program, ProgramState *out) {
    size_t count = program->registers;
    *out = (ProgramState){.program = program,
                          .values = quantity_array(arena, count),
                          .adjoints = quantity_array(arena, count),
                          .reached = ARENA_ARRAY(arena, count, bool),
                          .active = ARENA_ARRAY(arena, count, bool),
                          .picked = ARENA_ARRAY(arena, count, uint32_t),
                          .scratch = quantity_array(arena, SCRATCH),
                          .origin = PROGRAM_NONE};
}

/* ---- forward ---- */

static bool run_copy(ProgramState *s, const ProgramStep *i, Err *err) {
    (void)err;
    quantity_set(&s->values[i->dst], &s->values[i->a]);
    return true;
}

static bool run_negate(ProgramState *s, const ProgramStep *i, Err *err) {
    (void)err;
    quantity_negate(&s->values[i->dst], &s->values[i->a]);
    return true;
}

static bool run_abs(ProgramState *s, const ProgramStep *i, Err *err) {
    (void)err;
    quantity_abs(&s->values[i->dst], &s->values[i->a]);
    return true;
}

static bool run_add(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_add(&s->values[i->dst], &s->values[i->a], &s->values[i->b], err);
}

static bool run_subtract(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_sub(&s->values[i->dst], &s->values[i->a], &s->values[i->b], err);
}

static bool run_multiply(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_mul(&s->values[i->dst], &s->values[i->a], &s->values[i->b], err);
}

static bool run_divide(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_div(&s->values[i->dst], &s->values[i->a], &s->values[i->b], err);
}

static bool run_power(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_pow(&s->values[i->dst], &s->values[i->a], &s->values[i->b], err);
}

static bool run_exp(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_exp(&s->values[i->dst], &s->values[i->a], err);
}

static bool run_ln(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_ln(&s->values[i->dst], &s->values[i->a], err);
}

static bool run_sqrt(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_sqrt(&s->values[i->dst], &s->values[i->a], err);
}

/* The operand that min or max takes; of two equal ones the first. */
static uint32_t chosen(const ProgramState *s, const ProgramStep *i) {
    int order = quantity_compare(&s->values[i->a], &s->values[i->b]);
    bool first = i->op == PROGRAM_MIN ? order <= 0 : order >= 0;
    return first ? i->a : i->b;
}

static bool run_choice(ProgramState *s, const ProgramStep *i, Err *err) {
    (void)err;
    quantity_set(&s->values[i->dst], &s->values[chosen(s, i)]);
    return true;
}

static bool run_pick(ProgramState *s, const ProgramStep *i, Err *err) {
    s->picked[i->dst] = (uint32_t)(i - s->program->steps);
    return run_copy(s, i, err);
}

static const Forward forward[PROGRAM_OP_COUNT] = {
    [PROGRAM_COPY] = run_copy,         [PROGRAM_NEGATE] = run_negate,     [PROGRAM_ADD] = run_add,
    [PROGRAM_SUBTRACT] = run_subtract, [PROGRAM_MULTIPLY] = run_multiply, [PROGRAM_DIVIDE] = run_divide,
    [PROGRAM_POWER] = run_power,       [PROGRAM_EXP] = run_exp,           [PROGRAM_LN] = run_ln,
    [PROGRAM_SQRT] = run_sqrt,         [PROGRAM_ABS] = run_abs,           [PROGRAM_MIN] = run_choice,
    [PROGRAM_MAX] = run_choice,        [PROGRAM_PICK] = run_pick,
};

static bool holds(const ProgramState *s, const ProgramStep *i) {
    int order = quantity_compare(&s->values[i->a], &s->values[i->b]);
    switch (i->test) {
    case PROGRAM_LESS:
        return order < 0;
    case PROGRAM_LESS_EQUAL:
        return order <= 0;
    case PROGRAM_GREATER:
        return order > 0;
    case PROGRAM_GREATER_EQUAL:
        return order >= 0;
    case PROGRAM_EQUAL:
        return order == 0;
    case PROGRAM_UNEQUAL:
    default:
        return order != 0;
    }
}

bool program_run(ProgramState *state, uint32_t *stopped, Err *err) {
    const Program *program = state->program;
    uint32_t at = 0;
    while (at < program->count) {
        const ProgramStep *step = &program->steps[at++];
        if (step->op < PROGRAM_JUMP) {
            state->origin = step->origin;
            TRY(forward[step->op](state, step, err));
        } else if (step->op == PROGRAM_JUMP || (step->op == PROGRAM_JUMP_UNLESS && !holds(state, step))) {
            at = step->target;
        } else if (step->op == PROGRAM_STOP_UNLESS && !holds(state, step)) {
            *stopped = step->target;
            return true;
        }
    }
    *stopped = PROGRAM_NONE;
    return true;
}

/* ---- backward ---- */

/* Adds what arrives at a register. */
static bool arrive(ProgramState *s, uint32_t at, const Quantity *amount, Err *err) {
    if (!s->reached[at]) {
        s->reached[at] = true;
        quantity_set(&s->adjoints[at], amount);
        return true;
    }
    return quantity_add(&s->adjoints[at], &s->adjoints[at], amount, err);
}

/* Sends `amount` to `at` where that depends on an error at all. */
static bool send(ProgramState *s, uint32_t at, const Quantity *amount, Err *err) {
    return !s->active[at] || arrive(s, at, amount, err);
}

static bool back_copy(ProgramState *s, const ProgramStep *i, Err *err) {
    return send(s, i->a, &s->adjoints[i->dst], err);
}

static bool back_pick(ProgramState *s, const ProgramStep *i, Err *err) {
    return s->picked[i->dst] != (uint32_t)(i - s->program->steps) || back_copy(s, i, err);
}

static bool back_negate(ProgramState *s, const ProgramStep *i, Err *err) {
    quantity_negate(&s->scratch[0], &s->adjoints[i->dst]);
    return send(s, i->a, &s->scratch[0], err);
}

static bool back_add(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(send(s, i->a, &s->adjoints[i->dst], err));
    return send(s, i->b, &s->adjoints[i->dst], err);
}

static bool back_subtract(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(send(s, i->a, &s->adjoints[i->dst], err));
    quantity_negate(&s->scratch[0], &s->adjoints[i->dst]);
    return send(s, i->b, &s->scratch[0], err);
}

/* Sends adjoint * other to `at`. */
static bool send_product(ProgramState *s, uint32_t at, const ProgramStep *i, const Quantity *other, Err *err) {
    if (!s->active[at]) {
        return true;
    }
    TRY(quantity_mul(&s->scratch[0], &s->adjoints[i->dst], other, err));
    return arrive(s, at, &s->scratch[0], err);
}

static bool back_multiply(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(send_product(s, i->a, i, &s->values[i->b], err));
    return send_product(s, i->b, i, &s->values[i->a], err);
}

/* v = a / b: dv/da = 1/b, dv/db = -v/b. */
static bool back_divide(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(quantity_div(&s->scratch[1], &s->adjoints[i->dst], &s->values[i->b], err));
    TRY(send(s, i->a, &s->scratch[1], err));
    if (!s->active[i->b]) {
        return true;
    }
    TRY(quantity_mul(&s->scratch[2], &s->scratch[1], &s->values[i->dst], err));
    quantity_negate(&s->scratch[2], &s->scratch[2]);
    return arrive(s, i->b, &s->scratch[2], err);
}

/* dv/da = b * v / a without another power; at a = 0 it is 0 for b > 1, 1 for b = 1, and else there is none. */
static bool back_power_base(ProgramState *s, const ProgramStep *i, Err *err) {
    Quantity *slope = &s->scratch[1];
    if (quantity_sign(&s->values[i->a]) != 0) {
        TRY(quantity_mul(slope, &s->values[i->b], &s->values[i->dst], err));
        TRY(quantity_div(slope, slope, &s->values[i->a], err));
        return send_product(s, i->a, i, slope, err);
    }
    quantity_set_u64(slope, 1);
    int order = quantity_compare(&s->values[i->b], slope);
    if (order < 0) {
        return err_set(err, ERR_ARITHMETIC, "the error of a power with base 0 and an exponent below 1 has no slope");
    }
    return order > 0 || send_product(s, i->a, i, slope, err);
}

/* dv/db = v * ln a. */
static bool back_power(ProgramState *s, const ProgramStep *i, Err *err) {
    if (s->active[i->a]) {
        TRY(back_power_base(s, i, err));
    }
    if (!s->active[i->b] || quantity_sign(&s->values[i->dst]) == 0) {
        return true;
    }
    TRY(quantity_ln(&s->scratch[1], &s->values[i->a], err));
    TRY(quantity_mul(&s->scratch[1], &s->scratch[1], &s->values[i->dst], err));
    return send_product(s, i->b, i, &s->scratch[1], err);
}

static bool back_exp(ProgramState *s, const ProgramStep *i, Err *err) {
    return send_product(s, i->a, i, &s->values[i->dst], err);
}

static bool back_ln(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(quantity_div(&s->scratch[1], &s->adjoints[i->dst], &s->values[i->a], err));
    return send(s, i->a, &s->scratch[1], err);
}

/* dv/da = 1 / (2 v): none at 0, which the division says. */
static bool back_sqrt(ProgramState *s, const ProgramStep *i, Err *err) {
    TRY(quantity_add(&s->scratch[2], &s->values[i->dst], &s->values[i->dst], err));
    TRY(quantity_div(&s->scratch[1], &s->adjoints[i->dst], &s->scratch[2], err));
    return send(s, i->a, &s->scratch[1], err);
}

static bool back_abs(ProgramState *s, const ProgramStep *i, Err *err) {
    return quantity_sign(&s->values[i->a]) < 0 ? back_negate(s, i, err) : back_copy(s, i, err);
}

static bool back_choice(ProgramState *s, const ProgramStep *i, Err *err) {
    return send(s, chosen(s, i), &s->adjoints[i->dst], err);
}

static const Backward backward[PROGRAM_OP_COUNT] = {
    [PROGRAM_COPY] = back_copy,         [PROGRAM_NEGATE] = back_negate,     [PROGRAM_ADD] = back_add,
    [PROGRAM_SUBTRACT] = back_subtract, [PROGRAM_MULTIPLY] = back_multiply, [PROGRAM_DIVIDE] = back_divide,
    [PROGRAM_POWER] = back_power,       [PROGRAM_EXP] = back_exp,           [PROGRAM_LN] = back_ln,
    [PROGRAM_SQRT] = back_sqrt,         [PROGRAM_ABS] = back_abs,           [PROGRAM_MIN] = back_choice,
    [PROGRAM_MAX] = back_choice,        [PROGRAM_PICK] = back_pick,
};

static bool has_two_operands(ProgramOp op) {
    return op == PROGRAM_ADD || op == PROGRAM_SUBTRACT || op == PROGRAM_MULTIPLY || op == PROGRAM_DIVIDE ||
           op == PROGRAM_POWER || op == PROGRAM_MIN || op == PROGRAM_MAX;
}

void program_mark_active(ProgramState *state) {
    for (uint32_t i = 0; i < state->program->count; i++) {
        const ProgramStep *step = &state->program->steps[i];
        if (step->op >= PROGRAM_JUMP) {
            continue;
        }
        bool active = state->active[step->a] || (has_two_operands(step->op) && state->active[step->b]);
        state->active[step->dst] = state->active[step->dst] || active;
    }
}

bool program_sweep(ProgramState *state, uint32_t from, Err *err) {
    const Program *program = state->program;
    memset(state->reached, 0, program->registers * sizeof(bool));
    if (!state->active[from]) {
        return true;
    }
    quantity_set_u64(&state->adjoints[from], 1);
    state->reached[from] = true;
    for (uint32_t i = program->count; i > 0; i--) {
        const ProgramStep *step = &program->steps[i - 1];
        if (step->op < PROGRAM_JUMP && state->reached[step->dst]) {
            state->origin = step->origin;
            TRY(backward[step->op](state, step, err));
        }
    }
    return true;
}
