#include "app/disclose.h"

#include "app/issue.h"
#include "app/vault.h"
#include "base/checked.h"
#include "codec/uuid.h"
#include "domain/record.h"
#include "proof/bundle.h"
#include "proof/leaf.h"
#include "proof/tlog_proof.h"
#include "store/documents.h"
#include "store/records.h"

static bool prove(App *app, uint64_t entry, Str *out, Err *err) {
    TlogProof proof = {0};
    if (!ledger_index(&app->ledger, entry, &proof.index, err)) {
        return err->code == ERR_NOT_FOUND
                   ? err_set(err, ERR_PRECONDITION, "it is not on the log yet; see 'banyan log status'")
                   : false;
    }
    TRY(ledger_prove_inclusion(&app->ledger, proof.index, &proof.path, err));
    TRY(ledger_note(app->arena, &app->ledger, &proof.checkpoint, err));
    *out = tlog_proof_text(app->arena, &proof);
    return true;
}

static bool make_document(App *app, const DocumentsRow *document, Str *out, Err *err) {
    Bundle bundle = {.kind = document->kind, .document = document->body};
    TRY(prove(app, document->entry, &bundle.proof, err));
    return bundle_make(app->arena, &bundle, out, err);
}

bool disclose_document(App *app, const Hash *sha256, Str *out, Err *err) {
    DocumentsRow document = {0};
    TRY(documents_get(app->arena, app->store.db, sha256, &document, err));
    return make_document(app, &document, out, err);
}

bool disclose_statement(App *app, Str id, Str *out, Err *err) {
    IssueShown shown = {0};
    TRY(issue_show(app, id, (Str){0}, &shown, err));
    return disclose_document(app, &shown.row.document, out, err);
}

/* What is shown, in the form that bundle_choose takes. */
typedef struct {
    bool fields[SCHEMA_FIELDS_MAX];
    size_t items[LIMIT_RECORD_LIST][2];
    size_t item_count;
} Shown;

static bool unknown_field(App *app, const Schema *schema, Str name, Err *err) {
    Buf names = {.arena = app->arena};
    for (size_t i = 0; i < schema->count; i++) {
        buf_addf(&names, "%s%.*s", i == 0 ? "" : ", ", STR_ARG(schema->fields[i].name));
    }
    return err_set(err, ERR_INVALID_RECORD,
                   "a record has no field '%.*s'; it has %.*s; one item of a list is name/0, name/1 ...", STR_ARG(name),
                   STR_ARG(buf_str(&names)));
}

static bool show_field(App *app, const CommitmentOpening *opening, Str name, Shown *shown, Err *err) {
    Str rest = name;
    Str field = str_cut(&rest, '/');
    size_t at = schema_index(opening->schema, field);
    if (at == opening->schema->count) {
        return unknown_field(app, opening->schema, field, err);
    }
    if (rest.ptr == NULL) {
        shown->fields[at] = true;
        return true;
    }
    uint64_t item = 0;
    if (!checked_parse_u64(rest, &item) || item >= opening->lists[at].count) {
        return err_set(err, ERR_INVALID_RECORD, "%.*s has %zu items, counted from 0; there is no '%.*s'",
                       STR_ARG(field), opening->lists[at].count, STR_ARG(name));
    }
    if (shown->item_count == COUNT_OF(shown->items)) {
        return err_set(err, ERR_TOO_LARGE, "more than %d items to show", LIMIT_RECORD_LIST);
    }
    shown->items[shown->item_count][0] = at;
    shown->items[shown->item_count][1] = (size_t)item;
    shown->item_count++;
    return true;
}

/* Without a choice of his own the operator shows all but what is personal. */
static void show_usual(const Schema *schema, Shown *shown) {
    static const Str personal[] = {STR_INIT("note"), STR_INIT("device"), STR_INIT("who"), STR_INIT("recorded_by"),
                                   STR_INIT("place")};
    for (size_t i = 0; i < schema->count; i++) {
        shown->fields[i] = true;
        for (size_t j = 0; j < COUNT_OF(personal); j++) {
            shown->fields[i] = shown->fields[i] && !str_eq(schema->fields[i].name, personal[j]);
        }
    }
}

