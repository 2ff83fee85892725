/*
 * Checkpoints the log has signed, by tree size; append-only.
 *
 * Owns: rows live in the arena. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second one of a size; what store/db.h says.
 */
#ifndef BANYAN_STORE_CHECKPOINTS_H
#define BANYAN_STORE_CHECKPOINTS_H

#include "store/db.h"

typedef struct {
    uint64_t size;
    Hash root;
    Str note; /* the signed note, byte for byte */
} CheckpointsRow;

CHECKED bool checkpoints_put(Db *db, const CheckpointsRow *row, Err *err);
CHECKED bool checkpoints_get(Arena *arena, Db *db, uint64_t size, CheckpointsRow *out, Err *err);
/* The largest; ERR_NOT_FOUND before the first. */
CHECKED bool checkpoints_last(Arena *arena, Db *db, CheckpointsRow *out, Err *err);
/* The smallest whose size is greater than `index`: the first that covers that leaf. */
CHECKED bool checkpoints_covering(Arena *arena, Db *db, uint64_t index, CheckpointsRow *out, Err *err);
typedef bool (*CheckpointsEach)(void *ctx, const CheckpointsRow *row, Err *err);
/* In order of size. */
CHECKED bool checkpoints_each(Db *db, CheckpointsEach each, void *ctx, Err *err);

#endif
