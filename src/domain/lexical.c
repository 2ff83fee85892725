#include "domain/lexical.h"

#include "base/checked.h"
#include "base/decimal.h"
#include "codec/rfc3339.h"
#include "codec/uuid.h"
#include "domain/text.h"

enum { HASH_HEX = 64 };

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGIT "0123456789"

static bool only_of(Str text, Str allowed, size_t min, size_t max) {
    if (text.len < min || text.len > max) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (str_find(allowed, text.ptr[i]) == allowed.len) {
            return false;
        }
    }
    return true;
}

static bool refuse(Str text, const char *right, Err *err) {
    Str shown = text_shown(text);
    return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is not right here; write %s", STR_ARG(shown), right);
}

bool lexical_uuid(Str text, Err *err) {
    uint8_t uuid[UUID_BYTES];
    return uuid_parse(text, uuid, NULL) ||
           refuse(text, "a UUID in lower case, such as 6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44", err);
}

bool lexical_hash(Str text, Err *err) {
    return only_of(text, STR("0123456789abcdef"), HASH_HEX, HASH_HEX) ||
           refuse(text, "a SHA-256 as 64 lower-case hexadecimal digits", err);
}

bool lexical_time(Str text, Err *err) {
    Rfc3339 time;
    return rfc3339_parse(text, &time, NULL) ||
           refuse(text, "a time in whole seconds with its offset, such as 2026-03-01T08:30:00+08:00", err);
}

bool lexical_date(Str text, Err *err) {
    int64_t day;
    return date_parse(text, &day, NULL) || refuse(text, "a date, such as 2026-03-01", err);
}

bool lexical_pseudonym(Str text, Err *err) {
    return only_of(text, STR(LOWER UPPER DIGIT "_-"), 4, 64) ||
           refuse(text, "a pseudonym of 4 to 64 letters, digits, hyphens and underscores", err);
}

bool lexical_version(Str text, Err *err) {
    return (only_of(text, STR(LOWER DIGIT ".-"), 1, 32) && text.ptr[0] != '.' && text.ptr[0] != '-') ||
           refuse(text, "a version of at most 32 lower-case letters, digits, points and hyphens, such as 1.0.0", err);
}

bool lexical_media_type(Str text, Err *err) {
    static const Str allowed = STR_INIT(LOWER DIGIT "!#$&-^_.+");
    size_t slash = str_find(text, '/');
    bool right = slash < text.len && only_of(str_slice(text, 0, slash), allowed, 1, 127) &&
                 only_of(str_slice(text, slash + 1, text.len), allowed, 1, 127);
    return right || refuse(text, "a media type in lower case without parameters, such as image/jpeg", err);
}

bool lexical_country(Str text, Err *err) {
    return only_of(text, STR(UPPER), 2, 2) || refuse(text, "a country code of two capital letters, such as TW", err);
}

bool lexical_rules_id(Str text, Err *err) {
    size_t slash = str_find(text, '/');
    uint64_t number = 0;
    bool right = slash < text.len && text_slug(str_slice(text, 0, slash), NULL) &&
                 checked_parse_u64(str_slice(text, slash + 1, text.len), &number) && number > 0;
    return right || refuse(text, "the rule set's name and version, such as basic-checks/1", err);
}

static bool has_blank(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == ' ' || text.ptr[i] == '\t' || text.ptr[i] == '\n') {
            return true;
        }
    }
    return false;
}

bool lexical_unit(Str text, Err *err) {
    return (text_check(text, 32, NULL) && !has_blank(text)) ||
           refuse(text, "a unit of at most 32 characters without blanks, such as kWh or g/cm3", err);
}

bool lexical_base64url(Str text, Err *err) {
    return (only_of(text, STR(LOWER UPPER DIGIT "-_"), 1, 256) && text.len % 4 != 1) ||
           refuse(text, "base64url without padding", err);
}

bool lexical_zone(Str text, Err *err) {
    return only_of(text, STR(LOWER UPPER DIGIT "_+-/"), 1, 64) ||
           refuse(text, "an IANA time zone name, such as Asia/Taipei", err);
}

bool lexical_tzdata(Str text, Err *err) {
    bool right = text.len == 5 && only_of(str_slice(text, 0, 4), STR(DIGIT), 4, 4) &&
                 only_of(str_slice(text, 4, 1), STR(LOWER), 1, 1);
    return right || refuse(text, "the version of the time zone database, such as 2025b", err);
}

bool lexical_origin(Str text, Err *err) {
    return only_of(text, STR(LOWER UPPER DIGIT "._-/:~%@"), 1, 200) ||
           refuse(text, "a log origin, such as log.example.org/banyan", err);
}

bool lexical_share(Str text, Err *err) {
    bool right = decimal_check(text, NULL) &&
                 (text.ptr[0] == '0' || (text.ptr[0] == '1' && text.len == 1) ||
                  (str_starts(text, STR("1.")) && only_of(str_slice(text, 2, text.len), STR("0"), 1, 40)));
    return right || refuse(text, "a share from 0 to 1, such as 0.975", err);
}
