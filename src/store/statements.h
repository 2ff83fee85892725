/*
 * Statements and their state; derived from the documents that draft, issue, supersede and withdraw them.
 *
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second row of an id; what
 * store/db.h says.
 */
#ifndef BANYAN_STORE_STATEMENTS_H
#define BANYAN_STORE_STATEMENTS_H

#include "store/db.h"

enum { STATEMENTS_ID = 16 };

typedef struct {
    Str programme;
    uint8_t id[STATEMENTS_ID];
    uint64_t entry; /* the entry of `document` */
    Hash document;  /* the document last drafted or issued under this id */
    Str state;      /* drafted, issued, superseded, withdrawn */
    bool has_supersedes;
    uint8_t supersedes[STATEMENTS_ID];
} StatementsRow;

CHECKED bool statements_put(Db *db, const StatementsRow *row, Err *err);
/* Replaces entry, document, state and supersedes of an existing row. */
CHECKED bool statements_change(Db *db, const StatementsRow *row, Err *err);
CHECKED bool statements_get(Arena *arena, Db *db, Str programme, const uint8_t id[STATEMENTS_ID], StatementsRow *out,
                            Err *err);
/* By id alone, as in a public URL. */
CHECKED bool statements_find(Arena *arena, Db *db, const uint8_t id[STATEMENTS_ID], StatementsRow *out, Err *err);
typedef bool (*StatementsEach)(void *ctx, const StatementsRow *row, Err *err);
/* In order of entry; an empty programme means all. */
CHECKED bool statements_each(Db *db, Str programme, StatementsEach each, void *ctx, Err *err);

#endif
