#include "store/search.h"

#include <stdio.h>
#include <string.h>

#include "sys/stream.h"

enum { SEARCH_ROOM = 1024 * 1024, SEARCH_FILTER_BITS = 1 << 16 };

typedef struct Search Search;

struct Search {
    Arena *arena;
    const FilesDir *dir;
    const Bytes *needles;
    size_t count;
    size_t overlap; /* bytes of the last part that a match may begin in */
    bool (*holds)(const Search *search, Bytes part);
    uint8_t *room;
    uint8_t *filter; /* one bit per hash of a piece's first 8 bytes */
    const char *prefix;
    Str found;
};

static bool holds_whole(const Search *search, Bytes part) {
    return memmem(part.ptr, part.len, search->needles[0].ptr, search->needles[0].len) != NULL;
}

static uint32_t piece_hash(const uint8_t *at) {
    uint64_t word = 0;
    memcpy(&word, at, sizeof word);
    return (uint32_t)((word * 0x9E3779B97F4A7C15U) >> 48);
}

static bool is_piece(const Search *search, const uint8_t *at) {
    for (size_t i = 0; i < search->count; i++) {
        for (size_t from = 0; from + SEARCH_PIECE <= search->needles[i].len; from += SEARCH_PIECE) {
            if (memcmp(search->needles[i].ptr + from, at, SEARCH_PIECE) == 0) {
                return true;
            }
        }
    }
    return false;
}

static bool holds_piece(const Search *search, Bytes part) {
    for (size_t i = 0; i + SEARCH_PIECE <= part.len; i++) {
        uint32_t hash = piece_hash(part.ptr + i);
        if (((unsigned)search->filter[hash / 8] & 1U << (hash % 8)) != 0 && is_piece(search, part.ptr + i)) {
            return true;
        }
    }
    return false;
}

static void filter_fill(Search *search) {
    search->filter = arena_alloc(search->arena, SEARCH_FILTER_BITS / 8);
    for (size_t i = 0; i < search->count; i++) {
        for (size_t from = 0; from + SEARCH_PIECE <= search->needles[i].len; from += SEARCH_PIECE) {
            uint32_t hash = piece_hash(search->needles[i].ptr + from);
            search->filter[hash / 8] |= (uint8_t)(1U << (hash % 8));
        }
    }
}

/* Parts overlap by one byte less than what is looked for, so that nothing hides across a border. */
static bool search_file(Search *search, const char *path, Err *err) {
    StreamIn in CLEANUP(stream_in_close) = {0};
    size_t kept = 0;
    size_t got = 1;
    TRY(stream_in_open(str_from_c(path), &in, err));
    while (got > 0) {
        TRY(stream_read(&in, (char *)search->room + kept, SEARCH_ROOM - kept, &got, err));
        Bytes part = {search->room, kept + got};
        if (search->holds(search, part)) {
            search->found = str_copy(search->arena, str_from_c(path));
            return true;
        }
        kept = part.len < search->overlap ? part.len : search->overlap;
        memmove(search->room, part.ptr + part.len - kept, kept);
    }
    return true;
}

static bool search_entry(void *ctx, const char *name, bool is_dir, Err *err) {
    Search *search = ctx;
    char path[FILES_PATH_BYTES];
    char inside[FILES_PATH_BYTES];
    if (search->found.len > 0) {
        return true;
    }
    (void)snprintf(inside, sizeof inside, "%s%s%s", search->prefix, search->prefix[0] == '\0' ? "" : "/", name);
    if (is_dir) {
        const char *outer = search->prefix;
        search->prefix = inside;
        bool done = files_each(search->dir, inside, search_entry, search, err);
        search->prefix = outer;
        return done;
    }
    int len = snprintf(path, sizeof path, "%s/%s", search->dir->path, inside);
    if (len < 0 || len >= (int)sizeof path) {
        return err_set(err, ERR_IO, "%s: a path in it is too long", search->dir->path);
    }
    return search_file(search, path, err);
}

static bool search_run(Search *search, Str *file, Err *err) {
    search->room = arena_alloc(search->arena, SEARCH_ROOM);
    search->prefix = "";
    TRY(files_each(search->dir, ".", search_entry, search, err));
    *file = search->found;
    return true;
}

bool search_whole(Arena *arena, const FilesDir *dir, Bytes needle, Str *file, Err *err) {
    if (needle.len == 0 || needle.len > SEARCH_ROOM / 2) {
        return err_set(err, ERR_INTERNAL, "a search needs 1 to %d bytes, not %zu", SEARCH_ROOM / 2, needle.len);
    }
    Search search = {
        .arena = arena, .dir = dir, .needles = &needle, .count = 1, .overlap = needle.len - 1, .holds = holds_whole};
    return search_run(&search, file, err);
}

bool search_pieces(Arena *arena, const FilesDir *dir, const Bytes *needles, size_t count, Str *file, Err *err) {
    for (size_t i = 0; i < count; i++) {
        if (needles[i].len < SEARCH_PIECE) {
            return err_set(err, ERR_INTERNAL, "a search for pieces needs at least %d bytes", SEARCH_PIECE);
        }
    }
    Search search = {.arena = arena,
                     .dir = dir,
                     .needles = needles,
                     .count = count,
                     .overlap = SEARCH_PIECE - 1,
                     .holds = holds_piece};
    filter_fill(&search);
    return search_run(&search, file, err);
}
