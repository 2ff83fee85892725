#include "domain/record.h"

#include "codec/canonical.h"
#include "codec/rfc3339.h"
#include "domain/act_shape.h"
#include "domain/lexical.h"
#include "domain/shape_path.h"
#include "domain/shape_write.h"
#include "domain/shapes.h"

enum { SERVER_FIELDS = 4, PAYLOAD_ROOM = 2048 };

static const Str channels[] = {STR_INIT(""),     STR_INIT("app"), STR_INIT("openrosa"), STR_INIT("sensorthings"),
                               STR_INIT("mqtt"), STR_INIT("csv"), STR_INIT("api")};
static const ShapeWords channel_words = SHAPE_WORDS(channels);

static const ShapeMember source_members[] = {
    {.name = STR_INIT("channel"),
     .kind = SHAPE_ENUM,
     .offset = offsetof(RecordSource, channel),
     .words = &channel_words},
    {.name = STR_INIT("form"),
     .kind = SHAPE_TEXT,
     .optional = true,
     .offset = offsetof(RecordSource, form),
     .max = TEXT_SHORT_BYTES},
    {.name = STR_INIT("software"),
     .kind = SHAPE_TEXT,
     .optional = true,
     .offset = offsetof(RecordSource, software),
     .max = TEXT_SHORT_BYTES},
};
static const Shape source_shape = SHAPE_OF(RecordSource, source_members, NULL);

static bool server_rules(const void *value, Err *err) {
    const RecordServer *server = value;
    return place_check(&server->place_coarse, PLACE_DIGITS_COARSE, err) ||
           shape_path_fail(&(ShapePath){.name = STR("place_coarse")}, err);
}

static const ShapeMember server_members[] = {
    {.name = STR_INIT("date_local"),
     .kind = SHAPE_STRING,
     .offset = offsetof(RecordServer, date_local),
     .check = lexical_date},
    {.name = STR_INIT("place_coarse"),
     .kind = SHAPE_OBJECT,
     .optional = true,
     .offset = offsetof(RecordServer, place_coarse),
     .shape = &shapes_point},
    {.name = STR_INIT("received_at"),
     .kind = SHAPE_STRING,
     .offset = offsetof(RecordServer, received_at),
     .check = lexical_time},
    {.name = STR_INIT("source"),
     .kind = SHAPE_OBJECT,
     .offset = offsetof(RecordServer, source),
     .shape = &source_shape},
};
static const Shape server_shape = SHAPE_OF(RecordServer, server_members, server_rules);
_Static_assert(COUNT_OF(server_members) == SERVER_FIELDS, "every server fact is in the table");
_Static_assert(ACT_FIELDS + SERVER_FIELDS == RECORD_FIELDS, "every field is committed");

/* A field in schema order: its name and where it stands in the act's table, or behind it in the server's. */
typedef struct {
    Str name;
    size_t at;
} FieldRow;

#define FROM_ACT(index)    (index)
#define FROM_SERVER(index) (ACT_FIELDS + (index))

static const FieldRow rows[RECORD_FIELDS] = {
    {STR_INIT("v"), FROM_ACT(14)},
    {STR_INIT("id"), FROM_ACT(4)},
    {STR_INIT("programme"), FROM_ACT(10)},
    {STR_INIT("type"), FROM_ACT(13)},
    {STR_INIT("who"), FROM_ACT(16)},
    {STR_INIT("recorded_by"), FROM_ACT(11)},
    {STR_INIT("assisted"), FROM_ACT(1)},
    {STR_INIT("venue"), FROM_ACT(15)},
    {STR_INIT("asset"), FROM_ACT(0)},
    {STR_INIT("time"), FROM_ACT(12)},
    {STR_INIT("place"), FROM_ACT(9)},
    {STR_INIT("inputs"), FROM_ACT(5)},
    {STR_INIT("evidence"), FROM_ACT(3)},
    {STR_INIT("maintenance"), FROM_ACT(7)},
    {STR_INIT("links"), FROM_ACT(6)},
    {STR_INIT("device"), FROM_ACT(2)},
    {STR_INIT("note"), FROM_ACT(8)},
    {STR_INIT("received_at"), FROM_SERVER(2)},
    {STR_INIT("source"), FROM_SERVER(3)},
    {STR_INIT("date_local"), FROM_SERVER(0)},
    {STR_INIT("place_coarse"), FROM_SERVER(1)},
};

