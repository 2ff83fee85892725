/*
 * Signed notes: a text, and lines that each carry one signature over it.
 *
 * Shape: UTF-8 without ASCII control characters but line ends; the text ends with a line end; at least one and at most
 * LIMIT_NOTE_SIGNATURES signature lines; at most LIMIT_NOTE_BYTES in all. Key types: Ed25519 (0x01), and timestamped
 * Ed25519 cosignature (0x04), which is only verified here.
 * Owns: a parsed note is a view of its text; made text lives in the arena.
 * Errors: ERR_INVALID_NOTE, also for a signature that does not verify; ERR_TOO_LARGE beyond a limit; outputs untouched.
 * Source: C2SP signed-note, tlog-cosignature.
 */
#ifndef BANYAN_PROOF_NOTE_H
#define BANYAN_PROOF_NOTE_H

#include "base/err.h"
#include "base/limits.h"
#include "proof/note_key.h"

enum { NOTE_SIGNATURE_BYTES = 5120 };

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
