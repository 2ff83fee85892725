/*
 * A set of factors: numbers from a publication, each with where it comes from and how sure it is.
 *
 * Shape: docs/formats/methodology.md, "Factors"; a value is a decimal or an exact ratio "44/12"; keys are unique.
 * Owns: everything lives in the arena; the YAML text is copied.
 * Errors: ERR_INVALID_METHODOLOGY with the first fault; all faults are in the list.
 */
#ifndef BANYAN_QUANTIFY_FACTOR_SET_H
#define BANYAN_QUANTIFY_FACTOR_SET_H

#include "domain/methodology.h"
#include "quantify/unit.h"

typedef struct {
    Str key;
    TextMap label;
    Str value;
    Str unit;
    Str source;
    Str vintage;
    Str table; /* table or page; may be empty */
    Str geography;
    Str year;      /* may be empty */
    Str gwp_basis; /* may be empty */
    Str note;      /* may be empty */
    Str low;       /* 95 % range; empty: none declared */
    Str high;
    bool checked; /* against the primary document */
    MethodologyPlace place;
} Factor;

typedef struct {
    Str id;
    Str version;
    TextMap title;
    Str licence;
    const Factor *factors;
    size_t count;
    Json json;
    Str canonical;
    Hash sha256; /* of `canonical`: the identity of the set */
} FactorSet;

/* Reads YAML or its canonical JSON. */
CHECKED bool factor_set_load(Arena *arena, Str text, const UnitTable *units, FactorSet *out, Faults *faults, Err *err);
const Factor *factor_set_find(const FactorSet *set, Str key);

#endif
