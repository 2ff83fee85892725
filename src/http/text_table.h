/*
 * The table of translations that tools/po.py makes of the files of po/ when the program is built.
 *
 * Shape: keys in byte order; said[i] is the translation of keys[i]. English, which is the keys, is not in it.
 */
#ifndef BANYAN_HTTP_TEXT_TABLE_H
#define BANYAN_HTTP_TEXT_TABLE_H

#include "http/text.h"

typedef struct {
    TextLanguage language;
    const Str *said;
} TextTableLanguage;

typedef struct {
    const Str *keys;
    size_t count;
    const TextLanguage *offered; /* English, then the languages of the table */
    const TextTableLanguage *languages;
    size_t language_count;
} TextTable;

const TextTable *text_table(void);

#endif
