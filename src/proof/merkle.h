/*
 * The log's Merkle tree: hashes, roots, and proofs of inclusion and consistency.
 *
 * Shape: sizes and indexes up to 2^63; a proof has at most LIMIT_PROOF_HASHES hashes, leaf's sibling first.
 * Owns: proofs are values of the caller. Errors: a proof that does not hold is ERR_INVALID_PROOF with the
 * reason; a node source passes its own failure on. Outputs untouched on failure.
 * Source: RFC 6962 section 2.1, RFC 9162 section 2.1.
 */
#ifndef BANYAN_PROOF_MERKLE_H
#define BANYAN_PROOF_MERKLE_H

#include "base/err.h"
#include "base/limits.h"
#include "crypto/hash.h"

enum { MERKLE_LEVELS = 64 };

/* The root of the tree without leaves. */
Hash merkle_empty(void);
Hash merkle_leaf(Bytes entry);
Hash merkle_node(const Hash *left, const Hash *right);

/* All that is needed to go on appending: the roots of the complete subtrees of `size` leaves; {0} is the empty tree.
 * peaks[k] covers 2^k leaves and means something where bit k of size is set. */
typedef struct {
    uint64_t size;
    Hash peaks[MERKLE_LEVELS];
} MerkleFrontier;

void merkle_append(MerkleFrontier *frontier, const Hash *leaf);
Hash merkle_root(const MerkleFrontier *frontier);
/* Root over leaf hashes held in memory. */
Hash merkle_tree_root(const Hash *leaves, size_t count);

typedef struct {
    Hash hashes[LIMIT_PROOF_HASHES];
    size_t count;
} MerkleProof;

/* The root that a path leads to, whatever it is. */
CHECKED bool merkle_path_root(const Hash *leaf, uint64_t index, uint64_t size, const MerkleProof *proof, Hash *out,
                              Err *err);
CHECKED bool merkle_check_inclusion(const Hash *leaf, uint64_t index, uint64_t size, const MerkleProof *proof,
                                    const Hash *root, Err *err);

typedef struct {
    uint64_t size;
    Hash root;
} MerkleHead;

/* That the tree `old` is the beginning of the tree `now`. Refuses an empty `old` under a larger `now`: every tree begins
 * with it, so there is nothing to check. */
CHECKED bool merkle_check_consistency(const MerkleHead *old, const MerkleHead *now, const MerkleProof *proof, Err *err);

/* Gives the root of the complete subtree of 2^level leaves that begins at leaf index * 2^level. */
typedef bool (*MerkleNodes)(void *ctx, unsigned level, uint64_t index, Hash *out, Err *err);

CHECKED bool merkle_root_of(MerkleNodes nodes, void *ctx, uint64_t size, Hash *out, Err *err);
CHECKED bool merkle_prove_inclusion(MerkleNodes nodes, void *ctx, uint64_t index, uint64_t size, MerkleProof *out,
                                    Err *err);
CHECKED bool merkle_prove_consistency(MerkleNodes nodes, void *ctx, uint64_t old_size, uint64_t size, MerkleProof *out,
                                      Err *err);
/* The frontier of a tree that exists elsewhere, to go on appending to it. */
CHECKED bool merkle_frontier_of(MerkleNodes nodes, void *ctx, uint64_t size, MerkleFrontier *out, Err *err);

/* Every complete subtree over leaf hashes in memory, twice their size; borrows the leaves. */
typedef struct {
    const Hash *rows[MERKLE_LEVELS];
    size_t count;
} MerkleRows;

MerkleRows merkle_rows(Arena *arena, const Hash *leaves, size_t count);
/* A MerkleNodes; ctx is a MerkleRows. */
CHECKED bool merkle_rows_node(void *ctx, unsigned level, uint64_t index, Hash *out, Err *err);

#endif
