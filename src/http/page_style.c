#include "http/page_style.h"

#include "domain/statement_html_style.h"
#include "http/page.h"

/* What a statement's own page looks like, and what a site has besides. */
bool page_style(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    response->content_type = STR("text/css; charset=utf-8");
    response->cache_control = STR("public, max-age=300");
    statement_html_style(&response->body);
    buf_add(&response->body, page_style_text());
    return true;
}
