/*
 * A request as a handler gets it: method, decoded path, parameters, query, headers, body.
 *
 * Shape: `path` is decoded once, valid UTF-8, without query, "." and ".." segments and encoded slashes; query names and
 *        values are decoded; header names are in lower case. `params` stand in the order of the route's template.
 * Owns: nothing; everything lives in the request's arena.
 */
#ifndef BANYAN_HTTP_REQUEST_H
#define BANYAN_HTTP_REQUEST_H

#include "base/str.h"

typedef enum {
    REQUEST_GET,
    REQUEST_HEAD,
    REQUEST_POST,
    REQUEST_PUT,
    REQUEST_PATCH,
    REQUEST_DELETE,
    REQUEST_METHODS
} RequestMethod;

typedef struct {
    Str name;
    Str value;
} RequestPair;

typedef struct {
    RequestMethod method;
    Str path;
    const Str *params;
    size_t param_count;
    const RequestPair *query;
    size_t query_count;
    const RequestPair *headers;
    size_t header_count;
    Bytes body;
    Str language; /* best of the languages offered: "en" or "zh-Hant" */
} Request;

/* {0} where there is none. */
CHECKED Str request_param(const Request *request, size_t at);
/* The value of the first of that name; {0} where it was not given, empty with a pointer where it has no value. */
CHECKED Str request_query(const Request *request, Str name);
/* `name` in lower case; {0} where it was not given. */
CHECKED Str request_header(const Request *request, Str name);

/* "GET". */
CHECKED const char *request_method_name(RequestMethod method);
/* False for a method that no route can have. Methods are case-sensitive (RFC 9110 section 9.1). */
CHECKED bool request_method_parse(Str name, RequestMethod *out);

/* Whether the Accept header puts text/html before application/json: for errors of pages. */
CHECKED bool request_wants_html(const Request *request);

#endif
