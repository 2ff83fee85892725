/*
 * The kinds of entry of a log, and the order of the fields that a committed kind commits.
 *
 * Shape: one table, fixed for a version of the format; a field that is a list commits one digest per item.
 * Source: docs/formats/commitment.md.
 */
#ifndef BANYAN_PROOF_SCHEMA_H
#define BANYAN_PROOF_SCHEMA_H

#include "base/str.h"

enum { SCHEMA_FIELDS_MAX = 24 };

typedef struct {
    Str name;
    bool list;
} SchemaField;

typedef struct {
    Str kind;
    const SchemaField *fields;
    size_t count;
} Schema;

/* NULL where the kind is not a committed one. */
const Schema *schema_of(Str kind);
/* Index of that field, or schema->count. */
CHECKED size_t schema_index(const Schema *schema, Str name);
/* A kind of public document, committed by its hash. */
CHECKED bool schema_public(Str kind);

#endif
