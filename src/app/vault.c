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

bool vault_read(Arena *arena, Db *db, const EntriesRow *entry, Str *payload, Err *err) {
    uint8_t secret[SECRETS_BYTES];
    uint8_t key[SEAL_KEY_BYTES];
    Bytes box = {0};
    Bytes plain = {0};
    TRY(payloads_get(arena, db, entry->entry, &box, err));
    TRY(secrets_get(db, entry->entry, secret, err));
    commitment_payload_key(secret, key);
    bool opened = seal_open(arena, key, str_bytes(entry->leaf), box, &plain, err);
    wipe(secret, sizeof(secret));
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

/* Runs `make` or `open` with the entry's secret, which is wiped whatever happens. */
typedef struct {
    Arena *arena;
    CommitmentInput input;
    Hash commitment;
    CommitmentOpening *opening; /* NULL: only the commitment is wanted */
} Recommit;

static bool recommit(Db *db, const EntriesRow *entry, Recommit *work, Err *err) {
    uint8_t secret[SECRETS_BYTES];
    TRY(secrets_get(db, entry->entry, secret, err));
    work->input.secret = secret;
    bool done = work->opening == NULL ? commitment_make(work->arena, &work->input, &work->commitment, err)
                                      : commitment_open(work->arena, &work->input, work->opening, err);
    wipe(secret, sizeof(secret));
    if (done && work->opening != NULL) {
        work->commitment = work->opening->commitment;
    }
    return done;
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

static Recommit recommit_of(Arena *arena, const EntriesRow *entry, const VaultFields *fields) {
    return (Recommit){.arena = arena,
                      .input = {.kind = entry->kind,
                                .programme = entry->programme,
                                .fields = commitment_fields(arena, fields->fields, fields->count),
                                .count = fields->count}};
}

bool vault_confirm(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields, Err *err) {
    Recommit work = recommit_of(arena, entry, fields);
    TRY(recommit(db, entry, &work, err));
    return is_leaf_of(arena, entry, &work.commitment, err);
}

bool vault_open_fields(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields, CommitmentOpening *out,
                       Err *err) {
    CommitmentOpening opening = {0};
    Recommit work = recommit_of(arena, entry, fields);
    work.opening = &opening;
    TRY(recommit(db, entry, &work, err));
    TRY(is_leaf_of(arena, entry, &work.commitment, err));
    *out = opening;
    return true;
}
