/*
 * A person's decision on a record (record.reviewed).
 *
 * Shape: docs/formats/record.md, "record.reviewed"; REVIEW_FIELDS fields in schema order. A return or a reject gives a
 *        reason. Owns: parsed values are views of the JSON tree. Errors: as act.h.
 */
#ifndef BANYAN_DOMAIN_REVIEW_H
#define BANYAN_DOMAIN_REVIEW_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/record_field.h"

enum { REVIEW_FIELDS = 7 };

typedef enum { REVIEW_DECISION_NONE, REVIEW_ACCEPT, REVIEW_RETURN, REVIEW_REJECT } ReviewDecision;

typedef struct {
    int64_t v;
    Str programme;
    Str record; /* UUID */
    ReviewDecision decision;
    Str reason;
    Str reviewer; /* pseudonym */
    Str reviewed_at;
} Review;

CHECKED bool review_parse(Arena *arena, const Json *json, Review *out, Err *err);
/* The canonical JSON document; parsing it gives the same review. */
Str review_json(Arena *arena, const Review *review);
/* v, programme, record, decision, reason, reviewer, reviewed_at. */
void review_fields(Arena *arena, const Review *review, RecordField out[REVIEW_FIELDS]);
Str review_decision_name(ReviewDecision decision);

#endif
