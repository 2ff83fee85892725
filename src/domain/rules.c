#include "domain/rules.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"

enum { RULES = 200 };

static const Str effects[] = {STR_INIT(""), STR_INIT("refuse"), STR_INIT("flag")};
static const ShapeWords effect_words = SHAPE_WORDS(effects);

static const ShapeMember rule_members[] = {
    {.name = STR_INIT("effect"), .kind = SHAPE_ENUM, .offset = offsetof(RulesRule, effect), .words = &effect_words},
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(RulesRule, id), .check = text_name},
    {.name = STR_INIT("text"), .kind = SHAPE_LANGUAGES, .offset = offsetof(RulesRule, text), .max = TEXT_LONG_BYTES},
};
static const Shape rule_shape = SHAPE_OF(RulesRule, rule_members, NULL);

static bool once(const void *value, Err *err) {
    const Rules *rules = value;
    for (size_t i = 1; i < rules->rule_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_eq(rules->rules[i].id, rules->rules[k].id)) {
                return err_set(err, ERR_INVALID_DOCUMENT, "rules[%zu].id: '%.*s' is there twice; name each rule once",
                               i + 1, STR_ARG(rules->rules[i].id));
            }
        }
    }
    return true;
}

static const ShapeMember members[] = {
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Rules, id), .check = lexical_rules_id},
    {.name = STR_INIT("rules"),
     .kind = SHAPE_LIST,
     .offset = offsetof(Rules, rules),
     .count_offset = offsetof(Rules, rule_count),
     .max = RULES,
     .shape = &rule_shape},
    {.name = STR_INIT("title"), .kind = SHAPE_LANGUAGES, .offset = offsetof(Rules, title), .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Rules, v)},
};

static const Shape shape = SHAPE_OF(Rules, members, once);

bool rules_parse(Arena *arena, const Json *json, Rules *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str rules_json(Arena *arena, const Rules *rules) {
    return shape_write_text(arena, &shape, rules);
}
