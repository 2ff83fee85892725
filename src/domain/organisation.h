/*
 * An organisation: who is legally responsible for programmes and statements.
 *
 * Shape: docs/formats/programme.md, "Organisation". Absent optional text is the empty view, an absent map has count 0.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "member: what, what would be right".
 */
#ifndef BANYAN_DOMAIN_ORGANISATION_H
#define BANYAN_DOMAIN_ORGANISATION_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/text.h"

/* An identifier given by a register, such as {scheme: lei} or a national business number. */
typedef struct {
    Str scheme;
    Str value;
} OrganisationId;

typedef struct {
    int64_t v;
    Str id; /* slug */
    TextMap name;
    const OrganisationId *identifiers;
    size_t identifier_count;
    Str country; /* ISO 3166-1 alpha-2 */
    Str website;
    Str contact;
} Organisation;

CHECKED bool organisation_parse(Arena *arena, const Json *json, Organisation *out, Err *err);
/* The canonical JSON document; parsing it gives the same organisation. */
Str organisation_json(Arena *arena, const Organisation *organisation);

#endif
