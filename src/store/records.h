/*
 * Records as lists, counts and maps need them; derived, rebuilt from entries and payloads.
 *
 * Shape: one row per record. An erased record leaves a stub: programme, id, entry and state `erased`, the rest empty.
 *        date_local is YYYY-MM-DD; state is one of docs/formats/record.md's words.
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second row of an id; what
 * store/db.h says.
 */
#ifndef BANYAN_STORE_RECORDS_H
#define BANYAN_STORE_RECORDS_H

#include "store/db.h"

enum { RECORDS_ID = 16, RECORDS_WAITING = 16384 };

typedef struct {
    Str programme;
    uint8_t id[RECORDS_ID];
    uint64_t entry; /* its record.submitted */
    Str type;
    Str venue;
    bool has_asset;
    uint8_t asset[RECORDS_ID];
    Str date_local;
    Str state;
} RecordsRow;

/* Only inside db_write. Rows wait in memory, RECORDS_WAITING and as many that are on their way, and are written in order
 * of id: random ids would touch another page of the index each. Every function here writes them first; a second row of an
 * id is refused (ERR_CONFLICT) when they are written. */
CHECKED bool records_put(Db *db, const RecordsRow *row, Err *err);
CHECKED bool records_set_state(Db *db, Str programme, uint64_t entry, Str state, Err *err);
/* Turns the row into a stub. */
CHECKED bool records_erase(Db *db, Str programme, uint64_t entry, Err *err);

CHECKED bool records_get(Arena *arena, Db *db, Str programme, const uint8_t id[RECORDS_ID], RecordsRow *out, Err *err);
CHECKED bool records_of_entry(Arena *arena, Db *db, Str programme, uint64_t entry, RecordsRow *out, Err *err);

/* For queries of this layer: programme, entry, id, type, venue, asset, date_local, state from column `first` on. */
CHECKED bool records_row(Arena *arena, const DbRows *rows, int first, RecordsRow *out, Err *err);

typedef struct {
    Str programme;
    Str state; /* empty: all, stubs included */
    Str type;  /* empty: all */
    Str venue; /* empty: all */
    Str from;  /* first date_local, empty: no bound */
    Str until; /* first date_local behind it, empty: no bound */
    uint64_t after;
} RecordsFilter;

typedef bool (*RecordsEach)(void *ctx, const RecordsRow *row, Err *err);
/* In order of entry, entries greater than filter->after; holds no read snapshot meanwhile. */
CHECKED bool records_each(Db *db, const RecordsFilter *filter, RecordsEach each, void *ctx, Err *err);
CHECKED bool records_count(Db *db, const RecordsFilter *filter, uint64_t *out, Err *err);

typedef struct {
    Str type;
    Str state;
    uint64_t count;
} RecordsCount;

typedef bool (*RecordsCounts)(void *ctx, const RecordsCount *count, Err *err);
/* Counts by type and state, in that order. */
CHECKED bool records_counts(Db *db, Str programme, RecordsCounts each, void *ctx, Err *err);

/* For store.c and derived.c: forgets the rows that wait, as a new transaction does, and writes them, as its end does. */
CHECKED bool records_forget(Db *db, Err *err);
CHECKED bool records_flush(Db *db, Err *err);

#endif
