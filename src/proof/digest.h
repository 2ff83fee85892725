/*
 * SHA-256 digests as text: unpadded base64url in our own documents, standard base64 in those of C2SP.
 *
 * Shape: 43 and 44 characters. Owns: text lives in the arena. Errors: ERR_INVALID_ENCODING; outputs untouched.
 * Source: RFC 4648; C2SP tlog-checkpoint.
 */
#ifndef BANYAN_PROOF_DIGEST_H
#define BANYAN_PROOF_DIGEST_H

#include "base/err.h"
#include "crypto/hash.h"

enum { DIGEST_URL_TEXT = 43, DIGEST_STD_TEXT = 44 };

Str digest_url(Arena *arena, const Hash *digest);
Str digest_std(Arena *arena, const Hash *digest);
/* The arena is only used while decoding. */
CHECKED bool digest_url_parse(Arena *arena, Str text, Hash *out, Err *err);
CHECKED bool digest_std_parse(Arena *arena, Str text, Hash *out, Err *err);

#endif
