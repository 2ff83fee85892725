#include "proof/commitment.h"

#include <string.h>

#include "codec/base64.h"
#include "crypto/wipe.h"

/* What is derived from the secret. The purpose, the field and the item are all in the message of the HMAC, so that no
 * two disclosures of a record share a salt, and none is the payload's key. */
typedef enum { PURPOSE_FIELD = 1, PURPOSE_LIST = 2, PURPOSE_ITEM = 3, PURPOSE_PAYLOAD = 4 } Purpose;

static const char derive_label[] = "banyan/v1";

enum {
    DERIVE_BYTES = sizeof(derive_label) - 1 + 1 + 4 + 4,
    /* `["salt","name",value]` without name and value */
    AROUND_BYTES = 2 + COMMITMENT_SALT_TEXT + 3 + 2 + 1
};

typedef struct {
    HmacKey key;
    char *plain; /* [salt, name, value] */
    char *coded; /* its base64url */
    /* Where the texts are kept when a record is opened; NULL when only its commitment is wanted. */
    Arena *keep;
} Maker;

static void put_u32(uint8_t *at, size_t value) {
    for (unsigned i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (24 - 8 * i));
    }
}

static Hash derive(const HmacKey *key, Purpose purpose, size_t field, size_t item) {
    uint8_t message[DERIVE_BYTES];
    uint8_t *at = message + sizeof(derive_label) - 1;
    memcpy(message, derive_label, sizeof(derive_label) - 1);
    *at = (uint8_t)purpose;
    put_u32(at + 1, field);
    put_u32(at + 5, item);
    return hmac_of(key, (Bytes){message, sizeof(message)});
}

/* The disclosure's text is in the maker's memory, or in the kept arena. */
static Str disclose(Maker *maker, const Hash *salt, Str name, Str value) {
    char *at = maker->plain;
    memcpy(at, "[\"", 2);
    base64_url_write(at + 2, (Bytes){salt->bytes, COMMITMENT_SALT_BYTES});
    at += 2 + COMMITMENT_SALT_TEXT;
    memcpy(at, "\",\"", 3);
    memcpy(at + 3, name.ptr, name.len); /* names of the schema hold nothing to escape */
    at += 3 + name.len;
    memcpy(at, "\",", 2);
    memcpy(at + 2, value.ptr, value.len);
    at[2 + value.len] = ']';
    size_t len = AROUND_BYTES + name.len + value.len;
    base64_url_write(maker->coded, str_bytes((Str){maker->plain, len}));
    Str coded = {maker->coded, base64_url_length(len)};
    return maker->keep == NULL ? coded : str_copy(maker->keep, coded);
}

static void begin_list(HashState *state, Str name, Bytes salt) {
    hash_begin(state);
    hash_add_part(state, str_bytes(STR("banyan/list/v1")));
    hash_add_part(state, salt);
    hash_add_part(state, str_bytes(name));
}

static void begin_commitment(HashState *state, Str kind, Str programme) {
    hash_begin(state);
    hash_add_part(state, str_bytes(STR("banyan/commit/v1")));
    hash_add_part(state, str_bytes(kind));
    hash_add_part(state, str_bytes(programme));
}

static bool is_absent(const CommitmentField *field) {
    return str_eq(field->value, STR("null"));
}

/* A list that is present; its parts are kept in *opened where that is not NULL. */
static Hash list_digest(Maker *maker, size_t index, Str name, const CommitmentField *field, CommitmentList *opened) {
    Hash salt = derive(&maker->key, PURPOSE_LIST, index, 0);
    HashState state;
    begin_list(&state, name, (Bytes){salt.bytes, COMMITMENT_SALT_BYTES});
    Hash *digests = opened == NULL ? NULL : ARENA_ARRAY(maker->keep, field->count, Hash);
    Str *disclosures = opened == NULL ? NULL : ARENA_ARRAY(maker->keep, field->count, Str);
    for (size_t item = 0; item < field->count; item++) {
        Hash item_salt = derive(&maker->key, PURPOSE_ITEM, index, item);
        Str text = disclose(maker, &item_salt, name, field->items[item]);
        Hash digest = hash_of_str(text);
        hash_add_part(&state, hash_bytes(&digest));
        if (opened != NULL) {
            digests[item] = digest;
            disclosures[item] = text;
        }
    }
    if (opened != NULL) {
        Str salt_text = base64_url_encode(maker->keep, (Bytes){salt.bytes, COMMITMENT_SALT_BYTES});
        *opened = (CommitmentList){salt_text, digests, disclosures, field->count};
    }
    return hash_end(&state);
}

static Hash field_digest(Maker *maker, size_t index, Str name, Str value, Str *opened) {
    Hash salt = derive(&maker->key, PURPOSE_FIELD, index, 0);
    Str text = disclose(maker, &salt, name, value);
    if (opened != NULL) {
        *opened = text;
    }
    return hash_of_str(text);
}

static bool check_field(const CommitmentInput *input, const SchemaField *schema, size_t index, Err *err) {
    const CommitmentField *field = &input->fields[index];
    if (field->count > 0 && (!schema->list || is_absent(field))) {
        return err_set(err, ERR_INVALID_RECORD, "field %.*s of a %.*s has items but is %s", STR_ARG(schema->name),
                       STR_ARG(input->kind), schema->list ? "absent" : "no list");
    }
    if (field->value.len == 0 && !schema->list) {
        return err_set(err, ERR_INVALID_RECORD, "field %.*s of a %.*s has no text; an absent field is null",
                       STR_ARG(schema->name), STR_ARG(input->kind));
    }
    return true;
}

