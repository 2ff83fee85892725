/*
 * What pages say, in the reader's language: English sentences as keys, translations from the files of po/.
 *
 * Shape: TEXT("...") marks a sentence; tools/po.py collects them and makes the table at build time. {1} to {9} stand for
 *        what html_fill fills in, in any order. A sentence without a translation is said in English.
 * Owns: nothing; sentences live as long as the program.
 * Source: GNU gettext, the format of PO files; RFC 4647 section 3.4 (lookup) for the choice of a language.
 */
#ifndef BANYAN_HTTP_TEXT_H
#define BANYAN_HTTP_TEXT_H

#include "base/buf.h"

typedef struct {
    Str english;
} TextKey;

/* Only a literal can be translated, so only a literal compiles. */
#define TEXT(literal) ((TextKey){STR(literal)})
/* For static tables. */
#define TEXT_INIT(literal)                                                                                             \
    { STR_INIT(literal) }

typedef struct {
    Str tag;  /* "zh-Hant" */
    Str name; /* as its speakers call it */
} TextLanguage;

/* The languages offered, English first. */
const TextLanguage *text_languages(size_t *count);
CHECKED bool text_offered(Str tag);
/* ?lang= where it is offered, else the best of Accept-Language, else English. */
CHECKED Str text_choose(Str wanted, Str accept);

Str text_of(Str language, TextKey key);

#endif
