#include "app/submit.h"

#include "app/evidence.h"
#include "app/screen.h"
#include "app/sequence.h"
#include "codec/uuid.h"
#include "codec/yaml.h"
#include "crypto/wipe.h"
#include "proof/leaf.h"
#include "proof/receipt.h"

typedef struct {
    const App *app;
    Intake intake;
    IntakeItem item;
    State state;
    VaultChance check_chance;
} Submitting;

static bool read_act(App *app, const SubmitRequest *request, Act *out, Err *err) {
    if (request->act.len > LIMIT_RECORD_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "%zu bytes; a record has at most %zu", request->act.len, LIMIT_RECORD_BYTES);
    }
    Yaml tree = {0};
    TRY(yaml_parse(app->arena, request->act, &tree, err));
    Json json = yaml_json(app->arena, &tree);
    return act_parse(app->arena, &json, out, err);
}

static bool write_record(Db *db, void *ctx, Err *err) {
    Submitting *submitting = ctx;
    Arena *arena = submitting->app->arena;
    TRY(intake_write(db, &submitting->intake, &submitting->item, submitting->state, err));
    if (submitting->state != STATE_SCREENED) {
        return true;
    }
    CheckRecords records = {.record = uuid_format(arena, submitting->item.row.id)};
    ScreenTarget target = {.records = &records, .subject = submitting->item.row.id};
    return screen_write(arena, db, &submitting->intake, &target, &submitting->check_chance, err);
}

static bool make_receipt(App *app, const Submitting *submitting, uint64_t entry_number, Str *out, Err *err) {
    EntriesRow entry = {0};
    Leaf leaf = {0};
    TRY(entries_get(app->arena, app->store.db, entry_number, &entry, err));
    TRY(leaf_parse(app->arena, entry.leaf, &leaf, err));
    Receipt receipt = {.origin = app->keys.origin,
                       .id = uuid_format(app->arena, submitting->item.row.id),
                       .commitment = leaf.hash,
                       .accepted_min = entry.accepted_minute,
                       .publish_by_min = entry.accepted_minute + (int64_t)config_merge_delay_min(&app->config),
                       .has_secret = true};
    TRY(secrets_get(app->store.db, entry_number, receipt.secret, err));
    bool made = receipt_sign(app->arena, &receipt, 1, &app->keys.receipt, err);
    if (made) {
        *out = receipt_text(app->arena, &receipt);
    }
    wipe(receipt.secret, sizeof(receipt.secret));
    return made;
}

static bool store_new(App *app, Submitting *submitting, const Act *act, const EvidenceFiles *files, Err *err) {
    VaultChance chance;
    TRY(entropy_fill(&app->env.entropy, &chance, sizeof(chance), err));
    TRY(entropy_fill(&app->env.entropy, &submitting->check_chance, sizeof(VaultChance), err));
    TRY(intake_seal(app->arena, &chance, &submitting->item, err));
    wipe(&chance, sizeof(chance));
    bool complete = false;
    EvidenceOwner owner = {.id = act->id, .secret = submitting->item.item.secret};
    TRY(evidence_store(app, &owner, act, files, &complete, err));
    submitting->state = complete ? STATE_SCREENED : STATE_AWAITING_EVIDENCE;
    return db_write(app->store.db, write_record, submitting, err);
}

static bool answer(App *app, const Submitting *submitting, bool unchanged, SubmitDone *out, Err *err) {
    RecordsRow row = {0};
    SubmitDone done = {.id = uuid_format(app->arena, submitting->item.row.id), .unchanged = unchanged};
    TRY(records_get(app->arena, app->store.db, submitting->item.row.programme, submitting->item.row.id, &row, err));
    TRY(make_receipt(app, submitting, row.entry, &done.receipt, err));
    done.state = row.state;
    *out = done;
    return true;
}

bool submit_act(App *app, const SubmitRequest *request, SubmitDone *out, Err *err) {
    Terms terms = {0};
    Act act = {0};
    EvidenceFiles files = {0};
    Submitting submitting = {.app = app};
    TRY(terms_load(app, request->programme, &terms, err));
    TRY(read_act(app, request, &act, err));
    intake_begin(app, &terms, (RecordSource){.channel = RECORD_API, .software = STR("banyan " BANYAN_VERSION)},
                 &submitting.intake);
    TRY(intake_check(&submitting.intake, &act, err));
    if (act.device.key.len > 0) {
        TRY(act_verify_device(app->arena, &act, err));
    }
    TRY(evidence_read(app, &act, request->evidence, request->evidence_count, &files, err));
    TRY(intake_identify(app->arena, &submitting.intake, &act, &submitting.item, err));
    IntakeFound found = INTAKE_NEW;
    TRY(intake_find(app->arena, app->store.db, &submitting.item, &found, err));
    if (found == INTAKE_OTHER) {
        return err_set(err, ERR_CONFLICT,
                       "record %.*s is there already with other content; a correction is a new record that links "
                       "to it with rel: revises",
                       STR_ARG(act.id));
    }
    if (found == INTAKE_ERASED) {
        return err_set(err, ERR_GONE, "record %.*s was erased; its id is not used again", STR_ARG(act.id));
    }
    if (found == INTAKE_NEW) {
        SequenceDone sequenced = {0};
        TRY(store_new(app, &submitting, &act, &files, err));
        TRY(sequence_stored(app, &sequenced, err));
    }
    return answer(app, &submitting, found == INTAKE_SAME, out, err);
}
