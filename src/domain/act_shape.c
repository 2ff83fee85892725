#include "domain/act_shape.h"

#include "base/decimal.h"
#include "domain/lexical.h"
#include "domain/shape_path.h"

#define WORDS(name, ...)                                                                                               \
    static const Str name##_table[] = {STR_INIT(""), __VA_ARGS__};                                                     \
    static const ShapeWords name##_words = SHAPE_WORDS(name##_table)

#define MEMBER(type, member, ...)                                                                                      \
    { .name = STR_INIT(#member), .offset = offsetof(type, member), .kind = __VA_ARGS__ }

WORDS(captured, STR_INIT("in_app"), STR_INIT("gallery"), STR_INIT("device"), STR_INIT("document"), STR_INIT("paper"));
WORDS(evidence, STR_INIT("photo"), STR_INIT("video"), STR_INIT("audio"), STR_INIT("document"), STR_INIT("sheet"),
      STR_INIT("trace"), STR_INIT("data"));
WORDS(state, STR_INIT("alive"), STR_INIT("working"), STR_INIT("damaged"), STR_INIT("dead"), STR_INIT("missing"),
      STR_INIT("replaced"), STR_INIT("unknown"));
WORDS(rel, STR_INIT("revises"), STR_INIT("revisits"), STR_INIT("splits"), STR_INIT("same_act_in"));

static const Str how_table[] = {STR_INIT(""),         STR_INIT("measured"),  STR_INIT("counted"), STR_INIT("invoiced"),
                                STR_INIT("surveyed"), STR_INIT("estimated"), STR_INIT("default"), STR_INIT("imputed")};
const ShapeWords act_shape_how = SHAPE_WORDS(how_table);
static const Str assisted_table[] = {STR_INIT(""), STR_INIT("none"), STR_INIT("helper"), STR_INIT("paper"),
                                     STR_INIT("proxy")};
const ShapeWords act_shape_assisted = SHAPE_WORDS(assisted_table);
static const Str clock_table[] = {STR_INIT(""),           STR_INIT("device"), STR_INIT("gnss"),  STR_INIT("network"),
                                  STR_INIT("instrument"), STR_INIT("server"), STR_INIT("stated")};
const ShapeWords act_shape_clock = SHAPE_WORDS(clock_table);
static const Str source_table[] = {STR_INIT(""), STR_INIT("gnss"), STR_INIT("map"), STR_INIT("venue"),
                                   STR_INIT("none")};
const ShapeWords act_shape_place_source = SHAPE_WORDS(source_table);

static const ShapeMember device_members[] = {
    MEMBER(ActDevice, key, SHAPE_STRING, .check = lexical_base64url),
    MEMBER(ActDevice, signature, SHAPE_STRING, .check = lexical_base64url),
};
static const Shape device_shape = SHAPE_OF(ActDevice, device_members, NULL);

static const ShapeMember evidence_members[] = {
    MEMBER(ActEvidence, bytes, SHAPE_NUMBER, .min = 1),
    MEMBER(ActEvidence, captured, SHAPE_ENUM, .words = &captured_words),
    MEMBER(ActEvidence, kind, SHAPE_ENUM, .words = &evidence_words),
    MEMBER(ActEvidence, media_type, SHAPE_STRING, .check = lexical_media_type),
    MEMBER(ActEvidence, sha256, SHAPE_STRING, .check = lexical_hash),
    MEMBER(ActEvidence, taken_at, SHAPE_STRING, .check = lexical_time, .optional = true),
};
static const Shape evidence_shape = SHAPE_OF(ActEvidence, evidence_members, NULL);

static const ShapeMember input_members[] = {
    MEMBER(RecordInput, how, SHAPE_WORD, .words = &act_shape_how),
    MEMBER(RecordInput, instrument, SHAPE_TEXT, .max = TEXT_NAME_MAX, .optional = true),
    MEMBER(RecordInput, name, SHAPE_STRING, .check = text_name),
    MEMBER(RecordInput, unit, SHAPE_STRING, .check = lexical_unit),
    MEMBER(RecordInput, value, SHAPE_STRING, .check = decimal_check),
};
static const Shape input_shape = SHAPE_OF(RecordInput, input_members, NULL);

static const ShapeMember link_members[] = {
    MEMBER(ActLink, id, SHAPE_STRING, .check = lexical_uuid),
    MEMBER(ActLink, rel, SHAPE_ENUM, .words = &rel_words),
};
static const Shape link_shape = SHAPE_OF(ActLink, link_members, NULL);

static const ShapeMember maintenance_members[] = {
    MEMBER(ActMaintenance, condition, SHAPE_TEXT, .max = TEXT_SHORT_BYTES, .optional = true),
    MEMBER(ActMaintenance, next_due, SHAPE_STRING, .check = lexical_date, .optional = true),
    MEMBER(ActMaintenance, state, SHAPE_ENUM, .words = &state_words),
};
static const Shape maintenance_shape = SHAPE_OF(ActMaintenance, maintenance_members, NULL);

static bool accuracy(Str text, Err *err) {
    TRY(decimal_check(text, err));
    return text.ptr[0] != '-' ||
           err_set(err, ERR_INVALID_RECORD, "'%.*s' is below zero; right is a distance in metres", STR_ARG(text));
}

static bool place_rules(const void *value, Err *err) {
    const ActPlace *place = value;
    bool known = place->point.lon.len > 0 || place->point.lat.len > 0;
    if (place->source == ACT_PLACE_NONE && known) {
        return err_set(err, ERR_INVALID_RECORD,
                       "source: is none although lon and lat are there; say where they are from");
    }
    if (!known && (place->source == ACT_PLACE_GNSS || place->source == ACT_PLACE_MAP)) {
        return err_set(err, ERR_INVALID_RECORD, "lon is missing; a place from gnss or map has lon and lat");
    }
    return true;
}

static const ShapeMember place_members[] = {
    MEMBER(ActPlace, accuracy_m, SHAPE_STRING, .check = accuracy, .optional = true),
    {.name = STR_INIT("lat"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(ActPlace, point.lat),
     .check = decimal_check},
    {.name = STR_INIT("lon"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(ActPlace, point.lon),
     .check = decimal_check},
    MEMBER(ActPlace, mock, SHAPE_TRI, .optional = true),
    MEMBER(ActPlace, source, SHAPE_ENUM, .words = &act_shape_place_source),
};
static const Shape place_shape = SHAPE_OF(ActPlace, place_members, place_rules);

static bool time_rules(const void *value, Err *err) {
    const ActTime *time = value;
    return act_time_check(time, err);
}

static const ShapeMember time_members[] = {
    MEMBER(ActTime, clock, SHAPE_ENUM, .words = &act_shape_clock),
    MEMBER(ActTime, end, SHAPE_STRING, .check = lexical_time),
    MEMBER(ActTime, start, SHAPE_STRING, .check = lexical_time),
};
static const Shape time_shape = SHAPE_OF(ActTime, time_members, time_rules);

static bool who_rules(const void *value, Err *err) {
    const ActWho *who = value;
    if ((who->pseudonym.len > 0) == (who->group.len > 0)) {
        return err_set(err, ERR_INVALID_RECORD, "needs either pseudonym, for a person, or group with heads");
    }
    return (who->group.len > 0) == (who->heads > 0) ||
           err_set(err, ERR_INVALID_RECORD, "heads stands with group, and group with heads");
}

static const ShapeMember who_members[] = {
    MEMBER(ActWho, group, SHAPE_TEXT, .max = TEXT_NAME_MAX, .optional = true),
    MEMBER(ActWho, heads, SHAPE_NUMBER, .min = 1, .optional = true),
    MEMBER(ActWho, pseudonym, SHAPE_STRING, .check = lexical_pseudonym, .optional = true),
};
static const Shape who_shape = SHAPE_OF(ActWho, who_members, who_rules);

bool act_shape_inputs(const Act *act, Err *err) {
    for (size_t i = 1; i < act->input_count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (str_eq(act->inputs[i].name, act->inputs[k].name)) {
                return err_set(err, ERR_INVALID_RECORD, "inputs[%zu].name: '%.*s' is there twice; give each input once",
                               i + 1, STR_ARG(act->inputs[i].name));
            }
        }
    }
    return true;
}

static bool rules(const void *value, Err *err) {
    const Act *act = value;
    if (!place_check(&act->place.point, act_place_digits(act->type), err)) {
        return shape_path_fail(&(ShapePath){.name = STR("place")}, err);
    }
    return act_shape_inputs(act, err);
}

#define OPTIONAL .optional = true, .nullable = true

static const ShapeMember members[] = {
    MEMBER(Act, asset, SHAPE_STRING, .check = lexical_uuid, OPTIONAL),
    MEMBER(Act, assisted, SHAPE_ENUM, .words = &act_shape_assisted, OPTIONAL),
    MEMBER(Act, device, SHAPE_OBJECT, .shape = &device_shape, OPTIONAL),
    MEMBER(Act, evidence, SHAPE_LIST, .count_offset = offsetof(Act, evidence_count), .max = LIMIT_RECORD_LIST,
           .shape = &evidence_shape, OPTIONAL),
    MEMBER(Act, id, SHAPE_STRING, .check = lexical_uuid),
    MEMBER(Act, inputs, SHAPE_LIST, .count_offset = offsetof(Act, input_count), .max = LIMIT_RECORD_LIST,
           .shape = &input_shape, OPTIONAL),
    MEMBER(Act, links, SHAPE_LIST, .count_offset = offsetof(Act, link_count), .max = LIMIT_RECORD_LIST,
           .shape = &link_shape, OPTIONAL),
    MEMBER(Act, maintenance, SHAPE_OBJECT, .shape = &maintenance_shape, OPTIONAL),
    MEMBER(Act, note, SHAPE_TEXT, .max = LIMIT_NOTE_TEXT_BYTES, OPTIONAL),
    MEMBER(Act, place, SHAPE_OBJECT, .shape = &place_shape, OPTIONAL),
    MEMBER(Act, programme, SHAPE_STRING, .check = text_slug),
    MEMBER(Act, recorded_by, SHAPE_STRING, .check = lexical_pseudonym, OPTIONAL),
    MEMBER(Act, time, SHAPE_OBJECT, .shape = &time_shape),
    MEMBER(Act, type, SHAPE_STRING, .check = text_code),
    MEMBER(Act, v, SHAPE_VERSION),
    MEMBER(Act, venue, SHAPE_STRING, .check = text_slug, OPTIONAL),
    MEMBER(Act, who, SHAPE_OBJECT, .shape = &who_shape, OPTIONAL),
};
_Static_assert(COUNT_OF(members) == ACT_FIELDS, "every field of an act is in the table");

const Shape act_shape = {.members = members,
                         .count = COUNT_OF(members),
                         .size = sizeof(Act),
                         .nulls_offset = offsetof(Act, nulls),
                         .check = rules};

Str act_shape_state(ActState value) {
    return shape_word(&state_words, value);
}
