#include "proof/merkle.h"

#include <string.h>

enum { LEAF_PREFIX = 0, NODE_PREFIX = 1 };

Hash merkle_empty(void) {
    return hash_of((Bytes){0});
}

Hash merkle_leaf(Bytes entry) {
    static const uint8_t prefix = LEAF_PREFIX;
    HashState state;
    hash_begin(&state);
    hash_add(&state, (Bytes){&prefix, 1});
    hash_add(&state, entry);
    return hash_end(&state);
}

Hash merkle_node(const Hash *left, const Hash *right) {
    uint8_t bytes[1 + 2 * HASH_BYTES];
    bytes[0] = NODE_PREFIX;
    memcpy(bytes + 1, left->bytes, HASH_BYTES);
    memcpy(bytes + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
    return hash_of((Bytes){bytes, sizeof(bytes)});
}

void merkle_append(MerkleFrontier *frontier, const Hash *leaf) {
    Hash hash = *leaf;
    unsigned level = 0;
    for (; (frontier->size >> level & 1) != 0; level++) {
        hash = merkle_node(&frontier->peaks[level], &hash);
    }
    frontier->peaks[level] = hash;
    frontier->size++;
}

/* RFC 6962 2.1 splits at the largest power of two below n, so the peaks are joined from the smallest upward. */
Hash merkle_root(const MerkleFrontier *frontier) {
    Hash root = merkle_empty();
    bool begun = false;
    for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
        if ((frontier->size >> level & 1) != 0) {
            root = begun ? merkle_node(&frontier->peaks[level], &root) : frontier->peaks[level];
            begun = true;
        }
    }
    return root;
}

Hash merkle_tree_root(const Hash *leaves, size_t count) {
    MerkleFrontier frontier = {0};
    for (size_t i = 0; i < count; i++) {
        merkle_append(&frontier, &leaves[i]);
    }
    return merkle_root(&frontier);
}

/* RFC 9162 2.1.3.2 and 2.1.4.2: where the path turns upward at the right edge, levels without a sibling are passed. */
static void climb(uint64_t *at, uint64_t *last) {
    while ((*at & 1) == 0 && *at != 0) {
        *at >>= 1;
        *last >>= 1;
    }
}

bool merkle_path_root(const Hash *leaf, uint64_t index, uint64_t size, const MerkleProof *proof, Hash *out, Err *err) {
    if (index >= size) {
        return err_set(err, ERR_INVALID_PROOF, "entry %llu is outside a tree of %llu entries, counted from 0",
                       (unsigned long long)index, (unsigned long long)size);
    }
    uint64_t at = index;
    uint64_t last = size - 1;
    Hash hash = *leaf;
    const size_t count = proof->count;
    size_t used = 0;
    for (; used < count && last != 0; used++) {
        if ((at & 1) != 0 || at == last) {
            hash = merkle_node(&proof->hashes[used], &hash);
            climb(&at, &last);
        } else {
            hash = merkle_node(&hash, &proof->hashes[used]);
        }
        at >>= 1;
        last >>= 1;
    }
    if (last != 0 || used != count) {
        return err_set(err, ERR_INVALID_PROOF, "the path has %zu hashes; entry %llu of %llu needs %s", count,
                       (unsigned long long)index, (unsigned long long)size, last != 0 ? "more" : "fewer");
    }
    *out = hash;
    return true;
}

bool merkle_check_inclusion(const Hash *leaf, uint64_t index, uint64_t size, const MerkleProof *proof, const Hash *root,
                            Err *err) {
    Hash reached;
    TRY(merkle_path_root(leaf, index, size, proof, &reached, err));
    return hash_eq(&reached, root) ||
           err_set(err, ERR_INVALID_PROOF, "the path does not lead from the entry to the root");
}

