/*
 * A rule set: the checks that screen records, as a public document.
 *
 * Shape: docs/formats/record.md, "Rule sets"; id is slug/version, such as basic-checks/1.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION.
 */
#ifndef BANYAN_DOMAIN_RULES_H
#define BANYAN_DOMAIN_RULES_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/text.h"

typedef enum { RULES_EFFECT_NONE, RULES_REFUSE, RULES_FLAG } RulesEffect;

typedef struct {
    Str id; /* name */
    RulesEffect effect;
    TextMap text;
} RulesRule;

typedef struct {
    int64_t v;
    Str id;
    TextMap title;
    const RulesRule *rules;
    size_t rule_count;
} Rules;

CHECKED bool rules_parse(Arena *arena, const Json *json, Rules *out, Err *err);
/* The canonical JSON document; parsing it gives the same rule set. */
Str rules_json(Arena *arena, const Rules *rules);

#endif
