/*
 * A statement put together from what was reckoned: figures, factors, formulas, counts, coverage and words.
 *
 * Owns: everything lives in the app's arena. Errors: what statement_check refuses.
 * Source: docs/formats/statement.md.
 */
#ifndef BANYAN_APP_COMPOSE_H
#define BANYAN_APP_COMPOSE_H

#include "app/reckon.h"
#include "domain/statement.h"

typedef struct {
    const Terms *terms;
    const ReckonDone *reckoned;
    Str id;
    Str from;
    Str until;
    StatementLog log;
} ComposeInput;

CHECKED bool compose_statement(App *app, const ComposeInput *input, Statement *out, Err *err);
/* The results alone, for comparing with those of a statement. */
void compose_results(Arena *arena, const Terms *terms, const QuantifyOutcome *outcome, Statement *out);
/* In words: what differs between an earlier statement and this one. */
Str compose_changes(Arena *arena, const Statement *earlier, const Statement *now);

#endif
