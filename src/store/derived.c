#include "store/derived.h"

#include <string.h>

#include "base/buf.h"
#include "codec/hex.h"
#include "store/connection.h"
#include "store/marks.h"
#include "store/records.h"
#include "store/schema.h"
#include "store/statement.h"

typedef struct {
    const char *name;
    int key_columns; /* the first columns of a dump, in key order */
    Sql now;
    Sql old;
} DerivedTable;

static const DerivedTable tables[DERIVED_TABLES] = {
    {"records",
     2,
     {"SELECT programme, entry, id, type, venue, asset, date_local, state FROM records ORDER BY programme, entry"},
     {"SELECT programme, entry, id, type, venue, asset, date_local, state FROM old_records ORDER BY programme, entry"}},
    {"assets",
     2,
     {"SELECT programme, id, entry, type, venue, state FROM assets ORDER BY programme, id"},
     {"SELECT programme, id, entry, type, venue, state FROM old_assets ORDER BY programme, id"}},
    {"statements",
     2,
     {"SELECT programme, id, entry, document, state, supersedes FROM statements ORDER BY programme, id"},
     {"SELECT programme, id, entry, document, state, supersedes FROM old_statements ORDER BY programme, id"}},
    {"imports",
     2,
     {"SELECT programme, file, row_count, first_entry FROM imports ORDER BY programme, file"},
     {"SELECT programme, file, row_count, first_entry FROM old_imports ORDER BY programme, file"}},
};

const char *derived_name(size_t table) {
    return tables[table].name;
}

/* Index names are free again once the indexes of the tables set aside are dropped. */
static const char set_aside[] = "DROP INDEX IF EXISTS records_by_id; DROP INDEX IF EXISTS statements_by_id;"
                                "ALTER TABLE records RENAME TO old_records; ALTER TABLE assets RENAME TO old_assets;"
                                "ALTER TABLE statements RENAME TO old_statements;"
                                "ALTER TABLE imports RENAME TO old_imports";

static const char drop_stale[] = "DROP TABLE IF EXISTS records; DROP TABLE IF EXISTS assets;"
                                 "DROP TABLE IF EXISTS statements; DROP TABLE IF EXISTS imports";

static const char drop_old[] = "DROP TABLE IF EXISTS old_records; DROP TABLE IF EXISTS old_assets;"
                               "DROP TABLE IF EXISTS old_statements; DROP TABLE IF EXISTS old_imports";

static bool derived_is_current(Db *db, bool *out, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Str mark = {0};
    TRY(marks_get(&arena, db, STR("derived"), &mark, err));
    *out = str_eq(mark, schema_derived_mark(&arena));
    return true;
}

/* Tables of another schema cannot be compared row by row: they are dropped at once. */
bool derived_begin(Db *db, Err *err) {
    bool current = false;
    if (!db_writing(db)) {
        return err_set(err, ERR_INTERNAL, "derived_begin outside db_write");
    }
    TRY(records_flush(db, err));
    TRY(derived_is_current(db, &current, err));
    TRY(connection_exec(db_connection(db), current ? set_aside : drop_stale, err));
    return schema_derive(db_connection(db), err);
}

bool derived_swap(Db *db, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    if (!db_writing(db)) {
        return err_set(err, ERR_INTERNAL, "derived_swap outside db_write");
    }
    TRY(records_flush(db, err));
    TRY(connection_exec(db_connection(db), drop_old, err));
    return marks_set(db, STR("derived"), schema_derived_mark(&arena), err);
}

static void column_text(Buf *text, Arena *arena, const DbRows *rows, int column) {
    int type = sqlite3_column_type(rows->statement->handle, column);
    if (type == SQLITE_NULL) {
        buf_add_byte(text, '-');
    } else if (type == SQLITE_BLOB) {
        buf_add(text, hex_encode(arena, db_column_blob(rows, column)));
    } else {
        buf_add(text, db_column_text(rows, column));
    }
}

static Str row_text(Arena *arena, const DbRows *rows) {
    Buf text = {.arena = arena};
    int columns = sqlite3_column_count(rows->statement->handle);
    for (int i = 0; i < columns; i++) {
        if (i > 0) {
            buf_add_byte(&text, '\t');
        }
        column_text(&text, arena, rows, i);
    }
    return buf_str(&text);
}

