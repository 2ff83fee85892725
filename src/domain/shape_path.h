/*
 * Where in a document a fault lies: a chain of member names and list positions on the stack.
 *
 * Owns: nothing. Errors: none of its own.
 */
#ifndef BANYAN_DOMAIN_SHAPE_PATH_H
#define BANYAN_DOMAIN_SHAPE_PATH_H

#include "base/err.h"
#include "base/str.h"

typedef struct ShapePath ShapePath;

struct ShapePath {
    const ShapePath *up; /* NULL at the root */
    Str name;
    size_t item; /* position in a list from 1; 0 = not a list item */
};

/* Puts "a.b[2].c: " before the text of err, or "a.b[2].c." where it begins with a path of its own; returns false. */
bool shape_path_fail(const ShapePath *path, Err *err);

#endif
