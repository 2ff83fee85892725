/*
 * The answer of a handler, which the server sends with its headers.
 *
 * Shape: the whole body in memory. Set up with response_begin; the server adds Content-Length, ETag, the security headers
 *        and, for GET, Access-Control-Allow-Origin, and turns it into a 304 or the answer to a HEAD by itself.
 * Owns: everything lives in `arena`, the request's own.
 */
#ifndef BANYAN_HTTP_RESPONSE_H
#define BANYAN_HTTP_RESPONSE_H

#include "base/buf.h"
#include "codec/json.h"

typedef struct {
    Arena *arena;
    int status;
    Str content_type;
    Str cache_control; /* empty: "no-cache", which asks for the ETag each time */
    Str etag;          /* without quotes; empty: made from the body's SHA-256 */
    Str language;      /* Content-Language, and then also Vary: Accept-Language; empty: none */
    Str location;
    Str disposition; /* Content-Disposition */
    Str allow;
    Str style;              /* "sha256-..." of an inline style element that the page may have; empty: none */
    unsigned retry_after_s; /* 0: none */
    Buf body;
} Response;

#define RESPONSE_IMMUTABLE "public, max-age=31536000, immutable"

/* Status 200 with nothing in it. */
Response response_begin(Arena *arena);

/* Text is added to what the body holds; the type is text/plain, text/html or application/json, in UTF-8. */
void response_text(Response *response, Str text);
void response_html(Response *response, Str html);
void response_json(Response *response, const Json *value);
/* Any other type. */
void response_bytes(Response *response, Str content_type, Bytes bytes);
/* 303 to `location`. */
void response_see_other(Response *response, Str location);

#endif