bool derived_dump(Db *db, size_t table, DerivedRow each, void *ctx, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    ArenaMark mark = arena_mark(&arena);
    DbRows rows CLEANUP(db_done) = {0};
    bool row = true;
    TRY(records_flush(db, err));
    TRY(db_query(db, tables[table].now, DB_NO_ARGS, &rows, err) && db_next(&rows, &row, err));
    while (row) {
        TRY(each(ctx, row_text(&arena, &rows), err));
        arena_rewind(&arena, mark);
        TRY(db_next(&rows, &row, err));
    }
    return true;
}

typedef struct {
    HashState state;
    uint64_t rows;
} Digest;

static bool digest_row(void *ctx, Str row, Err *err) {
    (void)err;
    Digest *digest = ctx;
    hash_add_part(&digest->state, str_bytes(row));
    digest->rows++;
    return true;
}

bool derived_hash(Db *db, size_t table, Hash *hash, uint64_t *rows, Err *err) {
    Digest digest = {0};
    hash_begin(&digest.state);
    TRY(derived_dump(db, table, digest_row, &digest, err));
    *hash = hash_end(&digest.state);
    *rows = digest.rows;
    return true;
}

/* A side of a comparison: where it stands and whether a row is there. */
typedef struct {
    DbRows rows;
    bool row;
} Side;

static int compare_key(const Side *a, const Side *b, int column) {
    if (sqlite3_column_type(a->rows.statement->handle, column) == SQLITE_INTEGER) {
        int64_t left = db_column_int(&a->rows, column);
        int64_t right = db_column_int(&b->rows, column);
        return left < right ? -1 : left > right;
    }
    Bytes left = db_column_blob(&a->rows, column);
    Bytes right = db_column_blob(&b->rows, column);
    return str_cmp(bytes_str(left), bytes_str(right));
}

/* Which side's row comes first: < 0 the old one's, > 0 the new one's, 0 both have this key. */
static int compare_sides(const DerivedTable *table, const Side *old, const Side *now) {
    if (!old->row || !now->row) {
        return old->row ? -1 : 1;
    }
    int order = 0;
    for (int i = 0; order == 0 && i < table->key_columns; i++) {
        order = compare_key(old, now, i);
    }
    return order;
}

typedef struct {
    const DerivedTable *table;
    DerivedRow each;
    void *ctx;
    bool same;
} Compare;

static bool differ(Compare *compare, Arena *arena, char sign, Str row, Err *err) {
    compare->same = false;
    Str line = str_format(arena, "%s: %c %.*s", compare->table->name, sign, STR_ARG(row));
    return compare->each == NULL || compare->each(compare->ctx, line, err);
}

static bool compare_step(Compare *compare, Side *old, Side *now, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    int order = compare_sides(compare->table, old, now);
    Str old_text = order <= 0 ? row_text(&arena, &old->rows) : (Str){0};
    Str now_text = order >= 0 ? row_text(&arena, &now->rows) : (Str){0};
    bool same = order == 0 && str_eq(old_text, now_text);
    TRY(same || order > 0 || differ(compare, &arena, '-', old_text, err));
    TRY(same || order < 0 || differ(compare, &arena, '+', now_text, err));
    TRY(order > 0 || db_next(&old->rows, &old->row, err));
    return order < 0 || db_next(&now->rows, &now->row, err);
}

static void side_done(Side *side) {
    db_done(&side->rows);
}

static bool compare_table(Db *db, Compare *compare, Err *err) {
    Side old CLEANUP(side_done) = {0};
    Side now CLEANUP(side_done) = {0};
    TRY(db_query(db, compare->table->old, DB_NO_ARGS, &old.rows, err) && db_next(&old.rows, &old.row, err));
    TRY(db_query(db, compare->table->now, DB_NO_ARGS, &now.rows, err) && db_next(&now.rows, &now.row, err));
    while (old.row || now.row) {
        TRY(compare_step(compare, &old, &now, err));
    }
    return true;
}

bool derived_compare(Db *db, DerivedRow each, void *ctx, bool *same, Err *err) {
    Compare compare = {.each = each, .ctx = ctx, .same = true};
    TRY(records_flush(db, err));
    for (size_t i = 0; i < DERIVED_TABLES; i++) {
        compare.table = &tables[i];
        TRY(compare_table(db, &compare, err));
    }
    *same = compare.same;
    return true;
}
