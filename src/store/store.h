/*
 * A data directory's databases: made, opened, migrated forward, kept clean of what was erased.
 *
 * Shape: `banyan.db` (entries, payloads, derived tables), `keys.db` (secrets that erasure destroys), `lock`.
 * Owns: store_close releases everything and accepts a zeroed value. One process writes at a time; others may read.
 * Errors: ERR_NOT_FOUND where no data directory is, ERR_CONFLICT where one is already, ERR_BUSY names the process that
 *         writes, ERR_UNKNOWN_VERSION for a newer schema, and what store/db.h says.
 * Source: docs/formats/data-directory.md.
 */
#ifndef BANYAN_STORE_STORE_H
#define BANYAN_STORE_STORE_H

#include "store/db.h"
#include "sys/files.h"
#include "sys/lock.h"

/* Once in a process, before anything else of this layer: for the composition root. Without it all works, but slower. */
void store_begin(void);

typedef enum { STORE_READ, STORE_WRITE } StoreMode;

typedef struct {
    FilesDir dir;
    Lock lock;
    Db *db;
    StoreMode mode;
    bool derived_stale; /* derived tables are of another schema: `rebuild` before they are read */
} Store;

/* Makes the directory and empty databases, also where that was cut short before; ERR_CONFLICT where one is sealed. Does
 * not leave it open. */
CHECKED bool store_create(Str path, Err *err);
/* Says that everything is in place, by the file `format`: the last step of making a data directory. */
CHECKED bool store_seal(Store *store, Err *err);
CHECKED bool store_sealed(const Store *store);
/* STORE_WRITE takes the lock (`purpose` is shown to who comes second), migrates forward and ends an erasure that a crash
 * cut short. */
CHECKED bool store_open(Str path, StoreMode mode, Str purpose, Store *out, Err *err);
/* Removes the secrets of entries that a crash kept from being stored. Only once the log was found to be of this database:
 * beside a banyan.db from an older backup those secrets belong to entries that can still be restored. */
CHECKED bool store_tidy(Store *store, Err *err);
void store_close(Store *store);

/* Ends an erasure after its transaction: destroys the secrets of erased entries, empties both write-ahead logs, and
 * searches every file of the data directory for pieces of the needles (boxes and secrets: random bytes, 16 at least); where
 * one is found the databases are written anew, as they are without needles. ERR_INTERNAL names a file that holds one even
 * then; ERR_BUSY while a reader keeps the old pages. */
CHECKED bool store_scrub(Store *store, const Bytes *needles, size_t count, Err *err);

/* The path of the first file under the data directory that holds the bytes, or an empty Str. */
CHECKED bool store_search(Store *store, Arena *arena, Bytes needle, Str *file, Err *err);

#endif
