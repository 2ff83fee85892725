#include "http/server.h"

#include "http/page.h"
#include "http/text.h"

bool server_run(const AppEnv *env, const ServingOptions *options, Err *err) {
    ServerPages pages = {.language = text_choose, .problem_page = page_problem};
    pages.routes.routes = route_table(&pages.routes.count);
    return server_serve(env, options, &pages, err);
}
