#include "domain/asset.h"

#include "domain/lexical.h"
#include "domain/shape_path.h"
#include "domain/shape_write.h"
#include "domain/shapes.h"

static bool rules(const void *value, Err *err) {
    const Asset *asset = value;
    return place_check(&asset->place, PLACE_DIGITS, err) || shape_path_fail(&(ShapePath){.name = STR("place")}, err);
}

static const ShapeMember members[] = {
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Asset, id), .check = lexical_uuid},
    {.name = STR_INIT("label"),
     .kind = SHAPE_TEXT,
     .optional = true,
     .offset = offsetof(Asset, label),
     .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("place"),
     .kind = SHAPE_OBJECT,
     .optional = true,
     .offset = offsetof(Asset, place),
     .shape = &shapes_point},
    {.name = STR_INIT("programme"), .kind = SHAPE_STRING, .offset = offsetof(Asset, programme), .check = text_slug},
    {.name = STR_INIT("registered_at"),
     .kind = SHAPE_STRING,
     .offset = offsetof(Asset, registered_at),
     .check = lexical_time},
    {.name = STR_INIT("type"), .kind = SHAPE_STRING, .offset = offsetof(Asset, type), .check = text_code},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Asset, v)},
    {.name = STR_INIT("venue"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(Asset, venue),
     .check = text_slug},
};

static const Shape shape = SHAPE_OF(Asset, members, rules);

static const Str order[ASSET_FIELDS] = {STR_INIT("v"),     STR_INIT("programme"),    STR_INIT("id"),
                                        STR_INIT("type"),  STR_INIT("venue"),        STR_INIT("place"),
                                        STR_INIT("label"), STR_INIT("registered_at")};
_Static_assert(COUNT_OF(members) == ASSET_FIELDS, "every member of an asset is committed");

bool asset_parse(Arena *arena, const Json *json, Asset *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str asset_json(Arena *arena, const Asset *asset) {
    return shape_write_text(arena, &shape, asset);
}

void asset_fields(Arena *arena, const Asset *asset, RecordField out[ASSET_FIELDS]) {
    shape_write_fields(arena, &shape, asset, order, out);
}
