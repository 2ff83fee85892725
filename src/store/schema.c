#include "store/schema.h"

#include <string.h>

#include "base/buf.h"
#include "base/checked.h"
#include "codec/hex.h"
#include "crypto/hash.h"
#include "store/schema_text.h"

typedef struct {
    Str token;
    Str type;
} Token;

static const Token sqlite_tokens[] = {
    {STR_INIT("KEY"), STR_INIT("INTEGER")},  {STR_INIT("BIGINT"), STR_INIT("INTEGER")},
    {STR_INIT("BLOB"), STR_INIT("BLOB")},    {STR_INIT("TEXT"), STR_INIT("TEXT")},
    {STR_INIT("TABLE"), STR_INIT("STRICT")}, {STR_INIT("CLUSTERED"), STR_INIT("STRICT, WITHOUT ROWID")},
};

static const char *const main_migrations[] = {schema_text_enduring_0001_entries_sql};
static const char *const keys_migrations[] = {schema_text_keys_0001_secrets_sql};

typedef struct {
    const char *const *files;
    size_t count;
    const char *guards; /* NULL for none */
    const char *derived;
} Plan;

static Plan plan_of(SchemaKind kind) {
    if (kind == SCHEMA_KEYS) {
        return (Plan){keys_migrations, COUNT_OF(keys_migrations), NULL, NULL};
    }
    return (Plan){main_migrations, COUNT_OF(main_migrations), schema_text_guards_sqlite_sql, schema_text_derived_sql};
}

static bool token_type(Str token, Str *type) {
    for (size_t i = 0; i < COUNT_OF(sqlite_tokens); i++) {
        if (str_eq(token, sqlite_tokens[i].token)) {
            *type = sqlite_tokens[i].type;
            return true;
        }
    }
    return false;
}

/* Text alternates between plain and token at each '@'. */
bool schema_expand(Arena *arena, Str text, Str *out, Err *err) {
    Buf expanded = {.arena = arena};
    bool token = false;
    for (Str rest = text; rest.ptr != NULL; token = !token) {
        Str piece = str_cut(&rest, '@');
        if (token && (rest.ptr == NULL || !token_type(piece, &piece))) {
            return err_set(err, ERR_INTERNAL, "schema: @%.*s@ is no token", STR_ARG(str_slice(piece, 0, 20)));
        }
        buf_add(&expanded, piece);
    }
    buf_add_byte(&expanded, '\0');
    *out = (Str){expanded.ptr, expanded.len - 1};
    return true;
}

static bool run_file(Connection *connection, const char *text, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str sql = {0};
    TRY(schema_expand(&arena, str_from_c(text), &sql, err));
    return connection_exec(connection, sql.ptr, err);
}

/* user_version stands in the file's header, so that it can be read before any table exists. */
static bool version_read(Connection *connection, uint64_t *out, Err *err) {
    sqlite3_stmt *statement = NULL;
    bool maintain = connection->maintain;
    connection->maintain = true;
    bool read = sqlite3_prepare_v2(connection->handle, "PRAGMA user_version", -1, &statement, NULL) == SQLITE_OK &&
                sqlite3_step(statement) == SQLITE_ROW;
    if (read) {
        *out = (uint64_t)sqlite3_column_int64(statement, 0);
    } else {
        (void)connection_failed(connection, err);
    }
    (void)sqlite3_finalize(statement);
    connection->maintain = maintain;
    return read;
}

static bool version_write(Connection *connection, size_t version, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    return connection_exec(connection, str_format(&arena, "PRAGMA user_version=%zu", version).ptr, err);
}

static bool newer(const Connection *connection, uint64_t version, const Plan *plan, Err *err) {
    return err_set(err, ERR_UNKNOWN_VERSION,
                   "%s: has schema %llu, this program knows up to %zu; use the program that made it, or a later one",
                   connection->path, (unsigned long long)version, plan->count);
}

bool schema_current(Connection *connection, SchemaKind kind, Err *err) {
    Plan plan = plan_of(kind);
    uint64_t version = 0;
    TRY(version_read(connection, &version, err));
    if (version > plan.count) {
        return newer(connection, version, &plan, err);
    }
    if (version < plan.count) {
        return err_set(err, ERR_PRECONDITION, "%s: has schema %llu of %zu; any command that writes brings it forward",
                       connection->path, (unsigned long long)version, plan.count);
    }
    return true;
}

bool schema_derive(Connection *connection, Err *err) {
    return run_file(connection, schema_text_derived_sql, err);
}

Str schema_derived_mark(Arena *arena) {
    Hash hash = hash_of_str(str_from_c(schema_text_derived_sql));
    return hex_encode(arena, hash_bytes(&hash));
}

static bool mark_derived(Connection *connection, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str sql = str_format(&arena, "INSERT INTO marks (name, value) VALUES ('derived', '%.*s')",
                         STR_ARG(schema_derived_mark(&arena)));
    return connection_exec(connection, sql.ptr, err);
}

static bool migrate_from(Connection *connection, const Plan *plan, uint64_t version, Err *err) {
    for (size_t i = version; i < plan->count; i++) {
        TRY(run_file(connection, plan->files[i], err));
    }
    TRY(plan->guards == NULL || run_file(connection, plan->guards, err));
    if (version == 0 && plan->derived != NULL) {
        TRY(schema_derive(connection, err) && mark_derived(connection, err));
    }
    return version_write(connection, plan->count, err);
}

bool schema_migrate(Connection *connection, SchemaKind kind, Err *err) {
    Plan plan = plan_of(kind);
    uint64_t version = 0;
    TRY(version_read(connection, &version, err));
    if (version >= plan.count) {
        return version == plan.count || newer(connection, version, &plan, err);
    }
    connection_maintain(connection, true);
    bool done = connection_exec(connection, "BEGIN IMMEDIATE", err) && migrate_from(connection, &plan, version, err) &&
                connection_exec(connection, "COMMIT", err);
    if (!done) {
        connection_rollback(connection);
    }
    connection_maintain(connection, false);
    return done;
}
