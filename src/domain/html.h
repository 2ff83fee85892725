/*
 * Pieces of an HTML page: every text of a document goes through an escape.
 *
 * Shape: html_raw takes what the program itself wrote; all else takes text from outside.
 * Owns: nothing. Errors: none.
 * Source: HTML Living Standard, 13.3 (serialising): & < > " ' as character references are safe in text and in quoted
 *         attribute values.
 */
#ifndef BANYAN_DOMAIN_HTML_H
#define BANYAN_DOMAIN_HTML_H

#include "base/buf.h"
#include "domain/text.h"

void html_raw(Buf *out, const char *markup);
void html_text(Buf *out, Str text);
void html_number(Buf *out, uint64_t number);
/* The text of a language map, marked with its language where that is not English; line feeds become line breaks. */
void html_language(Buf *out, const TextMap *map, Str language);
/* The same on a page that is itself in the language `page`. */
void html_language_in(Buf *out, const TextMap *map, Str language, Str page);
/* A decimal with its whole part in groups of three, for reading from afar. */
void html_grouped(Buf *out, Str decimal);
/* " tCO2e" as it is printed, with its blank; nothing for the unit 1 of plain numbers. */
void html_unit(Buf *out, Str unit);
/* The sentence, escaped, with markup[0] in the place of {1} and so on, up to {9}, as they are. */
void html_fill(Buf *out, Str sentence, const Str *markup, size_t count);

#endif
