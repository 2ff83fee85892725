#include "app/replay.h"

#include "app/vault.h"
#include "codec/hex.h"
#include "codec/uuid.h"
#include "domain/asset.h"
#include "domain/check.h"
#include "domain/record.h"
#include "domain/review.h"
#include "domain/state.h"
#include "domain/statement.h"
#include "store/assets.h"
#include "store/documents.h"
#include "store/erasures.h"
#include "store/imports.h"
#include "store/records.h"
#include "store/statements.h"

enum { REPLAY_TELL = 1024 };

typedef struct {
    App *app;
    Db *db;
    Arena scratch;
    DerivedRow each; /* of replay_compare */
    void *ctx;
    bool keep; /* swap the new tables in */
    ReplayDone done;
} Replay;

static bool read_json(Replay *replay, Str text, Json *out, Err *err) {
    return json_parse(&replay->scratch, text, JSON_LIMITS_DOCUMENT, out, err);
}

static bool read_payload(Replay *replay, const EntriesRow *entry, Json *out, Err *err) {
    Str payload = {0};
    TRY(vault_read(&replay->scratch, replay->db, entry, &payload, err));
    return read_json(replay, payload, out, err);
}

static void set_bytes(uint8_t *out, const uint8_t *in, size_t count) {
    for (size_t i = 0; i < count; i++) {
        out[i] = in[i];
    }
}

static bool put_stub(Replay *replay, const EntriesRow *entry, Err *err) {
    RecordsRow row = {.programme = entry->programme, .entry = entry->entry, .state = state_name(STATE_ERASED)};
    set_bytes(row.id, entry->subject, RECORDS_ID);
    return records_put(replay->db, &row, err);
}

static bool on_submitted(Replay *replay, const EntriesRow *entry, Err *err) {
    bool erased = false;
    Str payload = {0};
    Record record = {0};
    TRY(erasures_exists(replay->db, entry->entry, &erased, err));
    if (erased) {
        return put_stub(replay, entry, err);
    }
    TRY(vault_read(&replay->scratch, replay->db, entry, &payload, err));
    TRY(record_parse(&replay->scratch, payload, &record, err));
    const Act *act = &record.act;
    RecordsRow row = {.programme = act->programme,
                      .entry = entry->entry,
                      .type = act->type,
                      .venue = act->venue,
                      .has_asset = act->asset.len > 0,
                      .date_local = record.server.date_local,
                      .state = state_name(act->evidence_count > 0 ? STATE_AWAITING_EVIDENCE : STATE_SUBMITTED)};
    TRY(uuid_parse(act->id, row.id, err));
    TRY(!row.has_asset || uuid_parse(act->asset, row.asset, err));
    return records_put(replay->db, &row, err);
}

static bool move_state(Replay *replay, const RecordsRow *row, StateEvent event, Err *err) {
    State from = STATE_NONE;
    State to = STATE_NONE;
    TRY(state_parse(row->state, &from, err));
    if (from == STATE_ERASED) {
        return true;
    }
    if (from == STATE_AWAITING_EVIDENCE && event != STATE_ON_ERASE) {
        TRY(state_next(from, STATE_ON_EVIDENCE, &from, err)); /* nobody judges a record before its evidence is there */
    }
    TRY(state_next(from, event, &to, err));
    return records_set_state(replay->db, row->programme, row->entry, state_name(to), err);
}

static bool move_subject(Replay *replay, const EntriesRow *entry, StateEvent event, Err *err) {
    RecordsRow row = {0};
    TRY(records_get(&replay->scratch, replay->db, entry->programme, entry->subject, &row, err));
    return move_state(replay, &row, event, err);
}

/* A batch's check stands right behind the records it is of. */
static bool on_checked_batch(Replay *replay, const EntriesRow *entry, const Check *check, StateEvent event, Err *err) {
    uint64_t size = (uint64_t)check->records.size;
    if (size >= entry->entry) {
        return err_set(err, ERR_CORRUPT, "a check of %llu records where only %llu entries came before",
                       (unsigned long long)size, (unsigned long long)entry->entry - 1);
    }
    uint64_t first = entry->entry - size;
    ArenaMark mark = arena_mark(&replay->scratch);
    for (uint64_t number = first; number < entry->entry; number++) {
        RecordsRow row = {0};
        TRY(records_of_entry(&replay->scratch, replay->db, entry->programme, number, &row, err));
        TRY(move_state(replay, &row, event, err));
        arena_rewind(&replay->scratch, mark);
    }
    if (check->records.file.len == 0) {
        return true;
    }
    Bytes file = {0};
    ImportsRow import = {.programme = entry->programme, .rows = size, .first_entry = first};
    TRY(hex_decode(&replay->scratch, check->records.file, &file, err));
    set_bytes(import.file.bytes, file.ptr, HASH_BYTES);
    return imports_put(replay->db, &import, err);
}

static bool on_checked(Replay *replay, const EntriesRow *entry, Err *err) {
    Json json = {0};
    Check check = {0};
    TRY(read_payload(replay, entry, &json, err));
    TRY(check_parse(&replay->scratch, &json, &check, err));
    StateEvent event = check.verdict == CHECK_FLAGGED ? STATE_ON_CHECK_FLAGGED : STATE_ON_CHECK_SCREENED;
    if (check.records.record.len == 0) {
        return on_checked_batch(replay, entry, &check, event, err);
    }
    return move_subject(replay, entry, event, err);
}

