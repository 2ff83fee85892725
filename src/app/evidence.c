#include "app/evidence.h"

#include "codec/hex.h"
#include "crypto/hash.h"
#include "crypto/seal.h"
#include "crypto/wipe.h"
#include "proof/commitment.h"

/* blobs/ab/cdef...: 256 directories keep each of them short. The same photo in two records is two blobs with two names, so
 * that erasing one record leaves the other whole and no name tells of the other. */
static const char *blob_name(Arena *arena, const EvidenceOwner *owner, Str sha256) {
    Hash hash = hash_of_str(str_format(arena, "%.*s/%.*s", STR_ARG(owner->id), STR_ARG(sha256)));
    Str name = hex_encode(arena, hash_bytes(&hash));
    return str_format(arena, "blobs/%.*s/%.*s", STR_ARG(str_slice(name, 0, 2)), STR_ARG(str_slice(name, 2, name.len)))
        .ptr;
}

/* A key of its own for each blob, so that the zero nonce is used once with each. */
static void blob_key(const EvidenceOwner *owner, Str sha256, uint8_t out[SEAL_KEY_BYTES]) {
    HmacKey key;
    uint8_t payload_key[SEAL_KEY_BYTES];
    commitment_payload_key(owner->secret, payload_key);
    hmac_key(&key, (Bytes){.ptr = payload_key, .len = sizeof(payload_key)});
    Hash derived = hmac_of(&key, str_bytes(sha256));
    for (size_t i = 0; i < SEAL_KEY_BYTES; i++) {
        out[i] = derived.bytes[i];
    }
    wipe(payload_key, sizeof(payload_key));
    wipe(&key, sizeof(key));
}

static const ActEvidence *named(const Act *act, Str sha256) {
    for (size_t i = 0; i < act->evidence_count; i++) {
        if (str_eq(act->evidence[i].sha256, sha256)) {
            return &act->evidence[i];
        }
    }
    return NULL;
}

bool evidence_read(App *app, const Act *act, const Str *paths, size_t count, EvidenceFiles *out, Err *err) {
    EvidenceFile *files = ARENA_ARRAY(app->arena, count, EvidenceFile);
    for (size_t i = 0; i < count; i++) {
        TRY(files_read_path(app->arena, paths[i], EVIDENCE_BYTES, &files[i].bytes, err));
        Hash hash = hash_of(files[i].bytes);
        files[i].sha256 = hex_encode(app->arena, hash_bytes(&hash));
        const ActEvidence *evidence = named(act, files[i].sha256);
        if (evidence == NULL) {
            return err_set(err, ERR_INVALID_RECORD, "%.*s: its SHA-256 %.*s is not in the act's evidence",
                           STR_ARG(paths[i]), STR_ARG(files[i].sha256));
        }
        if ((uint64_t)evidence->bytes != files[i].bytes.len) {
            return err_set(err, ERR_INVALID_RECORD, "%.*s: %zu bytes, but the act says %lld", STR_ARG(paths[i]),
                           files[i].bytes.len, (long long)evidence->bytes);
        }
    }
    *out = (EvidenceFiles){.files = files, .count = count};
    return true;
}

static bool store_one(App *app, const EvidenceOwner *owner, const EvidenceFile *file, Err *err) {
    static const uint8_t nonce[SEAL_NONCE_BYTES] = {0};
    uint8_t key[SEAL_KEY_BYTES];
    blob_key(owner, file->sha256, key);
    Bytes box = seal_make(app->arena, key, nonce, str_bytes(file->sha256), file->bytes);
    wipe(key, sizeof(key));
    return files_write(&app->store.dir, blob_name(app->arena, owner, file->sha256), FILES_SECRET, box, err);
}

bool evidence_store(App *app, const EvidenceOwner *owner, const Act *act, const EvidenceFiles *files, bool *complete,
                    Err *err) {
    for (size_t i = 0; i < files->count; i++) {
        TRY(store_one(app, owner, &files->files[i], err));
    }
    bool all = true;
    for (size_t i = 0; i < act->evidence_count; i++) {
        all = all && files_exists(&app->store.dir, blob_name(app->arena, owner, act->evidence[i].sha256));
    }
    *complete = all;
    return true;
}

bool evidence_confirm(App *app, const EvidenceOwner *owner, Str sha256, Err *err) {
    ArenaMark mark = arena_mark(app->arena);
    const char *name = blob_name(app->arena, owner, sha256);
    Bytes box = {0};
    Bytes plain = {0};
    uint8_t key[SEAL_KEY_BYTES];
    TRY(files_read(app->arena, &app->store.dir, name, EVIDENCE_BYTES + SEAL_OVERHEAD, &box, err));
    blob_key(owner, sha256, key);
    bool opened = seal_open(app->arena, key, str_bytes(sha256), box, &plain, err);
    wipe(key, sizeof(key));
    Hash hash = hash_of(plain);
    bool same = opened && str_eq(hex_encode(app->arena, hash_bytes(&hash)), sha256);
    if (!same) {
        return err_set(err, ERR_CORRUPT, "%s is not the evidence its name says; restore it from a backup", name);
    }
    arena_rewind(app->arena, mark);
    return true;
}

bool evidence_remove(App *app, const EvidenceOwner *owner, Str sha256, Err *err) {
    return files_remove(&app->store.dir, blob_name(app->arena, owner, sha256), err);
}
