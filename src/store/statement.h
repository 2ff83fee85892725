/*
 * Prepared statements kept per connection, one per SQL literal.
 *
 * Shape: the literal's address is the key. Parameter numbers are looked up on first use and again only when the argument
 *        names' addresses differ. A statement that is in use is prepared a second time for the inner use.
 * Owns: StatementCache owns its statements until statement_cache_done. Errors: ERR_INTERNAL when names and text disagree;
 *       what the connection says.
 * Source: sqlite.org/c3ref/bind_parameter_index.html: `$name` is a named parameter, never bound by position.
 */
#ifndef BANYAN_STORE_STATEMENT_H
#define BANYAN_STORE_STATEMENT_H

#include "store/connection.h"
#include "store/db.h"

enum { STATEMENT_ARGS = 16, STATEMENT_SLOTS = 1024 };

struct DbStatement {
    sqlite3_stmt *handle;
    const char *text;
    bool busy;
    bool single; /* not in the cache: finalised when released */
    size_t count;
    const char *names[STATEMENT_ARGS];
    int numbers[STATEMENT_ARGS];
};

typedef struct {
    Connection *connection;
    DbStatement *slots[STATEMENT_SLOTS];
    size_t used;
} StatementCache;

void statement_cache_init(StatementCache *cache, Connection *connection);
void statement_cache_done(StatementCache *cache);

/* A statement with its arguments bound, to be stepped. With `copy`, text and blobs are copied and may change afterwards. */
CHECKED bool statement_take(StatementCache *cache, Sql sql, DbArgs args, bool copy, DbStatement **out, Err *err);
/* SQLITE_ROW or SQLITE_DONE; anything else sets err and returns false. */
CHECKED bool statement_step(StatementCache *cache, DbStatement *statement, bool *row, Err *err);
void statement_release(DbStatement *statement);

#endif
