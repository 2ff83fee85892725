/*
 * Reading the members of a JSON object one by one, so that none is missing and none is unknown.
 *
 * Shape: ask for each member, then members_end refuses what nobody asked for.
 * Owns: texts are views. Errors: the code given in the Members, with the name of the object and of the member.
 */
#ifndef BANYAN_PROOF_MEMBERS_H
#define BANYAN_PROOF_MEMBERS_H

#include "codec/json.h"
#include "crypto/hash.h"

typedef struct {
    Arena *arena;
    const Json *object;
    const char *what; /* "a bundle" */
    ErrCode code;
    Err *err;
    uint32_t taken;
} Members;

/* Refuses what is no object. */
CHECKED bool members_begin(Members *members);
CHECKED bool members_text(Members *members, Str name, Str *out);
/* A whole number from 0. */
CHECKED bool members_number(Members *members, Str name, uint64_t *out);
/* base64url of 32 bytes. */
CHECKED bool members_digest(Members *members, Str name, Hash *out);
/* Arrays in the arena: of texts, and of digests. */
CHECKED bool members_texts(Members *members, Str name, const Str **out, size_t *count);
CHECKED bool members_digests(Members *members, Str name, const Hash **out, size_t *count);
/* A member of that type, or *out NULL where it may be left out. */
CHECKED bool members_optional(Members *members, Str name, JsonType type, const Json **out);
CHECKED bool members_get(Members *members, Str name, JsonType type, const Json **out);
/* The version, asked for first: "v" with that number, else ERR_UNKNOWN_VERSION. */
CHECKED bool members_version(Members *members, int64_t version);
CHECKED bool members_end(const Members *members);

#endif
