/*
 * A statement as one printable HTML page without script or outside resources.
 *
 * Shape: UTF-8, one file, A4 when printed, readable on a phone. `language` chooses among the languages of the document;
 *        the page's own words are English. Owns: nothing. Errors: none; every text of the document is escaped.
 */
#ifndef BANYAN_DOMAIN_STATEMENT_HTML_H
#define BANYAN_DOMAIN_STATEMENT_HTML_H

#include "base/buf.h"
#include "domain/statement.h"

void statement_html(Buf *out, const Statement *statement, const StatementPosition *position, Str language);

#endif
