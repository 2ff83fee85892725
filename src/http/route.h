/*
 * Which handler answers a path: templates, their parameters, and what to say where none fits.
 *
 * Shape: a template such as "/p/{programme}.json"; a parameter takes one or more bytes without '/', and "{rest*}" at the
 *        end takes slashes too. Where several templates fit, the one with the most literal bytes answers. HEAD is answered
 *        by the route of GET. The table is generated from api/openapi.yaml.
 * Owns: matched parameters are views of the path; `allow` lives in the arena.
 * Errors: a handler fails with an Err, which the server turns into a problem document; handlers never log.
 */
#ifndef BANYAN_HTTP_ROUTE_H
#define BANYAN_HTTP_ROUTE_H

#include "app/app.h"
#include "http/request.h"
#include "http/response.h"

typedef bool (*RouteHandler)(App *app, const Request *request, Response *response, Err *err);

typedef struct {
    RequestMethod method;
    const char *template;  /* "/p/{programme}" */
    const char *operation; /* operationId */
    size_t max_body;       /* bytes; 0: no body */
    RouteHandler handler;
} Route;

enum { ROUTE_PARAMS = 8 };

typedef enum { ROUTE_FOUND, ROUTE_WRONG_METHOD, ROUTE_NONE } RouteVerdict;

typedef struct {
    const Route *route;       /* ROUTE_FOUND */
    Str params[ROUTE_PARAMS]; /* in the order of the template */
    size_t param_count;
    Str allow; /* ROUTE_WRONG_METHOD: "GET, HEAD" */
} RouteMatch;

typedef struct {
    const Route *routes;
    size_t count;
} RouteTable;

/* The contract's routes (generated). */
const Route *route_table(size_t *count);

CHECKED RouteVerdict route_find(Arena *arena, RouteTable table, RequestMethod method, Str path, RouteMatch *out);

#endif
