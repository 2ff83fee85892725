/*
 * The sockets that a server listens on.
 *
 * Shape: "127.0.0.1:8080", "[::1]:8080", "localhost:8080" or "*:8080" for every address of the machine; names are not
 *        looked up. Port 0 takes a free one.
 * Owns: Listener holds a descriptor until listener_close, which accepts a zeroed value. The URL is one that a browser on
 *       this machine can open.
 * Errors: ERR_USAGE for an address that is none; ERR_UNAVAILABLE where it cannot be listened on, with what to do.
 * Source: RFC 3986 section 3.2.2, POSIX.1-2017 bind and listen.
 */
#ifndef BANYAN_HTTP_LISTENER_H
#define BANYAN_HTTP_LISTENER_H

#include "base/err.h"
#include "base/str.h"

enum { LISTENER_URL_BYTES = 96 };

typedef struct {
    int fd;
    bool held;
    char url[LISTENER_URL_BYTES];
} Listener;

/* `option` is named in errors, such as "--listen". */
CHECKED bool listener_open(Str address, const char *option, Listener *out, Err *err);
void listener_close(Listener *listener);

#endif
