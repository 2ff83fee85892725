#include "store/page.h"

static bool page_fill(Arena *arena, Db *db, const Page *page, char *rows, size_t *count, Err *err) {
    DbRows cursor CLEANUP(db_done) = {0};
    bool row = true;
    *count = 0;
    TRY(db_query(db, page->sql, (DbArgs){page->args, page->count}, &cursor, err));
    while (*count < PAGE_ROWS) {
        TRY(db_next(&cursor, &row, err));
        if (!row) {
            break;
        }
        TRY(page->read(arena, &cursor, rows + *count * page->row_size, err));
        (*count)++;
    }
    return true;
}

static bool page_call(const Page *page, const char *rows, size_t count, Err *err) {
    for (size_t i = 0; i < count; i++) {
        TRY(page->call(page, rows + i * page->row_size, err));
    }
    return true;
}

static bool page_work(Arena *arena, Db *db, Page *page, size_t *count, Err *err) {
    char *rows = arena_array(arena, PAGE_ROWS, page->row_size);
    TRY(page_fill(arena, db, page, rows, count, err));
    TRY(page_call(page, rows, *count, err));
    if (*count > 0) {
        page->next(&page->args[0], rows + (*count - 1) * page->row_size);
    }
    return true;
}

static bool page_held(Arena *arena, Db *db, Page *page, size_t *count, Err *err) {
    TRY(db_hold(db, err));
    bool done = page_work(arena, db, page, count, err);
    db_let_go(db);
    return done;
}

/* Two arenas in turn: the last row of a page is the key of the next one while that is read. */
bool page_each(Db *db, Page *page, Err *err) {
    Arena even CLEANUP(arena_done) = {0};
    Arena odd CLEANUP(arena_done) = {0};
    size_t count = PAGE_ROWS;
    for (Arena *arena = &even; count == PAGE_ROWS; arena = arena == &even ? &odd : &even) {
        arena_rewind(arena, (ArenaMark){0});
        TRY(page->held ? page_held(arena, db, page, &count, err) : page_work(arena, db, page, &count, err));
    }
    return true;
}

bool page_one(Arena *arena, Db *db, const PageOne *query, void *row, Err *err) {
    DbRows cursor CLEANUP(db_done) = {0};
    bool found = false;
    TRY(db_query(db, query->sql, query->args, &cursor, err) && db_next(&cursor, &found, err));
    if (!found) {
        return err_set(err, ERR_NOT_FOUND, "%s", query->missing);
    }
    return query->read(arena, &cursor, row, err);
}
