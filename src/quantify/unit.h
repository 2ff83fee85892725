/*
 * Units: a dimension vector and an exact rational factor to the coherent unit of that dimension.
 *
 * Shape: the dimensions are named in units.yaml, at most UNIT_DIMENSIONS of them; a unit text is `1` or names with an
 *        optional whole exponent, joined by `/` and `*`: kg, g/cm3, kWh, kgCO2e/kWh, tCO2e[AR5]. CO2e of each GWP
 *        basis is a dimension of its own, so two bases never add.
 * Units: factor = num / den of the coherent unit.
 * Owns: tables and their texts live in the arena.
 * Errors: ERR_INVALID_UNIT says which name is unknown or which units would be right.
 */
#ifndef BANYAN_QUANTIFY_UNIT_H
#define BANYAN_QUANTIFY_UNIT_H

#include "domain/faults.h"

enum { UNIT_DIMENSIONS = 24, UNIT_TEXT_BYTES = 64 };

typedef struct {
    int16_t power[UNIT_DIMENSIONS];
} UnitDimension;

typedef struct {
    UnitDimension dimension;
    uint64_t num;
    uint64_t den;
} Unit;

typedef struct UnitTable UnitTable;

/* The text of units.yaml as it was when the program was built. */
Str unit_embedded(void);
CHECKED bool unit_table_load(Arena *arena, Str yaml, UnitTable **out, Faults *faults, Err *err);
CHECKED bool unit_parse(const UnitTable *table, Str text, Unit *out, Err *err);

/* The unit text seen last and what it means, so that a run of equal texts is parsed once. {0} is empty. */
typedef struct {
    char text[UNIT_TEXT_BYTES];
    size_t len;
    Unit unit;
} UnitMemo;

CHECKED bool unit_remember(const UnitTable *table, UnitMemo *memo, Str text, Err *err);

Unit unit_one(void);
CHECKED bool unit_same_dimension(const Unit *a, const Unit *b);
CHECKED bool unit_is_number(const Unit *unit);
/* False where a power or the factor leaves its range. */
CHECKED bool unit_multiply(const Unit *a, const Unit *b, Unit *out);
CHECKED bool unit_divide(const Unit *a, const Unit *b, Unit *out);
CHECKED bool unit_power(const Unit *a, int power, Unit *out);
/* False where a power of the dimension is odd. */
CHECKED bool unit_root(const UnitDimension *a, UnitDimension *out);

/* "mass^1 length^-3", or "a number". */
Str unit_dimension_text(const UnitTable *table, Arena *arena, const UnitDimension *dimension);
/* Names of units with the same dimension, "kg, g, t", or empty. */
Str unit_alternatives(const UnitTable *table, Arena *arena, const UnitDimension *dimension);
/* The text for readers: g/cm³, kWh; `1` becomes empty. */
Str unit_readable(Arena *arena, Str text);

#endif
