/*
 * One SQLite connection with the settings and refusals that every one of ours has.
 *
 * Shape: WAL, synchronous FULL, secure_delete, foreign keys, recursive triggers, bounded cache, no mmap, no attached or
 *        temporary files; an authorizer refuses changes to append-only tables and to settings; a commit hook refuses every
 *        commit that db_write did not ask for. connection_maintain lifts both for schema work and VACUUM.
 * Owns: connection_close accepts a zeroed value. Errors: as store/db.h.
 * Source: sqlite.org/pragma.html, c3ref/set_authorizer.html, c3ref/commit_hook.html (3.40).
 */
#ifndef BANYAN_STORE_CONNECTION_H
#define BANYAN_STORE_CONNECTION_H

#include <sqlite3.h>

#include "base/err.h"
#include "base/str.h"
#include "sys/files.h"

typedef struct Connection {
    sqlite3 *handle;
    bool may_commit; /* db_write is committing */
    bool maintain;   /* schema work: nothing is refused */
    char path[FILES_PATH_BYTES];
} Connection;

typedef enum { CONNECTION_READ, CONNECTION_WRITE, CONNECTION_CREATE } ConnectionMode;

typedef struct {
    const char *path;
    ConnectionMode mode;
    int cache_kib;
    int busy_ms;
} ConnectionOptions;

/* The connection keeps the address of `out`: it must not move until connection_close. */
CHECKED bool connection_open(const ConnectionOptions *options, Connection *out, Err *err);
void connection_close(Connection *connection);

/* Sets err from the connection's last error; returns false. */
bool connection_failed(const Connection *connection, Err *err);
/* Runs statements without parameters and rows. */
CHECKED bool connection_exec(Connection *connection, const char *sql, Err *err);
/* Ends a transaction without keeping anything; there may be none. */
void connection_rollback(Connection *connection);
void connection_maintain(Connection *connection, bool on);
/* Moves all of the write-ahead log into the database and empties it; ERR_BUSY while a reader holds it. */
CHECKED bool connection_truncate_log(Connection *connection, Err *err);
/* Writes the database anew without free pages and slack. */
CHECKED bool connection_vacuum(Connection *connection, bool in_memory, Err *err);

#endif
