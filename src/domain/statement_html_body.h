/*
 * What a statement's page says, in a reader's language, without what stands around it.
 *
 * Shape: from a header with the h1 to the proof, for the main element of a page. `language` chooses among the languages of
 *        the document. Owns: nothing. Errors: none; every text of the document is escaped.
 */
#ifndef BANYAN_DOMAIN_STATEMENT_HTML_BODY_H
#define BANYAN_DOMAIN_STATEMENT_HTML_BODY_H

#include "base/buf.h"
#include "domain/statement.h"

/* `say` gives the sentence for an English one of the page's own in `language`; NULL: English. */
typedef struct {
    Str language;
    Str (*say)(Str language, Str english);
} StatementHtmlWords;

void statement_html_body(Buf *out, const Statement *statement, const StatementPosition *position,
                         const StatementHtmlWords *words);
/* "Self-declared, not verified": the English words for a state. */
Str statement_html_state(StatementState state);

#endif
