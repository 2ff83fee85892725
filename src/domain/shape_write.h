/*
 * Writing a struct as the canonical JSON its shape describes, without a tree in between.
 *
 * Shape: members in table order (canonical order), absent optional ones left out, null kept where it was null.
 * Owns: the text is in the buffer; item spans live in the buffer's arena. Errors: none.
 */
#ifndef BANYAN_DOMAIN_SHAPE_WRITE_H
#define BANYAN_DOMAIN_SHAPE_WRITE_H

#include "base/buf.h"
#include "domain/record_field.h"
#include "domain/shape.h"

/* A part of the buffer's text. */
typedef struct {
    size_t from;
    size_t len; /* 0: the member is absent */
} ShapeWriteSpan;

typedef struct {
    ShapeWriteSpan value;
    ShapeWriteSpan *items; /* of a list */
    size_t count;
} ShapeWriteTrace;

void shape_write(Buf *out, const Shape *shape, const void *value);
/* The same, and tells where each member of the shape (trace[shape->count]) and each list item came to lie. */
void shape_write_traced(Buf *out, const Shape *shape, const void *value, ShapeWriteTrace *trace);
/* The document as one text. */
Str shape_write_text(Arena *arena, const Shape *shape, const void *value);
/* The field of a traced member as views of `text`, "null" where it is absent. */
RecordField shape_write_field(Arena *arena, Str text, const ShapeWriteTrace *trace);
/* All fields of a document in the order of `order` (member names). */
void shape_write_fields(Arena *arena, const Shape *shape, const void *value, const Str *order, RecordField *out);

#endif
