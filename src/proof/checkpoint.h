/*
 * A checkpoint: what a log says about itself - its name, its size and its root.
 *
 * Shape: three lines, then optional extension lines. Our logs write none. A reader of somebody else's log meets them:
 * they are signed, mean nothing to us, and are kept in `extensions` so that a caller can refuse them.
 * Owns: views of the parsed text. Errors: ERR_INVALID_NOTE; outputs untouched.
 * Source: C2SP tlog-checkpoint.
 */
#ifndef BANYAN_PROOF_CHECKPOINT_H
#define BANYAN_PROOF_CHECKPOINT_H

#include "proof/note.h"

#include "crypto/hash.h"

enum { CHECKPOINT_ORIGIN_BYTES = 255 };

typedef struct {
    Str origin;
    uint64_t size;
    Hash root;
    Str extensions; /* the lines behind the root, line ends included; empty in ours */
} Checkpoint;

CHECKED bool checkpoint_parse(Arena *arena, Str text, Checkpoint *out, Err *err);
/* The text to sign. Refuses extensions and an origin that is no key name. */
CHECKED bool checkpoint_format(Arena *arena, const Checkpoint *checkpoint, Str *out, Err *err);

/* The signed note of a log whose key name is its origin. */
CHECKED bool checkpoint_sign(Arena *arena, const Checkpoint *checkpoint, const NoteSigner *log, Str *out, Err *err);
/* Parses a signed note and verifies that the log's key signed it and is named as the origin. */
CHECKED bool checkpoint_open(Arena *arena, Str note, const NoteKey *log, Checkpoint *out, Err *err);

#endif
