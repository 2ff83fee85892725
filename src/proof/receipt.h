/*
 * A receipt: the operator's signed promise that he accepted a record and by when it will be in the log.
 *
 * Shape: canonical JSON; a batch signs one Merkle root over its receipts, and a single receipt is a batch of one.
 * Times are whole minutes in UTC. The secret, where a receipt carries it, opens the commitment and is not signed.
 * Owns: results live in the arena; a parsed receipt is a view of its text. Errors: ERR_INVALID_DOCUMENT,
 * ERR_INVALID_JSON or ERR_INVALID_CANONICAL for text that is no receipt, ERR_UNKNOWN_VERSION, ERR_INVALID_PROOF for one
 * that does not hold. Source: docs/formats/receipt.md.
 */
#ifndef BANYAN_PROOF_RECEIPT_H
#define BANYAN_PROOF_RECEIPT_H

#include "proof/commitment.h"
#include "proof/merkle.h"
#include "proof/note_key.h"

enum { RECEIPT_TEXT_BYTES = 8192 };

typedef struct {
    Str origin;
    Str id; /* the record's UUID */
    Hash commitment;
    int64_t accepted_min;   /* minutes since 1970-01-01T00:00Z */
    int64_t publish_by_min; /* latest publication in the log */
    bool has_secret;
    uint8_t secret[COMMITMENT_SECRET_BYTES];
    /* Filled by receipt_sign and receipt_parse. */
    uint32_t key_id;
    uint64_t index;
    uint64_t size;
    MerkleProof path;
    uint8_t signature[SIGN_SIGNATURE_BYTES];
} Receipt;

/* Signs all receipts of a batch at once: fills key_id, index, size, path and signature of each. All have one origin, and
 * the signer's key is the log's receipt key. */
CHECKED bool receipt_sign(Arena *arena, Receipt *receipts, size_t count, const NoteSigner *signer, Err *err);
Str receipt_text(Arena *arena, const Receipt *receipt);
CHECKED bool receipt_parse(Arena *arena, Str text, Receipt *out, Err *err);
/* That the receipt key signed it. */
CHECKED bool receipt_verify(Arena *arena, const Receipt *receipt, const NoteKey *key, Err *err);

#endif
