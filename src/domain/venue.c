#include "domain/venue.h"

#include "domain/shape_path.h"
#include "domain/shape_write.h"
#include "domain/shapes.h"

static const Str kinds[] = {STR_INIT(""),      STR_INIT("campus"),   STR_INIT("clinic"),
                            STR_INIT("club"),  STR_INIT("forest"),   STR_INIT("farm"),
                            STR_INIT("route"), STR_INIT("building"), STR_INIT("other")};
static const ShapeWords kind_words = SHAPE_WORDS(kinds);

static bool rules(const void *value, Err *err) {
    const Venue *venue = value;
    if (!place_check(&venue->place, PLACE_DIGITS, err)) {
        return shape_path_fail(&(ShapePath){.name = STR("place")}, err);
    }
    return place_check(&venue->place_coarse, PLACE_DIGITS_COARSE, err) ||
           shape_path_fail(&(ShapePath){.name = STR("place_coarse")}, err);
}

static const ShapeMember members[] = {
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Venue, id), .check = text_slug},
    {.name = STR_INIT("kind"), .kind = SHAPE_ENUM, .offset = offsetof(Venue, kind), .words = &kind_words},
    {.name = STR_INIT("name"), .kind = SHAPE_LANGUAGES, .offset = offsetof(Venue, name), .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("place"),
     .kind = SHAPE_OBJECT,
     .optional = true,
     .offset = offsetof(Venue, place),
     .shape = &shapes_point},
    {.name = STR_INIT("place_coarse"),
     .kind = SHAPE_OBJECT,
     .optional = true,
     .offset = offsetof(Venue, place_coarse),
     .shape = &shapes_point},
    {.name = STR_INIT("programme"), .kind = SHAPE_STRING, .offset = offsetof(Venue, programme), .check = text_slug},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Venue, v)},
};

static const Shape shape = SHAPE_OF(Venue, members, rules);

bool venue_parse(Arena *arena, const Json *json, Venue *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str venue_json(Arena *arena, const Venue *venue) {
    return shape_write_text(arena, &shape, venue);
}

Str venue_kind_name(VenueKind kind) {
    return shape_word(&kind_words, kind);
}
