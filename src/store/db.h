/*
 * One database with its key store beside it: statements, rows and the only way to write.
 *
 * Shape: a Db serves one thread. Statements are prepared once per SQL literal and kept; parameter names are resolved on
 *        first use and recognised by the address of their literal afterwards. The main Db has a companion that holds the
 *        erasable keys in a file and connection of its own.
 * Owns: db_open gives a handle that db_close ends. Text and blobs of a row are views until the next db_next or db_done.
 * Errors: ERR_BUSY when another process holds the database longer than the timeout, ERR_NO_SPACE, ERR_IO, ERR_CORRUPT for
 *         a damaged file, ERR_CONFLICT when a key exists already, ERR_PRECONDITION when an append-only table would change,
 *         ERR_INTERNAL for a statement that is wrong. Every write happens inside db_write; outside it is refused.
 * Source: sqlite.org/c3ref, wal.html, pragma.html (3.40).
 */
#ifndef BANYAN_STORE_DB_H
#define BANYAN_STORE_DB_H

#include "base/err.h"
#include "base/str.h"
#include "crypto/hash.h"
#include "store/sql.h"

typedef struct Db Db;
typedef struct DbStatement DbStatement;

typedef enum { DB_NULL, DB_INT, DB_TEXT, DB_BLOB } DbType;

typedef struct {
    const char *name; /* a literal such as "$entry" */
    DbType type;
    int64_t number;
    const void *ptr;
    size_t len;
} DbArg;

typedef struct {
    const DbArg *args;
    size_t count;
} DbArgs;

#define DB_ARGS(...) ((DbArgs){(const DbArg[]){__VA_ARGS__}, sizeof((const DbArg[]){__VA_ARGS__}) / sizeof(DbArg)})
#define DB_NO_ARGS   ((DbArgs){0})

DbArg db_int(const char *name, int64_t value);
/* A number that fits int64; more is our own bug. */
DbArg db_u64(const char *name, uint64_t value);
DbArg db_text(const char *name, Str value);
DbArg db_blob(const char *name, Bytes value);
/* A blob of `size` bytes, or NULL where `value` is NULL. */
DbArg db_blob_or_null(const char *name, const void *value, size_t size);

/* Runs a statement that gives no rows. */
CHECKED bool db_run(Db *db, Sql sql, DbArgs args, Err *err);
/* Rows that the last db_run inserted, changed or deleted. */
CHECKED uint64_t db_changes(const Db *db);

typedef struct {
    Db *db;
    DbStatement *statement;
} DbRows;

/* Starts a query; declare as `DbRows rows CLEANUP(db_done) = {0};`. */
CHECKED bool db_query(Db *db, Sql sql, DbArgs args, DbRows *out, Err *err);
CHECKED bool db_next(DbRows *rows, bool *row, Err *err);
void db_done(DbRows *rows);

/* Columns count from 0. */
CHECKED bool db_column_null(const DbRows *rows, int column);
CHECKED int64_t db_column_int(const DbRows *rows, int column);
CHECKED uint64_t db_column_u64(const DbRows *rows, int column);
CHECKED Str db_column_text(const DbRows *rows, int column);
CHECKED Bytes db_column_blob(const DbRows *rows, int column);
Str db_column_copy_text(Arena *arena, const DbRows *rows, int column);
/* Exactly `size` bytes; ERR_CORRUPT otherwise. */
CHECKED bool db_column_copy(const DbRows *rows, int column, void *out, size_t size, Err *err);

/* One number of one row; *found is false and *out untouched where there is no row or it is NULL. */
CHECKED bool db_number(Db *db, Sql sql, DbArgs args, bool *found, uint64_t *out, Err *err);

/* Runs `write` in one transaction over the main database and its key store. `write` may be run again from the start:
 * no I/O inside it but this Db, time and randomness passed in through ctx, its outputs set anew each time. Before COMMIT
 * every entry appended is read back and hashed against what was to be written (ERR_CORRUPT). The key store commits first:
 * a crash between the two leaves secrets without entries, which the next write or store_tidy removes. */
typedef bool (*DbWrite)(Db *db, void *ctx, Err *err);
CHECKED bool db_write(Db *db, DbWrite write, void *ctx, Err *err);
CHECKED bool db_writing(const Db *db);

/* A read transaction over both databases, so that many small reads take no lock each. Keep it short: it holds back the
 * checkpoints of the write-ahead logs. Nothing is written until db_let_go; inside db_write neither does anything. */
CHECKED bool db_hold(Db *db, Err *err);
void db_let_go(Db *db);

/* For store.c, which opens a Db, and for modules of this layer. */
typedef struct Connection Connection;

typedef struct {
    const char *main_path;
    const char *keys_path;
    int mode;    /* a ConnectionMode */
    int busy_ms; /* how long to wait for another process */
} DbOptions;

CHECKED bool db_open(const DbOptions *options, Db **out, Err *err);
void db_close(Db *db);
/* The companion that holds the secrets. */
Db *db_keys(Db *db);
Connection *db_connection(Db *db);
/* What runs after BEGIN and before COMMIT of every db_write. */
void db_set_guards(Db *db, DbWrite after_begin, DbWrite before_commit);

/* What entries_append meant to write in this transaction, for the check before COMMIT. */
typedef struct {
    uint64_t first; /* number of the first entry this transaction can append */
    uint64_t next;
    HashState meant;
} DbJournal;

DbJournal *db_journal(Db *db);

/* One object of a module's own that lives as long as the Db: NULL until db_attach, freed with `release` by db_close. */
void *db_attached(const Db *db);
void db_attach(Db *db, void *object, void (*release)(void *object));

#endif
