#include "ledger/keys.h"

#include <stdio.h>
#include <string.h>

#include "codec/hex.h"
#include "crypto/wipe.h"

enum { KEYS_FILE_BYTES = 1024, KEYS_COUNT = 3 };

typedef struct {
    const char *secret; /* file names in the data directory */
    const char *public;
    const char *suffix; /* behind the origin in the key's name */
} KeysFile;

static const KeysFile files[KEYS_COUNT] = {
    {"keys/log.key", "keys/log.pub", ""},
    {"keys/receipt.key", "keys/receipt.pub", "/receipt"},
    {"keys/statement.key", "keys/statement.pub", "/statement"},
};

static const char act_file[] = "keys/act.key";

static bool line_write(Arena *arena, const FilesDir *data, const char *name, FilesMode mode, Str line, Err *err) {
    return files_write(data, name, mode, str_bytes(str_format(arena, "%.*s\n", STR_ARG(line))), err);
}

static bool pair_write(Arena *arena, const FilesDir *data, const KeysFile *file, const NoteSigner *signer, Err *err) {
    Str secret = note_signer_text(arena, signer);
    TRY(line_write(arena, data, file->secret, FILES_SECRET, secret, err));
    return line_write(arena, data, file->public, FILES_SHARED, note_key_text(arena, &signer->key), err);
}

static bool pair_create(Arena *arena, const FilesDir *data, const KeysFile *file, Str origin, const Entropy *entropy,
                        Err *err) {
    uint8_t seed[SIGN_SEED_BYTES];
    NoteSigner signer = {0};
    Str name = str_format(arena, "%.*s%s", STR_ARG(origin), file->suffix);
    TRY(entropy_fill(entropy, seed, sizeof seed, err));
    bool made = note_signer_make(name, seed, &signer, err) && pair_write(arena, data, file, &signer, err);
    note_signer_wipe(&signer);
    wipe(seed, sizeof seed);
    return made;
}

static bool act_create(Arena *arena, const FilesDir *data, const Entropy *entropy, Err *err) {
    uint8_t act[KEYS_ACT_BYTES];
    TRY(entropy_fill(entropy, act, sizeof act, err));
    Str text = hex_encode(arena, (Bytes){act, sizeof act});
    wipe(act, sizeof act);
    return line_write(arena, data, act_file, FILES_SECRET, text, err);
}

/* An origin is a key name, and short enough to be named by a cosigner (one length byte). */
static bool origin_check(Str origin, Err *err) {
    NoteKey key = {0};
    uint8_t any[SIGN_PUBLIC_BYTES] = {0};
    TRY(note_key_make(origin, NOTE_ED25519, any, &key, err));
    return origin.len <= 255 ||
           err_set(err, ERR_INVALID_CONFIG, "log origin: has %zu bytes, at most 255 are allowed", origin.len);
}

bool keys_made(const FilesDir *data) {
    return files_exists(data, act_file);
}

/* act.key is written last: without it the keys were never used, and an init that was cut short can be run again. */
bool keys_create(const FilesDir *data, Str origin, const Entropy *entropy, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    FilesDir dir CLEANUP(files_close) = {0};
    TRY(origin_check(origin, err));
    if (keys_made(data)) {
        return err_set(err, ERR_CONFLICT, "%s/keys: holds the keys of a log already; they are never replaced",
                       data->path);
    }
    TRY(files_make_in(data, "keys", FILES_SECRET, &dir, err));
    for (size_t i = 0; i < KEYS_COUNT; i++) {
        TRY(pair_create(&arena, data, &files[i], origin, entropy, err));
    }
    return act_create(&arena, data, entropy, err);
}

/* One line with its line end, without it. */
static bool line_read(Arena *arena, const FilesDir *data, const char *name, Str *out, Err *err) {
    Bytes bytes = {0};
    TRY(files_read(arena, data, name, KEYS_FILE_BYTES, &bytes, err));
    if (bytes.len == 0 || str_find(bytes_str(bytes), '\n') != bytes.len - 1) {
        return err_set(err, ERR_CORRUPT, "%s/%s: should be one line; restore it from a backup", data->path, name);
    }
    *out = str_slice(bytes_str(bytes), 0, bytes.len - 1);
    return true;
}

static bool secret_read(Arena *arena, const FilesDir *data, const char *name, Str *out, Err *err) {
    bool private = false;
    TRY(files_private(data, name, &private, err));
    if (!private) {
        return err_set(err, ERR_DENIED, "%s/%s: others can read this key; run: chmod 600 %s/%s", data->path, name,
                       data->path, name);
    }
    return line_read(arena, data, name, out, err);
}

static bool pair_read(Arena *arena, const FilesDir *data, const KeysFile *file, NoteSigner *out, Err *err) {
    Str secret = {0};
    Str public = {0};
    TRY(secret_read(arena, data, file->secret, &secret, err));
    if (!note_signer_parse(arena, secret, out, err)) {
        return err_at(err, "%s/%s", data->path, file->secret);
    }
    TRY(line_read(arena, data, file->public, &public, err));
    return str_eq(public, note_key_text(arena, &out->key)) ||
           err_set(err, ERR_CORRUPT, "%s/%s: is not the public key of %s; restore both from a backup", data->path,
                   file->public, file->secret);
}

static bool act_read(Arena *arena, const FilesDir *data, uint8_t out[KEYS_ACT_BYTES], Err *err) {
    Str text = {0};
    Bytes bytes = {0};
    TRY(secret_read(arena, data, act_file, &text, err));
    if (!hex_decode(arena, text, &bytes, err) || bytes.len != KEYS_ACT_BYTES) {
        return err_set(err, ERR_CORRUPT, "%s/%s: should be 64 hexadecimal digits; restore it from a backup", data->path,
                       act_file);
    }
    memcpy(out, bytes.ptr, KEYS_ACT_BYTES);
    return true;
}

static bool names_check(const FilesDir *data, Arena *arena, const Keys *keys, Err *err) {
    const NoteSigner *signers[KEYS_COUNT] = {&keys->log, &keys->receipt, &keys->statement};
    for (size_t i = 0; i < KEYS_COUNT; i++) {
        Str name = str_format(arena, "%.*s%s", STR_ARG(keys->origin), files[i].suffix);
        if (!str_eq(signers[i]->key.name, name)) {
            return err_set(err, ERR_CORRUPT, "%s/%s: is a key of %.*s and should be one of %.*s", data->path,
                           files[i].secret, STR_ARG(signers[i]->key.name), STR_ARG(name));
        }
    }
    return true;
}

bool keys_load(Arena *arena, const FilesDir *data, Keys *out, Err *err) {
    Keys keys = {0};
    bool loaded = pair_read(arena, data, &files[0], &keys.log, err) &&
                  pair_read(arena, data, &files[1], &keys.receipt, err) &&
                  pair_read(arena, data, &files[2], &keys.statement, err) && act_read(arena, data, keys.act, err);
    keys.origin = keys.log.key.name;
    loaded = loaded && names_check(data, arena, &keys, err);
    if (loaded) {
        *out = keys;
    }
    wipe(&keys, sizeof keys);
    return loaded;
}

void keys_wipe(Keys *keys) {
    note_signer_wipe(&keys->log);
    note_signer_wipe(&keys->receipt);
    note_signer_wipe(&keys->statement);
    wipe(keys->act, sizeof keys->act);
}
