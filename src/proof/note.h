/*
 * Signed notes: a text, and lines that each carry one signature over it.
 *
 * Shape: UTF-8 without ASCII control characters but line ends; the text ends with a line end; at least one and at most
 * LIMIT_NOTE_SIGNATURES signature lines; at most LIMIT_NOTE_BYTES in all. Key types: Ed25519 (0x01), and timestamped
 * Ed25519 cosignature (0x04), which is only verified here.
 * Owns: parsed notes and keys are views of the text they were parsed from; made text lives in the arena. NoteSigner
 * holds a secret: note_signer_wipe clears it.
 * Errors: ERR_INVALID_NOTE, also for a signature that does not verify; outputs untouched.
 * Source: C2SP signed-note, tlog-cosignature.
 */
#ifndef BANYAN_PROOF_NOTE_H
#define BANYAN_PROOF_NOTE_H

#include "base/err.h"
#include "base/limits.h"
#include "crypto/sign.h"

enum { NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };
enum { NOTE_SIGNATURE_BYTES = 5120 };

/* A public key as it is configured: "name+id+key". */
typedef struct {
    Str name;
    uint32_t id;
    uint8_t type;
    uint8_t public_key[SIGN_PUBLIC_BYTES];
} NoteKey;

CHECKED bool note_key_parse(Arena *arena, Str text, NoteKey *out, Err *err);
Str note_key_text(Arena *arena, const NoteKey *key);
/* Names are not empty and hold no blank and no plus sign. */
CHECKED bool note_key_make(Str name, uint8_t type, const uint8_t public_key[SIGN_PUBLIC_BYTES], NoteKey *out, Err *err);

typedef struct {
    NoteKey key;
    SignKey secret;
} NoteSigner;

/* Of type NOTE_ED25519. */
CHECKED bool note_signer_make(Str name, const uint8_t seed[SIGN_SEED_BYTES], NoteSigner *out, Err *err);
/* "PRIVATE+KEY+name+id+seed", the form of Go's note package; without line end. */
CHECKED bool note_signer_parse(Arena *arena, Str text, NoteSigner *out, Err *err);
Str note_signer_text(Arena *arena, const NoteSigner *signer);
void note_signer_wipe(NoteSigner *signer);

typedef struct {
    Str name;
    uint32_t id;
    Bytes signature; /* what follows the key id */
} NoteSignature;

typedef struct {
    Str text; /* what is signed, its last line end included */
    NoteSignature *signatures;
    size_t count;
} Note;

CHECKED bool note_parse(Arena *arena, Str bytes, Note *out, Err *err);
/* The note of `text` with one signature of each signer. */
CHECKED bool note_sign(Arena *arena, Str text, const NoteSigner *signers, size_t count, Str *out, Err *err);

/* The signature line of one signer over `text`, with its line end, to be added to a note. */
Str note_signature_line(Arena *arena, Str text, const NoteSigner *signer);

/* At least one of the keys has a signature, and no signature under any of these keys' name and id fails. Lines of other
 * names and ids are ignored. `verified`, where not NULL, has one place for each key. */
CHECKED bool note_verify(Arena *arena, const Note *note, const NoteKey *keys, size_t count, bool *verified, Err *err);

/* Seconds since 1970 that a cosignature states. */
CHECKED bool note_cosignature_time(const NoteSignature *signature, uint64_t *at_s, Err *err);

#endif
