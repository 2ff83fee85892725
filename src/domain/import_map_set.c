#include "base/checked.h"
#include "base/decimal.h"
#include "domain/act_shape.h"
#include "domain/import_map.h"
#include "domain/lexical.h"

enum { LIST_TEXT = 300 };

static bool set_word(const ShapeWords *words, Str value, unsigned *out, Err *err) {
    unsigned index = shape_word_index(words, value);
    if (index == 0) {
        char list[LIST_TEXT];
        shape_word_list(words, list, sizeof(list));
        return err_set(err, ERR_INVALID_IMPORT, "'%.*s' is not known here; right is %s", STR_ARG(text_shown(value)),
                       list);
    }
    *out = index;
    return true;
}

static bool set_heads(Str value, Act *act, Err *err) {
    int64_t heads = 0;
    if (!checked_parse_i64(value, &heads) || heads < 1 || heads > 1000000) {
        return err_set(err, ERR_INVALID_IMPORT, "'%.*s' is no head count; right is a whole number from 1 to 1000000",
                       STR_ARG(text_shown(value)));
    }
    act->who.heads = heads;
    return true;
}

/* One coordinate is judged beside a harmless other one. */
static bool set_lon(Str value, Act *act, Err *err) {
    PlacePoint probe = {.lon = value, .lat = STR("0")};
    TRY(place_check(&probe, act_place_digits(act->type), err));
    act->place.point.lon = value;
    return true;
}

static bool set_lat(Str value, Act *act, Err *err) {
    PlacePoint probe = {.lon = STR("0"), .lat = value};
    TRY(place_check(&probe, act_place_digits(act->type), err));
    act->place.point.lat = value;
    return true;
}

/* The text is set where its form is right. */
static bool set_str(bool right, Str value, Str *out) {
    TRY(right);
    *out = value;
    return true;
}

static bool set_enum(ImportMapRole role, Str value, Act *act, Err *err) {
    unsigned word = 0;
    if (role == IMPORT_MAP_ASSISTED) {
        TRY(set_word(&act_shape_assisted, value, &word, err));
        act->assisted = (ActAssisted)word;
    } else if (role == IMPORT_MAP_TIME_CLOCK) {
        TRY(set_word(&act_shape_clock, value, &word, err));
        act->time.clock = (ActClock)word;
    } else {
        TRY(set_word(&act_shape_place_source, value, &word, err));
        act->place.source = (ActPlaceSource)word;
    }
    return true;
}

bool import_map_set(ImportMapRole role, Str value, Act *act, Err *err) {
    switch (role) {
    case IMPORT_MAP_VENUE:
        return set_str(text_slug(value, err), value, &act->venue);
    case IMPORT_MAP_ASSET:
        return set_str(lexical_uuid(value, err), value, &act->asset);
    case IMPORT_MAP_WHO:
        return set_str(lexical_pseudonym(value, err), value, &act->who.pseudonym);
    case IMPORT_MAP_WHO_GROUP:
        return set_str(text_check(value, TEXT_NAME_MAX, err), value, &act->who.group);
    case IMPORT_MAP_WHO_HEADS:
        return set_heads(value, act, err);
    case IMPORT_MAP_RECORDED_BY:
        return set_str(lexical_pseudonym(value, err), value, &act->recorded_by);
    case IMPORT_MAP_TIME_START:
        return set_str(lexical_time(value, err), value, &act->time.start);
    case IMPORT_MAP_TIME_END:
        return set_str(lexical_time(value, err), value, &act->time.end);
    case IMPORT_MAP_PLACE_LON:
        return set_lon(value, act, err);
    case IMPORT_MAP_PLACE_LAT:
        return set_lat(value, act, err);
    case IMPORT_MAP_PLACE_ACCURACY:
        return set_str(decimal_check(value, err), value, &act->place.accuracy_m);
    case IMPORT_MAP_NOTE:
        return set_str(text_check(value, LIMIT_NOTE_TEXT_BYTES, err), value, &act->note);
    case IMPORT_MAP_ASSISTED:
    case IMPORT_MAP_TIME_CLOCK:
    case IMPORT_MAP_PLACE_SOURCE:
        return set_enum(role, value, act, err);
    case IMPORT_MAP_IGNORE:
    case IMPORT_MAP_INPUT:
    case IMPORT_MAP_TIME_DURATION:
    case IMPORT_MAP_ROLE_COUNT:
    default:
        return err_set(err, ERR_INTERNAL, "this role sets nothing in an act");
    }
}

