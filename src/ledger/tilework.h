/*
 * Leaves in, tiles and entry bundles out: what every file of the log has to hold, made in one pass and constant memory.
 *
 * Shape: one open tile per level and one open bundle (at most 256 * 65,537 bytes). Full ones are given to `emit` as they
 *        fill; the partial ones of the present size when tilework_partials is called.
 * Owns: buffers live in the arena; what `emit` gets lives for the call.
 * Errors: ERR_TOO_LARGE for an entry over 65,535 bytes; what `emit` or the tile source says.
 * Source: C2SP tlog-tiles.
 */
#ifndef BANYAN_LEDGER_TILEWORK_H
#define BANYAN_LEDGER_TILEWORK_H

#include "proof/tile.h"

typedef bool (*TileworkEmit)(void *ctx, const TileId *tile, Bytes bytes, Err *err);

typedef struct {
    MerkleFrontier frontier; /* frontier.size leaves were added */
    Hash *open[TILE_LEVELS]; /* TILE_WIDTH hashes each */
    Buf bundle;
    TileworkEmit emit;
    void *ctx;
} Tilework;

void tilework_init(Tilework *work, Arena *arena, TileworkEmit emit, void *ctx);
/* Takes up a log of source->size leaves at the last multiple of 256: the caller adds the leaves from there. */
CHECKED bool tilework_resume(Tilework *work, TileSource *source, Err *err);
CHECKED bool tilework_add(Tilework *work, const Hash *leaf, Bytes entry, Err *err);
CHECKED bool tilework_partials(Tilework *work, Err *err);

#endif
