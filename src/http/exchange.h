/*
 * One request from its first byte to its last: what libmicrohttpd calls, and what a worker does.
 *
 * Shape: ExchangeHall holds what all requests share; exchange_* are the callbacks of libmicrohttpd over it. A request is
 *        judged when its head is complete; a malformed one is answered at once and its connection closed, since nobody
 *        can say where the next one begins. Any other waits, its connection suspended, until a worker has the answer.
 * Owns: an exchange frees itself when libmicrohttpd has done with it. The hall must outlive the daemon.
 * Source: libmicrohttpd 0.9.75; RFC 9110, RFC 9112.
 */
#ifndef BANYAN_HTTP_EXCHANGE_H
#define BANYAN_HTTP_EXCHANGE_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include <microhttpd.h>

#include "app/serving.h"
#include "http/access.h"
#include "http/connections.h"
#include "http/metrics.h"
#include "http/pool.h"
#include "http/problem.h"
#include "http/route.h"

typedef struct {
    RouteTable routes;
    ProblemPage problem_page;                /* NULL: problems are JSON only */
    Str (*language)(Str wanted, Str accept); /* NULL: English */
    Clock clock;
    Access access;
    Metrics *metrics;
    Connections *connections;
    Pool *pool;        /* its work is exchange_work over this hall */
    Serving *servings; /* one for each worker */
    uint64_t first_id; /* random */
    atomic_uint_fast64_t ids;
    atomic_bool draining; /* answers close their connections */
    bool exact;           /* whether the layout of a head in memory is known: exchange_exact */
} ExchangeHall;

/* Whether this libmicrohttpd lays out a request's head in a way that shows what it was lenient about. */
CHECKED bool exchange_exact(void);

/* What MHD_start_daemon is given: the access handler, and the callbacks of MHD_OPTION_URI_LOG_CALLBACK,
 * MHD_OPTION_NOTIFY_COMPLETED and MHD_OPTION_NOTIFY_CONNECTION, all over the hall. */
MHD_AccessHandlerCallback exchange_handler(void);
void *exchange_begin(void *hall, const char *uri, struct MHD_Connection *connection);
void exchange_end(void *hall, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code);
void exchange_connection(void *hall, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode code);

/* A PoolOptions' work. */
void exchange_work(void *hall, size_t worker, PoolJob *job);

#endif
