#include "store/store.h"

#include <stdio.h>

#include "base/checked.h"
#include "store/connection.h"
#include "store/entries.h"
#include "store/erasures.h"
#include "store/marks.h"
#include "store/records.h"
#include "store/schema.h"
#include "store/search.h"
#include "store/secrets.h"

enum { STORE_BUSY_MS = 10000 };

static const char main_name[] = "banyan.db";
static const char keys_name[] = "keys.db";
static const char lock_name[] = "lock";
static const char seal_name[] = "format";

typedef struct {
    char main[FILES_PATH_BYTES];
    char keys[FILES_PATH_BYTES];
} StorePaths;

static bool store_paths(const FilesDir *dir, StorePaths *out, Err *err) {
    int main_len = snprintf(out->main, sizeof out->main, "%s/%s", dir->path, main_name);
    int keys_len = snprintf(out->keys, sizeof out->keys, "%s/%s", dir->path, keys_name);
    if (main_len >= (int)sizeof out->main || keys_len >= (int)sizeof out->keys) {
        return err_set(err, ERR_INVALID_CONFIG, "%s: the path is too long", dir->path);
    }
    return true;
}

static bool after_begin(Db *db, void *ctx, Err *err) {
    return records_forget(db, err) && entries_begin(db, ctx, err) && secrets_drop_orphans(db, err);
}

static bool before_commit(Db *db, void *ctx, Err *err) {
    return records_flush(db, err) && entries_verify(db, ctx, err);
}

static bool store_connect(const FilesDir *dir, ConnectionMode mode, Db **out, Err *err) {
    StorePaths paths = {.main = ""};
    TRY(store_paths(dir, &paths, err));
    DbOptions options = {.main_path = paths.main, .keys_path = paths.keys, .mode = (int)mode, .busy_ms = STORE_BUSY_MS};
    TRY(db_open(&options, out, err));
    db_set_guards(*out, after_begin, before_commit);
    return true;
}

static bool store_migrate(Db *db, Err *err) {
    return schema_migrate(db_connection(db), SCHEMA_MAIN, err) &&
           schema_migrate(db_connection(db_keys(db)), SCHEMA_KEYS, err);
}

static bool store_make_files(const FilesDir *dir, Err *err) {
    Db *db = NULL;
    TRY(store_connect(dir, CONNECTION_CREATE, &db, err));
    bool made = store_migrate(db, err);
    db_close(db);
    return made;
}

/* SQLite's counters of memory, which nothing here reads, take a lock for each allocation: a third of the time of an
 * INSERT. */
