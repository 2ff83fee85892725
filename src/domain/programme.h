/*
 * A programme: what is measured, by which methodology, for whom, and how much of it is shown.
 *
 * Shape: docs/formats/programme.md. Absent optional text is the empty view, an absent map has count 0.
 * Units: monitoring periods are half-open local dates [start, end) in the pinned time zone.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "member: what, what would be right".
 */
#ifndef BANYAN_DOMAIN_PROGRAMME_H
#define BANYAN_DOMAIN_PROGRAMME_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/text.h"

typedef enum {
    PROGRAMME_KIND_NONE,
    PROGRAMME_INVENTORY, /* ISO 14064-1 */
    PROGRAMME_PROJECT,   /* ISO 14064-2 */
    PROGRAMME_OUTCOME    /* results that are not tonnes */
} ProgrammeKind;

typedef enum {
    PROGRAMME_DISCLOSURE_NONE,
    PROGRAMME_OPEN,      /* each act may be public */
    PROGRAMME_AGGREGATE, /* totals at fixed dates only */
    PROGRAMME_RESTRICTED
} ProgrammeDisclosure;

typedef enum {
    PROGRAMME_PUBLISH_NONE,
    PROGRAMME_AT_ONCE,
    PROGRAMME_HOURLY_SHUFFLED,
    PROGRAMME_DAILY_SHUFFLED
} ProgrammePublish;

typedef struct {
    Str id;
    Str version;
    Str sha256; /* of the canonical methodology document */
} ProgrammeMethodology;

typedef struct {
    Str name;   /* IANA */
    Str tzdata; /* version of the database, such as 2025b */
} ProgrammeZone;

typedef struct {
    Str start; /* first local date in it */
    Str end;   /* first local date behind it */
} ProgrammePeriod;

typedef struct {
    int64_t v;
    Str id;           /* slug */
    Str organisation; /* slug */
    ProgrammeKind kind;
    TextMap name;
    TextMap description;
    ProgrammeMethodology methodology;
    TextMap parameters; /* name and text: what the methodology asks the programme, such as geography and year */
    ProgrammeDisclosure disclosure;
    ProgrammePublish publish;
    ProgrammeZone zone;
    ProgrammePeriod period; /* the default monitoring period; start empty when there is none */
    TextMap responsible_party;
    TextMap boundary;
    TextMap intended_use;
    TextMap intended_users;
} Programme;

CHECKED bool programme_parse(Arena *arena, const Json *json, Programme *out, Err *err);
/* The canonical JSON document; parsing it gives the same programme. */
Str programme_json(Arena *arena, const Programme *programme);
/* Value of a parameter, or the empty view. */
CHECKED Str programme_parameter(const Programme *programme, Str name);
/* The word of the document for a value, such as "at once". */
Str programme_kind_name(ProgrammeKind kind);
Str programme_disclosure_name(ProgrammeDisclosure disclosure);
Str programme_publish_name(ProgrammePublish publish);

#endif
