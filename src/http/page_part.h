/*
 * Parts that several pages share: a headline figure, the way to check, the verdict on a record or a statement.
 *
 * Owns: nothing. Errors: none.
 */
#ifndef BANYAN_HTTP_PAGE_PART_H
#define BANYAN_HTTP_PAGE_PART_H

#include "app/public_programme.h"
#include "app/public_record.h"
#include "app/public_statement.h"
#include "http/page.h"

/* The last result of a statement, which is what its methodology leads to: figure, interval, label. */
void page_part_headline(const Page *p, const Statement *statement);
/* A figure and its interval in one line of markup: "68.2 tCO2e (60.3 to 76.1)". */
Str page_part_result(const Page *p, const StatementResult *result);
/* How a stranger checks a bundle, with the commands. `bundle` is its path, or empty. */
void page_part_check(const Page *p, Str bundle);
void page_part_record_verdict(const Page *p, const PublicRecord *record);
/* "measured". */
Str page_part_how(const Page *p, Str how);

#endif
