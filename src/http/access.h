/*
 * One line for each request: for programs as JSON, for people in columns.
 *
 * Shape: time, operation, status, bytes, milliseconds, the request's id, and whether the answer was cut off. Never an
 *        address, a path, a parameter or a user agent: those are about people.
 * Owns: nothing. A line is written with one write(2), so that lines of several threads never mix.
 */
#ifndef BANYAN_HTTP_ACCESS_H
#define BANYAN_HTTP_ACCESS_H

#include "base/buf.h"

typedef struct {
    int64_t at_s;
    const char *operation; /* "none" where no route was reached */
    int status;
    size_t bytes; /* of the body */
    int64_t time_us;
    Str id;
    Str code; /* of a problem; empty: none */
    bool cut;
} AccessEntry;

typedef struct {
    int fd;
    bool as_json;
} Access;

void access_format(Buf *out, bool as_json, const AccessEntry *entry);
void access_write(const Access *access, const AccessEntry *entry);
/* A line of the server's own, such as "stopping". */
void access_say(const Access *access, int64_t at_s, const char *what);

#endif
