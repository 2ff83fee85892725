/* A note that parses is rebuilt from its parts byte for byte; keys that parse print as they came. */
#include <stdlib.h>

#include "codec/base64.h"
#include "proof/note.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static Str rebuilt(Arena *arena, const Note *note) {
    Buf out = {.arena = arena};
    buf_add(&out, note->text);
    buf_add_byte(&out, '\n');
    for (size_t i = 0; i < note->count; i++) {
        const NoteSignature *signature = &note->signatures[i];
        uint8_t id[NOTE_KEY_ID_BYTES];
        note_key_id_write(signature->id, id);
        Buf bytes = {.arena = arena};
        buf_add_bytes(&bytes, (Bytes){id, sizeof(id)});
        buf_add_bytes(&bytes, signature->signature);
        buf_add(&out, STR("\xe2\x80\x94 "));
        buf_add(&out, signature->name);
        buf_add_byte(&out, ' ');
        buf_add(&out, base64_encode(arena, buf_bytes(&bytes)));
        buf_add_byte(&out, '\n');
    }
    return buf_str(&out);
}

static void check_keys(Arena *arena, Str text) {
    NoteKey key = {.type = 0};
    NoteSigner signer;
    if (note_key_parse(arena, text, &key, NULL)) {
        require(str_eq(note_key_text(arena, &key), str_trim(text)));
    }
    if (note_signer_parse(arena, text, &signer, NULL)) {
        require(str_eq(note_signer_text(arena, &signer), str_trim(text)));
        note_signer_wipe(&signer);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Err err = {0};
    Note note = {.count = 0};
    Str text = {.ptr = (const char *)data, .len = size};
    if (note_parse(&arena, text, &note, &err)) {
        require(note.count > 0 && str_eq(rebuilt(&arena, &note), text));
    } else {
        require(err.code == ERR_INVALID_NOTE || err.code == ERR_TOO_LARGE);
    }
    check_keys(&arena, text);
    arena_done(&arena);
    return 0;
}
