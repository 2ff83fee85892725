#include "app/public_statement.h"

#include "app/proved.h"
#include "app/recheck.h"
#include "codec/uuid.h"

typedef struct {
    const uint8_t *id;
    bool found;
    uint8_t by[UUID_BYTES];
} Successor;

static bool same_id(const uint8_t *a, const uint8_t *b) {
    return bytes_eq((Bytes){a, UUID_BYTES}, (Bytes){b, UUID_BYTES});
}

static bool find_successor(void *ctx, const StatementsRow *row, Err *err) {
    Successor *successor = ctx;
    (void)err;
    if (row->has_supersedes && visible_state(row->state) && same_id(row->supersedes, successor->id)) {
        successor->found = true;
        for (size_t i = 0; i < UUID_BYTES; i++) {
            successor->by[i] = row->id[i];
        }
    }
    return true;
}

bool public_statement_show(App *app, Str id, PublicStatement *out, Err *err) {
    PublicStatement *statement = ARENA_NEW(app->arena, PublicStatement);
    Programme programme = {0};
    TRY(visible_statement(app, id, &statement->shown, err));
    TRY(visible_programme(app, statement->shown.statement.programme.id, &programme, err));
    Successor successor = {.id = statement->shown.row.id};
    TRY(statements_each(app->store.db, programme.id, find_successor, &successor, err));
    statement->open = visible_records(&programme);
    statement->superseded_by = successor.found ? uuid_format(app->arena, successor.by) : (Str){0};
    *out = *statement;
    return true;
}

/* Which verdict an answer of recheck_statement is. */
static void judge(const RecheckDone *done, PublicStatementCheck *check) {
    check->confirmed = done->confirmed;
    check->verdict = done->holds ? PUBLIC_STATEMENT_HOLDS : PUBLIC_STATEMENT_BROKEN;
    /* Its one finding is then that the results cannot be computed again; any other makes more than one. */
    if (done->erased > 0 && done->finding_count == 1) {
        check->verdict = PUBLIC_STATEMENT_ERASED;
    }
    if (check->statement.open) {
        check->findings = done->findings;
        check->finding_count = done->finding_count;
    }
}

static bool recheck(App *app, Str id, PublicStatementCheck *check, Err *err) {
    RecheckDone *done = ARENA_NEW(app->arena, RecheckDone);
    Err refused = {0};
    if (recheck_statement(app, id, done, &refused)) {
        judge(done, check);
        return true;
    }
    check->verdict = PUBLIC_STATEMENT_BROKEN;
    return refused.kind == ERR_KIND_CORRUPT || err_set(err, refused.code, "%s", refused.text);
}

/* Document and place: the document has the hash by which it was found, and its leaf is under the signed root. */
static bool check_place(App *app, PublicStatementCheck *check, Err *err) {
    Proved proved = {0};
    Err refused = {0};
    const StatementsRow *row = &check->statement.shown.row;
    bool placed = proved_document(app, row->entry, &row->document, &proved, &refused);
    check->verdict = placed ? PUBLIC_STATEMENT_LOGGED : PUBLIC_STATEMENT_BROKEN;
    return placed || refused.kind == ERR_KIND_CORRUPT || refused.kind == ERR_KIND_NOT_FOUND ||
           err_set(err, refused.code, "%s", refused.text);
}

static bool is_large(const PublicStatement *statement) {
    return statement->shown.statement.frame.size > PUBLIC_STATEMENT_RECORDS;
}

bool public_statement_check(App *app, Str id, PublicStatementCheck *out, Err *err) {
    PublicStatementCheck *check = ARENA_NEW(app->arena, PublicStatementCheck);
    Err refused = {0};
    check->read = public_statement_show(app, id, &check->statement, &refused);
    if (!check->read) {
        check->verdict = PUBLIC_STATEMENT_BROKEN;
        TRY(refused.kind == ERR_KIND_CORRUPT || err_set(err, refused.code, "%s", refused.text));
    } else {
        TRY(check_place(app, check, err));
        bool placed = check->verdict == PUBLIC_STATEMENT_LOGGED;
        TRY(!placed || is_large(&check->statement) || recheck(app, id, check, err));
    }
    *out = *check;
    return true;
}
