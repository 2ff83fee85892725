#include "domain/statement.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"
#include "domain/statement_shape.h"

enum { LISTED = 500 };

static const Str states[] = {STR_INIT(""), STR_INIT("self-declared"), STR_INIT("quality-controlled"),
                             STR_INIT("independently checked"), STR_INIT("verified")};
static const ShapeWords state_words = SHAPE_WORDS(states);

#define MEMBER(member, ...)                                                                                            \
    { .name = STR_INIT(#member), .offset = offsetof(Statement, member), .kind = __VA_ARGS__ }
#define OBJECT(member) MEMBER(member, SHAPE_OBJECT, .shape = &statement_shape_##member)
#define LIST(member, counter, part)                                                                                    \
    MEMBER(member, SHAPE_LIST, .count_offset = offsetof(Statement, counter), .max = LISTED,                            \
           .shape = &statement_shape_##part)
#define TEXTS(member) MEMBER(member, SHAPE_LANGUAGES, .max = TEXT_LONG_BYTES, .optional = true)

/* The frame holds one leaf per accepted record, so the two counts cannot differ. */
static bool rules(const void *value, Err *err) {
    const Statement *statement = value;
    if (statement->frame.size != statement->counts.accepted) {
        return err_set(err, ERR_INVALID_DOCUMENT, "frame.size: is %lld, but counts.accepted is %lld",
                       (long long)statement->frame.size, (long long)statement->counts.accepted);
    }
    if (statement->result_count == 0) {
        return err_set(err, ERR_INVALID_DOCUMENT, "results: is empty; a statement states at least one result");
    }
    return !str_eq(statement->supersedes.id, statement->id) ||
           err_set(err, ERR_INVALID_DOCUMENT, "supersedes.id: is the statement's own; name an earlier one");
}

static const ShapeMember members[] = {
    LIST(activity, activity_count, activity),
    TEXTS(claims),
    OBJECT(counts),
    LIST(coverage, coverage_count, coverage),
    LIST(factors, factor_count, factor),
    LIST(formulas, formula_count, formula),
    OBJECT(frame),
    MEMBER(id, SHAPE_STRING, .check = lexical_uuid),
    TEXTS(intended_use),
    TEXTS(intended_users),
    MEMBER(issued_at, SHAPE_STRING, .check = lexical_time, .optional = true),
    OBJECT(log),
    OBJECT(methodology),
    OBJECT(organisation),
    OBJECT(period),
    OBJECT(programme),
    TEXTS(result_note),
    LIST(results, result_count, result),
    MEMBER(state, SHAPE_ENUM, .words = &state_words),
    MEMBER(supersedes, SHAPE_OBJECT, .shape = &statement_shape_supersedes, .optional = true),
    TEXTS(uncertainty),
    MEMBER(v, SHAPE_VERSION),
};

static const Shape shape = SHAPE_OF(Statement, members, rules);

bool statement_parse(Arena *arena, const Json *json, Statement *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str statement_json(Arena *arena, const Statement *statement) {
    return shape_write_text(arena, &shape, statement);
}

bool statement_check(const Statement *statement, Err *err) {
    return shape_check(&shape, statement, ERR_INVALID_DOCUMENT, err);
}

Str statement_state_name(StatementState state) {
    return shape_word(&state_words, state);
}

/* Only an accredited body's opinion may be called verification (docs/formats/statement.md, "State"). */
Str statement_state_note(StatementState state) {
    static const Str notes[] = {STR_INIT(""), STR_INIT("not verified"), STR_INIT("not verified"),
                                STR_INIT("checked independently, not accredited"),
                                STR_INIT("verified by an accredited body")};
    return state < COUNT_OF(notes) ? notes[state] : (Str){0};
}
