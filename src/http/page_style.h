/*
 * The stylesheet of the site, src/http/style.css as it was when the program was built.
 */
#ifndef BANYAN_HTTP_PAGE_STYLE_H
#define BANYAN_HTTP_PAGE_STYLE_H

#include "base/str.h"

Str page_style_text(void);

#endif
