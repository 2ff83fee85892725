#include "proof/tile.h"

#include <string.h>

#include "base/checked.h"

enum { GROUP = 1000, INDEX_GROUPS = 7, ENTRY_LENGTH_BYTES = 2 };

/* floor(size / 256^level): the number of hashes at a level. */
static uint64_t hashes_at(uint64_t size, unsigned level) {
    return level < TILE_LEVELS ? size >> (TILE_HEIGHT * level) : 0;
}

/* "x001/x234/067": all groups but the last begin with x. */
static void add_index(Buf *out, uint64_t index) {
    unsigned groups[INDEX_GROUPS];
    size_t count = 0;
    do {
        groups[count++] = (unsigned)(index % GROUP);
        index /= GROUP;
    } while (index > 0);
    while (count > 0) {
        count--;
        buf_addf(out, count > 0 ? "x%03u/" : "%03u", groups[count]);
    }
}

Str tile_path(Arena *arena, const TileId *tile) {
    Buf out = {.arena = arena};
    if (tile->entries) {
        buf_add(&out, STR("tile/entries/"));
    } else {
        buf_addf(&out, "tile/%u/", tile->level);
    }
    add_index(&out, tile->index);
    if (tile->width < TILE_WIDTH) {
        buf_addf(&out, ".p/%u", tile->width);
    }
    return buf_str(&out);
}

static bool parse_group(Str group, bool more, uint64_t *index) {
    TRY(!more || str_starts(group, STR("x")));
    Str digits = more ? str_slice(group, 1, group.len) : group;
    TRY(digits.len == 3);
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        TRY(digits.ptr[i] >= '0' && digits.ptr[i] <= '9');
        value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    }
    uint64_t scaled = 0;
    return checked_mul_u64(*index, GROUP, &scaled) && checked_add_u64(scaled, value, index);
}

static bool parse_index(Str text, uint64_t *out) {
    uint64_t index = 0;
    Str rest = text;
    while (rest.ptr != NULL) {
        Str group = str_cut(&rest, '/');
        TRY(parse_group(group, rest.ptr != NULL, &index));
        TRY(rest.ptr == NULL || index != 0); /* no leading group of zeros: a tile has one name */
    }
    *out = index;
    return true;
}

/* The width behind ".p/", which is cut off `text`. */
static bool cut_width(Str *text, unsigned *width) {
    size_t at = str_find(*text, '.');
    uint64_t value = TILE_WIDTH;
    if (at < text->len) {
        Str tail = str_slice(*text, at, text->len);
        TRY(str_starts(tail, STR(".p/")) && checked_parse_u64(str_slice(tail, 3, tail.len), &value));
        TRY(value > 0 && value < TILE_WIDTH);
        text->len = at;
    }
    *width = (unsigned)value;
    return true;
}

static bool parse_path(Str path, TileId *out) {
    Str rest = path;
    TRY(str_eq(str_cut(&rest, '/'), STR("tile")) && rest.ptr != NULL);
    Str level = str_cut(&rest, '/');
    TRY(rest.ptr != NULL);
    TileId tile = {.entries = str_eq(level, STR("entries"))};
    uint64_t number = 0;
    TRY(tile.entries || (checked_parse_u64(level, &number) && number < TILE_LEVELS));
    tile.level = (unsigned)number;
    TRY(cut_width(&rest, &tile.width) && parse_index(rest, &tile.index));
    *out = tile;
    return true;
}

bool tile_path_parse(Str path, TileId *out, Err *err) {
    TileId tile;
    if (!parse_path(path, &tile)) {
        return err_set(err, ERR_INVALID_PROOF,
                       "\"%.*s\" is no tile; write tile/LEVEL/001 or tile/entries/x001/234.p/56",
                       STR_ARG(str_slice(path, 0, 100)));
    }
    *out = tile;
    return true;
}

unsigned tile_width(uint64_t size, unsigned level, uint64_t index) {
    uint64_t hashes = hashes_at(size, level);
    uint64_t full = hashes / TILE_WIDTH;
    if (index < full) {
        return TILE_WIDTH;
    }
    return index == full ? (unsigned)(hashes % TILE_WIDTH) : 0;
}

unsigned tile_levels(uint64_t size) {
    unsigned levels = 0;
    while (hashes_at(size, levels) > 0) {
        levels++;
    }
    return levels;
}

