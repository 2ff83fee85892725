#include "domain/place.h"

#include <string.h>

#include "base/decimal.h"

/* The whole part as a number and whether anything but zero stands behind the point. */
typedef struct {
    unsigned whole;
    bool fraction;
    size_t digits;
} Degrees;

static Degrees degrees_of(Str text) {
    Str rest = str_slice(text, text.ptr[0] == '-' ? 1 : 0, text.len);
    size_t point = str_find(rest, '.');
    Degrees out = {.digits = point < rest.len ? rest.len - point - 1 : 0};
    for (size_t i = 0; i < rest.len; i++) {
        if (i < point && out.whole < 1000) {
            out.whole = out.whole * 10 + (unsigned)(rest.ptr[i] - '0');
        } else if (i > point && rest.ptr[i] != '0') {
            out.fraction = true;
        }
    }
    return out;
}

static bool coordinate_check(Str text, const char *name, unsigned limit, unsigned digits, Err *err) {
    if (!decimal_check(text, err)) {
        return err_at(err, "%s", name);
    }
    Degrees degrees = degrees_of(text);
    if (degrees.whole > limit || (degrees.whole == limit && degrees.fraction)) {
        return err_set(err, ERR_INVALID_RECORD, "%s: '%.*s' is out of range; right is -%u to %u degrees", name,
                       STR_ARG(text), limit, limit);
    }
    if (degrees.digits > digits) {
        return err_set(err, ERR_INVALID_RECORD, "%s: '%.*s' has %zu fraction digits; at most %u are right here", name,
                       STR_ARG(text), degrees.digits, digits);
    }
    return true;
}

bool place_check(const PlacePoint *point, unsigned digits, Err *err) {
    if (point->lon.len == 0 && point->lat.len == 0) {
        return true;
    }
    if (point->lon.len == 0 || point->lat.len == 0) {
        return err_set(err, ERR_INVALID_RECORD, "%s is missing; lon and lat stand together or not at all",
                       point->lon.len == 0 ? "lon" : "lat");
    }
    return coordinate_check(point->lon, "lon", 180, digits, err) &&
           coordinate_check(point->lat, "lat", 90, digits, err);
}

/* Adds one to the digits of a number text from its end; the text has a leading zero of room. */
static void increment(char *text, size_t len) {
    for (size_t i = len; i-- > 0;) {
        if (text[i] == '.') {
            continue;
        }
        if (text[i] != '9') {
            text[i]++;
            return;
        }
        text[i] = '0';
    }
}

static bool is_zero(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '0' && text.ptr[i] != '.') {
            return false;
        }
    }
    return true;
}

/* Half away from zero, so that no rounding depends on the sign. "-0" becomes "0". */
static Str coarse(Arena *arena, Str text) {
    Str rest = str_slice(text, text.ptr[0] == '-' ? 1 : 0, text.len);
    size_t point = str_find(rest, '.');
    size_t kept = point + 1 + PLACE_DIGITS_COARSE;
    if (kept >= rest.len) {
        return text;
    }
    char *room = arena_alloc(arena, kept + 2);
    char *digits = room + 1;
    memcpy(digits + 1, rest.ptr, kept);
    digits[0] = '0';
    if (rest.ptr[kept] >= '5') {
        increment(digits, kept + 1);
    }
    Str out = {.ptr = digits, .len = kept + 1};
    if (digits[0] == '0') {
        out = str_slice(out, 1, kept);
    }
    if (rest.ptr == text.ptr || is_zero(out)) {
        return out;
    }
    char *sign = room + (out.ptr - room) - 1;
    *sign = '-';
    return (Str){.ptr = sign, .len = out.len + 1};
}

PlacePoint place_coarse(Arena *arena, const PlacePoint *exact) {
    if (exact->lon.len == 0 || exact->lat.len == 0) {
        return (PlacePoint){0};
    }
    return (PlacePoint){.lon = coarse(arena, exact->lon), .lat = coarse(arena, exact->lat)};
}
