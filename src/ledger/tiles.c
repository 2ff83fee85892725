#include "ledger/tiles.h"

#include <string.h>

/* {0} is an empty place: no tile has width 0. */
struct TilesCached {
    TileId id;
    Hash hashes[TILE_WIDTH];
};

void tiles_init(Tiles *tiles, const FilesDir *log) {
    *tiles = (Tiles){.log = log};
    tiles->cached = ARENA_ARRAY(&tiles->arena, TILE_LEVELS, TilesCached);
}

void tiles_done(Tiles *tiles) {
    arena_done(&tiles->arena);
    tiles->cached = NULL;
}

void tiles_forget(Tiles *tiles) {
    for (size_t i = 0; i < TILE_LEVELS; i++) {
        tiles->cached[i].id = (TileId){0};
    }
}

static bool missing(const Tiles *tiles, Str path, Err *err) {
    return err_set(err, ERR_CORRUPT,
                   "%s/%.*s: is missing or damaged; `banyan fsck` says what else is, and how to mend it",
                   tiles->log->path, STR_ARG(path));
}

/* The file must have exactly the tile's width; *found is false where it is not there. */
static bool tile_load(const Tiles *tiles, const TileId *id, Hash *hashes, bool *found, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str path = tile_path(&arena, id);
    Bytes bytes = {0};
    Err failure = {0};
    *found = files_read(&arena, tiles->log, str_c(&arena, path), TILE_BYTES, &bytes, &failure);
    if (!*found) {
        return failure.code == ERR_NOT_FOUND || err_set(err, failure.code, "%s", failure.text);
    }
    if (bytes.len != id->width * (size_t)HASH_BYTES) {
        return missing(tiles, path, err);
    }
    memcpy(hashes, bytes.ptr, bytes.len);
    return true;
}

/* A partial tile may be deleted once the full one exists, which begins with the same hashes. */
static bool tile_load_any(const Tiles *tiles, const TileId *id, Hash *hashes, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    TileId full = *id;
    bool found = false;
    full.width = TILE_WIDTH;
    TRY(tile_load(tiles, id, hashes, &found, err));
    TRY(found || tile_load(tiles, &full, hashes, &found, err));
    return found || missing(tiles, tile_path(&arena, id), err);
}

static bool same_tile(const TileId *a, const TileId *b) {
    return a->level == b->level && a->index == b->index && a->width == b->width && a->entries == b->entries;
}

bool tiles_read(void *ctx, const TileId *tile, const Hash **hashes, Err *err) {
    Tiles *tiles = ctx;
    if (tile->level >= TILE_LEVELS || tile->entries) {
        return err_set(err, ERR_INTERNAL, "tile level %u is not read for proofs", tile->level);
    }
    TilesCached *cached = &tiles->cached[tile->level];
    if (!same_tile(&cached->id, tile)) {
        cached->id = (TileId){0};
        TRY(tile_load_any(tiles, tile, cached->hashes, err));
        cached->id = *tile;
    }
    *hashes = cached->hashes;
    return true;
}

TileSource tiles_source(Tiles *tiles, uint64_t size) {
    return (TileSource){.read = tiles_read, .ctx = tiles, .size = size};
}