static bool on_reviewed(Replay *replay, const EntriesRow *entry, Err *err) {
    static const StateEvent events[] = {[REVIEW_DECISION_NONE] = STATE_ON_ACCEPT,
                                        [REVIEW_ACCEPT] = STATE_ON_ACCEPT,
                                        [REVIEW_RETURN] = STATE_ON_RETURN,
                                        [REVIEW_REJECT] = STATE_ON_REJECT};
    Json json = {0};
    Review review = {0};
    TRY(read_payload(replay, entry, &json, err));
    TRY(review_parse(&replay->scratch, &json, &review, err));
    return move_subject(replay, entry, events[review.decision], err);
}

static bool on_asset(Replay *replay, const EntriesRow *entry, Err *err) {
    Json json = {0};
    Asset asset = {0};
    TRY(read_payload(replay, entry, &json, err));
    TRY(asset_parse(&replay->scratch, &json, &asset, err));
    AssetsRow row = {.programme = asset.programme,
                     .entry = entry->entry,
                     .type = asset.type,
                     .venue = asset.venue,
                     .state = STR("unknown")};
    TRY(uuid_parse(asset.id, row.id, err));
    return assets_put(replay->db, &row, err);
}

static bool read_statement(Replay *replay, const EntriesRow *entry, StatementsRow *row, Statement *out, Err *err) {
    DocumentsRow document = {0};
    Json json = {0};
    TRY(documents_of_entry(&replay->scratch, replay->db, entry->entry, &document, err));
    TRY(read_json(replay, document.body, &json, err));
    TRY(statement_parse(&replay->scratch, &json, out, err));
    *row = (StatementsRow){.programme = entry->programme, .entry = entry->entry, .document = document.sha256};
    return uuid_parse(out->id, row->id, err);
}

static bool on_drafted(Replay *replay, const EntriesRow *entry, Err *err) {
    StatementsRow row = {0};
    Statement statement = {0};
    TRY(read_statement(replay, entry, &row, &statement, err));
    row.state = STR("drafted");
    return statements_put(replay->db, &row, err);
}

static bool on_issued(Replay *replay, const EntriesRow *entry, Err *err) {
    StatementsRow row = {0};
    Statement statement = {0};
    TRY(read_statement(replay, entry, &row, &statement, err));
    row.state = STR("issued");
    row.has_supersedes = statement.supersedes.id.len > 0;
    if (!row.has_supersedes) {
        return statements_change(replay->db, &row, err);
    }
    StatementsRow earlier = {0};
    TRY(uuid_parse(statement.supersedes.id, row.supersedes, err));
    TRY(statements_get(&replay->scratch, replay->db, entry->programme, row.supersedes, &earlier, err));
    earlier.state = STR("superseded");
    TRY(statements_change(replay->db, &earlier, err));
    return statements_change(replay->db, &row, err);
}

typedef bool (*ReplayFn)(Replay *replay, const EntriesRow *entry, Err *err);

typedef struct {
    Str kind;
    ReplayFn apply;
} ReplayKind;

static const ReplayKind replay_kinds[] = {
    {STR_INIT("record.submitted"), on_submitted}, {STR_INIT("record.checked"), on_checked},
    {STR_INIT("record.reviewed"), on_reviewed},   {STR_INIT("asset.registered"), on_asset},
    {STR_INIT("statement.drafted"), on_drafted},  {STR_INIT("statement.issued"), on_issued},
};

static bool apply_entry(void *ctx, const EntriesRow *entry, Err *err) {
    Replay *replay = ctx;
    ArenaMark mark = arena_mark(&replay->scratch);
    for (size_t i = 0; i < COUNT_OF(replay_kinds); i++) {
        if (str_eq(entry->kind, replay_kinds[i].kind) && !replay_kinds[i].apply(replay, entry, err)) {
            return err_at(err, "entry %llu (%.*s)", (unsigned long long)entry->entry, STR_ARG(entry->kind));
        }
    }
    arena_rewind(&replay->scratch, mark);
    if (++replay->done.entries % REPLAY_TELL == 0) {
        progress_tell(&replay->app->env.progress, "replaying entries", replay->done.entries, 0);
    }
    return true;
}

static bool hash_tables(Db *db, Hash *hashes, uint64_t *rows, Err *err) {
    for (size_t i = 0; i < DERIVED_TABLES; i++) {
        TRY(derived_hash(db, i, &hashes[i], &rows[i], err));
    }
    return true;
}

static bool write_replay(Db *db, void *ctx, Err *err) {
    Replay *replay = ctx;
    replay->db = db;
    replay->done = (ReplayDone){0};
    TRY(hash_tables(db, replay->done.before, replay->done.rows, err));
    TRY(derived_begin(db, err));
    TRY(entries_each(db, 1, apply_entry, replay, err));
    TRY(derived_compare(db, replay->each, replay->ctx, &replay->done.same, err));
    if (!replay->keep) {
        return err_set(err, ERR_NONE, "compared only");
    }
    TRY(derived_swap(db, err));
    return hash_tables(db, replay->done.after, replay->done.rows, err);
}

bool replay_rebuild(App *app, ReplayDone *out, Err *err) {
    Replay replay = {.app = app, .keep = true};
    bool done = db_write(app->store.db, write_replay, &replay, err);
    arena_done(&replay.scratch);
    if (done) {
        *out = replay.done;
    }
    return done;
}

/* The transaction is given up on purpose, with an Err that is none. */
bool replay_compare(App *app, DerivedRow each, void *ctx, bool *same, Err *err) {
    Replay replay = {.app = app, .each = each, .ctx = ctx};
    Err ended = {.code = ERR_INTERNAL};
    bool done = db_write(app->store.db, write_replay, &replay, &ended);
    arena_done(&replay.scratch);
    if (done || ended.code != ERR_NONE) {
        return err_set(err, ended.code, "%s", ended.text);
    }
    *same = replay.done.same;
    return true;
}
