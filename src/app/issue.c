#include "app/issue.h"

#include "app/compose.h"
#include "app/describe.h"
#include "app/publish.h"
#include "app/sequence.h"
#include "codec/hex.h"
#include "codec/uuid.h"
#include "store/frames.h"
#include "store/leaves.h"

typedef struct {
    App *app;
    const ReckonDone *reckoned; /* NULL when a draft is issued */
    DocumentsRow document;
    StatementsRow row;
    bool has_earlier;
    StatementsRow earlier; /* the one it supersedes */
} Issuing;

static bool write_statement(Db *db, void *ctx, Err *err) {
    Issuing *issuing = ctx;
    App *app = issuing->app;
    TRY(publish_in(db, app->arena, app_now_min(app), &issuing->document, err));
    issuing->row.entry = issuing->document.entry;
    issuing->row.document = issuing->document.sha256;
    if (issuing->reckoned != NULL) {
        TRY(statements_put(db, &issuing->row, err));
        return frames_put(db, issuing->row.id, issuing->reckoned->entries, issuing->reckoned->entry_count, err);
    }
    TRY(statements_change(db, &issuing->row, err));
    return !issuing->has_earlier || statements_change(db, &issuing->earlier, err);
}

static bool sequence(App *app, Err *err) {
    SequenceDone done = {0};
    return sequence_run(app, &done, err);
}

static bool follow(App *app, Err *err) {
    SequenceDone done = {0};
    return sequence_stored(app, &done, err);
}

