/*
 * Keys of signed notes: who may sign, and how a key is written down.
 *
 * Shape: a name without blanks and plus signs; the id is the first 4 bytes of SHA-256(name, line end, type, key).
 * Owns: parsed keys are views of their text. NoteSigner holds a secret: note_signer_wipe clears it.
 * Errors: ERR_INVALID_NOTE; outputs untouched. Source: C2SP signed-note; the private form is that of Go's note package.
 */
#ifndef BANYAN_PROOF_NOTE_KEY_H
#define BANYAN_PROOF_NOTE_KEY_H

#include "base/err.h"
#include "crypto/sign.h"

enum { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04, NOTE_KEY_ID_BYTES = 4, NOTE_KEY_NAME_BYTES = 255 };

/* A public key as it is configured: "name+id+key". */
typedef struct {
    Str name;
    uint32_t id;
    uint8_t type;
    uint8_t public_key[SIGN_PUBLIC_BYTES];
} NoteKey;

/* Blanks at the ends of the text, such as a line end, are passed over. */
CHECKED bool note_key_parse(Arena *arena, Str text, NoteKey *out, Err *err);
Str note_key_text(Arena *arena, const NoteKey *key);
CHECKED bool note_key_make(Str name, uint8_t type, const uint8_t public_key[SIGN_PUBLIC_BYTES], NoteKey *out, Err *err);
/* Whether a text may be the name of a key. */
CHECKED bool note_key_name(Str name);
uint32_t note_key_id_read(const uint8_t bytes[NOTE_KEY_ID_BYTES]);
void note_key_id_write(uint32_t id, uint8_t out[NOTE_KEY_ID_BYTES]);

typedef struct {
    NoteKey key;
    SignKey secret;
} NoteSigner;

/* Of type NOTE_ED25519. */
CHECKED bool note_signer_make(Str name, const uint8_t seed[SIGN_SEED_BYTES], NoteSigner *out, Err *err);
/* "PRIVATE+KEY+name+id+seed"; blanks at the ends are passed over. */
CHECKED bool note_signer_parse(Arena *arena, Str text, NoteSigner *out, Err *err);
Str note_signer_text(Arena *arena, const NoteSigner *signer);
void note_signer_wipe(NoteSigner *signer);

#endif