uint64_t tile_count(uint64_t size, unsigned level) {
    uint64_t hashes = hashes_at(size, level);
    return hashes / TILE_WIDTH + (hashes % TILE_WIDTH != 0 ? 1 : 0);
}

/* Each level is walked once for hashes; level 0 a second time, for the entry bundles, before them. */
static void next_level(TileWalk *walk, uint64_t old_size) {
    if (walk->started && !walk->entries) {
        walk->level++;
    }
    walk->entries = !walk->started;
    walk->started = true;
    walk->index = hashes_at(old_size, walk->level) / TILE_WIDTH;
}

bool tile_next(TileWalk *walk, uint64_t old_size, uint64_t size, TileId *out) {
    if (!walk->started) {
        next_level(walk, old_size);
    }
    while (hashes_at(size, walk->level) > 0) {
        unsigned width = tile_width(size, walk->level, walk->index);
        bool same = walk->index == hashes_at(old_size, walk->level) / TILE_WIDTH &&
                    width == tile_width(old_size, walk->level, walk->index);
        if (width > 0 && !same) {
            *out = (TileId){.entries = walk->entries, .level = walk->level, .index = walk->index, .width = width};
            walk->index++;
            return true;
        }
        next_level(walk, old_size);
    }
    return false;
}

TilePlace tile_place(unsigned level, uint64_t index) {
    unsigned within = level % TILE_HEIGHT;
    uint64_t first = index << within;
    return (TilePlace){.tile_level = level / TILE_HEIGHT,
                       .tile_index = first / TILE_WIDTH,
                       .first = (unsigned)(first % TILE_WIDTH),
                       .count = 1u << within};
}

Hash tile_fold(const Hash *hashes, unsigned count) {
    Hash row[TILE_WIDTH];
    memcpy(row, hashes, count * sizeof(Hash));
    for (unsigned width = count; width > 1; width /= 2) {
        for (unsigned i = 0; i < width / 2; i++) {
            row[i] = merkle_node(&row[(size_t)2 * i], &row[(size_t)2 * i + 1]);
        }
    }
    return row[0];
}

bool tile_node(void *ctx, unsigned level, uint64_t index, Hash *out, Err *err) {
    const TileSource *source = ctx;
    TilePlace place = tile_place(level, index);
    TileId tile = {.level = place.tile_level,
                   .index = place.tile_index,
                   .width = tile_width(source->size, place.tile_level, place.tile_index)};
    if (place.first + place.count > tile.width) {
        return err_set(err, ERR_INTERNAL, "subtree %llu of level %u is outside a log of %llu entries",
                       (unsigned long long)index, level, (unsigned long long)source->size);
    }
    const Hash *hashes = NULL;
    TRY(source->read(source->ctx, &tile, &hashes, err));
    *out = tile_fold(hashes + place.first, place.count);
    return true;
}

bool tile_entry_add(Buf *bundle, Bytes entry, Err *err) {
    if (entry.len > LIMIT_LOG_ENTRY_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "a log entry has %zu bytes; the most is %d", entry.len,
                       LIMIT_LOG_ENTRY_BYTES);
    }
    buf_add_byte(bundle, (char)(uint8_t)(entry.len >> 8));
    buf_add_byte(bundle, (char)(uint8_t)entry.len);
    buf_add_bytes(bundle, entry);
    return true;
}

bool tile_entry_next(Bytes *rest, Bytes *entry, Err *err) {
    if (rest->len < ENTRY_LENGTH_BYTES) {
        return err_set(err, ERR_INVALID_PROOF, "an entry bundle ends with %zu bytes of an entry's length", rest->len);
    }
    size_t len = (size_t)rest->ptr[0] << 8 | rest->ptr[1];
    if (len > rest->len - ENTRY_LENGTH_BYTES) {
        return err_set(err, ERR_INVALID_PROOF, "an entry of %zu bytes has only %zu bytes left in its bundle", len,
                       rest->len - ENTRY_LENGTH_BYTES);
    }
    *entry = (Bytes){rest->ptr + ENTRY_LENGTH_BYTES, len};
    *rest = (Bytes){rest->ptr + ENTRY_LENGTH_BYTES + len, rest->len - ENTRY_LENGTH_BYTES - len};
    return true;
}
