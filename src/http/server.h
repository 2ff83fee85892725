/*
 * The server: listens, answers until it is told to stop, ends what is in flight.
 *
 * Shape: threads of libmicrohttpd read and write, workers with an instance of their own each do the rest. SIGTERM or SIGINT
 *        stops it: no new connections, at most SERVER_DRAIN_MS for what is in flight; a second one stops the waiting.
 * Owns: everything it opens, until it returns.
 * Errors: those of opening an instance and its listeners; ERR_UNAVAILABLE when an answer was still in work at the end.
 * Source: ARCHITECTURE.md, "The server".
 */
#ifndef BANYAN_HTTP_SERVER_H
#define BANYAN_HTTP_SERVER_H

#include "app/serving.h"
#include "http/problem.h"
#include "http/route.h"

enum {
    SERVER_DRAIN_MS = 10000,
    SERVER_WAIT_MS = 20000,    /* for a whole request head */
    SERVER_ANSWER_MS = 300000, /* for taking an answer */
    SERVER_QUEUE = 128,        /* requests that may wait for a worker */
    SERVER_PER_ADDRESS = 256   /* connections from one address */
};

/* What it answers with. */
typedef struct {
    RouteTable routes;
    ProblemPage problem_page;                /* NULL: problems are JSON only */
    Str (*language)(Str wanted, Str accept); /* NULL: English only */
} ServerPages;

CHECKED bool server_serve(const AppEnv *env, const ServingOptions *options, const ServerPages *pages, Err *err);
/* With the contract's pages: a ServingRun. */
CHECKED bool server_run(const AppEnv *env, const ServingOptions *options, Err *err);

#endif
