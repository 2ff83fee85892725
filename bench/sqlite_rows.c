/*
 * SQLite's own rate for rows of ours: copies every table of a data directory's two databases into fresh files.
 *
 * Shape: sqlite_rows SOURCE_DIR TARGET_DIR [lean] prints {"rows": N, "seconds": S}. The same tables, indexes, page size and
 *        settings as src/store/connection.c, but no triggers; prepared statements, one transaction per database, table by
 *        table, which is the order that suits SQLite best. Reading the source is not counted. `lean` switches SQLite's
 *        counters of memory off, as store_begin does for Banyan.
 * Owns: the target directory's files are made anew. Errors: a sentence on standard error and exit status 1.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BATCH_ROWS = 4096, COLUMNS_MAX = 16, TEXT_MAX = 4096 };

typedef struct {
    sqlite3 *source;
    sqlite3 *target;
    double seconds;
    long long rows;
} Copy;

/* Rows read before the clock runs. */
typedef struct {
    sqlite3_value *cells[BATCH_ROWS][COLUMNS_MAX];
    int columns;
    int rows;
} Batch;

static double now_s(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void need(sqlite3 *db, int result, const char *what) {
    if (result != SQLITE_OK && result != SQLITE_ROW && result != SQLITE_DONE) {
        (void)fprintf(stderr, "sqlite_rows: %s: %s\n", what, sqlite3_errmsg(db));
        exit(1);
    }
}

static void run(sqlite3 *db, const char *sql) {
    need(db, sqlite3_exec(db, sql, NULL, NULL, NULL), sql);
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = NULL;
    need(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL), sql);
    return statement;
}

static sqlite3 *open_source(const char *path) {
    sqlite3 *db = NULL;
    need(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL), path);
    return db;
}

static sqlite3 *open_target(const char *path, int cache_kib) {
    sqlite3 *db = NULL;
    char cache[64];
    (void)unlink(path);
    need(db, sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL), path);
    run(db, "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            "PRAGMA journal_size_limit=67108864; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
            "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cell_size_check=ON");
    (void)snprintf(cache, sizeof cache, "PRAGMA cache_size=-%d", cache_kib);
    run(db, cache);
    return db;
}

static void batch_free(Batch *batch) {
    for (int row = 0; row < batch->rows; row++) {
        for (int column = 0; column < batch->columns; column++) {
            sqlite3_value_free(batch->cells[row][column]);
        }
    }
    batch->rows = 0;
}

static void batch_read(sqlite3_stmt *from, Batch *batch) {
    batch->columns = sqlite3_column_count(from);
    while (batch->rows < BATCH_ROWS && sqlite3_step(from) == SQLITE_ROW) {
        for (int column = 0; column < batch->columns; column++) {
            batch->cells[batch->rows][column] = sqlite3_value_dup(sqlite3_column_value(from, column));
        }
        batch->rows++;
    }
}

static void bind_row(sqlite3_stmt *into, sqlite3_value *const *cells, int columns) {
    for (int i = 0; i < columns; i++) {
        switch (sqlite3_value_type(cells[i])) {
        case SQLITE_INTEGER:
            (void)sqlite3_bind_int64(into, i + 1, sqlite3_value_int64(cells[i]));
            break;
        case SQLITE_TEXT:
            (void)sqlite3_bind_text(into, i + 1, (const char *)sqlite3_value_text(cells[i]),
                                    sqlite3_value_bytes(cells[i]), SQLITE_STATIC);
            break;
        case SQLITE_BLOB:
            (void)sqlite3_bind_blob(into, i + 1, sqlite3_value_blob(cells[i]), sqlite3_value_bytes(cells[i]),
                                    SQLITE_STATIC);
            break;
        default:
            (void)sqlite3_bind_null(into, i + 1);
            break;
        }
    }
}

static void batch_write(Copy *copy, sqlite3_stmt *into, const Batch *batch) {
    double start = now_s();
    for (int row = 0; row < batch->rows; row++) {
        bind_row(into, batch->cells[row], batch->columns);
        need(copy->target, sqlite3_step(into), "INSERT");
        need(copy->target, sqlite3_reset(into), "INSERT");
    }
    copy->seconds += now_s() - start;
    copy->rows += batch->rows;
}

static sqlite3_stmt *prepare_insert(sqlite3 *db, const char *table, int columns) {
    char sql[TEXT_MAX];
    int len = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES (?", table);
    for (int i = 1; i < columns; i++) {
        len += snprintf(sql + len, sizeof sql - (size_t)len, ", ?");
    }
    (void)snprintf(sql + len, sizeof sql - (size_t)len, ")");
    return prepare(db, sql);
}

static void copy_table(Copy *copy, const char *table, Batch *batch) {
    char sql[TEXT_MAX];
    (void)snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
    sqlite3_stmt *from = prepare(copy->source, sql);
    sqlite3_stmt *into = prepare_insert(copy->target, table, sqlite3_column_count(from));
    do {
        batch_free(batch);
        batch_read(from, batch);
        batch_write(copy, into, batch);
    } while (batch->rows == BATCH_ROWS);
    batch_free(batch);
    (void)sqlite3_finalize(from);
    (void)sqlite3_finalize(into);
}

/* Statements that make tables and indexes, or names of tables, in the order in which they were made. */
static void each_schema_line(Copy *copy, const char *sql, void (*call)(Copy *, const char *, Batch *), Batch *batch) {
    sqlite3_stmt *lines = prepare(copy->source, sql);
    while (sqlite3_step(lines) == SQLITE_ROW) {
        call(copy, (const char *)sqlite3_column_text(lines, 0), batch);
    }
    (void)sqlite3_finalize(lines);
}

static void make_one(Copy *copy, const char *sql, Batch *batch) {
    (void)batch;
    run(copy->target, sql);
}

static void timed(Copy *copy, const char *sql) {
    double start = now_s();
    run(copy->target, sql);
    copy->seconds += now_s() - start;
}

static void copy_database(Copy *copy, const char *from, const char *to, int cache_kib) {
    Batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL) {
        abort();
    }
    copy->source = open_source(from);
    copy->target = open_target(to, cache_kib);
    each_schema_line(copy, "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL",
                     make_one, batch);
    timed(copy, "BEGIN IMMEDIATE");
    each_schema_line(copy, "SELECT name FROM sqlite_master WHERE type = 'table'", copy_table, batch);
    timed(copy, "COMMIT");
    (void)sqlite3_close(copy->source);
    double start = now_s();
    (void)sqlite3_close(copy->target);
    copy->seconds += now_s() - start;
    free(batch);
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int cache_kib;
    } databases[] = {{"banyan.db", 60 * 1024}, {"keys.db", 6 * 1024}};
    bool lean = argc == 4 && strcmp(argv[3], "lean") == 0;
    if (argc != 3 && !lean) {
        (void)fprintf(stderr, "usage: sqlite_rows SOURCE_DIR TARGET_DIR [lean]\n");
        return 2;
    }
    Copy copy = {0};
    if (lean) {
        (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    }
    for (size_t i = 0; i < sizeof databases / sizeof databases[0]; i++) {
        char from[TEXT_MAX];
        char to[TEXT_MAX];
        (void)snprintf(from, sizeof from, "%s/%s", argv[1], databases[i].name);
        (void)snprintf(to, sizeof to, "%s/%s", argv[2], databases[i].name);
        copy_database(&copy, from, to, databases[i].cache_kib);
    }
    (void)printf("{\"rows\": %lld, \"seconds\": %.3f}\n", copy.rows, copy.seconds);
    return 0;
}
