#include "base/decimal.h"

#include "base/limits.h"

typedef struct {
    Str digits_whole;
    Str digits_fraction;
    bool negative;
    bool point;
} DecimalParts;

static bool all_digits(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        }
    }
    return text.len > 0;
}

static bool all_zero(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '0') {
            return false;
        }
    }
    return true;
}

static DecimalParts decimal_split(Str text) {
    DecimalParts parts = {.negative = text.len > 0 && text.ptr[0] == '-'};
    Str rest = parts.negative ? str_slice(text, 1, text.len) : text;
    size_t at = str_find(rest, '.');
    parts.point = at < rest.len;
    parts.digits_whole = str_slice(rest, 0, at);
    parts.digits_fraction = parts.point ? str_slice(rest, at + 1, rest.len) : (Str){0};
    return parts;
}

static size_t significant_digits(DecimalParts parts) {
    if (!all_zero(parts.digits_whole)) {
        return parts.digits_whole.len + parts.digits_fraction.len;
    }
    size_t zeros = 0;
    while (zeros < parts.digits_fraction.len && parts.digits_fraction.ptr[zeros] == '0') {
        zeros++;
    }
    return parts.digits_fraction.len - zeros;
}

bool decimal_check(Str text, Err *err) {
    DecimalParts parts = decimal_split(text);
    int shown = text.len > 60 ? 60 : (int)text.len;
    if (!all_digits(parts.digits_whole) || (parts.point && !all_digits(parts.digits_fraction))) {
        return err_set(
            err, ERR_INVALID_ENCODING,
            "'%.*s' is not a decimal number; write it like 12.50, with a point and no exponent, plus sign or blank",
            shown, text.ptr);
    }
    if (parts.digits_whole.len > 1 && parts.digits_whole.ptr[0] == '0') {
        return err_set(err, ERR_INVALID_ENCODING, "'%.*s' has a leading zero; write it without", shown, text.ptr);
    }
    if (parts.negative && all_zero(parts.digits_whole) && all_zero(parts.digits_fraction)) {
        return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is a negative zero; write it without the minus sign", shown,
                       text.ptr);
    }
    if (text.len > (size_t)3 * LIMIT_DECIMAL_DIGITS || significant_digits(parts) > LIMIT_DECIMAL_DIGITS) {
        return err_set(err, ERR_INVALID_ENCODING, "'%.*s' has more than %d significant digits", shown, text.ptr,
                       LIMIT_DECIMAL_DIGITS);
    }
    return true;
}
