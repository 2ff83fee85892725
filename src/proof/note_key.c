#include "proof/note_key.h"

#include <string.h>

#include "base/buf.h"
#include "codec/base64.h"
#include "codec/hex.h"
#include "codec/utf8.h"
#include "crypto/hash.h"
#include "crypto/wipe.h"

/* Type byte and key, or type byte and seed. */
enum { CODED_BYTES = 1 + SIGN_PUBLIC_BYTES };

_Static_assert(SIGN_PUBLIC_BYTES == SIGN_SEED_BYTES, "public keys and seeds are written alike");

static const Str private_prefix = STR_INIT("PRIVATE+KEY+");

/* The blanks of Unicode outside ASCII: White_Space of the Unicode Character Database. */
static bool is_wide_blank(uint32_t c) {
    return c == 0x85 || c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

bool note_key_name(Str name) {
    if (name.len == 0 || !utf8_valid(name)) {
        return false;
    }
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);
        if (c <= 0x20 || c == 0x7f || c == '+' || is_wide_blank(c)) {
            return false;
        }
    }
    return true;
}

uint32_t note_key_id_read(const uint8_t bytes[NOTE_KEY_ID_BYTES]) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

void note_key_id_write(uint32_t id, uint8_t out[NOTE_KEY_ID_BYTES]) {
    for (unsigned i = 0; i < NOTE_KEY_ID_BYTES; i++) {
        out[i] = (uint8_t)(id >> (24 - 8 * i));
    }
}

static uint32_t key_id(Str name, uint8_t type, const uint8_t public_key[SIGN_PUBLIC_BYTES]) {
    const uint8_t between[] = {'\n', type};
    HashState state;
    hash_begin(&state);
    hash_add(&state, str_bytes(name));
    hash_add(&state, (Bytes){between, sizeof(between)});
    hash_add(&state, (Bytes){public_key, SIGN_PUBLIC_BYTES});
    Hash hash = hash_end(&state);
    return note_key_id_read(hash.bytes);
}

bool note_key_make(Str name, uint8_t type, const uint8_t public_key[SIGN_PUBLIC_BYTES], NoteKey *out, Err *err) {
    if (!note_key_name(name) || name.len > NOTE_KEY_NAME_BYTES) {
        return err_set(err, ERR_INVALID_NOTE,
                       "\"%.*s\" cannot name a key; a name has 1 to 255 bytes and no blank or plus sign",
                       STR_ARG(str_slice(name, 0, 100)));
    }
    if (type != NOTE_ED25519 && type != NOTE_COSIGNATURE) {
        return err_set(err, ERR_INVALID_NOTE,
                       "key type %02x is not known; known are 01 (Ed25519) and 04 (Ed25519 cosignature)", type);
    }
    *out = (NoteKey){.name = name, .id = key_id(name, type, public_key), .type = type};
    memcpy(out->public_key, public_key, SIGN_PUBLIC_BYTES);
    return true;
}

/* "name+id+base64", where base64 may hold plus signs itself. */
typedef struct {
    Str name;
    uint32_t id;
    uint8_t coded[CODED_BYTES];
} KeyText;

static bool split_key(Arena *arena, Str text, KeyText *out) {
    Str rest = text;
    out->name = str_cut(&rest, '+');
    Str id = str_cut(&rest, '+');
    Bytes id_bytes = {0};
    Bytes coded = {0};
    TRY(rest.ptr != NULL && hex_decode(arena, id, &id_bytes, NULL) && id_bytes.len == NOTE_KEY_ID_BYTES);
    TRY(base64_decode(arena, rest, &coded, NULL) && coded.len == CODED_BYTES);
    out->id = note_key_id_read(id_bytes.ptr);
    memcpy(out->coded, coded.ptr, CODED_BYTES);
    return true;
}

static bool check_id(const KeyText *text, const NoteKey *key, Err *err) {
    return text->id == key->id ||
           err_set(err, ERR_INVALID_NOTE, "the key of \"%.*s\" has the id %08x, but %08x is written beside it",
                   STR_ARG(key->name), key->id, text->id);
}

bool note_key_parse(Arena *arena, Str text, NoteKey *out, Err *err) {
    KeyText parts;
    NoteKey key;
    if (!split_key(arena, str_trim(text), &parts)) {
        return err_set(err, ERR_INVALID_NOTE,
                       "this is no public key; write one line such as log.example/banyan+2b98fece+AVEP...");
    }
    TRY(note_key_make(parts.name, parts.coded[0], parts.coded + 1, &key, err));
    TRY(check_id(&parts, &key, err));
    *out = key;
    return true;
}

static void add_key(Buf *out, const NoteKey *key, uint8_t type, const uint8_t bytes[SIGN_PUBLIC_BYTES]) {
    uint8_t coded[CODED_BYTES];
    coded[0] = type;
    memcpy(coded + 1, bytes, SIGN_PUBLIC_BYTES);
    buf_add(out, key->name);
    buf_addf(out, "+%08x+", key->id);
    buf_add(out, base64_encode(out->arena, (Bytes){coded, sizeof(coded)}));
    wipe(coded, sizeof(coded));
}

Str note_key_text(Arena *arena, const NoteKey *key) {
    Buf out = {.arena = arena};
    add_key(&out, key, key->type, key->public_key);
    return buf_str(&out);
}

bool note_signer_make(Str name, const uint8_t seed[SIGN_SEED_BYTES], NoteSigner *out, Err *err) {
    uint8_t public_key[SIGN_PUBLIC_BYTES];
    NoteKey key;
    SignKey secret;
    sign_key_from_seed(&secret, seed);
    sign_public(&secret, public_key);
    bool made = note_key_make(name, NOTE_ED25519, public_key, &key, err);
    if (made) {
        *out = (NoteSigner){key, secret};
    }
    sign_wipe(&secret);
    return made;
}

bool note_signer_parse(Arena *arena, Str text, NoteSigner *out, Err *err) {
    KeyText parts;
    NoteSigner signer;
    Str line = str_trim(text);
    Str rest = str_slice(line, private_prefix.len, line.len);
    if (!str_starts(line, private_prefix) || !split_key(arena, rest, &parts) || parts.coded[0] != NOTE_ED25519) {
        return err_set(err, ERR_INVALID_NOTE, "this is no private key; it is one line that begins with PRIVATE+KEY+");
    }
    bool made = note_signer_make(parts.name, parts.coded + 1, &signer, err) && check_id(&parts, &signer.key, err);
    wipe(&parts, sizeof(parts));
    if (made) {
        *out = signer;
    }
    note_signer_wipe(&signer);
    return made;
}

/* The secret of a SignKey begins with its seed. */
Str note_signer_text(Arena *arena, const NoteSigner *signer) {
    Buf out = {.arena = arena};
    buf_add(&out, private_prefix);
    add_key(&out, &signer->key, NOTE_ED25519, signer->secret.secret);
    return buf_str(&out);
}

void note_signer_wipe(NoteSigner *signer) {
    sign_wipe(&signer->secret);
}
