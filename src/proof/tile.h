/*
 * Where a log's hashes and entries lie in tiles: names, widths and contents, without touching a file.
 *
 * Shape: a tile holds up to 256 hashes of 32 bytes; hash i of tile (level, index) is the root of the complete subtree
 * of 256^level leaves that begins at leaf (index * 256 + i) * 256^level. Entry bundles hold up to 256 entries, each
 * behind its length in two bytes, big-endian. Owns: paths live in the arena; decoded entries are views.
 * Errors: ERR_INVALID_PROOF for a path or bundle that is not well formed; ERR_TOO_LARGE for an entry above
 * LIMIT_LOG_ENTRY_BYTES.
 * Source: C2SP tlog-tiles.
 */
#ifndef BANYAN_PROOF_TILE_H
#define BANYAN_PROOF_TILE_H

#include "base/buf.h"
#include "proof/merkle.h"

enum { TILE_HEIGHT = 8, TILE_WIDTH = 256, TILE_LEVELS = 8, TILE_BYTES = TILE_WIDTH * HASH_BYTES };

/* One file under log/tile/. */
typedef struct {
    bool entries;   /* an entry bundle; level is 0 */
    unsigned level; /* 0 holds leaf hashes */
    uint64_t index;
    unsigned width; /* 1 to 255 for a partial tile, 256 for a full one */
} TileId;

/* "tile/0/x001/234/067.p/8", "tile/entries/000". */
Str tile_path(Arena *arena, const TileId *tile);
CHECKED bool tile_path_parse(Str path, TileId *out, Err *err);

/* Width of that tile in a log of `size` entries: 0 where there is none. */
CHECKED unsigned tile_width(uint64_t size, unsigned level, uint64_t index);
/* Number of levels with at least one hash: 0 for an empty log. */
CHECKED unsigned tile_levels(uint64_t size);
/* Number of tiles at a level, the partial one included. */
CHECKED uint64_t tile_count(uint64_t size, unsigned level);

/* Tiles and entry bundles to write when a log grows from one size to a larger one: walk from {0} until false. Full ones
 * that were full before are left out; each level's partial tile at the new size is included. */
typedef struct {
    unsigned level;
    uint64_t index;
    bool started;
    bool entries;
} TileWalk;

CHECKED bool tile_next(TileWalk *walk, uint64_t old_size, uint64_t size, TileId *out);

/* The place of the complete subtree (level, index): hashes first .. first + count - 1 of a tile, hashed upward. */
typedef struct {
    unsigned tile_level;
    uint64_t tile_index;
    unsigned first;
    unsigned count; /* a power of two */
} TilePlace;

TilePlace tile_place(unsigned level, uint64_t index);
/* The root over `count` (a power of two, at most 256) hashes. */
Hash tile_fold(const Hash *hashes, unsigned count);

/* Gives tile.width hashes of a tile; they need to live until the next call only. */
typedef bool (*TileRead)(void *ctx, const TileId *tile, const Hash **hashes, Err *err);

typedef struct {
    TileRead read;
    void *ctx;
    uint64_t size; /* the log's size at which the tiles are read: decides the widths */
} TileSource;

/* A MerkleNodes over tiles; ctx is a TileSource. */
CHECKED bool tile_node(void *ctx, unsigned level, uint64_t index, Hash *out, Err *err);

CHECKED bool tile_entry_add(Buf *bundle, Bytes entry, Err *err);
/* Cuts the first entry off `rest`. */
CHECKED bool tile_entry_next(Bytes *rest, Bytes *entry, Err *err);

#endif
