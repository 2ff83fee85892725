/*
 * The text form of "this leaf is in that log": index, path and signed checkpoint.
 *
 * Shape: at most LIMIT_PROOF_HASHES hashes. `extra`, which nobody signs, is never written; a reader sees whether it was
 * there. Owns: text lives in the arena, a parsed proof's checkpoint is a view. Errors: ERR_INVALID_PROOF.
 * Source: C2SP tlog-proof.
 */
#ifndef BANYAN_PROOF_TLOG_PROOF_H
#define BANYAN_PROOF_TLOG_PROOF_H

#include "proof/merkle.h"

typedef struct {
    uint64_t index;
    MerkleProof path;
    Str checkpoint; /* the signed note, verbatim */
    bool has_extra;
} TlogProof;

Str tlog_proof_text(Arena *arena, const TlogProof *proof);
CHECKED bool tlog_proof_parse(Arena *arena, Str text, TlogProof *out, Err *err);

#endif
