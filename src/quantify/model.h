/*
 * A methodology compiled: names resolved, dimensions checked, formulas turned into two programs.
 *
 * Shape: the record program runs once per record, the programme program once at the end over the sums. Registers hold
 *        values in coherent units (Unit.num / Unit.den is applied when a value comes in and when it goes out).
 * Owns: lives in the arena; borrows the methodology and the table of units.
 * Errors: ERR_INVALID_METHODOLOGY; every fault is in the list with its place.
 */
#ifndef BANYAN_QUANTIFY_MODEL_H
#define BANYAN_QUANTIFY_MODEL_H

#include "domain/methodology.h"
#include "quantify/program.h"
#include "quantify/unit.h"

/* A constant of a formula. */
typedef struct {
    uint32_t reg;
    Str text;
    Unit unit;
} ModelConstant;

/* A declared standard error of the register `carrier`. */
typedef struct {
    const MethodologyError *error;
    uint32_t carrier;
    uint32_t se;
    uint32_t origin;
} ModelSource;

typedef struct {
    Program program;
    ModelConstant *constants;
    size_t constant_count;
    size_t constant_capacity;
    ModelSource *sources;
    size_t source_count;
    size_t source_capacity;
    uint32_t *factors;  /* register per factor of the methodology */
    uint32_t *formulas; /* register per formula; PROGRAM_NONE where the formula is of the other program */
} ModelPart;

/* The sum of a record register, held in a programme register. */
typedef struct {
    uint32_t record;
    uint32_t programme;
} ModelSum;

typedef struct {
    const Methodology *methodology;
    const UnitTable *units;
    ModelPart record;
    ModelPart programme;
    uint32_t *inputs;  /* record register per input */
    Unit *input_units; /* as declared */
    Unit *factor_units;
    Unit *formula_units;
    Unit *result_units;
    ModelSum *sums;
    size_t sum_count;
    size_t sum_capacity;
} Model;

/* A run holds tables of sums by sums and of sums by errors. */
enum { MODEL_SUMS_MAX = 64, MODEL_SOURCES_MAX = 256 };

/* Origins of steps in messages: formulas by number, then the conditions, then the errors of inputs. */
enum { MODEL_ORIGIN_CONDITION = 1 << 16, MODEL_ORIGIN_INPUT = 1 << 17 };

CHECKED bool model_build(Arena *arena, const Methodology *methodology, const UnitTable *units, Faults *faults,
                         Model **out, Err *err);
/* "the formula agb_tree", "the condition ...", for messages. */
Str model_origin(const Model *model, Arena *arena, uint32_t origin);

#endif
