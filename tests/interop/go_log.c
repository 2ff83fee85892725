/* Writes, as one JSON object, a log of 1,500 leaves as this program makes it: key, signed checkpoint, the root of every
 * size, and 1,000 proofs of inclusion and of consistency each. go_check.go reads it with Go's own packages. */
#include <stdio.h>
#include <stdlib.h>

#include "codec/base64.h"
#include "codec/canonical.h"
#include "proof/checkpoint.h"
#include "proof/digest.h"
#include "proof/leaf.h"
#include "proof/merkle.h"

enum { LEAVES = 1500, PROOFS = 1000 };

typedef struct {
    Arena arena;
    Buf out;
    Str entries[LEAVES];
    Hash leaves[LEAVES];
    MerkleRows rows;
} Log;

static void require(bool done, const Err *err) {
    if (!done) {
        (void)fprintf(stderr, "%s\n", err->text);
        exit(1);
    }
}

/* The same every time: number `i` of a series, below `limit`. */
static uint64_t draw(uint64_t i, const char *series, uint64_t limit) {
    HashState state;
    hash_begin(&state);
    hash_add_part(&state, str_bytes(str_from_c(series)));
    hash_add(&state, (Bytes){(const uint8_t *)&i, sizeof(i)});
    Hash hash = hash_end(&state);
    uint64_t value = 0;
    for (size_t byte = 0; byte < sizeof(value); byte++) {
        value = value << 8 | hash.bytes[byte];
    }
    return value % limit;
}

static void add_text(Buf *out, const char *name, Str value) {
    buf_addf(out, "\"%s\":", name);
    canonical_string(out, value);
}

static void add_hashes(Log *log, const char *name, const Hash *hashes, size_t count) {
    buf_addf(&log->out, "\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        buf_addf(&log->out, i > 0 ? ",\"" : "\"");
        buf_add(&log->out, digest_std(&log->arena, &hashes[i]));
        buf_add_byte(&log->out, '"');
    }
    buf_add_byte(&log->out, ']');
}

static void make_leaves(Log *log) {
    for (uint64_t i = 0; i < LEAVES; i++) {
        Hash commitment = hash_of((Bytes){(const uint8_t *)&i, sizeof(i)});
        log->entries[i] = leaf_committed(&log->arena, &commitment);
        log->leaves[i] = merkle_leaf(str_bytes(log->entries[i]));
    }
    log->rows = merkle_rows(&log->arena, log->leaves, LEAVES);
}

static void add_note(Log *log) {
    static const uint8_t seed[SIGN_SEED_BYTES] = {0x62, 0x61, 0x6e, 0x79, 0x61, 0x6e};
    Err err = {0};
    NoteSigner signer;
    Checkpoint checkpoint = {.origin = STR("log.example/banyan"), .size = LEAVES};
    Str note = {0};
    checkpoint.root = merkle_tree_root(log->leaves, LEAVES);
    require(note_signer_make(checkpoint.origin, seed, &signer, &err), &err);
    require(checkpoint_sign(&log->arena, &checkpoint, &signer, &note, &err), &err);
    add_text(&log->out, "vkey", note_key_text(&log->arena, &signer.key));
    buf_add_byte(&log->out, ',');
    add_text(&log->out, "skey", note_signer_text(&log->arena, &signer));
    buf_add_byte(&log->out, ',');
    add_text(&log->out, "note", note);
}

static void add_roots(Log *log) {
    MerkleFrontier frontier = {.size = 0};
    Hash *roots = ARENA_ARRAY(&log->arena, LEAVES, Hash);
    for (size_t i = 0; i < LEAVES; i++) {
        merkle_append(&frontier, &log->leaves[i]);
        roots[i] = merkle_root(&frontier);
    }
    buf_add(&log->out, STR(",\"entries\":["));
    for (size_t i = 0; i < LEAVES; i++) {
        buf_add(&log->out, i > 0 ? STR(",") : STR(""));
        canonical_string(&log->out, log->entries[i]);
    }
    buf_add(&log->out, STR("],"));
    add_hashes(log, "roots", roots, LEAVES);
}

static void add_proof(Log *log, uint64_t from, uint64_t size, const MerkleProof *proof) {
    buf_addf(&log->out, "{\"from\":%llu,\"size\":%llu,", (unsigned long long)from, (unsigned long long)size);
    add_hashes(log, "hashes", proof->hashes, proof->count);
    buf_add_byte(&log->out, '}');
}

static void add_inclusions(Log *log) {
    Err err = {0};
    MerkleProof proof;
    for (uint64_t i = 0; i < PROOFS; i++) {
        uint64_t size = 1 + draw(i, "size", LEAVES);
        uint64_t index = draw(i, "index", size);
        require(merkle_prove_inclusion(merkle_rows_node, &log->rows, index, size, &proof, &err), &err);
        buf_add(&log->out, i > 0 ? STR(",") : STR(",\"inclusions\":["));
        add_proof(log, index, size, &proof);
    }
}

static void add_consistencies(Log *log) {
    Err err = {0};
    MerkleProof proof;
    for (uint64_t i = 0; i < PROOFS; i++) {
        uint64_t size = 1 + draw(i, "new size", LEAVES);
        uint64_t old = 1 + draw(i, "old size", size);
        require(merkle_prove_consistency(merkle_rows_node, &log->rows, old, size, &proof, &err), &err);
        buf_add(&log->out, i > 0 ? STR(",") : STR("],\"consistencies\":["));
        add_proof(log, old, size, &proof);
    }
}

int main(void) {
    Log *log = calloc(1, sizeof(*log));
    if (log == NULL) {
        return 1;
    }
    log->out.arena = &log->arena;
    make_leaves(log);
    buf_add_byte(&log->out, '{');
    add_note(log);
    add_roots(log);
    add_inclusions(log);
    add_consistencies(log);
    buf_add(&log->out, STR("]}\n"));
    size_t written = fwrite(log->out.ptr, 1, log->out.len, stdout);
    bool done = written == log->out.len && fflush(stdout) == 0;
    arena_done(&log->arena);
    free(log);
    return done ? 0 : 1;
}
