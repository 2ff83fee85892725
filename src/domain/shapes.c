#include "domain/shapes.h"

#include "base/decimal.h"
#include "domain/lexical.h"
#include "domain/organisation.h"
#include "domain/place.h"
#include "domain/programme.h"

static const ShapeMember point_members[] = {
    {.name = STR_INIT("lat"), .kind = SHAPE_STRING, .offset = offsetof(PlacePoint, lat), .check = decimal_check},
    {.name = STR_INIT("lon"), .kind = SHAPE_STRING, .offset = offsetof(PlacePoint, lon), .check = decimal_check},
};
const Shape shapes_point = SHAPE_OF(PlacePoint, point_members, NULL);

static const ShapeMember identifier_members[] = {
    {.name = STR_INIT("scheme"), .kind = SHAPE_STRING, .offset = offsetof(OrganisationId, scheme), .check = text_code},
    {.name = STR_INIT("value"), .kind = SHAPE_TEXT, .offset = offsetof(OrganisationId, value), .max = TEXT_NAME_MAX},
};
const Shape shapes_identifier = SHAPE_OF(OrganisationId, identifier_members, NULL);

static const ShapeMember zone_members[] = {
    {.name = STR_INIT("name"), .kind = SHAPE_STRING, .offset = offsetof(ProgrammeZone, name), .check = lexical_zone},
    {.name = STR_INIT("tzdata"),
     .kind = SHAPE_STRING,
     .offset = offsetof(ProgrammeZone, tzdata),
     .check = lexical_tzdata},
};
const Shape shapes_zone = SHAPE_OF(ProgrammeZone, zone_members, NULL);

static const Str kinds[] = {STR_INIT(""), STR_INIT("inventory"), STR_INIT("project"), STR_INIT("outcome")};
const ShapeWords shapes_programme_kinds = SHAPE_WORDS(kinds);