static const Str role_names[IMPORT_MAP_ROLE_COUNT] = {
    [IMPORT_MAP_IGNORE] = STR_INIT("ignore"),
    [IMPORT_MAP_INPUT] = STR_INIT("input"),
    [IMPORT_MAP_VENUE] = STR_INIT("venue"),
    [IMPORT_MAP_ASSET] = STR_INIT("asset"),
    [IMPORT_MAP_WHO] = STR_INIT("who"),
    [IMPORT_MAP_WHO_GROUP] = STR_INIT("who.group"),
    [IMPORT_MAP_WHO_HEADS] = STR_INIT("who.heads"),
    [IMPORT_MAP_RECORDED_BY] = STR_INIT("recorded_by"),
    [IMPORT_MAP_TIME_START] = STR_INIT("time.start"),
    [IMPORT_MAP_TIME_END] = STR_INIT("time.end"),
    [IMPORT_MAP_PLACE_LON] = STR_INIT("place.lon"),
    [IMPORT_MAP_PLACE_LAT] = STR_INIT("place.lat"),
    [IMPORT_MAP_PLACE_ACCURACY] = STR_INIT("place.accuracy_m"),
    [IMPORT_MAP_NOTE] = STR_INIT("note"),
    [IMPORT_MAP_ASSISTED] = STR_INIT("assisted"),
    [IMPORT_MAP_TIME_CLOCK] = STR_INIT("time.clock"),
    [IMPORT_MAP_TIME_DURATION] = STR_INIT("time.duration"),
    [IMPORT_MAP_PLACE_SOURCE] = STR_INIT("place.source"),
};

Str import_map_role_name(ImportMapRole role) {
    return role < IMPORT_MAP_ROLE_COUNT ? role_names[role] : (Str){0};
}

/* One "12H" of a duration: cuts it off, checks that its letter comes later than the last one, adds its seconds. */
static bool duration_part(Str *rest, Str letters, const int64_t *seconds, size_t *next, int64_t *total) {
    size_t digits = 0;
    while (digits < rest->len && rest->ptr[digits] >= '0' && rest->ptr[digits] <= '9') {
        digits++;
    }
    int64_t count = 0;
    int64_t part = 0;
    if (digits == rest->len || !checked_parse_i64(str_slice(*rest, 0, digits), &count)) {
        return false;
    }
    size_t letter = str_find(letters, rest->ptr[digits]);
    TRY(letter < letters.len && letter >= *next);
    TRY(checked_mul_i64(count, seconds[letter], &part) && checked_add_i64(*total, part, total));
    *next = letter + 1;
    *rest = str_slice(*rest, digits + 1, rest->len);
    return true;
}

static bool duration_parts(Str text, Str letters, const int64_t *seconds, int64_t *total) {
    size_t next = 0;
    for (Str rest = text; rest.len > 0;) {
        TRY(duration_part(&rest, letters, seconds, &next, total));
    }
    return true;
}

static bool duration_read(Str text, int64_t *total) {
    static const int64_t day_seconds[] = {604800, 86400};
    static const int64_t time_seconds[] = {3600, 60, 1};
    TRY(text.len > 2 && text.ptr[0] == 'P');
    Str rest = str_slice(text, 1, text.len);
    size_t t = str_find(rest, 'T');
    Str days = str_slice(rest, 0, t);
    Str times = str_slice(rest, t < rest.len ? t + 1 : t, rest.len);
    TRY(t == rest.len || times.len > 0);
    return duration_parts(days, STR("WD"), day_seconds, total) &&
           duration_parts(times, STR("HMS"), time_seconds, total);
}

bool import_map_duration(Str text, int64_t *seconds, Err *err) {
    int64_t total = 0;
    if (!duration_read(text, &total) || total > (int64_t)366 * 86400) {
        return err_set(err, ERR_INVALID_IMPORT,
                       "'%.*s' is no duration of at most 366 days; write it like PT15M, PT1H, P1D or P1W",
                       STR_ARG(text_shown(text)));
    }
    *seconds = total;
    return true;
}
