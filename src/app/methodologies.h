/*
 * Methodology files with the factor sets they refer to: checked, tested, shown, published.
 *
 * Shape: a factor set `x` is the file x.yaml in the given directory, else in ../factors beside the methodology's folder.
 *        Checking, testing and showing a file need no instance.
 * Owns: results live in the arena, or the app's arena.
 * Errors: ERR_INVALID_METHODOLOGY with the number of faults, which are then in `faults`, each with file, line and remedy;
 *         ERR_NOT_FOUND for a missing file; what publish.h says.
 */
#ifndef BANYAN_APP_METHODOLOGIES_H
#define BANYAN_APP_METHODOLOGIES_H

#include "app/publish.h"
#include "domain/faults.h"
#include "domain/methodology.h"

typedef struct {
    Str file;
    Str factors; /* directory; empty: ../factors beside the file's folder */
} MethodologiesSource;

typedef struct {
    Str id;
    Str version;
    Str sha256; /* hexadecimal */
} MethodologiesSet;

typedef struct {
    Methodology methodology;
    Str sha256; /* hexadecimal */
    const MethodologiesSet *sets;
    size_t set_count;
} MethodologiesChecked;

CHECKED bool methodologies_check(Arena *arena, const MethodologiesSource *source, MethodologiesChecked *out,
                                 Faults *faults, Err *err);

typedef struct {
    Str name;
    bool passed;
    Str text; /* what was expected and what came */
    uint32_t line;
} MethodologiesTest;

typedef struct {
    const MethodologiesTest *tests;
    size_t count;
    bool passed; /* all of them, and there is at least one */
} MethodologiesTests;

CHECKED bool methodologies_test(Arena *arena, const MethodologiesSource *source, MethodologiesTests *out,
                                Faults *faults, Err *err);

/* As text for readers in the language of the tag. */
CHECKED bool methodologies_show(Arena *arena, Str file, Str language, Str *out, Faults *faults, Err *err);
CHECKED bool methodologies_show_published(App *app, Str id, Str language, Str *out, Err *err);

typedef struct {
    const PublishDone *sets;
    size_t set_count;
    PublishDone methodology;
} MethodologiesPublished;

/* The factor sets first, then the methodology. */
CHECKED bool methodologies_publish(App *app, const MethodologiesSource *source, MethodologiesPublished *out,
                                   Faults *faults, Err *err);

#endif