static bool check_heads(const MerkleHead *old, const MerkleHead *now, size_t count, Err *err) {
    if (old->size > now->size) {
        return err_set(err, ERR_INVALID_PROOF, "the older tree has %llu entries and the newer one only %llu",
                       (unsigned long long)old->size, (unsigned long long)now->size);
    }
    if (old->size == 0 && now->size != 0) {
        /* RFC 9162 2.1.4.2 asks for 0 < first: anything at all grows out of nothing. */
        return err_set(err, ERR_INVALID_PROOF,
                       "the older tree is empty, so a proof says nothing; there is none to check");
    }
    if (old->size == now->size && count != 0) {
        return err_set(err, ERR_INVALID_PROOF, "the proof has %zu hashes; between trees of one size it is empty",
                       count);
    }
    if (old->size == now->size && !hash_eq(&old->root, &now->root)) {
        return err_set(err, ERR_INVALID_PROOF, "two trees of %llu entries have different roots",
                       (unsigned long long)old->size);
    }
    Hash empty = merkle_empty();
    if (old->size == 0 && !hash_eq(&old->root, &empty)) {
        return err_set(err, ERR_INVALID_PROOF, "the root of a tree of no entry is not that of the empty tree");
    }
    return true;
}

typedef struct {
    uint64_t at;
    uint64_t last;
    Hash old; /* grows to the older root */
    Hash now; /* grows to the newer root */
} ConsistencyWalk;

static bool consistency_step(ConsistencyWalk *walk, const Hash *sibling) {
    if (walk->last == 0) {
        return false;
    }
    if ((walk->at & 1) != 0 || walk->at == walk->last) {
        walk->old = merkle_node(sibling, &walk->old);
        walk->now = merkle_node(sibling, &walk->now);
        climb(&walk->at, &walk->last);
    } else {
        walk->now = merkle_node(&walk->now, sibling);
    }
    walk->at >>= 1;
    walk->last >>= 1;
    return true;
}

/* RFC 9162 2.1.4.2. */
bool merkle_check_consistency(const MerkleHead *old, const MerkleHead *now, const MerkleProof *proof, Err *err) {
    const size_t count = proof->count;
    TRY(check_heads(old, now, count, err));
    if (old->size == now->size) {
        return true;
    }
    bool power = (old->size & (old->size - 1)) == 0; /* then the older root itself is the first hash, left out */
    if (!power && count == 0) {
        return err_set(err, ERR_INVALID_PROOF, "the proof is empty; from %llu to %llu entries it is not",
                       (unsigned long long)old->size, (unsigned long long)now->size);
    }
    ConsistencyWalk walk = {.at = old->size - 1, .last = now->size - 1, .old = power ? old->root : proof->hashes[0]};
    walk.now = walk.old;
    while ((walk.at & 1) != 0) {
        walk.at >>= 1;
        walk.last >>= 1;
    }
    bool fits = true;
    for (size_t i = power ? 0 : 1; fits && i < count; i++) {
        fits = consistency_step(&walk, &proof->hashes[i]);
    }
    if (!fits || walk.last != 0) {
        return err_set(err, ERR_INVALID_PROOF, "the proof has %zu hashes; from %llu to %llu entries it has %s", count,
                       (unsigned long long)old->size, (unsigned long long)now->size, fits ? "more" : "fewer");
    }
    if (!hash_eq(&walk.old, &old->root)) {
        return err_set(err, ERR_INVALID_PROOF, "the proof does not lead to the root of the older tree");
    }
    return hash_eq(&walk.now, &now->root) ||
           err_set(err, ERR_INVALID_PROOF, "the proof does not lead to the root of the newer tree");
}

MerkleRows merkle_rows(Arena *arena, const Hash *leaves, size_t count) {
    MerkleRows rows = {.rows = {leaves}, .count = count};
    for (unsigned level = 1; count >> level > 0; level++) {
        size_t width = count >> level;
        Hash *row = ARENA_ARRAY(arena, width, Hash);
        for (size_t i = 0; i < width; i++) {
            row[i] = merkle_node(&rows.rows[level - 1][2 * i], &rows.rows[level - 1][2 * i + 1]);
        }
        rows.rows[level] = row;
    }
    return rows;
}

bool merkle_rows_node(void *ctx, unsigned level, uint64_t index, Hash *out, Err *err) {
    const MerkleRows *rows = ctx;
    if (level >= MERKLE_LEVELS || index >= rows->count >> level) {
        return err_set(err, ERR_INTERNAL, "subtree %llu of level %u is outside a tree of %zu leaves",
                       (unsigned long long)index, level, rows->count);
    }
    *out = rows->rows[level][index];
    return true;
}
