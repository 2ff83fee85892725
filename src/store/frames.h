/*
 * Frames: which entries count in a statement, in the order of its frame; append-only.
 *
 * Shape: chunks of FRAMES_CHUNK entry numbers, 8 bytes little-endian each. A frame is kept because it cannot be found again
 *        once a record in it was erased. It names nobody: numbers of entries only.
 * Owns: what is read lives in the arena. Errors: ERR_NOT_FOUND, ERR_CONFLICT for a second frame of an id; what store/db.h says.
 */
#ifndef BANYAN_STORE_FRAMES_H
#define BANYAN_STORE_FRAMES_H

#include "store/db.h"

enum { FRAMES_ID = 16, FRAMES_CHUNK = 4096 };

CHECKED bool frames_put(Db *db, const uint8_t statement[FRAMES_ID], const uint64_t *entries, size_t count, Err *err);
CHECKED bool frames_get(Arena *arena, Db *db, const uint8_t statement[FRAMES_ID], uint64_t **entries, size_t *count,
                        Err *err);
/* How many of its entries were erased, at whatever time. */
CHECKED bool frames_erased(Arena *arena, Db *db, const uint8_t statement[FRAMES_ID], uint64_t *out, Err *err);

#endif
