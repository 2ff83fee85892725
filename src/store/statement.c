#include "store/statement.h"

#include <stdlib.h>
#include <string.h>

void statement_cache_init(StatementCache *cache, Connection *connection) {
    *cache = (StatementCache){.connection = connection};
}

static void statement_free(DbStatement *statement) {
    if (statement != NULL) {
        (void)sqlite3_finalize(statement->handle);
        free(statement);
    }
}

void statement_cache_done(StatementCache *cache) {
    for (size_t i = 0; i < STATEMENT_SLOTS; i++) {
        statement_free(cache->slots[i]);
        cache->slots[i] = NULL;
    }
}

/* Literals lie at least a few bytes apart; the multiplier (2^64 / golden ratio) spreads neighbours. */
static size_t slot_of(const StatementCache *cache, const char *text) {
    size_t slot = (size_t)(((uint64_t)(uintptr_t)text * 0x9E3779B97F4A7C15U) >> 54) % STATEMENT_SLOTS;
    while (cache->slots[slot] != NULL && cache->slots[slot]->text != text) {
        slot = (slot + 1) % STATEMENT_SLOTS;
    }
    return slot;
}

static bool statement_make(const StatementCache *cache, Sql sql, unsigned flags, DbStatement **out, Err *err) {
    DbStatement *made = calloc(1, sizeof *made);
    if (made == NULL) {
        abort();
    }
    made->text = sql.text;
    if (sqlite3_prepare_v3(cache->connection->handle, sql.text, -1, flags, &made->handle, NULL) != SQLITE_OK) {
        free(made);
        (void)connection_failed(cache->connection, err);
        (void)err_at(err, "%.60s", sql.text);
        return false; /* in so many words, here and below: gcc has to see that *out is set when this is true */
    }
    *out = made;
    return true;
}

static bool statement_find(StatementCache *cache, Sql sql, DbStatement **out, Err *err) {
    size_t slot = slot_of(cache, sql.text);
    if (cache->slots[slot] == NULL) {
        if (cache->used == STATEMENT_SLOTS / 2) {
            (void)err_set(err, ERR_INTERNAL, "more than %d SQL literals: raise STATEMENT_SLOTS", STATEMENT_SLOTS / 2);
            return false;
        }
        TRY(statement_make(cache, sql, SQLITE_PREPARE_PERSISTENT, &cache->slots[slot], err));
        cache->used++;
    }
    if (!cache->slots[slot]->busy) {
        *out = cache->slots[slot];
        return true;
    }
    TRY(statement_make(cache, sql, 0, out, err));
    (*out)->single = true;
    return true;
}

static bool names_resolve(DbStatement *statement, DbArgs args, Err *err) {
    if (args.count > STATEMENT_ARGS || (int)args.count != sqlite3_bind_parameter_count(statement->handle)) {
        return err_set(err, ERR_INTERNAL, "%.60s: has %d parameters, was given %zu", statement->text,
                       sqlite3_bind_parameter_count(statement->handle), args.count);
    }
    for (size_t i = 0; i < args.count; i++) {
        statement->numbers[i] = sqlite3_bind_parameter_index(statement->handle, args.args[i].name);
        if (statement->numbers[i] == 0) {
            return err_set(err, ERR_INTERNAL, "%.60s: has no parameter %s", statement->text, args.args[i].name);
        }
        statement->names[i] = args.args[i].name;
    }
    statement->count = args.count;
    return true;
}

static bool names_known(const DbStatement *statement, DbArgs args) {
    bool known = statement->count == args.count && args.count > 0;
    for (size_t i = 0; known && i < args.count; i++) {
        known = statement->names[i] == args.args[i].name;
    }
    return known;
}

/* SQLITE_TRANSIENT is a cast from -1, which strict compilers refuse to look at as a pointer. */
static sqlite3_destructor_type lifetime(bool copy) {
    /* NOLINTNEXTLINE(performance-no-int-to-ptr) */
    return copy ? (sqlite3_destructor_type)(intptr_t)-1 : (sqlite3_destructor_type)0;
}

/* SQLite takes a NULL pointer for NULL, where an empty view means the empty string. */
static const void *not_null(const DbArg *arg) {
    return arg->ptr == NULL ? "" : arg->ptr;
}

static int bind_one(sqlite3_stmt *handle, int number, const DbArg *arg, bool copy) {
    switch (arg->type) {
    case DB_INT:
        return sqlite3_bind_int64(handle, number, arg->number);
    case DB_TEXT:
        return sqlite3_bind_text64(handle, number, not_null(arg), arg->len, lifetime(copy), SQLITE_UTF8);
    case DB_BLOB:
        return sqlite3_bind_blob64(handle, number, not_null(arg), arg->len, lifetime(copy));
    case DB_NULL:
        break;
    }
    return sqlite3_bind_null(handle, number);
}

static bool bind_all(const StatementCache *cache, DbStatement *statement, DbArgs args, bool copy, Err *err) {
    if (!names_known(statement, args)) {
        TRY(names_resolve(statement, args, err));
    }
    for (size_t i = 0; i < args.count; i++) {
        if (bind_one(statement->handle, statement->numbers[i], &args.args[i], copy) != SQLITE_OK) {
            return connection_failed(cache->connection, err);
        }
    }
    return true;
}

bool statement_take(StatementCache *cache, Sql sql, DbArgs args, bool copy, DbStatement **out, Err *err) {
    DbStatement *statement = NULL;
    TRY(statement_find(cache, sql, &statement, err));
    statement->busy = true;
    if (!bind_all(cache, statement, args, copy, err)) {
        statement_release(statement);
        return false;
    }
    *out = statement;
    return true;
}

bool statement_step(StatementCache *cache, DbStatement *statement, bool *row, Err *err) {
    int result = sqlite3_step(statement->handle);
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        return connection_failed(cache->connection, err);
    }
    *row = result == SQLITE_ROW;
    return true;
}

void statement_release(DbStatement *statement) {
    (void)sqlite3_reset(statement->handle);
    statement->busy = false;
    if (statement->single) {
        statement_free(statement);
    }
}
