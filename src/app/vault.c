#include "app/vault.h"

#include <string.h>

#include "crypto/seal.h"
#include "crypto/wipe.h"
#include "proof/leaf.h"
#include "store/payloads.h"

_Static_assert((int)SECRETS_BYTES == (int)COMMITMENT_SECRET_BYTES, "an entry's secret opens its commitment");
_Static_assert(sizeof(((VaultChance *)0)->nonce) == SEAL_NONCE_BYTES, "a nonce for each seal");

/* domain and proof do not see each other: the same three members under two names. */
static CommitmentField *commitment_fields(Arena *arena, const RecordField *fields, size_t count) {
    CommitmentField *out = ARENA_ARRAY(arena, count, CommitmentField);
    for (size_t i = 0; i < count; i++) {
        out[i] = (CommitmentField){.value = fields[i].value, .items = fields[i].items, .count = fields[i].count};
    }
    return out;
}

bool vault_seal(Arena *arena, const VaultContent *content, const VaultChance *chance, VaultItem *out, Err *err) {
    VaultItem item = {0};
    memcpy(item.secret, chance->secret, sizeof(item.secret));
    CommitmentInput input = {.secret = item.secret,
                             .kind = content->kind,
                             .programme = content->programme,
                             .fields = commitment_fields(arena, content->fields, content->count),
                             .count = content->count};
    TRY(commitment_make(arena, &input, &item.commitment, err));
    item.leaf = leaf_committed(arena, &item.commitment);
    uint8_t key[SEAL_KEY_BYTES];
    commitment_payload_key(item.secret, key);
    item.box = seal_make(arena, key, chance->nonce, str_bytes(item.leaf), str_bytes(content->payload));
    wipe(key, sizeof(key));
    *out = item;
    return true;
}

bool vault_write(Db *db, EntriesNew *entry, const VaultItem *item, uint64_t *number, Err *err) {
    entry->leaf = item->leaf;
    uint64_t written = 0;
    TRY(entries_append(db, entry, &written, err));
    TRY(payloads_put(db, written, item->box, err));
    TRY(secrets_put(db, written, entry->programme, item->secret, err));
    *number = written;
    return true;
}

bool vault_secret(Db *db, uint64_t entry, VaultSecret *out, Err *err) {
    return secrets_get(db, entry, out->bytes, err);
}

bool vault_read_with(Arena *arena, const VaultSecret *secret, const EntriesRow *entry, Bytes box, Str *payload,
                     Err *err) {
    uint8_t key[SEAL_KEY_BYTES];
    Bytes plain = {0};
    commitment_payload_key(secret->bytes, key);
    bool opened = seal_open(arena, key, str_bytes(entry->leaf), box, &plain, err);
    wipe(key, sizeof(key));
    if (!opened) {
        return err_set(err, ERR_CORRUPT,
                       "entry %llu: its payload does not open with its key: payload or key was changed; restore both "
                       "from a backup",
                       (unsigned long long)entry->entry);
    }
    *payload = bytes_str(plain);
    return true;
}

bool vault_read(Arena *arena, Db *db, const EntriesRow *entry, Str *payload, Err *err) {
    VaultSecret secret;
    Bytes box = {0};
    TRY(payloads_get(arena, db, entry->entry, &box, err));
    TRY(vault_secret(db, entry->entry, &secret, err));
    bool opened = vault_read_with(arena, &secret, entry, box, payload, err);
    wipe(&secret, sizeof(secret));
    return opened;
}

static bool is_leaf_of(Arena *arena, const EntriesRow *entry, const Hash *commitment, Err *err) {
    if (str_eq(leaf_committed(arena, commitment), entry->leaf)) {
        return true;
    }
    return err_set(
        err, ERR_CORRUPT,
        "entry %llu: its payload is not what was committed to the log; restore payload and key from a backup",
        (unsigned long long)entry->entry);
}

static CommitmentInput input_of(Arena *arena, const VaultSecret *secret, const EntriesRow *entry,
                                const VaultFields *fields) {
    return (CommitmentInput){.secret = secret->bytes,
                             .kind = entry->kind,
                             .programme = entry->programme,
                             .fields = commitment_fields(arena, fields->fields, fields->count),
                             .count = fields->count};
}

bool vault_confirm_with(Arena *arena, const VaultSecret *secret, const EntriesRow *entry, const VaultFields *fields,
                        Err *err) {
    CommitmentInput input = input_of(arena, secret, entry, fields);
    Hash commitment;
    TRY(commitment_make(arena, &input, &commitment, err));
    return is_leaf_of(arena, entry, &commitment, err);
}

bool vault_confirm(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields, Err *err) {
    VaultSecret secret;
    TRY(vault_secret(db, entry->entry, &secret, err));
    bool confirmed = vault_confirm_with(arena, &secret, entry, fields, err);
    wipe(&secret, sizeof(secret));
    return confirmed;
}

bool vault_open_fields(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields, CommitmentOpening *out,
                       Err *err) {
    VaultSecret secret;
    CommitmentOpening opening = {0};
    TRY(vault_secret(db, entry->entry, &secret, err));
    CommitmentInput input = input_of(arena, &secret, entry, fields);
    bool opened = commitment_open(arena, &input, &opening, err);
    wipe(&secret, sizeof(secret));
    TRY(opened);
    TRY(is_leaf_of(arena, entry, &opening.commitment, err));
    *out = opening;
    return true;
}
