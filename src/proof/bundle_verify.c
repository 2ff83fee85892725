#include <string.h>

#include "codec/base64.h"
#include "codec/canonical.h"
#include "codec/hex.h"
#include "proof/bundle.h"
#include "proof/checkpoint.h"
#include "proof/disclosure.h"
#include "proof/leaf.h"
#include "proof/tlog_proof.h"

/* Each step returns false as soon as the verdict is a no, which then stands in the verdict with its one sentence. */
typedef struct {
    Arena *arena;
    const Bundle *bundle;
    const Schema *schema;
    Verdict *verdict;
    VerdictField *fields;
} Check;

static bool refuse(Check *check, const char *code, Str sentence) {
    check->verdict->holds = false;
    check->verdict->code = code;
    check->verdict->sentence = sentence;
    return false;
}

static bool refuse_for(Check *check, const char *code, const char *what, const Err *why) {
    return refuse(check, code, str_format(check->arena, "%s: %s", what, why->text));
}

/* About a field, or a list of that name. */
static bool refuse_field(Check *check, const char *code, const char *format, Str name) {
    Str shown = str_slice(name, 0, 64);
    Buf sentence = {.arena = check->arena};
    Str rest = str_from_c(format);
    buf_add(&sentence, str_cut(&rest, '@'));
    buf_add_byte(&sentence, '"');
    buf_add(&sentence, shown);
    buf_add_byte(&sentence, '"');
    buf_add(&sentence, rest);
    return refuse(check, code, buf_str(&sentence));
}

