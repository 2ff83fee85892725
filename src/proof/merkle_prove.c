#include "proof/merkle.h"

/* Proofs and roots over a source of complete subtrees; what is checked with them is in merkle.c. */

typedef struct {
    MerkleNodes nodes;
    void *ctx;
} Source;

/* The subtrees of 2^level leaves that [0, size) begins with, from the largest down. */
bool merkle_frontier_of(MerkleNodes nodes, void *ctx, uint64_t size, MerkleFrontier *out, Err *err) {
    MerkleFrontier frontier = {.size = size};
    for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
        if ((size >> level & 1) != 0) {
            TRY(nodes(ctx, level, (size >> level) - 1, &frontier.peaks[level], err));
        }
    }
    *out = frontier;
    return true;
}

bool merkle_root_of(MerkleNodes nodes, void *ctx, uint64_t size, Hash *out, Err *err) {
    MerkleFrontier frontier;
    TRY(merkle_frontier_of(nodes, ctx, size, &frontier, err));
    *out = merkle_root(&frontier);
    return true;
}

/* The root over leaves start .. end - 1, where start is a multiple of a power of two that is not below end - start. */
static bool range_root(const Source *source, uint64_t start, uint64_t end, Hash *out, Err *err) {
    uint64_t left = end;
    bool begun = false;
    Hash root = {{0}};
    for (unsigned level = 0; left > start; level++) {
        if (((left - start) >> level & 1) != 0) {
            left -= UINT64_C(1) << level;
            Hash peak;
            TRY(source->nodes(source->ctx, level, left >> level, &peak, err));
            root = begun ? merkle_node(&peak, &root) : peak;
            begun = true;
        }
    }
    *out = root;
    return true;
}

static uint64_t smaller(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* RFC 6962 2.1.1, from the leaf upward. */
bool merkle_prove_inclusion(MerkleNodes nodes, void *ctx, uint64_t index, uint64_t size, MerkleProof *out, Err *err) {
    if (index >= size || size > UINT64_C(1) << (MERKLE_LEVELS - 1)) {
        return err_set(err, ERR_INVALID_PROOF, "entry %llu is outside a tree of %llu entries, counted from 0",
                       (unsigned long long)index, (unsigned long long)size);
    }
    const Source source = {nodes, ctx};
    MerkleProof proof = {.count = 0};
    uint64_t at = index;
    for (unsigned level = 0; (size - 1) >> level != 0; level++) {
        uint64_t start = (at ^ 1) << level;
        if (start < size) {
            uint64_t end = smaller(start + (UINT64_C(1) << level), size);
            TRY(range_root(&source, start, end, &proof.hashes[proof.count], err));
            proof.count++;
        }
        at >>= 1;
    }
    *out = proof;
    return true;
}

/* The largest power of two below n > 1. */
static uint64_t split(uint64_t n) {
    uint64_t k = 1;
    while (k < n - k) {
        k <<= 1;
    }
    return k;
}

static void reverse(MerkleProof *proof) {
    for (size_t i = 0; i < proof->count / 2; i++) {
        Hash swapped = proof->hashes[i];
        proof->hashes[i] = proof->hashes[proof->count - 1 - i];
        proof->hashes[proof->count - 1 - i] = swapped;
    }
}

/* RFC 6962 2.1.2: SUBPROOF walked from the root down, then reversed. `whole` says that the part of the older tree that
 * is left is the older tree itself, whose root the verifier has. */
bool merkle_prove_consistency(MerkleNodes nodes, void *ctx, uint64_t old_size, uint64_t size, MerkleProof *out,
                              Err *err) {
    if (old_size > size || size > UINT64_C(1) << (MERKLE_LEVELS - 1)) {
        return err_set(err, ERR_INVALID_PROOF, "there is no proof from %llu to %llu entries",
                       (unsigned long long)old_size, (unsigned long long)size);
    }
    const Source source = {nodes, ctx};
    MerkleProof proof = {.count = 0};
    uint64_t start = 0;
    uint64_t end = old_size == 0 ? 0 : size;
    bool whole = true;
    while (end > old_size) {
        uint64_t middle = start + split(end - start);
        bool left = old_size <= middle;
        TRY(range_root(&source, left ? middle : start, left ? end : middle, &proof.hashes[proof.count], err));
        proof.count++;
        whole = whole && left;
        start = left ? start : middle;
        end = left ? middle : end;
    }
    if (!whole) {
        TRY(range_root(&source, start, end, &proof.hashes[proof.count], err));
        proof.count++;
    }
    reverse(&proof);
    *out = proof;
    return true;
}
