/*
 * What clang's analyzer cannot see across files, told to it while linting and never compiled into anything.
 *
 * Source: base/err.h promises that err_set and err_at return false.
 */
#ifndef BANYAN_TOOLS_ANALYZER_H
#define BANYAN_TOOLS_ANALYZER_H

#include "base/err.h"

#define err_set(...) ((void)err_set(__VA_ARGS__), false)
#define err_at(...)  ((void)err_at(__VA_ARGS__), false)

#endif
