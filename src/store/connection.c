#include "store/connection.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"

/* Tables that only grow. payloads are not among them: erasure deletes there, and a trigger looks after it. */
static const char *const append_only[] = {"entries", "leaves", "checkpoints", "documents", "erasures", "frames"};

static bool is_append_only(const char *table) {
    for (size_t i = 0; table != NULL && i < COUNT_OF(append_only); i++) {
        if (sqlite3_stricmp(table, append_only[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* A guard's trigger is named after its table, or the table is given as the second argument. */
static bool touches_append_only(int action, const char *first, const char *second) {
    switch (action) {
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_DROP_TABLE:
        return is_append_only(first);
    case SQLITE_ALTER_TABLE:
    case SQLITE_DROP_TRIGGER:
    case SQLITE_CREATE_TRIGGER:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_DROP_INDEX:
        return is_append_only(second) || (second != NULL && strcmp(second, "payloads") == 0);
    default:
        return false;
    }
}

static int authorise(void *ctx, int action, const char *first, const char *second, const char *database,
                     const char *trigger) {
    (void)database;
    (void)trigger;
    const Connection *connection = ctx;
    if (connection->maintain) {
        return SQLITE_OK;
    }
    if (action == SQLITE_PRAGMA || action == SQLITE_ATTACH || action == SQLITE_DETACH) {
        return SQLITE_DENY;
    }
    return touches_append_only(action, first, second) ? SQLITE_DENY : SQLITE_OK;
}

static int refuse_commit(void *ctx) {
    const Connection *connection = ctx;
    return connection->may_commit || connection->maintain ? 0 : 1;
}

/* What the system said to the last call that failed on a file; 0 for one that is not open. */
static int file_errno(sqlite3_file *file) {
    int number = 0;
    if (file != NULL && file->pMethods != NULL) {
        (void)file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
    }
    return number;
}

/* sqlite3_system_errno looks at errno only after the rollback that follows a failed COMMIT, and so often finds nothing;
 * the files remember. */
static int system_errno(const Connection *connection) {
    static const int files[] = {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER};
    int number = 0;
    for (size_t i = 0; number == 0 && i < COUNT_OF(files); i++) {
        sqlite3_file *file = NULL;
        (void)sqlite3_file_control(connection->handle, "main", files[i], (void *)&file);
        number = file_errno(file);
    }
    return number != 0 ? number : sqlite3_system_errno(connection->handle);
}

static ErrCode io_code(const Connection *connection) {
    int number = system_errno(connection);
    return number == ENOSPC || number == EDQUOT || number == EFBIG ? ERR_NO_SPACE : ERR_IO;
}

static ErrCode constraint_code(int extended, const char *message) {
    if (extended == SQLITE_CONSTRAINT_TRIGGER) {
        return strncmp(message, "exists:", 7) == 0 ? ERR_CONFLICT : ERR_PRECONDITION;
    }
    if (extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_UNIQUE ||
        extended == SQLITE_CONSTRAINT_ROWID) {
        return ERR_CONFLICT;
    }
    return extended == SQLITE_CONSTRAINT_COMMITHOOK ? ERR_PRECONDITION : ERR_INTERNAL;
}

static ErrCode failure_code(const Connection *connection, const char *message) {
    int extended = sqlite3_extended_errcode(connection->handle);
    switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ERR_BUSY;
    case SQLITE_FULL:
        return ERR_NO_SPACE;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        return io_code(connection);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERR_CORRUPT;
    case SQLITE_AUTH:
        return ERR_PRECONDITION;
    case SQLITE_CONSTRAINT:
        return constraint_code(extended, message);
    default:
        return ERR_INTERNAL;
    }
}

static const char *failure_advice(ErrCode code) {
    if (code == ERR_BUSY) {
        return "; another process holds it: wait for that to end and run this again";
    }
    if (code == ERR_NO_SPACE) {
        return "; free some space and run this again";
    }
    return code == ERR_CORRUPT ? "; run `banyan fsck`, and restore the file from a backup" : "";
}

/* Where a -wal or -shm file cannot be made, SQLite tries to read one and reports that there is none. */
static const char *failure_reason(const Connection *connection) {
    int number = system_errno(connection);
    if (number == ENOENT && (sqlite3_errcode(connection->handle) & 0xff) == SQLITE_CANTOPEN) {
        return "it, or its -wal or -shm file, cannot be opened: the disk may be full, failing or read-only";
    }
    return number == 0 ? NULL : strerrordesc_np(number);
}

bool connection_failed(const Connection *connection, Err *err) {
    const char *message = sqlite3_errmsg(connection->handle);
    if (sqlite3_errcode(connection->handle) == SQLITE_NOMEM) {
        abort();
    }
    ErrCode code = failure_code(connection, message);
    const char *reason = code == ERR_IO || code == ERR_NO_SPACE ? failure_reason(connection) : NULL;
    if (sqlite3_extended_errcode(connection->handle) == SQLITE_CONSTRAINT_COMMITHOOK) {
        message = "a write outside db_write was refused";
    }
    return err_set(err, code, "%s: %s%s%s%s", connection->path, message, reason == NULL ? "" : ": ",
                   reason == NULL ? "" : reason, failure_advice(code));
}

bool connection_exec(Connection *connection, const char *sql, Err *err) {
    return sqlite3_exec(connection->handle, sql, NULL, NULL, NULL) == SQLITE_OK || connection_failed(connection, err);
}

/* SQLite may have rolled back by itself, as after a full disk. */
void connection_rollback(Connection *connection) {
    if (sqlite3_get_autocommit(connection->handle) == 0) {
        (void)sqlite3_exec(connection->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}

void connection_maintain(Connection *connection, bool on) {
    connection->maintain = on;
}

static int open_flags(ConnectionMode mode) {
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    return mode == CONNECTION_CREATE ? flags | SQLITE_OPEN_CREATE : flags;
}

static void harden(sqlite3 *handle) {
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, (int *)NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, (int *)NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)NULL);
    (void)sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)NULL);
}

/* page_size and journal_mode come first: they are fixed when the first table is made. Temporary tables stay in memory so
 * that nothing erasable is ever copied outside the data directory. */
static bool settings(Connection *connection, const ConnectionOptions *options, Err *err) {
    char cache[64];
    (void)snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", options->cache_kib);
    if (options->mode == CONNECTION_CREATE) {
        TRY(connection_exec(connection, "PRAGMA page_size=8192", err));
    }
    if (options->mode != CONNECTION_READ) {
        TRY(connection_exec(connection,
                            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                            "PRAGMA journal_size_limit=67108864",
                            err));
    }
    TRY(connection_exec(connection, cache, err));
    return connection_exec(connection,
                           "PRAGMA recursive_triggers=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
                           "PRAGMA cell_size_check=ON",
                           err);
}

static bool configure(Connection *connection, const ConnectionOptions *options, Err *err) {
    harden(connection->handle);
    (void)sqlite3_busy_timeout(connection->handle, options->busy_ms);
    connection->maintain = true;
    TRY(settings(connection, options, err));
    TRY(options->mode != CONNECTION_READ || connection_exec(connection, "PRAGMA query_only=ON", err));
    connection->maintain = false;
    (void)sqlite3_set_authorizer(connection->handle, authorise, connection);
    (void)sqlite3_commit_hook(connection->handle, refuse_commit, connection);
    return true;
}

bool connection_open(const ConnectionOptions *options, Connection *out, Err *err) {
    *out = (Connection){0};
    (void)snprintf(out->path, sizeof out->path, "%s", options->path);
    int result = sqlite3_open_v2(options->path, &out->handle, open_flags(options->mode), NULL);
    if (out->handle == NULL) {
        abort();
    }
    if ((result == SQLITE_OK || connection_failed(out, err)) && configure(out, options, err)) {
        return true;
    }
    connection_close(out);
    return false;
}

void connection_close(Connection *connection) {
    if (connection->handle != NULL) {
        (void)sqlite3_close_v2(connection->handle);
        connection->handle = NULL;
    }
}

/* SQLite cuts the write-ahead log without syncing it: after a power cut its old frames, and what was erased since, would
 * be back. */
static bool log_sync(Connection *connection, Err *err) {
    sqlite3_file *file = NULL;
    (void)sqlite3_file_control(connection->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&file);
    if (file == NULL || file->pMethods == NULL || file->pMethods->xSync(file, SQLITE_SYNC_NORMAL) == SQLITE_OK) {
        return true;
    }
    int number = system_errno(connection);
    return err_set(err, io_code(connection), "%s-wal: could not make durable: %s", connection->path,
                   number == 0 ? "unknown error" : strerrordesc_np(number));
}

/* The pragma answers with a row (busy, frames, moved); sqlite3_exec would not show it. */
bool connection_truncate_log(Connection *connection, Err *err) {
    int result = sqlite3_wal_checkpoint_v2(connection->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return (result == SQLITE_OK || connection_failed(connection, err)) && log_sync(connection, err);
}

/* VACUUM's copy goes through a temporary file, which for the key store must not exist. */
bool connection_vacuum(Connection *connection, bool in_memory, Err *err) {
    connection_maintain(connection, true);
    bool done = connection_exec(connection, in_memory ? "PRAGMA temp_store=MEMORY" : "PRAGMA temp_store=FILE", err) &&
                connection_exec(connection, "VACUUM", err) &&
                connection_exec(connection, "PRAGMA temp_store=MEMORY", err);
    connection_maintain(connection, false);
    return done;
}
