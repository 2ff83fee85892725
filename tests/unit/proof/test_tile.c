#include "proof/tile.h"

#include <string.h>

#include "../cmocka_all.h"

static void paths_are_those_of_the_specification(void **state) {
    (void)state;
    Arena arena = {0};
    static const struct {
        TileId tile;
        Str path;
    } cases[] = {
        {{false, 0, 0, 256}, STR_INIT("tile/0/000")},
        {{false, 0, 5, 256}, STR_INIT("tile/0/005")},
        {{false, 1, 1234067, 8}, STR_INIT("tile/1/x001/x234/067.p/8")},
        {{true, 0, 1000, 255}, STR_INIT("tile/entries/x001/000.p/255")},
        {{false, 7, 999, 1}, STR_INIT("tile/7/999.p/1")},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TileId back = {.width = 0};
        assert_true(str_eq(tile_path(&arena, &cases[i].tile), cases[i].path));
        assert_true(tile_path_parse(cases[i].path, &back, NULL));
        assert_true(back.entries == cases[i].tile.entries && back.level == cases[i].tile.level);
        assert_true(back.index == cases[i].tile.index && back.width == cases[i].tile.width);
    }
    arena_done(&arena);
}

static void other_paths_are_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/1",
        "tile/0/0001",
        "tile/8/000",
        "tile/00/000",
        "tile/-1/000",
        "tile/x/000",
        "tile/0/000.p",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/001/000",
        "tile/0/x001/x000",
        "tile/0/x000/001",
        "tile/entries/00a",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        TileId tile = {.width = 77};
        Err err = {0};
        if (tile_path_parse(str_from_c(cases[i]), &tile, &err)) {
            fail_msg("accepted: %s", cases[i]);
        }
        assert_int_equal(tile.width, 77);
        assert_int_equal(err.code, ERR_INVALID_PROOF);
    }
}

/* The example of the specification: 70,000 entries. */
static void widths_follow_from_the_size(void **state) {
    (void)state;
    assert_int_equal(tile_levels(0), 0);
    assert_int_equal(tile_levels(255), 1);
    assert_int_equal(tile_levels(256), 2);
    assert_int_equal(tile_levels(70000), 3);
    assert_int_equal(tile_width(70000, 0, 272), 256);
    assert_int_equal(tile_width(70000, 0, 273), 112);
    assert_int_equal(tile_width(70000, 0, 274), 0);
    assert_int_equal(tile_width(70000, 1, 0), 256);
    assert_int_equal(tile_width(70000, 1, 1), 17);
    assert_int_equal(tile_width(70000, 2, 0), 1);
    assert_int_equal(tile_width(70000, 3, 0), 0);
    assert_int_equal(tile_width(256, 0, 1), 0);
    assert_int_equal(tile_count(70000, 0), 274);
    assert_int_equal(tile_count(256, 0), 1);
    assert_int_equal(tile_count(0, 0), 0);
    assert_int_equal(tile_count(UINT64_MAX, TILE_LEVELS), 0);
}

/* What is to be written from one size to another, checked against each tile's width at both. */
static void check_walk(uint64_t old_size, uint64_t size) {
    TileWalk walk = {.level = 0};
    TileId tile;
    uint64_t found = 0;
    uint64_t expected = 0;
    while (tile_next(&walk, old_size, size, &tile)) {
        assert_int_equal(tile.width, tile_width(size, tile.level, tile.index));
        assert_true(tile.width != tile_width(old_size, tile.level, tile.index));
        found++;
    }
    for (unsigned level = 0; level < TILE_LEVELS; level++) {
        for (uint64_t index = 0; index < tile_count(size, level); index++) {
            bool changed = tile_width(size, level, index) != tile_width(old_size, level, index);
            expected += changed ? (level == 0 ? 2 : 1) : 0;
        }
    }
    assert_int_equal(found, expected);
}

static void growing_writes_each_changed_tile_once(void **state) {
    (void)state;
    static const uint64_t sizes[] = {0, 1, 2, 255, 256, 257, 511, 512, 513, 65535, 65536, 65537, 70000, 131072};
    for (size_t from = 0; from < COUNT_OF(sizes); from++) {
        for (size_t to = from; to < COUNT_OF(sizes); to++) {
            check_walk(sizes[from], sizes[to]);
        }
    }
}

enum { ENTRIES = 1100 };

typedef struct {
    Hash level0[ENTRIES];
    Hash level1[ENTRIES / TILE_WIDTH];
    uint64_t size;
    unsigned reads;
} Tiles;

