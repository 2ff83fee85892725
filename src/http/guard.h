/*
 * What the header fields of a request must be before anything is done with it.
 *
 * Shape: judges fields as they came, names already in lower case. Refused: a missing, repeated or malformed Host; more than
 *        one Content-Length or one beside Transfer-Encoding; a transfer coding other than chunked; names that are no
 *        tokens and values with control characters; too many or too large ones; a body larger than its route takes.
 * Owns: nothing.
 * Source: RFC 9112 sections 3.2, 6.1 and 6.3; RFC 9110 sections 5.5 and 5.6.2.
 */
#ifndef BANYAN_HTTP_GUARD_H
#define BANYAN_HTTP_GUARD_H

#include "http/problem.h"

enum { GUARD_FIELDS = 100, GUARD_BYTES = 16384 };

/* What is wrong; PROBLEM_KINDS where nothing is. `detail` says which field. */
CHECKED ProblemKind guard_fields(const RequestPair *fields, size_t count, Str *detail);
/* PROBLEM_BODY where the fields announce more than `most` bytes; a chunked body is allowed wherever a body is. */
CHECKED ProblemKind guard_body(const RequestPair *fields, size_t count, size_t most);

#endif
