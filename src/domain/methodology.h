/*
 * A methodology: how records become results, as data that a person writes in YAML.
 *
 * Shape: docs/formats/methodology.md. Numbers stay the decimal texts they were written as; formulas stay texts with
 *        their place (src/quantify compiles them). Order of lists is that of the file.
 * Owns: everything lives in the arena given to methodology_load; the YAML text is copied.
 * Errors: ERR_INVALID_YAML, ERR_INVALID_METHODOLOGY with the first fault, ERR_TOO_LARGE; all faults are in the list.
 */
#ifndef BANYAN_DOMAIN_METHODOLOGY_H
#define BANYAN_DOMAIN_METHODOLOGY_H

#include "codec/json.h"
#include "crypto/hash.h"
#include "domain/faults.h"
#include "domain/record_input.h"
#include "domain/text.h"

typedef struct {
    uint32_t line; /* from 1; 0 means the whole file */
    uint32_t column;
} MethodologyPlace;

typedef struct {
    const Str *items;
    size_t count;
} MethodologyNames;

/* A text with the place of its first byte, for faults inside it. */
typedef struct {
    Str text;
    MethodologyPlace place;
} MethodologySpan;

/* A standard error: an expression over the record; `common` is the same draw for all records, else one per record. */
typedef struct {
    Str name;
    TextMap label;
    MethodologySpan se;
    bool relative; /* se is a share of the value, without unit */
    bool common;
} MethodologyError;

typedef struct {
    Str name;
    TextMap label;
    TextMap reason;           /* why a programme with another value is refused */
    MethodologyNames choices; /* empty: any text */
    MethodologyPlace place;
} MethodologyParameter;

typedef struct {
    Str name;
    TextMap label;
    MethodologySpan unit;
    MethodologyNames how; /* allowed ways; never empty */
    bool required;
    bool total;          /* the statement shows the sum over the records */
    MethodologySpan min; /* in `unit`; empty text: none */
    MethodologySpan max;
    MethodologySpan standby;       /* value in `unit` where the input is absent; empty text: none */
    const MethodologyError *error; /* or NULL */
    MethodologyPlace place;
} MethodologyInput;

typedef struct {
    Str name;
    TextMap label;
    MethodologySpan unit;
    MethodologySpan ref; /* set#key, with {parameter} in the key */
    MethodologyPlace place;
} MethodologyFactor;

typedef struct {
    Str name; /* the code under which excluded records are counted */
    MethodologySpan condition;
    TextMap reason;
} MethodologyCondition;

typedef struct {
    Str name;
    TextMap label;
    MethodologySpan unit;
    MethodologySpan expr;
    bool per_record;
    const MethodologyError *errors;
    size_t error_count;
    MethodologyPlace place;
} MethodologyFormula;

typedef struct {
    Str name;
    TextMap label;
    MethodologySpan unit;
    Str formula;       /* a programme formula */
    bool follow;       /* digits follow the uncertainty where there is one */
    uint32_t decimals; /* places where there is none, or follow is false */
    MethodologyPlace place;
} MethodologyResult;

/* Empty texts are not compared. */
typedef struct {
    Str result;
    MethodologySpan value;  /* as published */
    MethodologySpan figure; /* 12 significant digits */
    MethodologySpan low;
    MethodologySpan high;
    MethodologyPlace place;
} MethodologyExpect;

typedef struct {
    const RecordInput *inputs;
    size_t count;
} MethodologyRecord;

typedef struct {
    Str name;
    TextMap parameters;
    const MethodologyRecord *records;
    size_t record_count;
    const MethodologyExpect *expects;
    size_t expect_count;
    uint64_t excluded; /* records that applicability must exclude */
    MethodologyPlace place;
} MethodologyTest;

typedef struct {
    Str text;
    Str url;
} MethodologyReference;

typedef struct {
    Str id;
    Str version;
    Str scope; /* inventory, project, outcome */
    Str kind;  /* stock, emission, reduction, removal, amount */
    TextMap title;
    TextMap summary;
    TextMap statement_note; /* what a statement must say about the result, such as a stock is no removal */
    MethodologyNames record_types;
    const MethodologyParameter *parameters;
    size_t parameter_count;
    const MethodologyInput *inputs;
    size_t input_count;
    const MethodologyFactor *factors;
    size_t factor_count;
    const MethodologyCondition *conditions;
    size_t condition_count;
    const MethodologyFormula *formulas;
    size_t formula_count;
    const MethodologyResult *results;
    size_t result_count;
    const MethodologyTest *tests;
    size_t test_count;
    const MethodologyReference *references;
    size_t reference_count;
    Json json;     /* the whole document */
    Str canonical; /* its canonical JSON, which methodology_load reads as well */
    Hash sha256;   /* of `canonical`: the identity of the methodology */
} Methodology;

/* Reads YAML, or the canonical JSON of one. faults was set up by faults_init and may already hold some. */
CHECKED bool methodology_load(Arena *arena, Str text, Methodology *out, Faults *faults, Err *err);

/* The named part, or NULL. */
const MethodologyInput *methodology_input(const Methodology *methodology, Str name);
const MethodologyFormula *methodology_formula(const Methodology *methodology, Str name);
/* Sets err to the first fault of the list; true where it is empty. */
CHECKED bool methodology_fault_first(const Faults *faults, Err *err);
CHECKED bool methodology_has(const MethodologyNames *names, Str name);

#endif
