/*
 * Records as they stand on the log: index, entry, row and sealed payload together, for whoever goes through all of them.
 *
 * Shape: what leaves_of_entry, entries_get, records_of_entry and payloads_get give one by one, in one query.
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND where the programme has no such record on the log;
 * what store/db.h says.
 */
#ifndef BANYAN_STORE_LOGGED_H
#define BANYAN_STORE_LOGGED_H

#include "store/entries.h"
#include "store/records.h"

typedef struct {
    uint64_t index;
    EntriesRow entry;
    RecordsRow record;
    Bytes box; /* empty where it was erased */
} LoggedRow;

typedef bool (*LoggedEach)(void *ctx, const LoggedRow *row, Err *err);
/* The programme's records with index < size, in the order of the log. `each` may read, but not write: pages of rows are
 * worked on inside a read transaction. */
CHECKED bool logged_each(Db *db, Str programme, uint64_t size, LoggedEach each, void *ctx, Err *err);
CHECKED bool logged_get(Arena *arena, Db *db, Str programme, uint64_t entry, LoggedRow *out, Err *err);

#endif
