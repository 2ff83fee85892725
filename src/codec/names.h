/*
 * Finds a name that occurs twice, without comparing every pair.
 *
 * Shape: `at` is the caller's mark of where the name stands; names come in the order of rising `at`.
 * Owns: the list is reordered in place.
 */
#ifndef BANYAN_CODEC_NAMES_H
#define BANYAN_CODEC_NAMES_H

#include "base/str.h"

typedef struct {
    Str name;
    size_t at;
} NamesEntry;

/* The first occurrence of a name that stood before; false where all differ. */
CHECKED bool names_repeated(NamesEntry *entries, size_t count, NamesEntry *out);

#endif