static bool check_input(const CommitmentInput *input, const Schema **out, Err *err) {
    const Schema *schema = schema_of(input->kind);
    if (schema == NULL) {
        return err_set(err, ERR_INVALID_RECORD, "\"%.*s\" is no kind of committed entry",
                       STR_ARG(str_slice(input->kind, 0, 64)));
    }
    if (input->count != schema->count) {
        return err_set(err, ERR_INVALID_RECORD, "a %.*s has %zu fields, not %zu", STR_ARG(input->kind), schema->count,
                       input->count);
    }
    for (size_t i = 0; i < schema->count; i++) {
        TRY(check_field(input, &schema->fields[i], i, err));
    }
    *out = schema;
    return true;
}

/* Length of the longest text that disclose() will write. */
static size_t longest_plain(const CommitmentInput *input, const Schema *schema) {
    size_t longest = 0;
    for (size_t i = 0; i < schema->count; i++) {
        const CommitmentField *field = &input->fields[i];
        size_t value = schema->fields[i].list ? STR("null").len : field->value.len;
        for (size_t item = 0; item < field->count; item++) {
            value = field->items[item].len > value ? field->items[item].len : value;
        }
        size_t len = AROUND_BYTES + schema->fields[i].name.len + value;
        longest = len > longest ? len : longest;
    }
    return longest;
}

static void maker_begin(Maker *maker, Arena *scratch, const CommitmentInput *input, const Schema *schema) {
    size_t plain = longest_plain(input, schema);
    hmac_key(&maker->key, (Bytes){input->secret, COMMITMENT_SECRET_BYTES});
    maker->plain = arena_alloc(scratch, plain + base64_url_length(plain));
    maker->coded = maker->plain + plain;
}

/* All field digests in order; texts and lists are kept where `disclosures` and `lists` are not NULL. */
static void all_digests(Maker *maker, const CommitmentInput *input, const Schema *schema, Hash *digests,
                        Str *disclosures, CommitmentList *lists) {
    for (size_t i = 0; i < schema->count; i++) {
        const CommitmentField *field = &input->fields[i];
        Str name = schema->fields[i].name;
        if (schema->fields[i].list && !is_absent(field)) {
            digests[i] = list_digest(maker, i, name, field, lists == NULL ? NULL : &lists[i]);
        } else {
            digests[i] = field_digest(maker, i, name, field->value, disclosures == NULL ? NULL : &disclosures[i]);
        }
    }
}

bool commitment_make(Arena *arena, const CommitmentInput *input, Hash *out, Err *err) {
    const Schema *schema = NULL;
    TRY(check_input(input, &schema, err));
    ArenaMark mark = arena_mark(arena);
    Maker maker = {.keep = NULL};
    Hash digests[SCHEMA_FIELDS_MAX];
    maker_begin(&maker, arena, input, schema);
    all_digests(&maker, input, schema, digests, NULL, NULL);
    *out = commitment_of_digests(input->kind, input->programme, digests, schema->count);
    wipe(&maker.key, sizeof(maker.key));
    arena_rewind(arena, mark);
    return true;
}

bool commitment_open(Arena *arena, const CommitmentInput *input, CommitmentOpening *out, Err *err) {
    const Schema *schema = NULL;
    TRY(check_input(input, &schema, err));
    Maker maker = {.keep = arena};
    Hash *digests = ARENA_ARRAY(arena, schema->count, Hash);
    Str *disclosures = ARENA_ARRAY(arena, schema->count, Str);
    CommitmentList *lists = ARENA_ARRAY(arena, schema->count, CommitmentList);
    maker_begin(&maker, arena, input, schema);
    all_digests(&maker, input, schema, digests, disclosures, lists);
    wipe(&maker.key, sizeof(maker.key));
    *out = (CommitmentOpening){.schema = schema, .digests = digests, .disclosures = disclosures, .lists = lists};
    out->commitment = commitment_of_digests(input->kind, input->programme, digests, schema->count);
    return true;
}

Hash commitment_of_digests(Str kind, Str programme, const Hash *digests, size_t count) {
    HashState state;
    begin_commitment(&state, kind, programme);
    for (size_t i = 0; i < count; i++) {
        hash_add_part(&state, hash_bytes(&digests[i]));
    }
    return hash_end(&state);
}

Hash commitment_list_digest(Str name, const uint8_t salt[COMMITMENT_SALT_BYTES], const Hash *digests, size_t count) {
    HashState state;
    begin_list(&state, name, (Bytes){salt, COMMITMENT_SALT_BYTES});
    for (size_t i = 0; i < count; i++) {
        hash_add_part(&state, hash_bytes(&digests[i]));
    }
    return hash_end(&state);
}

void commitment_payload_key(const uint8_t secret[COMMITMENT_SECRET_BYTES], uint8_t out[32]) {
    HmacKey key;
    hmac_key(&key, (Bytes){secret, COMMITMENT_SECRET_BYTES});
    Hash derived = derive(&key, PURPOSE_PAYLOAD, 0, 0);
    memcpy(out, derived.bytes, sizeof(derived.bytes));
    wipe(&derived, sizeof(derived));
    wipe(&key, sizeof(key));
}
