#include "store/frames.h"

#include "store/erasures.h"

enum { FRAMES_NUMBER = 8 };

static void pack(uint8_t *out, uint64_t number) {
    for (unsigned i = 0; i < FRAMES_NUMBER; i++) {
        out[i] = (uint8_t)(number >> (8 * i));
    }
}

/* Entry numbers are positive and fit the database's integers; anything else is damage. */
static bool unpack(const uint8_t *in, uint64_t *out, Err *err) {
    uint64_t number = 0;
    for (unsigned i = 0; i < FRAMES_NUMBER; i++) {
        number |= (uint64_t)in[i] << (8 * i);
    }
    if (number == 0 || number > INT64_MAX) {
        return err_set(err, ERR_CORRUPT,
                       "a stored frame holds %llu, which is no entry; restore banyan.db from a backup",
                       (unsigned long long)number);
    }
    *out = number;
    return true;
}

static bool put_chunk(Db *db, const uint8_t statement[FRAMES_ID], uint64_t chunk, Bytes packed, Err *err) {
    return db_run(db, SQL("INSERT INTO frames (statement, chunk, entries) VALUES ($statement, $chunk, $entries)"),
                  DB_ARGS(db_blob("$statement", (Bytes){.ptr = statement, .len = FRAMES_ID}), db_u64("$chunk", chunk),
                          db_blob("$entries", packed)),
                  err);
}

/* An empty frame is one empty chunk, so that it differs from none. */
bool frames_put(Db *db, const uint8_t statement[FRAMES_ID], const uint64_t *entries, size_t count, Err *err) {
    uint8_t packed[FRAMES_CHUNK * FRAMES_NUMBER];
    size_t at = 0;
    uint64_t chunk = 0;
    do {
        size_t part = count - at < FRAMES_CHUNK ? count - at : FRAMES_CHUNK;
        for (size_t i = 0; i < part; i++) {
            pack(packed + i * FRAMES_NUMBER, entries[at + i]);
        }
        TRY(put_chunk(db, statement, chunk++, (Bytes){.ptr = packed, .len = part * FRAMES_NUMBER}, err));
        at += part;
    } while (at < count);
    return true;
}

static bool count_entries(Db *db, const uint8_t statement[FRAMES_ID], size_t *out, Err *err) {
    bool found = false;
    uint64_t bytes = 0;
    TRY(db_number(db, SQL("SELECT sum(length(entries)) FROM frames WHERE statement = $statement"),
                  DB_ARGS(db_blob("$statement", (Bytes){.ptr = statement, .len = FRAMES_ID})), &found, &bytes, err));
    *out = (size_t)(bytes / FRAMES_NUMBER);
    return found || err_set(err, ERR_NOT_FOUND, "there is no frame of that statement");
}

bool frames_get(Arena *arena, Db *db, const uint8_t statement[FRAMES_ID], uint64_t **entries, size_t *count, Err *err) {
    size_t room = 0;
    TRY(count_entries(db, statement, &room, err));
    uint64_t *numbers = ARENA_ARRAY(arena, room, uint64_t);
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    size_t at = 0;
    TRY(db_query(db, SQL("SELECT entries FROM frames WHERE statement = $statement ORDER BY chunk"),
                 DB_ARGS(db_blob("$statement", (Bytes){.ptr = statement, .len = FRAMES_ID})), &rows, err));
    TRY(db_next(&rows, &row, err));
    while (row) {
        Bytes packed = db_column_blob(&rows, 0);
        for (size_t i = 0; i + FRAMES_NUMBER <= packed.len && at < room; i += FRAMES_NUMBER) {
            TRY(unpack(packed.ptr + i, &numbers[at++], err));
        }
        TRY(db_next(&rows, &row, err));
    }
    *entries = numbers;
    *count = at;
    return true;
}

typedef struct {
    const uint64_t *entries;
    size_t count;
    uint64_t found;
} FrameSearch;

/* Erasures are few and frames are read once: a scan for each needs no sorted copy. */
static bool count_erased(void *ctx, const ErasuresRow *row, Err *err) {
    (void)err;
    FrameSearch *search = ctx;
    for (size_t i = 0; i < search->count; i++) {
        search->found += search->entries[i] == row->entry ? 1 : 0;
    }
    return true;
}

bool frames_erased(Arena *arena, Db *db, const uint8_t statement[FRAMES_ID], uint64_t *out, Err *err) {
    uint64_t *entries = NULL;
    size_t count = 0;
    TRY(frames_get(arena, db, statement, &entries, &count, err));
    FrameSearch search = {.entries = entries, .count = count};
    TRY(erasures_each(db, count_erased, &search, err));
    *out = search.found;
    return true;
}
