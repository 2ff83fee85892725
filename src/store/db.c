#include "store/db.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "store/connection.h"
#include "store/statement.h"

/* The whole import budget is 128 MiB; the index over random ids wants the larger share. */
enum { DB_MAIN_CACHE_KIB = 60 * 1024, DB_KEYS_CACHE_KIB = 6 * 1024, DB_WRITE_ATTEMPTS = 3 };

struct Db {
    Connection connection;
    StatementCache statements;
    Db *keys; /* NULL in the key store itself */
    bool writing;
    unsigned held; /* how many times over */
    DbWrite after_begin;
    DbWrite before_commit;
    DbJournal journal;
    void *attached;
    void (*release)(void *object);
};

DbArg db_int(const char *name, int64_t value) {
    return (DbArg){.name = name, .type = DB_INT, .number = value};
}

DbArg db_u64(const char *name, uint64_t value) {
    assert(value <= INT64_MAX);
    return (DbArg){.name = name, .type = DB_INT, .number = (int64_t)value};
}

DbArg db_text(const char *name, Str value) {
    return (DbArg){.name = name, .type = DB_TEXT, .ptr = value.ptr, .len = value.len};
}

DbArg db_blob(const char *name, Bytes value) {
    return (DbArg){.name = name, .type = DB_BLOB, .ptr = value.ptr, .len = value.len};
}

DbArg db_blob_or_null(const char *name, const void *value, size_t size) {
    return (DbArg){.name = name, .type = value == NULL ? DB_NULL : DB_BLOB, .ptr = value, .len = size};
}

static bool db_open_one(const ConnectionOptions *options, Db **out, Err *err) {
    Db *db = calloc(1, sizeof *db);
    if (db == NULL) {
        abort();
    }
    if (!connection_open(options, &db->connection, err)) {
        free(db);
        return false;
    }
    statement_cache_init(&db->statements, &db->connection);
    *out = db;
    return true;
}

bool db_open(const DbOptions *options, Db **out, Err *err) {
    ConnectionMode mode = (ConnectionMode)options->mode;
    ConnectionOptions main = {options->main_path, mode, DB_MAIN_CACHE_KIB, options->busy_ms};
    ConnectionOptions keys = {options->keys_path, mode, DB_KEYS_CACHE_KIB, options->busy_ms};
    Db *db = NULL;
    TRY(db_open_one(&main, &db, err));
    if (!db_open_one(&keys, &db->keys, err)) {
        db_close(db);
        return false;
    }
    *out = db;
    return true;
}

void db_close(Db *db) {
    if (db != NULL) {
        db_close(db->keys);
        if (db->attached != NULL) {
            db->release(db->attached);
        }
        statement_cache_done(&db->statements);
        connection_close(&db->connection);
        free(db);
    }
}

Db *db_keys(Db *db) {
    return db->keys;
}

Connection *db_connection(Db *db) {
    return &db->connection;
}

void *db_attached(const Db *db) {
    return db->attached;
}

void db_attach(Db *db, void *object, void (*release)(void *object)) {
    db->attached = object;
    db->release = release;
}

DbJournal *db_journal(Db *db) {
    return &db->journal;
}

void db_set_guards(Db *db, DbWrite after_begin, DbWrite before_commit) {
    db->after_begin = after_begin;
    db->before_commit = before_commit;
}

bool db_writing(const Db *db) {
    return db->writing;
}

bool db_run(Db *db, Sql sql, DbArgs args, Err *err) {
    DbStatement *statement = NULL;
    bool row = false;
    TRY(statement_take(&db->statements, sql, args, false, &statement, err));
    bool done = statement_step(&db->statements, statement, &row, err);
    statement_release(statement);
    return done;
}

uint64_t db_changes(const Db *db) {
    return (uint64_t)sqlite3_changes64(db->connection.handle);
}

bool db_query(Db *db, Sql sql, DbArgs args, DbRows *out, Err *err) {
    DbStatement *statement = NULL;
    TRY(statement_take(&db->statements, sql, args, true, &statement, err));
    *out = (DbRows){db, statement};
    return true;
}

bool db_next(DbRows *rows, bool *row, Err *err) {
    return statement_step(&rows->db->statements, rows->statement, row, err);
}

