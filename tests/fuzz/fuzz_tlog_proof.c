/* A log proof without extra line, a tile's path and a digest each print as they came. */
#include <stdlib.h>

#include "proof/digest.h"
#include "proof/tile.h"
#include "proof/tlog_proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Err err = {0};
    TlogProof proof = {.index = 0};
    TileId tile = {.width = 0};
    Hash digest;
    Str text = {.ptr = (const char *)data, .len = size};
    if (tlog_proof_parse(&arena, text, &proof, &err)) {
        require(proof.path.count <= LIMIT_PROOF_HASHES);
        require(proof.has_extra || str_eq(tlog_proof_text(&arena, &proof), text));
    } else {
        require(err.code == ERR_INVALID_PROOF);
    }
    if (tile_path_parse(text, &tile, &err)) {
        require(str_eq(tile_path(&arena, &tile), text));
    }
    if (digest_std_parse(&arena, text, &digest, &err)) {
        require(str_eq(digest_std(&arena, &digest), text));
    }
    arena_done(&arena);
    return 0;
}
