/*
 * One field of a committed document as its canonical JSON text, in the order of the commitment schema.
 *
 * Shape: value is "null" when the field is absent; a list field has its items' texts beside it, each committed alone.
 * Owns: nothing; views.
 * Source: docs/formats/record.md, "Fields"; the same shape as the commitment's own field type.
 */
#ifndef BANYAN_DOMAIN_RECORD_FIELD_H
#define BANYAN_DOMAIN_RECORD_FIELD_H

#include "base/str.h"

typedef struct {
    Str value;
    const Str *items;
    size_t count;
} RecordField;

#endif