void db_done(DbRows *rows) {
    if (rows->statement != NULL) {
        statement_release(rows->statement);
        rows->statement = NULL;
    }
}

bool db_column_null(const DbRows *rows, int column) {
    return sqlite3_column_type(rows->statement->handle, column) == SQLITE_NULL;
}

int64_t db_column_int(const DbRows *rows, int column) {
    return sqlite3_column_int64(rows->statement->handle, column);
}

uint64_t db_column_u64(const DbRows *rows, int column) {
    int64_t value = db_column_int(rows, column);
    return value < 0 ? 0 : (uint64_t)value;
}

Str db_column_text(const DbRows *rows, int column) {
    const unsigned char *text = sqlite3_column_text(rows->statement->handle, column);
    return (Str){(const char *)text, (size_t)sqlite3_column_bytes(rows->statement->handle, column)};
}

Str db_column_copy_text(Arena *arena, const DbRows *rows, int column) {
    return str_copy(arena, db_column_text(rows, column));
}

Bytes db_column_blob(const DbRows *rows, int column) {
    const void *blob = sqlite3_column_blob(rows->statement->handle, column);
    return (Bytes){blob, (size_t)sqlite3_column_bytes(rows->statement->handle, column)};
}

bool db_column_copy(const DbRows *rows, int column, void *out, size_t size, Err *err) {
    Bytes blob = db_column_blob(rows, column);
    if (blob.len != size) {
        return err_set(err, ERR_CORRUPT, "%s: column %s has %zu bytes and should have %zu; restore it from a backup",
                       rows->db->connection.path, sqlite3_column_name(rows->statement->handle, column), blob.len, size);
    }
    memcpy(out, blob.ptr, size);
    return true;
}

bool db_number(Db *db, Sql sql, DbArgs args, bool *found, uint64_t *out, Err *err) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    TRY(db_query(db, sql, args, &rows, err) && db_next(&rows, &row, err));
    *found = row && !db_column_null(&rows, 0);
    if (*found) {
        *out = db_column_u64(&rows, 0);
    }
    return true;
}

static bool db_begin(Db *db, Err *err) {
    TRY(connection_exec(&db->connection, "BEGIN IMMEDIATE", err));
    db->writing = true;
    return true;
}

static bool db_commit(Db *db, Err *err) {
    db->connection.may_commit = true;
    bool done = connection_exec(&db->connection, "COMMIT", err);
    db->connection.may_commit = false;
    db->writing = !done;
    return done;
}

static void db_rollback(Db *db) {
    connection_rollback(&db->connection);
    db->writing = false;
}

static bool guard(Db *db, DbWrite check, Err *err) {
    return check == NULL || check(db, NULL, err);
}

static bool write_once(Db *db, DbWrite write, void *ctx, Err *err) {
    bool done = db_begin(db, err) && db_begin(db->keys, err) && guard(db, db->after_begin, err) &&
                write(db, ctx, err) && guard(db, db->before_commit, err) && db_commit(db->keys, err) &&
                db_commit(db, err);
    if (!done) {
        db_rollback(db->keys);
        db_rollback(db);
    }
    return done;
}

static void end_hold(Db *db) {
    connection_rollback(&db->keys->connection);
    connection_rollback(&db->connection);
}

bool db_hold(Db *db, Err *err) {
    bool held = db->writing || db->held > 0 ||
                (connection_exec(&db->connection, "BEGIN", err) &&
                 connection_exec(&db->keys->connection, "BEGIN", err));
    if (!held) {
        end_hold(db);
        return false;
    }
    db->held++;
    return true;
}

void db_let_go(Db *db) {
    db->held--;
    if (!db->writing && db->held == 0) {
        end_hold(db);
    }
}

bool db_write(Db *db, DbWrite write, void *ctx, Err *err) {
    if (db->keys == NULL || db->writing || db->held > 0) {
        return err_set(err, ERR_INTERNAL, "db_write inside db_write or db_hold, or on the key store alone");
    }
    Err failure = {0};
    for (int attempt = 0; attempt < DB_WRITE_ATTEMPTS; attempt++) {
        if (write_once(db, write, ctx, &failure)) {
            return true;
        }
        if (failure.code != ERR_BUSY) {
            break;
        }
    }
    if (err != NULL) {
        *err = failure;
    }
    return false;
}
