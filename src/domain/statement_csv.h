/*
 * A statement as CSV: one row per figure, for a spreadsheet.
 *
 * Shape: section, name, label, unit, value, full, se, low, high, note; RFC 4180 with CRLF. A text that a spreadsheet
 *        would run as a formula gets an apostrophe in front. Owns: nothing. Errors: none.
 */
#ifndef BANYAN_DOMAIN_STATEMENT_CSV_H
#define BANYAN_DOMAIN_STATEMENT_CSV_H

#include "base/buf.h"
#include "domain/statement.h"

void statement_csv(Buf *out, const Statement *statement, const StatementPosition *position, Str language);

#endif
