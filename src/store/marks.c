#include "store/marks.h"

bool marks_get(Arena *arena, Db *db, Str name, Str *value, Err *err) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    TRY(db_query(db, SQL("SELECT value FROM marks WHERE name = $name"), DB_ARGS(db_text("$name", name)), &rows, err));
    TRY(db_next(&rows, &row, err));
    *value = row ? db_column_copy_text(arena, &rows, 0) : (Str){0};
    return true;
}

bool marks_set(Db *db, Str name, Str value, Err *err) {
    return db_run(db,
                  SQL("INSERT INTO marks (name, value) VALUES ($name, $value) "
                      "ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
                  DB_ARGS(db_text("$name", name), db_text("$value", value)), err);
}

typedef struct {
    Str name;
    Str value;
} Mark;

static bool mark_write(Db *db, void *ctx, Err *err) {
    const Mark *mark = ctx;
    return marks_set(db, mark->name, mark->value, err);
}

bool marks_set_number(Db *db, Str name, uint64_t value, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Mark mark = {name, str_format(&arena, "%llu", (unsigned long long)value)};
    return db_write(db, mark_write, &mark, err);
}