static bool choose(App *app, const DiscloseRequest *request, const CommitmentOpening *opening, Bundle *bundle,
                   Err *err) {
    Shown *shown = ARENA_NEW(app->arena, Shown);
    if (request->field_count == 0) {
        show_usual(opening->schema, shown);
    }
    for (size_t i = 0; i < request->field_count; i++) {
        TRY(show_field(app, opening, request->fields[i], shown, err));
    }
    BundleChoice choice = {.opening = opening,
                           .fields = shown->fields,
                           .items = (const size_t(*)[2])shown->items,
                           .item_count = shown->item_count};
    bundle_choose(app->arena, &choice, bundle);
    return true;
}

static bool frame_leaf(App *app, uint64_t number, Hash *out, Err *err) {
    EntriesRow entry = {0};
    Leaf leaf = {0};
    ArenaMark mark = arena_mark(app->arena);
    TRY(entries_get(app->arena, app->store.db, number, &entry, err));
    TRY(leaf_parse(app->arena, entry.leaf, &leaf, err));
    *out = merkle_leaf(hash_bytes(&leaf.hash));
    arena_rewind(app->arena, mark);
    return true;
}

/* The record's path to the root of the statement's frame. */
static bool count_in(App *app, const DiscloseRequest *request, uint64_t entry, Bundle *bundle, Err *err) {
    IssueShown *shown = ARENA_NEW(app->arena, IssueShown);
    uint64_t *entries = NULL;
    size_t count = 0;
    BundleCounted *counted = ARENA_NEW(app->arena, BundleCounted);
    TRY(issue_show(app, request->statement, (Str){0}, shown, err));
    TRY(issue_frame(app, shown->row.id, &entries, &count, err));
    Hash *hashes = ARENA_ARRAY(app->arena, count, Hash);
    counted->index = count;
    for (size_t i = 0; i < count; i++) {
        TRY(frame_leaf(app, entries[i], &hashes[i], err));
        counted->index = entries[i] == entry ? i : counted->index;
    }
    if (counted->index == count) {
        return err_set(err, ERR_NOT_FOUND, "record %.*s does not count in statement %.*s", STR_ARG(request->id),
                       STR_ARG(request->statement));
    }
    MerkleRows rows = merkle_rows(app->arena, hashes, count);
    counted->statement = shown->row.document;
    counted->size = count;
    TRY(merkle_root_of(merkle_rows_node, &rows, count, &counted->root, err));
    TRY(merkle_prove_inclusion(merkle_rows_node, &rows, counted->index, counted->size, &counted->path, err));
    bundle->counted = counted;
    return true;
}

static bool open_record(App *app, const DiscloseRequest *request, EntriesRow *entry, CommitmentOpening *out, Err *err) {
    uint8_t id[UUID_BYTES];
    RecordsRow row = {0};
    Str payload = {0};
    Record record = {0};
    TRY(uuid_parse(request->id, id, err));
    if (!records_get(app->arena, app->store.db, request->programme, id, &row, err)) {
        return err_at(err, "record %.*s of programme %.*s", STR_ARG(request->id), STR_ARG(request->programme));
    }
    TRY(entries_get(app->arena, app->store.db, row.entry, entry, err));
    TRY(vault_read(app->arena, app->store.db, entry, &payload, err));
    TRY(record_parse(app->arena, payload, &record, err));
    RecordField *fields = ARENA_ARRAY(app->arena, RECORD_FIELDS, RecordField);
    record_fields(app->arena, &record, fields);
    return vault_open_fields(app->arena, app->store.db, entry, &(VaultFields){.fields = fields, .count = RECORD_FIELDS},
                             out, err);
}

bool disclose_record(App *app, const DiscloseRequest *request, Str *out, Err *err) {
    EntriesRow entry = {0};
    CommitmentOpening opening = {0};
    Bundle bundle = {.kind = STR("record.submitted"), .programme = request->programme};
    TRY(open_record(app, request, &entry, &opening, err));
    TRY(choose(app, request, &opening, &bundle, err));
    if (request->statement.len > 0) {
        TRY(count_in(app, request, entry.entry, &bundle, err));
    }
    TRY(prove(app, entry.entry, &bundle.proof, err));
    return bundle_make(app->arena, &bundle, out, err);
}
