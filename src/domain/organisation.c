#include "domain/organisation.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"
#include "domain/shapes.h"

enum { IDENTIFIERS = 16 };

/* A link on a public page must not run anything: https and http only. */
static bool website(Str text, Err *err) {
    TRY(text_check(text, TEXT_SHORT_BYTES, err));
    return str_starts(text, STR("https://")) || str_starts(text, STR("http://")) ||
           err_set(err, ERR_INVALID_DOCUMENT, "is no web address; write it like https://example.org");
}

static const ShapeMember members[] = {
    {.name = STR_INIT("contact"),
     .kind = SHAPE_TEXT,
     .optional = true,
     .offset = offsetof(Organisation, contact),
     .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("country"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(Organisation, country),
     .check = lexical_country},
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Organisation, id), .check = text_slug},
    {.name = STR_INIT("identifiers"),
     .kind = SHAPE_LIST,
     .optional = true,
     .offset = offsetof(Organisation, identifiers),
     .count_offset = offsetof(Organisation, identifier_count),
     .max = IDENTIFIERS,
     .shape = &shapes_identifier},
    {.name = STR_INIT("name"),
     .kind = SHAPE_LANGUAGES,
     .offset = offsetof(Organisation, name),
     .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Organisation, v)},
    {.name = STR_INIT("website"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(Organisation, website),
     .check = website},
};

static const Shape shape = SHAPE_OF(Organisation, members, NULL);

bool organisation_parse(Arena *arena, const Json *json, Organisation *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str organisation_json(Arena *arena, const Organisation *organisation) {
    return shape_write_text(arena, &shape, organisation);
}
