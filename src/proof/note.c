#include "proof/note.h"

#include <string.h>

#include "codec/base64.h"
#include "codec/utf8.h"
#include "proof/note_key.h"

enum { TIMESTAMP_BYTES = 8 };

static const Str signature_prefix = STR_INIT("\xe2\x80\x94 "); /* U+2014 and a blank */

static bool check_characters(Str bytes, Err *err) {
    if (bytes.len > LIMIT_NOTE_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "a note of %zu bytes; the most is %zu", bytes.len, LIMIT_NOTE_BYTES);
    }
    for (size_t i = 0; i < bytes.len; i++) {
        uint8_t c = (uint8_t)bytes.ptr[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f) {
            return err_set(err, ERR_INVALID_NOTE, "byte %zu of the note is the control character %02x", i + 1, c);
        }
    }
    return utf8_valid(bytes) || err_set(err, ERR_INVALID_NOTE, "the note is not well-formed UTF-8");
}

/* The text may hold blank lines itself: the last one ends it. Returns the length of the text, 0 where there is none. */
static size_t text_length(Str bytes) {
    for (size_t i = bytes.len; i >= 2; i--) {
        if (bytes.ptr[i - 1] == '\n' && bytes.ptr[i - 2] == '\n') {
            return i - 1;
        }
    }
    return 0;
}

static bool parse_signature(Arena *arena, Str line, size_t number, NoteSignature *out, Err *err) {
    Str rest = str_slice(line, signature_prefix.len, line.len);
    bool prefixed = str_starts(line, signature_prefix);
    Str name = str_cut(&rest, ' ');
    if (!prefixed || rest.ptr == NULL || !note_key_name(name)) {
        return err_set(err, ERR_INVALID_NOTE,
                       "signature line %zu is not an em dash, a key's name and a signature with one blank between them",
                       number);
    }
    Bytes bytes = {0};
    if (!base64_decode(arena, rest, &bytes, err)) {
        if (err != NULL) {
            err->code = ERR_INVALID_NOTE;
        }
        return err_at(err, "signature line %zu", number);
    }
    if (bytes.len <= NOTE_KEY_ID_BYTES || bytes.len > NOTE_SIGNATURE_BYTES) {
        return err_set(err, ERR_INVALID_NOTE, "signature line %zu has %zu bytes; it has 5 to %d", number, bytes.len,
                       (int)NOTE_SIGNATURE_BYTES);
    }
    out->name = name;
    out->id = note_key_id_read(bytes.ptr);
    out->signature = (Bytes){bytes.ptr + NOTE_KEY_ID_BYTES, bytes.len - NOTE_KEY_ID_BYTES};
    return true;
}

static bool parse_signatures(Arena *arena, Str lines, Note *note, Err *err) {
    NoteSignature *signatures = ARENA_ARRAY(arena, LIMIT_NOTE_SIGNATURES, NoteSignature);
    size_t count = 0;
    Str rest = lines;
    while (rest.len > 0) {
        if (count == LIMIT_NOTE_SIGNATURES) {
            return err_set(err, ERR_TOO_LARGE, "a note with more than %d signatures", LIMIT_NOTE_SIGNATURES);
        }
        TRY(parse_signature(arena, str_cut(&rest, '\n'), count + 1, &signatures[count], err));
        count++;
    }
    if (count == 0) {
        return err_set(err, ERR_INVALID_NOTE, "the note has no signature");
    }
    note->signatures = signatures;
    note->count = count;
    return true;
}

bool note_parse(Arena *arena, Str bytes, Note *out, Err *err) {
    TRY(check_characters(bytes, err));
    size_t length = text_length(bytes);
    if (length == 0 || !str_ends(bytes, STR("\n"))) {
        return err_set(err, ERR_INVALID_NOTE,
                       "a signed note is a text, a blank line and signature lines, each ended by a line end");
    }
    Note note = {.text = str_slice(bytes, 0, length)};
    TRY(parse_signatures(arena, str_slice(bytes, length + 1, bytes.len), &note, err));
    *out = note;
    return true;
}

