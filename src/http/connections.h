/*
 * The connections that are open, and how long each may take.
 *
 * Shape: a connection waits for a whole request, or is being answered. One that waits or is being answered longer than
 *        allowed is shut down by connections_sweep: a timeout that starts anew with each byte would let a client that
 *        sends one byte now and then hold a connection for ever. Safe to call from any thread.
 * Units: milliseconds of clock_steady_ms.
 * Owns: connections_open gives a handle that connections_close frees; sockets are the caller's and must be open until
 *       connections_remove.
 */
#ifndef BANYAN_HTTP_CONNECTIONS_H
#define BANYAN_HTTP_CONNECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/defs.h"

typedef struct Connections Connections;
typedef struct ConnectionsOne ConnectionsOne;

typedef struct {
    int64_t wait_ms;   /* for the whole head of a request, counted from the end of the answer before it */
    int64_t answer_ms; /* for an answer, until its last byte is taken */
} ConnectionsLimits;

Connections *connections_open(ConnectionsLimits limits);
void connections_close(Connections *connections);

ConnectionsOne *connections_add(Connections *connections, int socket, int64_t now_ms);
void connections_answering(Connections *connections, ConnectionsOne *one, int64_t now_ms);
void connections_waiting(Connections *connections, ConnectionsOne *one, int64_t now_ms);
void connections_remove(Connections *connections, ConnectionsOne *one);
/* How many were shut down. */
size_t connections_sweep(Connections *connections, int64_t now_ms);
CHECKED size_t connections_count(Connections *connections);

#endif
