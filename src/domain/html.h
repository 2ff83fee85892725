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
/* A decimal with its whole part in groups of three, for reading from afar. */
void html_grouped(Buf *out, Str decimal);

#endif
