#include "base/checked.h"

bool checked_add_u64(uint64_t a, uint64_t b, uint64_t *out) {
    uint64_t sum = 0;
    bool fits = !__builtin_add_overflow(a, b, &sum);
    *out = fits ? sum : *out;
    return fits;
}

bool checked_mul_u64(uint64_t a, uint64_t b, uint64_t *out) {
    uint64_t product = 0;
    bool fits = !__builtin_mul_overflow(a, b, &product);
    *out = fits ? product : *out;
    return fits;
}

bool checked_add_i64(int64_t a, int64_t b, int64_t *out) {
    int64_t sum = 0;
    bool fits = !__builtin_add_overflow(a, b, &sum);
    *out = fits ? sum : *out;
    return fits;
}

bool checked_mul_i64(int64_t a, int64_t b, int64_t *out) {
    int64_t product = 0;
    bool fits = !__builtin_mul_overflow(a, b, &product);
    *out = fits ? product : *out;
    return fits;
}

bool checked_parse_u64(Str text, uint64_t *out) {
    if (text.len == 0 || (text.len > 1 && text.ptr[0] == '0')) {
        return false;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9') {
            return false;
        }
        TRY(checked_mul_u64(value, 10, &value));
        TRY(checked_add_u64(value, (uint64_t)(c - '0'), &value));
    }
    *out = value;
    return true;
}

bool checked_parse_i64(Str text, int64_t *out) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    uint64_t magnitude = 0;
    TRY(checked_parse_u64(negative ? str_slice(text, 1, text.len) : text, &magnitude));
    if (negative ? magnitude == 0 || magnitude > (uint64_t)INT64_MAX + 1 : magnitude > (uint64_t)INT64_MAX) {
        return false;
    }
    *out = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}
