/*
 * Long lists read page by page, by key, so that no read snapshot stays open while somebody works on the rows.
 *
 * Shape: the query's first argument is the key after which a page begins, and it ends with LIMIT PAGE_ROWS (written out:
 *        256). `next` sets that argument from the last row of a page.
 * Owns: rows live until the next page. Errors: what the query, `read` and `call` say.
 */
#ifndef BANYAN_STORE_PAGE_H
#define BANYAN_STORE_PAGE_H

#include "store/db.h"

enum { PAGE_ROWS = 256, PAGE_ARGS = 8 };

typedef struct Page Page;

struct Page {
    Sql sql;
    DbArg args[PAGE_ARGS];
    size_t count;
    size_t row_size;
    bool (*read)(Arena *arena, const DbRows *rows, void *row, Err *err);
    void (*next)(DbArg *after, const void *row);
    bool (*call)(const Page *page, const void *row, Err *err);
    void *ctx; /* for `call` */
    bool held; /* `call` reads much and writes nothing: each page is worked on inside a read transaction */
};

CHECKED bool page_each(Db *db, Page *page, Err *err);

/* The one row of a query read the same way; ERR_NOT_FOUND where there is none. */
typedef struct {
    Sql sql;
    DbArgs args;
    bool (*read)(Arena *arena, const DbRows *rows, void *row, Err *err);
    const char *missing; /* the sentence when there is no row */
} PageOne;

CHECKED bool page_one(Arena *arena, Db *db, const PageOne *query, void *row, Err *err);

#endif