Str note_signature_line(Arena *arena, Str text, const NoteSigner *signer) {
    uint8_t bytes[NOTE_KEY_ID_BYTES + SIGN_SIGNATURE_BYTES];
    note_key_id_write(signer->key.id, bytes);
    sign_make(&signer->secret, str_bytes(text), bytes + NOTE_KEY_ID_BYTES);
    Buf line = {.arena = arena};
    buf_add(&line, signature_prefix);
    buf_add(&line, signer->key.name);
    buf_add_byte(&line, ' ');
    buf_add(&line, base64_encode(arena, (Bytes){bytes, sizeof(bytes)}));
    buf_add_byte(&line, '\n');
    return buf_str(&line);
}

bool note_sign(Arena *arena, Str text, const NoteSigner *signers, size_t count, Str *out, Err *err) {
    TRY(check_characters(text, err));
    if (!str_ends(text, STR("\n")) || count == 0) {
        return err_set(err, ERR_INVALID_NOTE, "a text to sign ends with a line end and has at least one signer");
    }
    Buf note = {.arena = arena};
    buf_add(&note, text);
    buf_add_byte(&note, '\n');
    for (size_t i = 0; i < count; i++) {
        buf_add(&note, note_signature_line(arena, text, &signers[i]));
    }
    *out = buf_str(&note);
    return true;
}

bool note_cosignature_time(const NoteSignature *signature, uint64_t *at_s, Err *err) {
    if (signature->signature.len != TIMESTAMP_BYTES + SIGN_SIGNATURE_BYTES) {
        return err_set(err, ERR_INVALID_NOTE, "a cosignature has %d bytes behind its key id, not %zu",
                       (int)(TIMESTAMP_BYTES + SIGN_SIGNATURE_BYTES), signature->signature.len);
    }
    uint64_t time = 0;
    for (size_t i = 0; i < TIMESTAMP_BYTES; i++) {
        time = time << 8 | signature->signature.ptr[i];
    }
    if (time > INT64_MAX) {
        return err_set(err, ERR_INVALID_NOTE, "a cosignature's time is beyond 2^63 - 1 seconds");
    }
    *at_s = time;
    return true;
}

static bool verify_cosignature(Arena *arena, Str text, const NoteSignature *signature, const NoteKey *key) {
    uint64_t time = 0;
    TRY(note_cosignature_time(signature, &time, NULL));
    Buf message = {.arena = arena};
    buf_addf(&message, "cosignature/v1\ntime %llu\n", (unsigned long long)time);
    buf_add(&message, text);
    return sign_verify(key->public_key, buf_bytes(&message), signature->signature.ptr + TIMESTAMP_BYTES);
}

static bool verify_one(Arena *arena, Str text, const NoteSignature *signature, const NoteKey *key) {
    if (key->type == NOTE_COSIGNATURE) {
        ArenaMark mark = arena_mark(arena);
        bool good = verify_cosignature(arena, text, signature, key);
        arena_rewind(arena, mark);
        return good;
    }
    return signature->signature.len == SIGN_SIGNATURE_BYTES &&
           sign_verify(key->public_key, str_bytes(text), signature->signature.ptr);
}

static const NoteKey *key_of(const NoteSignature *signature, const NoteKey *keys, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (keys[i].id == signature->id && str_eq(keys[i].name, signature->name)) {
            return &keys[i];
        }
    }
    return NULL;
}

bool note_verify(Arena *arena, const Note *note, const NoteKey *keys, size_t count, bool *verified, Err *err) {
    bool found[LIMIT_NOTE_SIGNATURES] = {false};
    size_t good = 0;
    for (size_t i = 0; i < note->count; i++) {
        const NoteKey *key = key_of(&note->signatures[i], keys, count);
        if (key != NULL && !verify_one(arena, note->text, &note->signatures[i], key)) {
            return err_set(err, ERR_INVALID_NOTE, "the signature of %.*s is not over this text",
                           STR_ARG(str_slice(key->name, 0, 200)));
        }
        good += key != NULL;
        if (key != NULL && (size_t)(key - keys) < COUNT_OF(found)) {
            found[key - keys] = true;
        }
    }
    if (good == 0) {
        return err_set(err, ERR_INVALID_NOTE, "none of the keys asked for has signed the note");
    }
    for (size_t i = 0; verified != NULL && i < count; i++) {
        verified[i] = i < COUNT_OF(found) && found[i];
    }
    return true;
}
