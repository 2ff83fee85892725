/*
 * A Response as it goes out: entity tag, 304, and the headers every answer has.
 *
 * Shape: reply_finish makes the entity tag, on a worker's thread; reply_send queues the answer with libmicrohttpd. The body
 *        is not copied: the response's arena must last until the connection has sent it.
 * Source: RFC 9110 sections 8.8.3, 13.1.2 and 15.4.5; Content Security Policy Level 3; Fetch (CORS).
 */
#ifndef BANYAN_HTTP_REPLY_H
#define BANYAN_HTTP_REPLY_H

#include <stdint.h>
#include <sys/types.h>

#include <microhttpd.h>

#include "http/request.h"
#include "http/response.h"

typedef struct {
    Str id; /* of the request */
    RequestMethod method;
    Str if_none_match; /* {0}: none */
    bool close;        /* the connection closes after it */
} ReplyTraits;

typedef struct {
    int status;
    size_t bytes; /* of the body */
} ReplySent;

void reply_finish(Response *response);
/* False where libmicrohttpd takes no answer. */
CHECKED bool reply_send(struct MHD_Connection *connection, const Response *response, const ReplyTraits *traits,
                        ReplySent *sent);

#endif
