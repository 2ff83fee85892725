/*
 * The rule set that screens records in the beginning: basic-checks/1, built into the program.
 *
 * Owns: the document lives in the arena. Errors: none in a program that passed its tests; what rules_parse reports.
 * Source: rules/basic-checks-1.yaml.
 */
#ifndef BANYAN_APP_RULESET_H
#define BANYAN_APP_RULESET_H

#include "base/err.h"
#include "crypto/hash.h"

typedef struct {
    Str id;   /* basic-checks/1 */
    Str body; /* its canonical JSON */
    Hash sha256;
} Ruleset;

CHECKED bool ruleset_current(Arena *arena, Ruleset *out, Err *err);

#endif