static bool load_statement(App *app, const Hash *sha256, Str *body, Statement *out, Err *err) {
    DocumentsRow document = {0};
    Json json = {0};
    TRY(documents_get(app->arena, app->store.db, sha256, &document, err));
    TRY(json_parse(app->arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    *body = document.body;
    return statement_parse(app->arena, &json, out, err);
}

static bool set_position(App *app, const StatementsRow *row, StatementPosition *out, Err *err) {
    LeavesRow leaf = {0};
    Err missing = {0};
    *out = (StatementPosition){.sha256 = hex_encode(app->arena, hash_bytes(&row->document))};
    if (!leaves_of_entry(app->store.db, row->entry, &leaf, &missing)) {
        return missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
    }
    if (leaf.index < app->ledger.head.size) {
        out->origin = app->keys.origin;
        out->index = leaf.index;
        out->log_size = app->ledger.head.size;
    }
    return true;
}

static bool show_row(App *app, const StatementsRow *row, IssueShown *out, Err *err) {
    IssueShown shown = {.row = *row};
    TRY(load_statement(app, &row->document, &shown.body, &shown.statement, err));
    TRY(set_position(app, row, &shown.position, err));
    uint64_t erased = 0;
    TRY(frames_erased(app->arena, app->store.db, row->id, &erased, err));
    shown.erased_since = erased;
    *out = shown;
    return true;
}

static bool choose_period(const Terms *terms, const IssueRequest *request, Str *from, Str *until, Err *err) {
    const ProgrammePeriod *period = &terms->programme.period;
    *from = request->from.len > 0 ? request->from : period->start;
    *until = request->until.len > 0 ? request->until : period->end;
    if (from->len == 0 || until->len == 0) {
        return err_set(err, ERR_USAGE, "programme %.*s has no period of its own; name one with --period START/END",
                       STR_ARG(terms->programme.id));
    }
    return str_cmp(*from, *until) < 0 || err_set(err, ERR_USAGE, "the period ends on %.*s, not behind its start %.*s",
                                                 STR_ARG(*until), STR_ARG(*from));
}

static bool reckon_period(App *app, const Terms *terms, ComposeInput *input, ReckonDone *out, Err *err) {
    ReckonRequest request = {
        .terms = terms, .from = input->from, .until = input->until, .size = app->ledger.head.size, .confirm = true};
    TRY(reckon_run(app, &request, out, err));
    if (out->entry_count == 0) {
        return err_set(
            err, ERR_PRECONDITION,
            "no record of programme %.*s counts between %.*s and %.*s: %llu received, %llu outside the period; "
            "nothing to state",
            STR_ARG(terms->programme.id), STR_ARG(input->from), STR_ARG(input->until),
            (unsigned long long)out->received, (unsigned long long)out->outside);
    }
    input->terms = terms;
    input->reckoned = out;
    input->log = (StatementLog){.origin = app->keys.origin, .size = (int64_t)app->ledger.head.size};
    return true;
}

static bool write_draft(App *app, const Statement *statement, const ReckonDone *reckoned, IssueShown *out, Err *err) {
    Issuing issuing = {.app = app,
                       .reckoned = reckoned,
                       .document = {.kind = STR("statement.drafted"),
                                    .programme = statement->programme.id,
                                    .name = statement->id,
                                    .body = statement_json(app->arena, statement)},
                       .row = {.programme = statement->programme.id, .state = STR("drafted")}};
    issuing.document.sha256 = hash_of_str(issuing.document.body);
    TRY(uuid_parse(statement->id, issuing.row.id, err));
    TRY(db_write(app->store.db, write_statement, &issuing, err));
    TRY(follow(app, err));
    return show_row(app, &issuing.row, out, err);
}

bool issue_draft(App *app, const IssueRequest *request, IssueShown *out, Err *err) {
    Terms terms = {0};
    ReckonDone reckoned = {0};
    ComposeInput input = {0};
    Statement statement = {0};
    uint8_t id[UUID_BYTES];
    TRY(sequence(app, err));
    TRY(terms_load(app, request->programme, &terms, err));
    TRY(choose_period(&terms, request, &input.from, &input.until, err));
    TRY(reckon_period(app, &terms, &input, &reckoned, err));
    TRY(app_new_id(app, id, err));
    input.id = uuid_format(app->arena, id);
    TRY(compose_statement(app, &input, &statement, err));
    return write_draft(app, &statement, &reckoned, out, err);
}

typedef struct {
    App *app;
    const Statement *statement;
    bool found;
    StatementsRow row;
    Str body;
    Statement earlier;
} EarlierSearch;

static bool same_period(const Statement *a, const Statement *b) {
    return str_eq(a->period.start, b->period.start) && str_eq(a->period.end, b->period.end);
}

static bool match_earlier(void *ctx, const StatementsRow *row, Err *err) {
    EarlierSearch *search = ctx;
    if (!str_eq(row->state, STR("issued"))) {
        return true;
    }
    Str body = {0};
    Statement statement = {0};
    TRY(load_statement(search->app, &row->document, &body, &statement, err));
    if (same_period(&statement, search->statement)) {
        search->found = true;
        search->row = *row;
        search->row.programme = str_copy(search->app->arena, row->programme);
        search->body = body;
        search->earlier = statement;
    }
    return true;
}

static bool supersede(App *app, Statement *statement, Issuing *issuing, Err *err) {
    EarlierSearch search = {.app = app, .statement = statement};
    TRY(statements_each(app->store.db, statement->programme.id, match_earlier, &search, err));
    if (!search.found) {
        return true;
    }
    statement->supersedes = (StatementSupersedes){
        .id = search.earlier.id,
        .sha256 = hex_encode(app->arena, hash_bytes(&search.row.document)),
        .changed = describe_english(app->arena, compose_changes(app->arena, &search.earlier, statement))};
    issuing->has_earlier = true;
    issuing->earlier = search.row;
    issuing->earlier.state = STR("superseded");
    issuing->row.has_supersedes = true;
    for (size_t i = 0; i < STATEMENTS_ID; i++) {
        issuing->row.supersedes[i] = search.row.id[i];
    }
    return true;
}

static bool issue_shown(App *app, const IssueShown *draft, IssueShown *out, Err *err) {
    Statement statement = draft->statement;
    Issuing issuing = {.app = app, .row = draft->row};
    statement.issued_at = app_now_text(app, app->arena);
    TRY(supersede(app, &statement, &issuing, err));
    TRY(statement_check(&statement, err));
    issuing.row.state = STR("issued");
    issuing.document = (DocumentsRow){.kind = STR("statement.issued"),
                                      .programme = statement.programme.id,
                                      .name = statement.id,
                                      .body = statement_json(app->arena, &statement)};
    issuing.document.sha256 = hash_of_str(issuing.document.body);
    TRY(db_write(app->store.db, write_statement, &issuing, err));
    TRY(follow(app, err));
    return show_row(app, &issuing.row, out, err);
}

static bool find_row(App *app, Str id, StatementsRow *out, Err *err) {
    uint8_t bytes[UUID_BYTES];
    TRY(uuid_parse(id, bytes, err));
    return statements_find(app->arena, app->store.db, bytes, out, err) ||
           (err->code == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND, "there is no statement %.*s here", STR_ARG(id))
                                       : false);
}

bool issue_draft_as_is(App *app, Str id, IssueShown *out, Err *err) {
    StatementsRow row = {0};
    IssueShown draft = {0};
    TRY(find_row(app, id, &row, err));
    if (!str_eq(row.state, STR("drafted"))) {
        return err_set(err, ERR_PRECONDITION, "statement %.*s is %.*s already; only a draft can be issued", STR_ARG(id),
                       STR_ARG(row.state));
    }
    TRY(show_row(app, &row, &draft, err));
    if (draft.erased_since > 0) {
        return err_set(err, ERR_PRECONDITION,
                       "%llu records of draft %.*s were erased since; draft it again with 'banyan statement draft'",
                       (unsigned long long)draft.erased_since, STR_ARG(id));
    }
    return issue_shown(app, &draft, out, err);
}

bool issue_now(App *app, const IssueRequest *request, IssueShown *out, Err *err) {
    IssueShown draft = {0};
    TRY(issue_draft(app, request, &draft, err));
    return issue_shown(app, &draft, out, err);
}

typedef struct {
    Arena *arena;
    bool found;
    StatementsRow row;
} LatestSearch;

static bool keep_latest(void *ctx, const StatementsRow *row, Err *err) {
    (void)err;
    LatestSearch *search = ctx;
    if (str_eq(row->state, STR("issued"))) {
        search->found = true;
        search->row = *row;
        search->row.programme = str_copy(search->arena, row->programme);
        search->row.state = STR("issued");
    }
    return true;
}

bool issue_show(App *app, Str id, Str programme, IssueShown *out, Err *err) {
    if (id.len > 0) {
        StatementsRow row = {0};
        TRY(find_row(app, id, &row, err));
        return show_row(app, &row, out, err);
    }
    LatestSearch search = {.arena = app->arena};
    TRY(statements_each(app->store.db, programme, keep_latest, &search, err));
    if (!search.found) {
        return err_set(err, ERR_NOT_FOUND, "no statement of programme '%.*s' was issued; see 'banyan statement issue'",
                       STR_ARG(programme));
    }
    return show_row(app, &search.row, out, err);
}

bool issue_frame(App *app, const uint8_t id[16], uint64_t **entries, size_t *count, Err *err) {
    return frames_get(app->arena, app->store.db, id, entries, count, err);
}