static bool read_tile(void *ctx, const TileId *tile, const Hash **hashes, Err *err) {
    Tiles *tiles = ctx;
    (void)err;
    assert_false(tile->entries);
    assert_int_equal(tile->width, tile_width(tiles->size, tile->level, tile->index));
    *hashes = (tile->level == 0 ? tiles->level0 : tiles->level1) + tile->index * TILE_WIDTH;
    tiles->reads++;
    return true;
}

static bool read_nothing(void *ctx, const TileId *tile, const Hash **hashes, Err *err) {
    (void)ctx;
    (void)tile;
    (void)hashes;
    return err_set(err, ERR_IO, "no disk");
}

static void proofs_over_tiles_are_those_over_leaves(void **state) {
    (void)state;
    Arena arena = {0};
    Tiles *tiles = ARENA_NEW(&arena, Tiles);
    for (size_t i = 0; i < ENTRIES; i++) {
        tiles->level0[i] = merkle_leaf((Bytes){(const uint8_t *)&i, sizeof(i)});
    }
    for (size_t i = 0; i < ENTRIES / TILE_WIDTH; i++) {
        tiles->level1[i] = tile_fold(tiles->level0 + i * TILE_WIDTH, TILE_WIDTH);
    }
    static const uint64_t sizes[] = {1, 2, 255, 256, 257, 700, 1024, ENTRIES};
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        tiles->size = sizes[s];
        TileSource source = {read_tile, tiles, tiles->size};
        MerkleRows rows = merkle_rows(&arena, tiles->level0, tiles->size);
        Hash root;
        Hash expected = merkle_tree_root(tiles->level0, tiles->size);
        assert_true(merkle_root_of(tile_node, &source, tiles->size, &root, NULL));
        assert_true(hash_eq(&root, &expected));
        for (uint64_t i = 0; i < tiles->size; i += 37) {
            MerkleProof one = {.count = 0};
            MerkleProof other = {.count = 0};
            assert_true(merkle_prove_inclusion(tile_node, &source, i, tiles->size, &one, NULL));
            assert_true(merkle_prove_inclusion(merkle_rows_node, &rows, i, tiles->size, &other, NULL));
            assert_int_equal(one.count, other.count);
            assert_memory_equal(one.hashes, other.hashes, one.count * sizeof(Hash));
        }
    }
    assert_true(tiles->reads > 0);
    arena_done(&arena);
}

static void what_is_outside_the_log_or_unreadable_is_said(void **state) {
    (void)state;
    Err err = {0};
    Hash hash;
    TileSource source = {read_nothing, NULL, 256};
    assert_false(tile_node(&source, 0, 256, &hash, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(tile_node(&source, 8, 0, &hash, &err));
    assert_int_equal(err.code, ERR_IO);
}

static void entry_bundles_give_their_entries_back(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Buf bundle = {.arena = &arena};
    Bytes largest = {arena_alloc(&arena, LIMIT_LOG_ENTRY_BYTES + 1), LIMIT_LOG_ENTRY_BYTES};
    assert_true(tile_entry_add(&bundle, str_bytes(STR("one")), &err));
    assert_true(tile_entry_add(&bundle, largest, &err));
    assert_true(tile_entry_add(&bundle, (Bytes){0}, &err));
    largest.len++;
    assert_false(tile_entry_add(&bundle, largest, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    Bytes rest = buf_bytes(&bundle);
    Bytes entry = {0};
    assert_true(tile_entry_next(&rest, &entry, &err) && bytes_eq(entry, str_bytes(STR("one"))));
    assert_true(tile_entry_next(&rest, &entry, &err) && entry.len == LIMIT_LOG_ENTRY_BYTES);
    assert_true(tile_entry_next(&rest, &entry, &err) && entry.len == 0);
    assert_int_equal(rest.len, 0);
    assert_false(tile_entry_next(&rest, &entry, &err));
    rest = str_bytes(STR("\0\5abcd"));
    assert_false(tile_entry_next(&rest, &entry, &err));
    assert_non_null(strstr(err.text, "only 4 bytes left"));
    assert_int_equal(rest.len, 6);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_those_of_the_specification),
        cmocka_unit_test(other_paths_are_refused),
        cmocka_unit_test(widths_follow_from_the_size),
        cmocka_unit_test(growing_writes_each_changed_tile_once),
        cmocka_unit_test(proofs_over_tiles_are_those_over_leaves),
        cmocka_unit_test(what_is_outside_the_log_or_unreadable_is_said),
        cmocka_unit_test(entry_bundles_give_their_entries_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
