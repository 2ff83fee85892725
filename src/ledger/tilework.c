#include "ledger/tilework.h"

#include <string.h>

void tilework_init(Tilework *work, Arena *arena, TileworkEmit emit, void *ctx) {
    *work = (Tilework){.bundle = {.arena = arena}, .emit = emit, .ctx = ctx};
    for (size_t i = 0; i < TILE_LEVELS; i++) {
        work->open[i] = ARENA_ARRAY(arena, TILE_WIDTH, Hash);
    }
}

/* How many hashes of a level a log of `size` leaves has. */
static uint64_t level_hashes(uint64_t size, unsigned level) {
    return size >> (TILE_HEIGHT * level);
}

bool tilework_resume(Tilework *work, TileSource *source, Err *err) {
    uint64_t from = source->size / TILE_WIDTH * TILE_WIDTH;
    TRY(merkle_frontier_of(tile_node, source, from, &work->frontier, err));
    for (unsigned level = 1; level < TILE_LEVELS; level++) {
        uint64_t count = level_hashes(from, level);
        TileId tile = {.level = level, .index = count / TILE_WIDTH, .width = (unsigned)(count % TILE_WIDTH)};
        const Hash *hashes = NULL;
        if (tile.width > 0) {
            TRY(source->read(source->ctx, &tile, &hashes, err));
            memcpy(work->open[level], hashes, tile.width * sizeof *hashes);
        }
    }
    return true;
}

static bool emit_tile(Tilework *work, unsigned level, uint64_t count, unsigned width, Err *err) {
    TileId tile = {.level = level, .index = (count - width) / TILE_WIDTH, .width = width};
    Bytes bytes = {work->open[level][0].bytes, width * sizeof(Hash)};
    return work->emit(work->ctx, &tile, bytes, err);
}

static bool emit_bundle(Tilework *work, uint64_t count, unsigned width, Err *err) {
    TileId tile = {.entries = true, .index = (count - width) / TILE_WIDTH, .width = width};
    return work->emit(work->ctx, &tile, buf_bytes(&work->bundle), err);
}

/* A level that has just become full goes out, and its root up. */
static bool close_full(Tilework *work, Err *err) {
    uint64_t size = work->frontier.size;
    TRY(emit_bundle(work, size, TILE_WIDTH, err));
    buf_clear(&work->bundle);
    for (unsigned level = 0; level + 1 < TILE_LEVELS; level++) {
        uint64_t count = level_hashes(size, level);
        if (count % TILE_WIDTH != 0) {
            break;
        }
        TRY(emit_tile(work, level, count, TILE_WIDTH, err));
        work->open[level + 1][(count / TILE_WIDTH - 1) % TILE_WIDTH] = tile_fold(work->open[level], TILE_WIDTH);
    }
    return true;
}

bool tilework_add(Tilework *work, const Hash *leaf, Bytes entry, Err *err) {
    TRY(tile_entry_add(&work->bundle, entry, err));
    work->open[0][work->frontier.size % TILE_WIDTH] = *leaf;
    merkle_append(&work->frontier, leaf);
    return work->frontier.size % TILE_WIDTH != 0 || close_full(work, err);
}

bool tilework_partials(Tilework *work, Err *err) {
    uint64_t size = work->frontier.size;
    unsigned width = (unsigned)(size % TILE_WIDTH);
    TRY(width == 0 || emit_bundle(work, size, width, err));
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        uint64_t count = level_hashes(size, level);
        width = (unsigned)(count % TILE_WIDTH);
        TRY(width == 0 || emit_tile(work, level, count, width, err));
    }
    return true;
}
