#include "domain/review.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"

static const Str decisions[] = {STR_INIT(""), STR_INIT("accept"), STR_INIT("return"), STR_INIT("reject")};
static const ShapeWords decision_words = SHAPE_WORDS(decisions);

static bool rules(const void *value, Err *err) {
    const Review *review = value;
    return review->decision == REVIEW_ACCEPT || review->reason.len > 0 ||
           err_set(err, ERR_INVALID_RECORD, "reason: is missing; a return or a reject tells the reason");
}

static const ShapeMember members[] = {
    {.name = STR_INIT("decision"), .kind = SHAPE_ENUM, .offset = offsetof(Review, decision), .words = &decision_words},
    {.name = STR_INIT("programme"), .kind = SHAPE_STRING, .offset = offsetof(Review, programme), .check = text_slug},
    {.name = STR_INIT("reason"),
     .kind = SHAPE_TEXT,
     .optional = true,
     .offset = offsetof(Review, reason),
     .max = LIMIT_NOTE_TEXT_BYTES},
    {.name = STR_INIT("record"), .kind = SHAPE_STRING, .offset = offsetof(Review, record), .check = lexical_uuid},
    {.name = STR_INIT("reviewed_at"),
     .kind = SHAPE_STRING,
     .offset = offsetof(Review, reviewed_at),
     .check = lexical_time},
    {.name = STR_INIT("reviewer"),
     .kind = SHAPE_STRING,
     .offset = offsetof(Review, reviewer),
     .check = lexical_pseudonym},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Review, v)},
};
_Static_assert(COUNT_OF(members) == REVIEW_FIELDS, "every member of a review is committed");

static const Shape shape = SHAPE_OF(Review, members, rules);

static const Str order[REVIEW_FIELDS] = {STR_INIT("v"),          STR_INIT("programme"), STR_INIT("record"),
                                         STR_INIT("decision"),   STR_INIT("reason"),    STR_INIT("reviewer"),
                                         STR_INIT("reviewed_at")};

bool review_parse(Arena *arena, const Json *json, Review *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_RECORD, out, err);
}

Str review_json(Arena *arena, const Review *review) {
    return shape_write_text(arena, &shape, review);
}

void review_fields(Arena *arena, const Review *review, RecordField out[REVIEW_FIELDS]) {
    shape_write_fields(arena, &shape, review, order, out);
}

Str review_decision_name(ReviewDecision decision) {
    return shape_word(&decision_words, decision);
}
