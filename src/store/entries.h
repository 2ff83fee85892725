/*
 * Entries: what was accepted, in the order it was accepted; append-only.
 *
 * Shape: numbered 1, 2, 3 ... without gaps. `leaf` is the canonical text whose hash goes on the log; `subject` the record
 *        or document it is about; `act_hash` a keyed hash of the client's act for idempotency.
 * Units: accepted_minute in minutes since 1970-01-01T00:00Z. Owns: rows live in the arena or for the call.
 * Errors: ERR_NOT_FOUND; what store/db.h says.
 */
#ifndef BANYAN_STORE_ENTRIES_H
#define BANYAN_STORE_ENTRIES_H

#include "store/db.h"

enum { ENTRIES_SUBJECT = 16 };

typedef struct {
    Str programme;          /* empty where the entry belongs to none */
    Str kind;               /* "record.submitted" ... */
    const uint8_t *subject; /* ENTRIES_SUBJECT bytes */
    Str leaf;
    const Hash *act_hash; /* NULL for documents */
    int64_t accepted_minute;
} EntriesNew;

typedef struct {
    uint64_t entry;
    Str programme;
    Str kind;
    uint8_t subject[ENTRIES_SUBJECT];
    Str leaf;
    bool has_act_hash;
    Hash act_hash;
    int64_t accepted_minute;
} EntriesRow;

/* Only inside db_write. */
CHECKED bool entries_append(Db *db, const EntriesNew *entry, uint64_t *number, Err *err);
CHECKED bool entries_get(Arena *arena, Db *db, uint64_t entry, EntriesRow *out, Err *err);
CHECKED bool entries_count(Db *db, uint64_t *out, Err *err);

/* Calls `each` in order for entries >= from; holds no read snapshot meanwhile. Stops when `each` returns false. */
typedef bool (*EntriesEach)(void *ctx, const EntriesRow *row, Err *err);
CHECKED bool entries_each(Db *db, uint64_t from, EntriesEach each, void *ctx, Err *err);
/* Entries about one subject other than its record.submitted (which records_get finds): reviews, checks ... */
CHECKED bool entries_about(Db *db, Str programme, const uint8_t subject[ENTRIES_SUBJECT], EntriesEach each, void *ctx,
                           Err *err);

/* For queries of this layer: the seven columns of an entry in the order of entries' definition, from column `first` on. */
CHECKED bool entries_row(Arena *arena, const DbRows *rows, int first, EntriesRow *out, Err *err);

/* For store.c: what every db_write does after BEGIN (the next number) and before COMMIT (reads back what was appended
 * and compares it with what was meant: ERR_CORRUPT). */
CHECKED bool entries_begin(Db *db, void *ctx, Err *err);
CHECKED bool entries_verify(Db *db, void *ctx, Err *err);

#endif
