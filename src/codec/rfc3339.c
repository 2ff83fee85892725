#include "codec/rfc3339.h"

#include <assert.h>

#include "codec/utf8.h"

enum {
    DAY_S = 86400,
    DATE_CHARS = 10,
    LOCAL_CHARS = 19, /* 2026-01-31T08:15:00 */
    OFFSET_CHARS = 6, /* +02:00 */
    ERA_DAYS = 146097 /* days in the 400 years after which the calendar repeats */
};

typedef struct {
    int year;
    int month;
    int day;
} Civil;

/* Days from 0000-03-01, the year beginning in March so that the leap day is its last. */
static int64_t day_of(Civil date) {
    int64_t year = date.month > 2 ? date.year : date.year - 1;
    int64_t month = (date.month + 9) % 12;
    int64_t days_before_month = (153 * month + 2) / 5;
    /* 719468 days lie between 0000-03-01 and 1970-01-01. */
    return year * 365 + year / 4 - year / 100 + year / 400 + days_before_month + date.day - 1 - 719468;
}

static Civil civil_of(int64_t day) {
    int64_t since = day + 719468;
    int64_t era = since >= 0 ? since / ERA_DAYS : (since - (ERA_DAYS - 1)) / ERA_DAYS;
    int64_t in_era = since - era * ERA_DAYS;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153;
    Civil date = {.day = (int)(in_year - (153 * month + 2) / 5) + 1,
                  .month = (int)(month < 10 ? month + 3 : month - 9)};
    date.year = (int)(year + era * 400) + (date.month <= 2 ? 1 : 0);
    return date;
}

static int days_in_month(int year, int month) {
    static const int days[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month] + (month == 2 && leap ? 1 : 0);
}

/* `count` digits from `at`; -1 where another character is among them. */
static int digits_at(Str text, size_t at, size_t count) {
    int value = 0;
    for (size_t i = at; i < at + count; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9') {
            return -1;
        }
        value = value * 10 + (c - '0');
    }
    return value;
}

/* Says whether the first ten characters are a date of the calendar. */
static bool read_civil(Str text, Civil *out) {
    Civil date = {.year = digits_at(text, 0, 4), .month = digits_at(text, 5, 2), .day = digits_at(text, 8, 2)};
    bool shape = text.ptr[4] == '-' && text.ptr[7] == '-' && date.year >= 1 && date.month >= 1 && date.month <= 12;
    if (!shape || date.day < 1 || date.day > days_in_month(date.year, date.month)) {
        return false;
    }
    *out = date;
    return true;
}

static bool fail_time(Str text, const char *rule, Err *err) {
    return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is not a time: %s; write it like 2026-01-31T08:15:00+02:00",
                   STR_ARG(utf8_excerpt(text, 40)), rule);
}

static bool read_clock(Str text, int64_t *seconds) {
    int hour = digits_at(text, 11, 2);
    int minute = digits_at(text, 14, 2);
    int second = digits_at(text, 17, 2);
    bool shape = text.ptr[13] == ':' && text.ptr[16] == ':';
    if (!shape || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
        return false;
    }
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* The part behind the seconds. "-00:00" says that the offset is unknown (RFC 3339 4.3) and is no use here. */
static bool read_offset(Str text, int32_t *minutes) {
    if (str_eq(text, STR("Z"))) {
        *minutes = 0;
        return true;
    }
    if (text.len != 6 || (text.ptr[0] != '+' && text.ptr[0] != '-') || text.ptr[3] != ':') {
        return false;
    }
    int hour = digits_at(text, 1, 2);
    int minute = digits_at(text, 4, 2);
    int32_t total = hour * 60 + minute;
    bool negative = text.ptr[0] == '-';
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || (negative && total == 0)) {
        return false;
    }
    *minutes = negative ? -total : total;
    return true;
}

