#include "app/reviewing.h"

#include "app/sequence.h"
#include "app/vault.h"
#include "codec/uuid.h"
#include "crypto/wipe.h"
#include "domain/state.h"
#include "store/records.h"

typedef struct {
    const App *app;
    VaultItem item;
    RecordsRow row;
    Str state;
} Reviewing;

static bool write_review(Db *db, void *ctx, Err *err) {
    Reviewing *reviewing = ctx;
    EntriesNew entry = {.programme = reviewing->row.programme,
                        .kind = STR("record.reviewed"),
                        .subject = reviewing->row.id,
                        .accepted_minute = app_now_min(reviewing->app)};
    uint64_t number = 0;
    TRY(vault_write(db, &entry, &reviewing->item, &number, err));
    return records_set_state(db, reviewing->row.programme, reviewing->row.entry, reviewing->state, err);
}

static StateEvent event_of(ReviewDecision decision) {
    switch (decision) {
    case REVIEW_RETURN:
        return STATE_ON_RETURN;
    case REVIEW_REJECT:
        return STATE_ON_REJECT;
    case REVIEW_ACCEPT:
    case REVIEW_DECISION_NONE:
        break;
    }
    return STATE_ON_ACCEPT;
}

static bool next_state(Reviewing *reviewing, ReviewDecision decision, Err *err) {
    State from = STATE_NONE;
    State to = STATE_NONE;
    TRY(state_parse(reviewing->row.state, &from, err));
    TRY(state_next(from, event_of(decision), &to, err));
    reviewing->state = state_name(to);
    return true;
}

/* Through the document's own parser, so that what is written is what will be read. */
static bool seal_review(App *app, const ReviewingRequest *request, VaultItem *out, Err *err) {
    Review review = {.v = 1,
                     .programme = request->programme,
                     .record = request->record,
                     .decision = request->decision,
                     .reason = request->reason,
                     .reviewer = request->reviewer,
                     .reviewed_at = app_now_text(app, app->arena)};
    RecordField fields[REVIEW_FIELDS];
    VaultContent content = {.kind = STR("record.reviewed"),
                            .programme = review.programme,
                            .fields = fields,
                            .count = REVIEW_FIELDS,
                            .payload = review_json(app->arena, &review)};
    Json json = {0};
    VaultChance chance;
    TRY(json_parse(app->arena, content.payload, JSON_LIMITS_DOCUMENT, &json, err));
    TRY(review_parse(app->arena, &json, &review, err));
    review_fields(app->arena, &review, fields);
    TRY(entropy_fill(&app->env.entropy, &chance, sizeof(chance), err));
    bool sealed = vault_seal(app->arena, &content, &chance, out, err);
    wipe(&chance, sizeof(chance));
    return sealed;
}

bool reviewing_decide(App *app, const ReviewingRequest *request, Str *state, Err *err) {
    Reviewing reviewing = {.app = app};
    SequenceDone sequenced = {0};
    uint8_t id[UUID_BYTES];
    TRY(uuid_parse(request->record, id, err));
    if (!records_get(app->arena, app->store.db, request->programme, id, &reviewing.row, err)) {
        return err_at(err, "record %.*s of programme %.*s", STR_ARG(request->record), STR_ARG(request->programme));
    }
    TRY(next_state(&reviewing, request->decision, err));
    TRY(seal_review(app, request, &reviewing.item, err));
    TRY(db_write(app->store.db, write_review, &reviewing, err));
    TRY(sequence_stored(app, &sequenced, err));
    *state = reviewing.state;
    return true;
}
