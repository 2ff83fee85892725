/*
 * An asset: the tree, roof, bin, meter or well that outlives the act.
 *
 * Shape: docs/formats/programme.md, "Asset"; committed as asset.registered with ASSET_FIELDS fields.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "member: what, what would be right".
 */
#ifndef BANYAN_DOMAIN_ASSET_H
#define BANYAN_DOMAIN_ASSET_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/place.h"
#include "domain/record_field.h"

enum { ASSET_FIELDS = 8 };

typedef struct {
    int64_t v;
    Str programme;
    Str id;   /* UUID */
    Str type; /* code, such as tree */
    Str venue;
    PlacePoint place;
    Str label;
    Str registered_at;
} Asset;

CHECKED bool asset_parse(Arena *arena, const Json *json, Asset *out, Err *err);
/* The canonical JSON document; parsing it gives the same asset. */
Str asset_json(Arena *arena, const Asset *asset);
/* v, programme, id, type, venue, place, label, registered_at. */
void asset_fields(Arena *arena, const Asset *asset, RecordField out[ASSET_FIELDS]);

#endif