bool rfc3339_parse(Str text, Rfc3339 *out, Err *err) {
    Civil date = {0};
    int64_t seconds = 0;
    int32_t offset = 0;
    if (text.len < LOCAL_CHARS + 1 || text.ptr[DATE_CHARS] != 'T') {
        return fail_time(text, "it needs a date, an upper-case T, whole seconds and an offset", err);
    }
    if (!read_civil(text, &date)) {
        return fail_time(text, "its date is not in the calendar", err);
    }
    if (!read_clock(text, &seconds)) {
        return fail_time(text, "its clock does not read hh:mm:ss from 00:00:00 to 23:59:59", err);
    }
    if (!read_offset(str_slice(text, LOCAL_CHARS, text.len), &offset)) {
        return fail_time(text, "its offset is not Z, +hh:mm or -hh:mm (nor -00:00) right behind whole seconds", err);
    }
    *out = (Rfc3339){.at_s = day_of(date) * DAY_S + seconds - (int64_t)offset * 60, .offset_min = offset};
    return true;
}

int64_t rfc3339_local_day(Rfc3339 time) {
    int64_t local = time.at_s + (int64_t)time.offset_min * 60;
    return local >= 0 ? local / DAY_S : -((-local + DAY_S - 1) / DAY_S);
}

bool date_fits(int64_t day) {
    return day >= day_of((Civil){1, 1, 1}) && day <= day_of((Civil){9999, 12, 31});
}

bool rfc3339_fits(Rfc3339 time) {
    /* The rough bound keeps the sums below from overflowing. */
    bool near = time.at_s > -(INT64_C(1) << 40) && time.at_s < INT64_C(1) << 40;
    bool offset = time.offset_min > -1440 && time.offset_min < 1440;
    return near && offset && date_fits(rfc3339_local_day(time));
}

/* `count` digits of a number that has no more. */
static char *put_digits(char *at, int number, size_t count) {
    for (size_t i = count; i > 0; i--) {
        at[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return at + count;
}

static char *put_civil(char *at, Civil date) {
    at = put_digits(at, date.year, 4);
    *at++ = '-';
    at = put_digits(at, date.month, 2);
    *at++ = '-';
    return put_digits(at, date.day, 2);
}

static char *put_minutes(char *at, int minutes) {
    at = put_digits(at, minutes / 60, 2);
    *at++ = ':';
    return put_digits(at, minutes % 60, 2);
}

static char *put_offset(char *at, int minutes) {
    if (minutes == 0) {
        *at++ = 'Z';
        return at;
    }
    *at++ = minutes < 0 ? '-' : '+';
    return put_minutes(at, minutes < 0 ? -minutes : minutes);
}

Str date_format(Arena *arena, int64_t day) {
    assert(date_fits(day));
    char *out = arena_alloc(arena, DATE_CHARS);
    (void)put_civil(out, civil_of(day));
    return (Str){.ptr = out, .len = DATE_CHARS};
}

Str rfc3339_format(Arena *arena, Rfc3339 time) {
    assert(rfc3339_fits(time));
    int64_t day = rfc3339_local_day(time);
    int clock = (int)(time.at_s + (int64_t)time.offset_min * 60 - day * DAY_S);
    char *out = arena_alloc(arena, LOCAL_CHARS + OFFSET_CHARS);
    char *at = put_civil(out, civil_of(day));
    *at++ = 'T';
    at = put_minutes(at, clock / 60);
    *at++ = ':';
    at = put_digits(at, clock % 60, 2);
    at = put_offset(at, time.offset_min);
    return (Str){.ptr = out, .len = (size_t)(at - out)};
}

bool date_parse(Str text, int64_t *day, Err *err) {
    Civil date = {0};
    if (text.len != DATE_CHARS || !read_civil(text, &date)) {
        return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is not a date of the calendar; write it like 2026-01-31",
                       STR_ARG(utf8_excerpt(text, 40)));
    }
    *day = day_of(date);
    return true;
}
