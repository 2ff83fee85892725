/*
 * Schemas: numbered migrations run forward, guards made anew, derived tables made from their one definition.
 *
 * Shape: `@NAME@` tokens in the SQL files become the types of the database at hand (sql/README.md).
 * Errors: ERR_UNKNOWN_VERSION for a database of a newer program; what store/db.h says.
 */
#ifndef BANYAN_STORE_SCHEMA_H
#define BANYAN_STORE_SCHEMA_H

#include "store/connection.h"

typedef enum { SCHEMA_MAIN, SCHEMA_KEYS } SchemaKind;

/* Brings the database to this program's version in one transaction; does nothing when it is there. */
CHECKED bool schema_migrate(Connection *connection, SchemaKind kind, Err *err);
/* Whether a reader can use it as it is. */
CHECKED bool schema_current(Connection *connection, SchemaKind kind, Err *err);
/* Makes the derived tables. */
CHECKED bool schema_derive(Connection *connection, Err *err);
/* SHA-256 of the derived definition in hexadecimal: what `marks` keeps under "derived". */
Str schema_derived_mark(Arena *arena);
/* Expands tokens; an unknown one is our own bug: ERR_INTERNAL. */
CHECKED bool schema_expand(Arena *arena, Str text, Str *out, Err *err);

#endif