static bool digest_among(const Hash *digests, size_t count, const Hash *digest, size_t *index) {
    for (size_t i = 0; i < count; i++) {
        if (hash_eq(&digests[i], digest)) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Says why an opening does not fit the digest at its index. */
static bool refuse_opening(Check *check, const Disclosure *opening) {
    size_t other = 0;
    if (digest_among(check->bundle->digests, check->schema->count, &opening->digest, &other)) {
        return refuse_field(check, "misplaced", "what is shown as @ was committed as another field", opening->name);
    }
    if (str_eq(opening->value, STR("null"))) {
        return refuse_field(check, "absence-forged",
                            "@ is shown as absent, but the record did not commit that it is absent", opening->name);
    }
    return refuse_field(check, "value-forged", "the value shown for @ is not the one that was committed",
                        opening->name);
}

/* Claims the field at `index` for one opening. */
static bool claim(Check *check, size_t index, Str name) {
    if (index == check->schema->count) {
        return refuse_field(check, "unknown-field", "it shows a field @ that its kind does not have", name);
    }
    if (check->fields[index].state != VERDICT_WITHHELD) {
        return refuse_field(check, "opened-twice", "the field @ is opened twice", name);
    }
    return true;
}

static bool check_disclosure(Check *check, Str text, size_t *next) {
    Disclosure opening;
    Err why;
    if (!disclosure_parse(check->arena, text, &opening, &why)) {
        return refuse_for(check, "disclosure-malformed", "a disclosure cannot be read", &why);
    }
    size_t index = schema_index(check->schema, opening.name);
    TRY(claim(check, index, opening.name));
    bool absent = str_eq(opening.value, STR("null"));
    if (!hash_eq(&check->bundle->digests[index], &opening.digest)) {
        return refuse_opening(check, &opening);
    }
    if (check->schema->fields[index].list && !absent) {
        return refuse_field(check, "list-as-value", "the list @ was committed as a single value", opening.name);
    }
    if (index < *next) {
        return refuse_field(check, "out-of-order", "the disclosure of @ is not in the order of the fields",
                            opening.name);
    }
    *next = index + 1;
    check->fields[index].state = absent ? VERDICT_ABSENT : VERDICT_SHOWN;
    check->fields[index].value = opening.value;
    return true;
}

static bool check_item(Check *check, const BundleList *list, Str text, Str *items, size_t *next) {
    Disclosure opening;
    Err why;
    size_t index = 0;
    if (!disclosure_parse(check->arena, text, &opening, &why)) {
        return refuse_for(check, "disclosure-malformed", "a disclosure cannot be read", &why);
    }
    if (!str_eq(opening.name, list->field)) {
        return refuse_field(check, "item-misplaced", "an item shown in a list is an item of the list @", opening.name);
    }
    if (!digest_among(list->digests, list->count, &opening.digest, &index)) {
        return refuse_field(check, "item-forged", "an item shown of @ is not one of those that were committed",
                            list->field);
    }
    if (items[index].ptr != NULL) {
        return refuse_field(check, "item-twice", "an item of @ is shown twice", list->field);
    }
    if (index < *next) {
        return refuse_field(check, "out-of-order", "the items of @ are not in their order", list->field);
    }
    *next = index + 1;
    items[index] = opening.value;
    return true;
}

static bool check_list_digest(Check *check, const BundleList *list, size_t index) {
    Bytes salt = {0};
    if (!base64_url_decode(check->arena, list->salt, &salt, NULL) || salt.len != COMMITMENT_SALT_BYTES) {
        return refuse_field(check, "list-salt", "the salt of the list @ is not base64url of 16 bytes", list->field);
    }
    Hash digest = commitment_list_digest(list->field, salt.ptr, list->digests, list->count);
    return hash_eq(&digest, &check->bundle->digests[index]) ||
           refuse_field(check, "list-forged", "the items of the list @ are not those that were committed", list->field);
}

static bool check_list(Check *check, const BundleList *list, size_t *next_field) {
    size_t index = schema_index(check->schema, list->field);
    TRY(claim(check, index, list->field));
    if (!check->schema->fields[index].list) {
        return refuse_field(check, "value-as-list", "the field @ is opened as a list and is none", list->field);
    }
    TRY(check_list_digest(check, list, index));
    if (index < *next_field) {
        return refuse_field(check, "out-of-order", "the list @ is not in the order of the fields", list->field);
    }
    *next_field = index + 1;
    Str *items = ARENA_ARRAY(check->arena, list->count, Str);
    size_t next = 0;
    for (size_t i = 0; i < list->disclosure_count; i++) {
        TRY(check_item(check, list, list->disclosures[i], items, &next));
    }
    VerdictField *field = &check->fields[index];
    field->state = VERDICT_LIST;
    field->items = items;
    field->count = list->count;
    return true;
}

static void begin_fields(Check *check) {
    check->fields = ARENA_ARRAY(check->arena, check->schema->count, VerdictField);
    for (size_t i = 0; i < check->schema->count; i++) {
        check->fields[i].name = check->schema->fields[i].name;
    }
    check->verdict->fields = check->fields;
    check->verdict->count = check->schema->count;
}

/* Everything that is shown is part of the commitment, which is computed, never taken from the bundle. */
static bool check_committed(Check *check) {
    const Bundle *bundle = check->bundle;
    size_t next = 0;
    if (bundle->digest_count != check->schema->count) {
        return refuse(check, "digest-count",
                      str_format(check->arena, "it has %zu digests; a %.*s has %zu fields", bundle->digest_count,
                                 STR_ARG(check->schema->kind), check->schema->count));
    }
    begin_fields(check);
    for (size_t i = 0; i < bundle->disclosure_count; i++) {
        TRY(check_disclosure(check, bundle->disclosures[i], &next));
    }
    next = 0;
    for (size_t i = 0; i < bundle->list_count; i++) {
        TRY(check_list(check, &bundle->lists[i], &next));
    }
    Verdict *verdict = check->verdict;
    verdict->subject = commitment_of_digests(bundle->kind, bundle->programme, bundle->digests, bundle->digest_count);
    verdict->programme = bundle->programme;
    verdict->leaf = leaf_committed(check->arena, &verdict->subject);
    return true;
}

static void check_document(Check *check) {
    Verdict *verdict = check->verdict;
    verdict->document = check->bundle->document;
    verdict->subject = hash_of_str(verdict->document);
    verdict->leaf = leaf_document(check->arena, verdict->kind, &verdict->subject);
}

/* A line under an unknown key has no meaning in a signed note. A bundle carries none, so that each of its bits has. */
static bool check_signer(Check *check, const Note *note, const NoteKey *log) {
    const NoteSignature *signature = &note->signatures[0];
    if (note->count != 1) {
        return refuse(check, "other-signatures",
                      str_format(check->arena, "its checkpoint has %zu signature lines; a bundle has the log's alone",
                                 note->count));
    }
    if (!str_eq(signature->name, log->name)) {
        return refuse(check, "other-log",
                      str_format(check->arena, "it is signed as the log %.*s, and the key given is that of %.*s",
                                 STR_ARG(str_slice(signature->name, 0, 255)), STR_ARG(log->name)));
    }
    if (signature->id != log->id) {
        return refuse(check, "other-key",
                      str_format(check->arena, "it is signed with the key %08x, and the key given for this log is %08x",
                                 signature->id, log->id));
    }
    return note_verify(check->arena, note, log, 1, NULL, NULL) ||
           refuse(check, "signature-forged", STR("the log's key did not sign this checkpoint"));
}

static bool check_checkpoint(Check *check, Str text, const NoteKey *log) {
    Note note = {0};
    Checkpoint checkpoint = {0};
    Err why;
    if (!note_parse(check->arena, text, &note, &why) || !checkpoint_parse(check->arena, note.text, &checkpoint, &why)) {
        return refuse_for(check, "checkpoint-malformed", "its checkpoint cannot be read", &why);
    }
    TRY(check_signer(check, &note, log));
    if (!str_eq(checkpoint.origin, log->name)) {
        return refuse(check, "other-origin",
                      str_format(check->arena, "the log %.*s signed a checkpoint of the log %.*s", STR_ARG(log->name),
                                 STR_ARG(checkpoint.origin)));
    }
    if (checkpoint.extensions.len > 0) {
        return refuse(check, "checkpoint-extended", STR("its checkpoint has lines that this program does not know"));
    }
    check->verdict->origin = checkpoint.origin;
    check->verdict->size = checkpoint.size;
    check->verdict->root = checkpoint.root;
    return true;
}

static bool check_log(Check *check, const NoteKey *log) {
    TlogProof proof = {.index = 0};
    Err why;
    Verdict *verdict = check->verdict;
    if (!tlog_proof_parse(check->arena, check->bundle->proof, &proof, &why)) {
        return refuse_for(check, "proof-malformed", "its log proof cannot be read", &why);
    }
    if (proof.has_extra) {
        return refuse(check, "proof-extra", STR("its log proof has an extra line, which nobody has signed"));
    }
    TRY(check_checkpoint(check, proof.checkpoint, log));
    verdict->index = proof.index;
    Hash leaf = merkle_leaf(str_bytes(verdict->leaf));
    return merkle_check_inclusion(&leaf, proof.index, verdict->size, &proof.path, &verdict->root, &why) ||
           refuse_for(check, "not-in-log", "what it shows is not the entry of the log that it claims to be", &why);
}

static bool check_counted(Check *check) {
    const BundleCounted *counted = check->bundle->counted;
    Err why;
    if (counted == NULL) {
        return true;
    }
    Hash leaf = merkle_leaf(hash_bytes(&check->verdict->subject));
    if (!merkle_check_inclusion(&leaf, counted->index, counted->size, &counted->path, &counted->root, &why)) {
        return refuse_for(check, "not-in-frame", "the record is not among those that its path says were counted", &why);
    }
    check->verdict->counted = VERDICT_COUNTED_UNCHECKED;
    check->verdict->statement = counted->statement;
    return true;
}

static Str good_sentence(const Check *check) {
    const Verdict *verdict = check->verdict;
    const char *what = check->schema == NULL ? "this is the" : "what is shown was committed in the";
    return str_format(check->arena, "%s %.*s that is entry %llu of the log %.*s, signed when it had %llu entries", what,
                      STR_ARG(verdict->kind), (unsigned long long)verdict->index, STR_ARG(verdict->origin),
                      (unsigned long long)verdict->size);
}

bool bundle_verify(Arena *arena, const Bundle *bundle, const NoteKey *log, Verdict *out, Err *err) {
    Verdict verdict = {.holds = true, .code = "holds", .kind = bundle->kind};
    Check check = {.arena = arena, .bundle = bundle, .schema = schema_of(bundle->kind), .verdict = &verdict};
    if (check.schema == NULL && bundle->document.len == 0) {
        return err_set(err, ERR_INVALID_BUNDLE, "\"%.*s\" is no kind of entry that this program knows",
                       STR_ARG(str_slice(bundle->kind, 0, 64)));
    }
    if (check.schema == NULL) {
        check_document(&check);
    }
    if ((check.schema == NULL || check_committed(&check)) && check_log(&check, log) && check_counted(&check)) {
        verdict.sentence = good_sentence(&check);
    }
    *out = verdict;
    return true;
}

/* The frame's root is hexadecimal in a statement. */
static bool frame_is(Arena *arena, const Json *frame, const BundleCounted *counted) {
    const Json *root = frame == NULL ? NULL : json_get(frame, STR("root"));
    const Json *size = frame == NULL ? NULL : json_get(frame, STR("size"));
    TRY(root != NULL && root->type == JSON_STRING && size != NULL && size->type == JSON_INT);
    return str_eq(root->as.string, hex_encode(arena, hash_bytes(&counted->root))) && size->as.integer >= 0 &&
           (uint64_t)size->as.integer == counted->size;
}

bool bundle_verify_statement(Arena *arena, const Bundle *bundle, Str statement, Verdict *verdict, Err *err) {
    Json json = {0};
    Check check = {.arena = arena, .bundle = bundle, .verdict = verdict};
    TRY(canonical_parse(arena, statement, JSON_LIMITS_DOCUMENT, &json, err));
    Hash digest = hash_of_str(statement);
    if (!verdict->holds) {
        return true;
    }
    if (bundle->counted == NULL) {
        (void)refuse(&check, "not-counted", STR("the bundle does not show that the record is counted in a statement"));
    } else if (!hash_eq(&digest, &bundle->counted->statement)) {
        (void)refuse(&check, "other-statement", STR("the record is counted in another statement than the one given"));
    } else if (!frame_is(arena, json_get(&json, STR("frame")), bundle->counted)) {
        (void)refuse(&check, "other-frame",
                     STR("the frame of the statement is not the one that the record is shown to be counted in"));
    } else {
        verdict->counted = VERDICT_COUNTED;
        verdict->sentence = str_format(arena, "%.*s, and the record is counted in the statement given",
                                       STR_ARG(verdict->sentence));
    }
    return true;
}
