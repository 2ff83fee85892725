/*
 * Where a byte of a text stands, as a person counts.
 *
 * Units: lines from 1, ended by LF; columns from 1 in characters (a byte that is no UTF-8 counts as one).
 */
#ifndef BANYAN_CODEC_POSITION_H
#define BANYAN_CODEC_POSITION_H

#include "base/str.h"

typedef struct {
    size_t line;
    size_t column;
} Position;

/* `at` may be text.len: the place behind the last character. */
CHECKED Position position_of(Str text, size_t at);

#endif
