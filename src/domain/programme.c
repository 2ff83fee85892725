#include "domain/programme.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"
#include "domain/shapes.h"

static const Str disclosures[] = {STR_INIT(""), STR_INIT("open"), STR_INIT("aggregate"), STR_INIT("restricted")};
static const ShapeWords disclosure_words = SHAPE_WORDS(disclosures);
static const Str publishes[] = {STR_INIT(""), STR_INIT("at once"), STR_INIT("hourly, shuffled"),
                                STR_INIT("daily, shuffled")};
static const ShapeWords publish_words = SHAPE_WORDS(publishes);

static const ShapeMember methodology_members[] = {
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(ProgrammeMethodology, id), .check = text_slug},
    {.name = STR_INIT("sha256"),
     .kind = SHAPE_STRING,
     .offset = offsetof(ProgrammeMethodology, sha256),
     .check = lexical_hash},
    {.name = STR_INIT("version"),
     .kind = SHAPE_STRING,
     .offset = offsetof(ProgrammeMethodology, version),
     .check = lexical_version},
};
static const Shape methodology_shape = SHAPE_OF(ProgrammeMethodology, methodology_members, NULL);

static bool period_rules(const void *value, Err *err) {
    const ProgrammePeriod *period = value;
    return str_cmp(period->start, period->end) < 0 ||
           err_set(err, ERR_INVALID_DOCUMENT,
                   "ends on %.*s, not after its start %.*s; end is the first date behind the period",
                   STR_ARG(period->end), STR_ARG(period->start));
}

static const ShapeMember period_members[] = {
    {.name = STR_INIT("end"), .kind = SHAPE_STRING, .offset = offsetof(ProgrammePeriod, end), .check = lexical_date},
    {.name = STR_INIT("start"),
     .kind = SHAPE_STRING,
     .offset = offsetof(ProgrammePeriod, start),
     .check = lexical_date},
};
static const Shape period_shape = SHAPE_OF(ProgrammePeriod, period_members, period_rules);

/* A leaf's publication second is public: where acts are not, it would be a live count of people (docs/formats/programme.md,
 * "publish"). */
static bool rules(const void *value, Err *err) {
    const Programme *programme = value;
    return programme->disclosure == PROGRAMME_OPEN || programme->publish != PROGRAMME_AT_ONCE ||
           err_set(err, ERR_INVALID_DOCUMENT,
                   "publish: 'at once' is for open programmes only, because the time of each leaf is public; right is "
                   "'hourly, shuffled' or 'daily, shuffled'");
}

#define LANGUAGES(member, text_bytes, may_be_absent)                                                                   \
    {                                                                                                                  \
        .name = STR_INIT(#member), .kind = SHAPE_LANGUAGES, .optional = (may_be_absent),                               \
        .offset = offsetof(Programme, member), .max = (text_bytes)                                                     \
    }

static const ShapeMember members[] = {
    LANGUAGES(boundary, TEXT_LONG_BYTES, true),
    LANGUAGES(description, TEXT_LONG_BYTES, true),
    {.name = STR_INIT("disclosure"),
     .kind = SHAPE_ENUM,
     .offset = offsetof(Programme, disclosure),
     .words = &disclosure_words},
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Programme, id), .check = text_slug},
    LANGUAGES(intended_use, TEXT_LONG_BYTES, true),
    LANGUAGES(intended_users, TEXT_LONG_BYTES, true),
    {.name = STR_INIT("kind"),
     .kind = SHAPE_ENUM,
     .offset = offsetof(Programme, kind),
     .words = &shapes_programme_kinds},
    {.name = STR_INIT("methodology"),
     .kind = SHAPE_OBJECT,
     .offset = offsetof(Programme, methodology),
     .shape = &methodology_shape},
    LANGUAGES(name, TEXT_SHORT_BYTES, false),
    {.name = STR_INIT("organisation"),
     .kind = SHAPE_STRING,
     .offset = offsetof(Programme, organisation),
     .check = text_slug},
    {.name = STR_INIT("parameters"),
     .kind = SHAPE_PARAMETERS,
     .optional = true,
     .offset = offsetof(Programme, parameters),
     .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("period"),
     .kind = SHAPE_OBJECT,
     .optional = true,
     .offset = offsetof(Programme, period),
     .shape = &period_shape},
    {.name = STR_INIT("publish"), .kind = SHAPE_ENUM, .offset = offsetof(Programme, publish), .words = &publish_words},
    LANGUAGES(responsible_party, TEXT_SHORT_BYTES, true),
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Programme, v)},
    {.name = STR_INIT("zone"), .kind = SHAPE_OBJECT, .offset = offsetof(Programme, zone), .shape = &shapes_zone},
};

static const Shape shape = SHAPE_OF(Programme, members, rules);

bool programme_parse(Arena *arena, const Json *json, Programme *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str programme_json(Arena *arena, const Programme *programme) {
    return shape_write_text(arena, &shape, programme);
}

Str programme_parameter(const Programme *programme, Str name) {
    for (size_t i = 0; i < programme->parameters.count; i++) {
        if (str_eq(programme->parameters.pairs[i].tag, name)) {
            return programme->parameters.pairs[i].text;
        }
    }
    return (Str){0};
}

Str programme_kind_name(ProgrammeKind kind) {
    return shape_word(&shapes_programme_kinds, kind);
}

Str programme_disclosure_name(ProgrammeDisclosure disclosure) {
    return shape_word(&disclosure_words, disclosure);
}

Str programme_publish_name(ProgrammePublish publish) {
    return shape_word(&publish_words, publish);
}
