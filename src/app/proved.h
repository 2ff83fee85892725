/*
 * A stored entry held against the signed log: its own bytes, hashed again, lead to the root of the checkpoint.
 *
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND while it is not on the log; ERR_CORRUPT where the bytes are not those of its leaf.
 * Source: RFC 9162 2.1.3.2.
 */
#ifndef BANYAN_APP_PROVED_H
#define BANYAN_APP_PROVED_H

#include "app/app.h"
#include "proof/merkle.h"
#include "store/entries.h"

typedef struct {
    EntriesRow entry;
    uint64_t index;
    Hash leaf_hash; /* of the entry's bytes as they are stored */
    MerkleProof proof;
} Proved;

/* Whether the entry is covered by the published checkpoint, and where. */
CHECKED bool proved_place(App *app, uint64_t entry, bool *logged, uint64_t *index, Err *err);
CHECKED bool proved_entry(App *app, uint64_t entry, Proved *out, Err *err);
/* As proved_entry, and the leaf is that of a public document with this hash. */
CHECKED bool proved_document(App *app, uint64_t entry, const Hash *sha256, Proved *out, Err *err);

#endif