void store_begin(void) {
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* SQLite makes its files' contents durable, but not their names. */
bool store_create(Str path, Err *err) {
    FilesDir dir CLEANUP(files_close) = {0};
    Lock lock CLEANUP(lock_release) = {0};
    TRY(files_make(path, FILES_SECRET, &dir, err));
    TRY(lock_take(&dir, lock_name, STR("banyan init"), &lock, err));
    if (files_exists(&dir, seal_name)) {
        return err_set(err, ERR_CONFLICT, "%s: is a data directory already; choose another", dir.path);
    }
    return store_make_files(&dir, err) && files_sync(&dir, err);
}

bool store_seal(Store *store, Err *err) {
    return files_write(&store->dir, seal_name, FILES_SHARED, str_bytes(STR("banyan data directory 1\n")), err);
}

bool store_sealed(const Store *store) {
    return files_exists(&store->dir, seal_name);
}

static bool store_find(Str path, FilesDir *out, Err *err) {
    Err failure = {0};
    if (files_open(path, out, &failure) && files_exists(out, main_name) && files_exists(out, keys_name)) {
        return true;
    }
    if (failure.code != ERR_NONE && failure.code != ERR_NOT_FOUND) {
        return err_set(err, failure.code, "%s", failure.text);
    }
    return err_set(err, ERR_NOT_FOUND,
                   "%.*s: is no data directory (banyan.db and keys.db are not there); `banyan init` makes one",
                   STR_ARG(path));
}

static bool store_check_derived(Store *store, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str mark = {0};
    TRY(marks_get(&arena, store->db, STR("derived"), &mark, err));
    store->derived_stale = !str_eq(mark, schema_derived_mark(&arena));
    return true;
}

/* `marks` counts the erasures whose secrets are destroyed and whose bytes are gone from the files. */
static bool store_scrubbed(Store *store, uint64_t *erasures, bool *scrubbed, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str mark = {0};
    uint64_t done = 0;
    TRY(erasures_count(store->db, erasures, err));
    TRY(marks_get(&arena, store->db, STR("scrubbed"), &mark, err));
    *scrubbed = mark.len == 0 ? *erasures == 0 : checked_parse_u64(mark, &done) && done == *erasures;
    return true;
}

static bool store_write_nothing(Db *db, void *ctx, Err *err) {
    (void)db;
    (void)ctx;
    (void)err;
    return true;
}

/* Every transaction begins by dropping them: an empty one is enough. */
bool store_tidy(Store *store, Err *err) {
    uint64_t orphans = 0;
    TRY(secrets_orphans(store->db, &orphans, err));
    return orphans == 0 || db_write(store->db, store_write_nothing, NULL, err);
}

static bool store_resume(Store *store, Err *err) {
    uint64_t erasures = 0;
    bool scrubbed = false;
    TRY(store_scrubbed(store, &erasures, &scrubbed, err));
    return scrubbed || store_scrub(store, NULL, 0, err);
}

static bool store_open_parts(Store *store, Str path, Str purpose, Err *err) {
    TRY(store_find(path, &store->dir, err));
    if (store->mode == STORE_READ) {
        TRY(store_connect(&store->dir, CONNECTION_READ, &store->db, err));
        TRY(schema_current(db_connection(store->db), SCHEMA_MAIN, err) &&
            schema_current(db_connection(db_keys(store->db)), SCHEMA_KEYS, err));
        return store_check_derived(store, err);
    }
    TRY(lock_take(&store->dir, lock_name, purpose, &store->lock, err));
    TRY(store_connect(&store->dir, CONNECTION_WRITE, &store->db, err));
    TRY(store_migrate(store->db, err));
    return store_check_derived(store, err) && store_resume(store, err);
}

bool store_open(Str path, StoreMode mode, Str purpose, Store *out, Err *err) {
    Store store = {.mode = mode};
    if (!store_open_parts(&store, path, purpose, err)) {
        store_close(&store);
        return false;
    }
    *out = store;
    return true;
}

void store_close(Store *store) {
    db_close(store->db);
    store->db = NULL;
    lock_release(&store->lock);
    files_close(&store->dir);
}

static bool store_truncate_logs(Store *store, Err *err) {
    return connection_truncate_log(db_connection(store->db), err) &&
           connection_truncate_log(db_connection(db_keys(store->db)), err);
}

/* Free pages and freed cells are overwritten when a row goes (secure_delete), but a cell that moved to another page leaves
 * its old bytes in that page's gap: only writing the file anew is sure to drop those. */
static bool store_rewrite(Store *store, Err *err) {
    return connection_vacuum(db_connection(store->db), false, err) &&
           connection_vacuum(db_connection(db_keys(store->db)), true, err) && store_truncate_logs(store, err);
}

static bool store_mark_scrubbed(Store *store, Err *err) {
    uint64_t erasures = 0;
    TRY(erasures_count(store->db, &erasures, err));
    return marks_set_number(store->db, STR("scrubbed"), erasures, err);
}

/* Without needles nobody can tell what to look for, and the files are always written anew. */
static bool store_wipe_files(Store *store, const Bytes *needles, size_t count, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str file = {0};
    TRY(store_truncate_logs(store, err));
    TRY(count == 0 || search_pieces(&arena, &store->dir, needles, count, &file, err));
    if (count > 0 && file.len == 0) {
        return true;
    }
    TRY(store_rewrite(store, err));
    TRY(count == 0 || search_pieces(&arena, &store->dir, needles, count, &file, err));
    return count == 0 || file.len == 0 ||
           err_set(err, ERR_INTERNAL, "%.*s: still holds erased bytes after the databases were written anew",
                   STR_ARG(file));
}

bool store_scrub(Store *store, const Bytes *needles, size_t count, Err *err) {
    uint64_t replayed = 0;
    return erasures_replay(store->db, &replayed, err) && store_wipe_files(store, needles, count, err) &&
           store_mark_scrubbed(store, err);
}

bool store_search(Store *store, Arena *arena, Bytes needle, Str *file, Err *err) {
    return search_whole(arena, &store->dir, needle, file, err);
}
