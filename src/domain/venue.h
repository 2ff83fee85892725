/*
 * A venue: the campus, clinic, club, forest, farm or route where acts happen.
 *
 * Shape: docs/formats/programme.md, "Venue". Units: decimal degrees as decimal text; the exact place has at most 5
 *        fraction digits, the coarse one at most 2 (about a kilometre).
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "member: what, what would be right".
 */
#ifndef BANYAN_DOMAIN_VENUE_H
#define BANYAN_DOMAIN_VENUE_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/place.h"
#include "domain/text.h"

typedef enum {
    VENUE_KIND_NONE,
    VENUE_CAMPUS,
    VENUE_CLINIC,
    VENUE_CLUB,
    VENUE_FOREST,
    VENUE_FARM,
    VENUE_ROUTE,
    VENUE_BUILDING,
    VENUE_OTHER
} VenueKind;

typedef struct {
    int64_t v;
    Str id; /* slug */
    Str programme;
    VenueKind kind;
    TextMap name;
    PlacePoint place;        /* lon empty when not given */
    PlacePoint place_coarse; /* lon empty when not given */
} Venue;

CHECKED bool venue_parse(Arena *arena, const Json *json, Venue *out, Err *err);
/* The canonical JSON document; parsing it gives the same venue. */
Str venue_json(Arena *arena, const Venue *venue);
Str venue_kind_name(VenueKind kind);

#endif
