/*
 * The target of a request line: checked, decoded, split into path and query.
 *
 * Shape: origin-form, or absolute-form for the host that the Host field names. At most TARGET_BYTES as it came. The path is
 *        decoded once into valid UTF-8 without control characters; encoded slashes, backslashes, "." and ".." segments and
 *        empty segments are refused, also in their encoded forms, so that nobody has to guess what an address means.
 *        In the query '+' is a space.
 * Owns: results live in the arena.
 * Errors: ERR_USAGE says what is wrong; ERR_TOO_LARGE beyond TARGET_BYTES or TARGET_PAIRS.
 * Source: RFC 9112 section 3.2, RFC 3986 sections 2.1 and 3.3, WHATWG URL (application/x-www-form-urlencoded).
 */
#ifndef BANYAN_HTTP_TARGET_H
#define BANYAN_HTTP_TARGET_H

#include "base/err.h"
#include "http/request.h"

enum { TARGET_BYTES = 8192, TARGET_PAIRS = 64 };

typedef struct {
    Str path;
    const RequestPair *query;
    size_t query_count;
} Target;

CHECKED bool target_parse(Arena *arena, Str raw, Str host, Target *out, Err *err);
/* Whether it can stand in a Host field: a name, an IPv4 address or one of IPv6 in brackets, with or without port. */
CHECKED bool target_is_host(Str host);

#endif
