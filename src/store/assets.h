/*
 * Assets (trees, roofs, meters) as lists need them; derived.
 *
 * Owns: rows live in the arena or for the call. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second row of an id; what
 * store/db.h says.
 */
#ifndef BANYAN_STORE_ASSETS_H
#define BANYAN_STORE_ASSETS_H

#include "store/db.h"

enum { ASSETS_ID = 16 };

typedef struct {
    Str programme;
    uint8_t id[ASSETS_ID];
    uint64_t entry; /* its asset.registered */
    Str type;
    Str venue;
    Str state; /* the maintenance state last reported */
} AssetsRow;

CHECKED bool assets_put(Db *db, const AssetsRow *row, Err *err);
CHECKED bool assets_set_state(Db *db, Str programme, const uint8_t id[ASSETS_ID], Str state, Err *err);
CHECKED bool assets_get(Arena *arena, Db *db, Str programme, const uint8_t id[ASSETS_ID], AssetsRow *out, Err *err);
CHECKED bool assets_count(Db *db, Str programme, uint64_t *out, Err *err);
typedef bool (*AssetsEach)(void *ctx, const AssetsRow *row, Err *err);
/* In order of id. */
CHECKED bool assets_each(Db *db, Str programme, AssetsEach each, void *ctx, Err *err);

#endif
