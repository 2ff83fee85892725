/*
 * Problem documents: what could not be done, as RFC 9457 says it.
 *
 * Shape: application/problem+json with type "/docs/errors#CODE", title, status, detail, code. A code is a public name of
 *        base/err.h or one of HTTP's own: bad-request 400, method-not-allowed 405, target-too-long 414,
 *        headers-too-large 431, not-implemented 501, unavailable 503.
 * Errors: none of its own; it tells about those of others.
 * Owns: a Problem made from an Err borrows its text. The document lives in the response's arena.
 * Source: RFC 9457.
 */
#ifndef BANYAN_HTTP_PROBLEM_H
#define BANYAN_HTTP_PROBLEM_H

#include "base/err.h"
#include "http/request.h"
#include "http/response.h"

typedef struct {
    int status;
    Str code;
    Str title;
    Str detail;
} Problem;

typedef enum {
    PROBLEM_BAD_REQUEST,
    PROBLEM_METHOD,
    PROBLEM_TARGET,
    PROBLEM_HEADERS,
    PROBLEM_BODY,
    PROBLEM_NOT_IMPLEMENTED,
    PROBLEM_OVERLOAD,
    PROBLEM_NO_ROUTE,
    PROBLEM_KINDS
} ProblemKind;

/* The detail of a failure on our side that would tell about the machine (io, no-space, internal) is left out. */
Problem problem_of_err(const Err *err);
Problem problem_of(ProblemKind kind, Str detail);
/* A short title for a status, such as "Not found". */
CHECKED Str problem_title(int status);

/* Fills the response with the document; its body is emptied first. */
void problem_json(const Problem *problem, Response *response);

/* The same as a page, for a client that prefers HTML: given to the server, which calls it instead of problem_json. */
typedef void (*ProblemPage)(const Request *request, const Problem *problem, Response *response);

#endif
