/*
 * The style sheet of a statement's page: no outside font, image or address.
 *
 * Owns: nothing. Errors: none.
 */
#ifndef BANYAN_DOMAIN_STATEMENT_HTML_STYLE_H
#define BANYAN_DOMAIN_STATEMENT_HTML_STYLE_H

#include "base/buf.h"

void statement_html_style(Buf *out);

#endif
