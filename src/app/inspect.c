#include "app/inspect.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/evidence.h"
#include "app/inspect_erasures.h"
#include "app/replay.h"
#include "app/vault.h"
#include "base/limits.h"
#include "codec/hex.h"
#include "codec/rfc3339.h"
#include "codec/uuid.h"
#include "domain/asset.h"
#include "domain/check.h"
#include "domain/record.h"
#include "domain/review.h"
#include "domain/state.h"
#include "domain/statement.h"
#include "ledger/audit.h"
#include "proof/leaf.h"
#include "store/documents.h"
#include "store/erasures.h"
#include "store/frames.h"
#include "store/leaves.h"
#include "store/payloads.h"
#include "store/records.h"
#include "store/statements.h"

enum { INSPECT_TEXT = 1024, INSPECT_TELL = 1024 };

typedef struct {
    App *app;
    Arena *arena;  /* the sentences' */
    Arena scratch; /* one entry's */
    HmacKey act_key;
    InspectDone done;
    Str *faults;
} Inspect;

static void fault(Inspect *inspect, const char *format, ...) PRINTF_LIKE(2, 3);

static void fault(Inspect *inspect, const char *format, ...) {
    char text[INSPECT_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    inspect->done.fault_total++;
    if (inspect->done.fault_count < LIMIT_FAULTS) {
        inspect->faults[inspect->done.fault_count++] = str_copy(inspect->arena, str_from_c(text));
    }
}

/* What a check found out is a fault; what kept it from looking is an error. */
static bool judge(Inspect *inspect, const Err *found, const char *where, Err *err) {
    if (found->kind == ERR_KIND_IO || found->kind == ERR_KIND_UNAVAILABLE) {
        *err = *found;
        return false;
    }
    fault(inspect, "%s%s%s", where, where[0] == '\0' ? "" : ": ", found->text);
    return true;
}

static unsigned long long number_of(const EntriesRow *entry) {
    return (unsigned long long)entry->entry;
}

static bool check_record(Inspect *inspect, const EntriesRow *entry, Str payload, VaultFields *fields, Err *err) {
    Record *record = ARENA_NEW(&inspect->scratch, Record);
    RecordText *text = ARENA_NEW(&inspect->scratch, RecordText);
    uint8_t id[UUID_BYTES];
    Rfc3339 received = {0};
    TRY(record_parse(&inspect->scratch, payload, record, err));
    TRY(record_encode(&inspect->scratch, record, text, err));
    TRY(uuid_parse(record->act.id, id, err));
    TRY(rfc3339_parse(record->server.received_at, &received, err));
    Hash plain = hash_of_str(text->act);
    Hash keyed = hmac_of(&inspect->act_key, hash_bytes(&plain));
    *fields = (VaultFields){.fields = text->fields, .count = RECORD_FIELDS};
    if (!bytes_eq((Bytes){.ptr = id, .len = sizeof(id)},
                  (Bytes){.ptr = entry->subject, .len = sizeof(entry->subject)})) {
        return err_set(err, ERR_CORRUPT,
                       "its subject is not the record in its payload; restore banyan.db from a backup");
    }
    if (!entry->has_act_hash || !hash_eq(&keyed, &entry->act_hash)) {
        return err_set(err, ERR_CORRUPT,
                       "its act hash is not that of its payload: the entry or keys/act.key was changed; "
                       "restore it from a backup");
    }
    return received.at_s / 60 == entry->accepted_minute ||
           err_set(err, ERR_CORRUPT,
                   "its minute of acceptance is not the one in its payload; restore banyan.db from a backup");
}

static bool check_evidence(Inspect *inspect, const EntriesRow *entry, Str payload, Err *err) {
    Record record = {0};
    uint8_t secret[SECRETS_BYTES];
    TRY(record_parse(&inspect->scratch, payload, &record, err));
    if (record.act.evidence_count == 0) {
        return true;
    }
    RecordsRow row = {0};
    TRY(records_of_entry(&inspect->scratch, inspect->app->store.db, entry->programme, entry->entry, &row, err));
    bool awaiting = str_eq(row.state, state_name(STATE_AWAITING_EVIDENCE));
    TRY(secrets_get(inspect->app->store.db, entry->entry, secret, err));
    EvidenceOwner owner = {.id = record.act.id, .secret = secret};
    for (size_t i = 0; i < record.act.evidence_count; i++) {
        Err found = {0};
        bool there = evidence_confirm(inspect->app, &owner, record.act.evidence[i].sha256, &found);
        inspect->done.blobs += there ? 1 : 0;
        if (there || (awaiting && found.code == ERR_NOT_FOUND)) {
            continue;
        }
        fault(inspect, "entry %llu: evidence %.*s: %s; restore blobs/ from a backup", number_of(entry),
              STR_ARG(record.act.evidence[i].sha256), found.text);
    }
    return true;
}

/* The fields of the other committed kinds, read from their payloads. */
static bool event_fields(Inspect *inspect, const EntriesRow *entry, Str payload, VaultFields *out, Err *err) {
    Arena *arena = &inspect->scratch;
    Json json = {0};
    RecordField *fields = ARENA_ARRAY(arena, RECORD_FIELDS, RecordField);
    TRY(json_parse(arena, payload, JSON_LIMITS_DOCUMENT, &json, err));
    out->fields = fields;
    if (str_eq(entry->kind, STR("record.checked"))) {
        Check *check = ARENA_NEW(arena, Check);
        TRY(check_parse(arena, &json, check, err));
        check_fields(arena, check, fields);
        out->count = CHECK_FIELDS;
        return true;
    }
    if (str_eq(entry->kind, STR("record.reviewed"))) {
        Review *review = ARENA_NEW(arena, Review);
        TRY(review_parse(arena, &json, review, err));
        review_fields(arena, review, fields);
        out->count = REVIEW_FIELDS;
        return true;
    }
    if (str_eq(entry->kind, STR("asset.registered"))) {
        Asset *asset = ARENA_NEW(arena, Asset);
        TRY(asset_parse(arena, &json, asset, err));
        asset_fields(arena, asset, fields);
        out->count = ASSET_FIELDS;
        return true;
    }
    return err_set(err, ERR_CORRUPT, "kind '%.*s' is not known; restore banyan.db from a backup", STR_ARG(entry->kind));
}

static bool check_committed(Inspect *inspect, const EntriesRow *entry, Err *err) {
    Db *db = inspect->app->store.db;
    bool is_record = str_eq(entry->kind, STR("record.submitted"));
    Str payload = {0};
    VaultFields fields = {0};
    TRY(vault_read(&inspect->scratch, db, entry, &payload, err));
    inspect->done.payloads++;
    TRY(is_record ? check_record(inspect, entry, payload, &fields, err)
                  : event_fields(inspect, entry, payload, &fields, err));
    TRY(vault_confirm(&inspect->scratch, db, entry, &fields, err));
    return !is_record || check_evidence(inspect, entry, payload, err);
}

static bool check_erased(Inspect *inspect, const EntriesRow *entry, Err *err) {
    Db *db = inspect->app->store.db;
    bool payload = false;
    bool secret = false;
    TRY(payloads_exists(db, entry->entry, &payload, err));
    TRY(secrets_exists(db, entry->entry, &secret, err));
    inspect->done.erased++;
    if (payload || secret) {
        fault(
            inspect,
            "entry %llu was erased but its %s is still there; any command that writes, such as 'banyan log sequence', "
            "finishes the erasure",
            number_of(entry), payload ? "payload" : "key");
    }
    return true;
}

static bool check_document(Inspect *inspect, const EntriesRow *entry, const Leaf *leaf, Err *err) {
    DocumentsRow document = {0};
    TRY(documents_of_entry(&inspect->scratch, inspect->app->store.db, entry->entry, &document, err));
    Hash hash = hash_of_str(document.body);
    bool same = hash_eq(&hash, &leaf->hash) && hash_eq(&hash, &document.sha256) && str_eq(document.kind, leaf->kind) &&
                str_eq(document.kind, entry->kind) && str_eq(document.programme, entry->programme);
    return same ||
           err_set(err, ERR_CORRUPT, "its document is not what the log committed to; restore banyan.db from a backup");
}

static bool look_at(Inspect *inspect, const EntriesRow *entry, Err *err) {
    Leaf leaf = {0};
    TRY(leaf_parse(&inspect->scratch, entry->leaf, &leaf, err));
    if (leaf.document) {
        return check_document(inspect, entry, &leaf, err);
    }
    bool erased = false;
    TRY(erasures_exists(inspect->app->store.db, entry->entry, &erased, err));
    return erased ? check_erased(inspect, entry, err) : check_committed(inspect, entry, err);
}

static bool each_entry(void *ctx, const EntriesRow *entry, Err *err) {
    Inspect *inspect = ctx;
    Err found = {0};
    char where[64];
    ArenaMark mark = arena_mark(&inspect->scratch);
    (void)snprintf(where, sizeof(where), "entry %llu", number_of(entry));
    bool good = look_at(inspect, entry, &found);
    arena_rewind(&inspect->scratch, mark);
    if (++inspect->done.entries % INSPECT_TELL == 0) {
        progress_tell(&inspect->app->env.progress, "checking entries", inspect->done.entries, 0);
    }
    return good || judge(inspect, &found, str_starts(str_from_c(found.text), str_from_c(where)) ? "" : where, err);
}

static bool each_log_fault(void *ctx, Str sentence, Err *err) {
    (void)err;
    fault(ctx, "%.*s", STR_ARG(sentence));
    return true;
}

static bool each_derived(void *ctx, Str row, Err *err) {
    (void)err;
    fault(ctx, "derived row differs: %.*s; 'banyan rebuild' makes it again", STR_ARG(str_slice(row, 0, 200)));
    return true;
}

static bool check_derived(Inspect *inspect, Err *err) {
    bool same = true;
    Err found = {0};
    if (!replay_compare(inspect->app, each_derived, inspect, &same, &found)) {
        return judge(inspect, &found, "derived tables cannot be compared", err);
    }
    return true;
}

static bool frame_root(Inspect *inspect, const StatementsRow *row, Hash *out, Err *err) {
    uint64_t *entries = NULL;
    size_t count = 0;
    MerkleFrontier frontier = {0};
    TRY(frames_get(&inspect->scratch, inspect->app->store.db, row->id, &entries, &count, err));
    for (size_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(&inspect->scratch);
        EntriesRow entry = {0};
        Leaf leaf = {0};
        TRY(entries_get(&inspect->scratch, inspect->app->store.db, entries[i], &entry, err));
        TRY(leaf_parse(&inspect->scratch, entry.leaf, &leaf, err));
        Hash hash = merkle_leaf(hash_bytes(&leaf.hash));
        merkle_append(&frontier, &hash);
        arena_rewind(&inspect->scratch, mark);
    }
    *out = merkle_root(&frontier);
    return true;
}

static bool check_frame(Inspect *inspect, const StatementsRow *row, Err *err) {
    DocumentsRow document = {0};
    Json json = {0};
    Hash root;
    TRY(frame_root(inspect, row, &root, err));
    TRY(documents_get(&inspect->scratch, inspect->app->store.db, &row->document, &document, err));
    TRY(json_parse(&inspect->scratch, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    Statement *statement = ARENA_NEW(&inspect->scratch, Statement);
    TRY(statement_parse(&inspect->scratch, &json, statement, err));
    return str_eq(hex_encode(&inspect->scratch, hash_bytes(&root)), statement->frame.root) ||
           err_set(err, ERR_CORRUPT, "its stored frame is not the one it states; restore banyan.db from a backup");
}

static bool each_statement(void *ctx, const StatementsRow *row, Err *err) {
    Inspect *inspect = ctx;
    Err found = {0};
    char where[64];
    ArenaMark mark = arena_mark(&inspect->scratch);
    Str id = uuid_format(&inspect->scratch, row->id);
    (void)snprintf(where, sizeof(where), "statement %.*s", STR_ARG(id));
    bool good = check_frame(inspect, row, &found);
    arena_rewind(&inspect->scratch, mark);
    return good || judge(inspect, &found, where, err);
}

static void erasure_fault(void *ctx, Str sentence) {
    fault(ctx, "%.*s", STR_ARG(sentence));
}

static bool check_erasures(Inspect *inspect, Err *err) {
    Err found = {0};
    return inspect_erasures(inspect->app, erasure_fault, inspect, &found) || judge(inspect, &found, "erasures", err);
}

/* Keys commit before entries, so that a crash in between leaves keys of entries that never came to be. */
static void say_orphans(Inspect *inspect, uint64_t orphans) {
    if (orphans > 0) {
        fault(inspect,
              "keys.db: holds %llu keys of entries that were never stored, as an interrupted write leaves them; "
              "`banyan log sequence`, like every command that writes, removes them",
              (unsigned long long)orphans);
    }
}

static bool check_counts(Inspect *inspect, Err *err) {
    uint64_t payloads = 0;
    uint64_t secrets = 0;
    uint64_t orphans = 0;
    uint64_t waiting = 0;
    TRY(leaves_waiting(inspect->app->store.db, &waiting, err));
    if (inspect->done.entries != inspect->done.log_size + waiting) {
        fault(inspect,
              "%llu entries for %llu leaves: entries that are on the log are gone; restore banyan.db from a backup",
              (unsigned long long)inspect->done.entries, (unsigned long long)inspect->done.log_size);
    }
    TRY(payloads_count(inspect->app->store.db, &payloads, err));
    TRY(secrets_count(inspect->app->store.db, &secrets, err));
    TRY(secrets_orphans(inspect->app->store.db, &orphans, err));
    secrets -= orphans;
    if (inspect->done.fault_total == 0 && (payloads != inspect->done.payloads || secrets != inspect->done.payloads)) {
        fault(inspect,
              "%llu payloads and %llu keys are stored for %llu entries that have one; restore banyan.db and keys.db "
              "from one backup",
              (unsigned long long)payloads, (unsigned long long)secrets, (unsigned long long)inspect->done.payloads);
    }
    say_orphans(inspect, orphans);
    return true;
}

static bool check_log(Inspect *inspect, Err *err) {
    App *app = inspect->app;
    uint64_t count = 0;
    AuditSubject subject = {.db = app->store.db, .keys = &app->keys, .data = &app->store.dir};
    Err found = {0};
    if (!audit_log(&subject, each_log_fault, inspect, &count, &found)) {
        return judge(inspect, &found, "log", err);
    }
    return true;
}

static bool look_at_all(Inspect *inspect, Err *err) {
    App *app = inspect->app;
    Err found = {0};
    hmac_key(&inspect->act_key, (Bytes){.ptr = app->keys.act, .len = sizeof(app->keys.act)});
    TRY(leaves_count(app->store.db, &inspect->done.log_size, err));
    TRY(check_log(inspect, err));
    if (!entries_each(app->store.db, 1, each_entry, inspect, &found)) {
        TRY(judge(inspect, &found, "entries", err));
    }
    found = (Err){0};
    if (!statements_each(app->store.db, (Str){0}, each_statement, inspect, &found)) {
        TRY(judge(inspect, &found, "statements", err));
    }
    TRY(check_erasures(inspect, err));
    TRY(check_counts(inspect, err));
    return check_derived(inspect, err);
}

bool inspect_run(Arena *arena, const AppEnv *env, InspectDone *out, Err *err) {
    App app CLEANUP(app_close) = {0};
    Inspect *inspect = ARENA_NEW(arena, Inspect);
    Err refused = {0};
    *inspect = (Inspect){.app = &app, .arena = arena, .faults = ARENA_ARRAY(arena, LIMIT_FAULTS, Str)};
    inspect->done.faults = inspect->faults;
    bool done = true;
    if (app_open(arena, env, APP_INSPECT, STR("banyan fsck"), &app, &refused)) {
        done = look_at_all(inspect, err);
        arena_done(&inspect->scratch);
    } else if (refused.kind == ERR_KIND_CORRUPT) {
        fault(inspect, "%s", refused.text);
    } else {
        return err_set(err, refused.code, "%s", refused.text);
    }
    *out = inspect->done;
    return done;
}
