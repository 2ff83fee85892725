#include "app/erase.h"

#include "app/evidence.h"
#include "app/issue.h"
#include "app/publish.h"
#include "app/sequence.h"
#include "app/vault.h"
#include "codec/uuid.h"
#include "crypto/wipe.h"
#include "domain/record.h"
#include "store/erasures.h"
#include "store/payloads.h"
#include "store/records.h"

/* A record on its way out, with the bytes that must not be found afterwards. */
typedef struct {
    Str id;
    RecordsRow row;
    Bytes box;
    uint8_t secret[SECRETS_BYTES];
    const ActEvidence *evidence;
    size_t evidence_count;
} Erased;

typedef struct {
    App *app;
    DocumentsRow document;
    Erased *records;
    size_t count;
} Erasing;

static bool write_erasure(Db *db, void *ctx, Err *err) {
    Erasing *erasing = ctx;
    TRY(publish_in(db, erasing->app->arena, app_now_min(erasing->app), &erasing->document, err));
    for (size_t i = 0; i < erasing->count; i++) {
        const RecordsRow *row = &erasing->records[i].row;
        ErasuresRow erasure = {.entry = row->entry, .erasure = erasing->document.entry};
        TRY(erasures_record(db, &erasure, err));
        TRY(records_erase(db, row->programme, row->entry, err));
    }
    return true;
}

/* A record whose key is lost already can still be erased; only then its evidence is not known. */
static bool open_payload(App *app, Erased *erased, Err *err) {
    EntriesRow entry = {0};
    Record record = {0};
    Str payload = {0};
    Err damaged = {0};
    TRY(entries_get(app->arena, app->store.db, erased->row.entry, &entry, err));
    TRY(payloads_get(app->arena, app->store.db, erased->row.entry, &erased->box, err));
    TRY(secrets_get(app->store.db, erased->row.entry, erased->secret, err));
    if (vault_read(app->arena, app->store.db, &entry, &payload, &damaged) &&
        record_parse(app->arena, payload, &record, &damaged)) {
        erased->evidence = record.act.evidence;
        erased->evidence_count = record.act.evidence_count;
    }
    return true;
}

static bool find_record(App *app, Str programme, Str id, Erased *out, Err *err) {
    uint8_t bytes[UUID_BYTES];
    out->id = id;
    TRY(uuid_parse(id, bytes, err));
    if (!records_get(app->arena, app->store.db, programme, bytes, &out->row, err)) {
        return err_at(err, "record %.*s of programme %.*s", STR_ARG(id), STR_ARG(programme));
    }
    if (str_eq(out->row.state, STR("erased"))) {
        return err_set(err, ERR_GONE, "record %.*s was erased before", STR_ARG(id));
    }
    return open_payload(app, out, err);
}

static bool find_records(App *app, const EraseRequest *request, Erasing *erasing, Err *err) {
    erasing->records = ARENA_ARRAY(app->arena, request->count, Erased);
    for (size_t i = 0; i < request->count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (str_eq(request->records[i], request->records[j])) {
                return err_set(err, ERR_USAGE, "record %.*s is named twice", STR_ARG(request->records[i]));
            }
        }
        TRY(find_record(app, request->programme, request->records[i], &erasing->records[i], err));
        erasing->count++;
    }
    return true;
}

static bool make_document(App *app, const EraseRequest *request, Erasing *erasing, Err *err) {
    uint8_t id[UUID_BYTES];
    TRY(app_new_id(app, id, err));
    Erasure erasure = {
        .v = 1, .id = uuid_format(app->arena, id), .count = (int64_t)request->count, .ground = request->ground};
    erasing->document = (DocumentsRow){.kind = STR("erasure"),
                                       .programme = request->programme,
                                       .name = erasure.id,
                                       .body = erasure_json(app->arena, &erasure)};
    erasing->document.sha256 = hash_of_str(erasing->document.body);
    return true;
}

/* Evidence first, then box and secret, until a raw search finds no piece of them; plain text is in no file. */
static bool destroy(App *app, Erasing *erasing, Err *err) {
    Bytes *needles = ARENA_ARRAY(app->arena, erasing->count * 2, Bytes);
    size_t count = 0;
    for (size_t i = 0; i < erasing->count; i++) {
        Erased *erased = &erasing->records[i];
        EvidenceOwner owner = {.id = erased->id};
        for (size_t j = 0; j < erased->evidence_count; j++) {
            TRY(evidence_remove(app, &owner, erased->evidence[j].sha256, err));
        }
        needles[count++] = erased->box;
        needles[count++] = (Bytes){.ptr = erased->secret, .len = sizeof(erased->secret)};
    }
    return store_scrub(&app->store, needles, count, err);
}

typedef struct {
    App *app;
    const Erasing *erasing;
    Str *ids;
    size_t count;
    size_t capacity;
} Affected;

static bool holds_any(const Erasing *erasing, const uint64_t *entries, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < erasing->count; j++) {
            if (entries[i] == erasing->records[j].row.entry) {
                return true;
            }
        }
    }
    return false;
}

static bool each_statement(void *ctx, const StatementsRow *row, Err *err) {
    Affected *affected = ctx;
    uint64_t *entries = NULL;
    size_t count = 0;
    if (!str_eq(row->state, STR("issued"))) {
        return true;
    }
    TRY(issue_frame(affected->app, row->id, &entries, &count, err));
    if (!holds_any(affected->erasing, entries, count)) {
        return true;
    }
    if (affected->count == affected->capacity) {
        affected->capacity = affected->capacity == 0 ? 8 : affected->capacity * 2;
        Str *grown = ARENA_ARRAY(affected->app->arena, affected->capacity, Str);
        for (size_t i = 0; i < affected->count; i++) {
            grown[i] = affected->ids[i];
        }
        affected->ids = grown;
    }
    affected->ids[affected->count++] = uuid_format(affected->app->arena, row->id);
    return true;
}

static bool run(App *app, const EraseRequest *request, Erasing *erasing, EraseDone *out, Err *err) {
    SequenceDone sequenced = {0};
    Affected affected = {.app = app, .erasing = erasing};
    TRY(find_records(app, request, erasing, err));
    TRY(make_document(app, request, erasing, err));
    TRY(db_write(app->store.db, write_erasure, erasing, err));
    TRY(destroy(app, erasing, err));
    TRY(sequence_stored(app, &sequenced, err));
    TRY(statements_each(app->store.db, request->programme, each_statement, &affected, err));
    *out = (EraseDone){.erased = erasing->count, .statements = affected.ids, .statement_count = affected.count};
    return true;
}

bool erase_records(App *app, const EraseRequest *request, EraseDone *out, Err *err) {
    Erasing erasing = {.app = app};
    if (request->count == 0) {
        return err_set(err, ERR_USAGE, "name at least one record to erase");
    }
    bool done = run(app, request, &erasing, out, err);
    for (size_t i = 0; i < erasing.count; i++) {
        wipe(erasing.records[i].secret, sizeof(erasing.records[i].secret));
    }
    return done;
}
