/*
 * Statements as the public sees them, and whether one holds, decided anew on each view.
 *
 * Shape: app/visible.h is the rule. A check compares the document with its leaf, proves its place in the log and, for frames of
 *        at most PUBLIC_STATEMENT_RECORDS records, opens and confirms every record and computes all figures again.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND. What does not hold is a verdict, not an error.
 */
#ifndef BANYAN_APP_PUBLIC_STATEMENT_H
#define BANYAN_APP_PUBLIC_STATEMENT_H

#include "app/visible.h"

enum { PUBLIC_STATEMENT_RECORDS = 5000 };

typedef struct {
    IssueShown shown;
    bool open;         /* the programme shows its records */
    Str superseded_by; /* id, or empty */
} PublicStatement;

CHECKED bool public_statement_show(App *app, Str id, PublicStatement *out, Err *err);

typedef enum {
    PUBLIC_STATEMENT_HOLDS,
    PUBLIC_STATEMENT_LOGGED, /* document and place hold; too many records to compute them again for a page */
    PUBLIC_STATEMENT_ERASED, /* document, place and frame hold; records erased since cannot be computed again */
    PUBLIC_STATEMENT_BROKEN
} PublicStatementVerdict;

typedef struct {
    PublicStatementVerdict verdict;
    bool read; /* the document could be read: `statement` is filled in */
    PublicStatement statement;
    uint64_t confirmed;  /* records opened and found to be what was committed */
    const Str *findings; /* in English; none for a programme that shows no records, whose findings could name one */
    size_t finding_count;
} PublicStatementCheck;

CHECKED bool public_statement_check(App *app, Str id, PublicStatementCheck *out, Err *err);

#endif
