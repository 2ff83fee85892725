/*
 * Small facts the database keeps about itself: which derived schema it has, how many erasures are finished.
 *
 * Owns: a value read lives in the arena; it is empty where the name has none. Errors: what store/db.h says.
 */
#ifndef BANYAN_STORE_MARKS_H
#define BANYAN_STORE_MARKS_H

#include "store/db.h"

CHECKED bool marks_get(Arena *arena, Db *db, Str name, Str *value, Err *err);
/* Inside db_write. */
CHECKED bool marks_set(Db *db, Str name, Str value, Err *err);
/* In a db_write of its own. */
CHECKED bool marks_set_number(Db *db, Str name, uint64_t value, Err *err);

#endif
