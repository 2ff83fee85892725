/*
 * The log's tile files, read for proofs.
 *
 * Shape: a cache of one tile per level; a partial tile that is gone is read from its full one.
 * Owns: tiles_done frees the cache; the log directory is borrowed.
 * Errors: ERR_CORRUPT names a tile that is missing or has the wrong length; sys/files.h's.
 * Source: C2SP tlog-tiles.
 */
#ifndef BANYAN_LEDGER_TILES_H
#define BANYAN_LEDGER_TILES_H

#include "proof/tile.h"
#include "sys/files.h"

typedef struct TilesCached TilesCached;

typedef struct {
    const FilesDir *log;
    Arena arena;
    TilesCached *cached; /* TILE_LEVELS of them */
} Tiles;

void tiles_init(Tiles *tiles, const FilesDir *log);
void tiles_done(Tiles *tiles);
/* Forgets what was read, as after tiles were written. */
void tiles_forget(Tiles *tiles);
/* A TileRead; ctx is a Tiles. */
CHECKED bool tiles_read(void *ctx, const TileId *tile, const Hash **hashes, Err *err);
/* For merkle_* with tile_node. */
TileSource tiles_source(Tiles *tiles, uint64_t size);

#endif