bool record_derive(Arena *arena, const Act *act, const PlacePoint *venue_coarse, RecordServer *server, Err *err) {
    Rfc3339 start;
    if (!rfc3339_parse(act->time.start, &start, err)) {
        return err_at(err, "time.start");
    }
    TRY(place_check(&act->place.point, PLACE_DIGITS_PLOT, err));
    bool of_venue = venue_coarse != NULL && venue_coarse->lon.len > 0;
    server->date_local = date_format(arena, rfc3339_local_day(start));
    server->place_coarse = of_venue ? *venue_coarse : place_coarse(arena, &act->place.point);
    return true;
}

/* The whole payload is written once; everything else is a view of it. */
static RecordText encode(Arena *arena, const Record *record) {
    ShapeWriteTrace trace[RECORD_FIELDS] = {0};
    Buf out = {.arena = arena};
    (void)buf_reserve(&out, PAYLOAD_ROOM);
    buf_add(&out, STR("{\"act\":"));
    size_t from = out.len;
    shape_write_traced(&out, &act_shape, &record->act, trace);
    size_t act_len = out.len - from;
    buf_add(&out, STR(",\"server\":"));
    shape_write_traced(&out, &server_shape, &record->server, trace + ACT_FIELDS);
    buf_add_byte(&out, '}');
    RecordText text = {.payload = buf_str(&out)};
    text.act = str_slice(text.payload, from, act_len);
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        text.fields[i] = shape_write_field(arena, text.payload, &trace[rows[i].at]);
    }
    return text;
}

bool record_encode(Arena *arena, const Record *record, RecordText *out, Err *err) {
    RecordText text = encode(arena, record);
    if (text.payload.len > LIMIT_RECORD_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "the record has %zu bytes; at most %zu are right", text.payload.len,
                       LIMIT_RECORD_BYTES);
    }
    *out = text;
    return true;
}

void record_fields(Arena *arena, const Record *record, RecordField out[RECORD_FIELDS]) {
    RecordText text = encode(arena, record);
    for (size_t i = 0; i < RECORD_FIELDS; i++) {
        out[i] = text.fields[i];
    }
}

static bool part(Arena *arena, const Json *payload, Str name, const Shape *shape, void *out, Err *err) {
    const Json *json = json_get(payload, name);
    if (json == NULL) {
        return err_set(err, ERR_INVALID_RECORD, "%.*s is missing; a payload has act and server", STR_ARG(name));
    }
    return shape_parse(arena, shape, json, ERR_INVALID_RECORD, out, err) ||
           shape_path_fail(&(ShapePath){.name = name}, err);
}

bool record_parse(Arena *arena, Str payload, Record *out, Err *err) {
    static const JsonLimits limits = {LIMIT_RECORD_BYTES, LIMIT_JSON_DEPTH, LIMIT_JSON_NODES};
    Json json = {0};
    TRY(canonical_parse(arena, payload, limits, &json, err));
    Record record = {0};
    TRY(part(arena, &json, STR("act"), &act_shape, &record.act, err));
    TRY(part(arena, &json, STR("server"), &server_shape, &record.server, err));
    if (json.count != 2) {
        return err_set(err, ERR_INVALID_RECORD, "the payload has %u members; it has act and server and no more",
                       (unsigned)json.count);
    }
    *out = record;
    return true;
}

Str record_channel_name(RecordChannel channel) {
    return shape_word(&channel_words, channel);
}

Str record_field_name(size_t index) {
    return index < RECORD_FIELDS ? rows[index].name : (Str){0};
}
