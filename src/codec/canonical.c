#include "codec/canonical.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "codec/number.h"
#include "codec/plain.h"
#include "codec/position.h"
#include "codec/utf8.h"

/* Largest magnitude up to which every integer is a double, so that its own digits are its canonical form. */
#define EXACT_INTEGER (INT64_C(1) << 53)

enum { INTEGER_BYTES = 20 };

static char *fill(char *at, char c, int count) {
    for (int i = 0; i < count; i++) {
        *at++ = c;
    }
    return at;
}

static char *copy_digits(char *at, const NumberDigits *number, int from, int to) {
    for (int i = from; i < to; i++) {
        *at++ = number->digits[i];
    }
    return at;
}

static char *write_exponent(char *at, int exponent) {
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    int magnitude = exponent < 0 ? -exponent : exponent;
    if (magnitude >= 100) {
        *at++ = (char)('0' + magnitude / 100);
    }
    if (magnitude >= 10) {
        *at++ = (char)('0' + magnitude / 10 % 10);
    }
    *at++ = (char)('0' + magnitude % 10);
    return at;
}

/* ECMA-262 6.1.6.1.20 steps 6 to 10, with n the exponent and k the count of digits. */
static char *write_digits(char *at, const NumberDigits *number) {
    int n = number->exponent;
    int k = number->count;
    if (k <= n && n <= 21) {
        return fill(copy_digits(at, number, 0, k), '0', n - k);
    }
    if (n > 0 && n <= 21) {
        at = copy_digits(at, number, 0, n);
        *at++ = '.';
        return copy_digits(at, number, n, k);
    }
    if (n > -6 && n <= 0) {
        *at++ = '0';
        *at++ = '.';
        return copy_digits(fill(at, '0', -n), number, 0, k);
    }
    at = copy_digits(at, number, 0, 1);
    if (k > 1) {
        *at++ = '.';
        at = copy_digits(at, number, 1, k);
    }
    return write_exponent(at, n - 1);
}

size_t canonical_double(char out[CANONICAL_DOUBLE_BYTES], double value) {
    assert(isfinite(value));
    if (value == 0) {
        out[0] = '0'; /* minus zero too */
        return 1;
    }
    char *at = out;
    if (value < 0) {
        *at++ = '-';
    }
    NumberDigits number = number_shortest(fabs(value));
    return (size_t)(write_digits(at, &number) - out);
}

static void write_double(Buf *out, double value) {
    out->len += canonical_double(buf_reserve(out, CANONICAL_DOUBLE_BYTES), value);
}

static void write_integer(Buf *out, int64_t value) {
    if (value > EXACT_INTEGER || value < -EXACT_INTEGER) {
        /* RFC 8785 3.2.2.3: every number is a double. */
        write_double(out, (double)value);
        return;
    }
    char digits[INTEGER_BYTES];
    char *at = digits + sizeof(digits);
    uint64_t magnitude = (uint64_t)(value < 0 ? -value : value);
    do {
        *--at = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude > 0);
    if (value < 0) {
        *--at = '-';
    }
    buf_add(out, (Str){.ptr = at, .len = (size_t)(digits + sizeof(digits) - at)});
}

/* RFC 8785 3.2.2.2: the two-character escapes where there is one, else lower-case \u00xx. */
static void write_escape(Buf *out, uint8_t byte) {
    static const char hex[] = "0123456789abcdef";
    static const char short_form[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\'};
    char letter = byte < sizeof(short_form) ? short_form[byte] : '\0';
    if (letter != '\0') {
        char text[] = {'\\', letter};
        buf_add(out, (Str){.ptr = text, .len = sizeof(text)});
        return;
    }
    char text[] = {'\\', 'u', '0', '0', hex[byte >> 4], hex[byte & 15]};
    buf_add(out, (Str){.ptr = text, .len = sizeof(text)});
}

static size_t literal_end(Str text, size_t at) {
    size_t end = plain_end(text, at);
    while (end < text.len && (uint8_t)text.ptr[end] >= 0x80) {
        end = plain_end(text, end + 1);
    }
    return end;
}

void canonical_string(Buf *out, Str text) {
    buf_add_byte(out, '"');
    size_t at = 0;
    while (at < text.len) {
        size_t end = literal_end(text, at);
        buf_add(out, str_slice(text, at, end - at));
        if (end < text.len) {
            write_escape(out, (uint8_t)text.ptr[end++]);
        }
        at = end;
    }
    buf_add_byte(out, '"');
}

/* Byte order of UTF-8 is the order of code points. UTF-16 differs only where a character above U+FFFF (lead bytes f0 to
 * f4, surrogates d800 to dfff) meets one of U+E000 to U+FFFF (lead bytes ee and ef). */
int canonical_compare(Str a, Str b) {
    size_t common = a.len < b.len ? a.len : b.len;
    for (size_t i = 0; i < common; i++) {
        int left = (uint8_t)a.ptr[i];
        int right = (uint8_t)b.ptr[i];
        if (left != right) {
            bool reversed = left >= 0xee && right >= 0xee && (left >= 0xf0) != (right >= 0xf0);
            return reversed ? right - left : left - right;
        }
    }
    return a.len < b.len ? -1 : a.len > b.len;
}

static int by_name(const void *left, const void *right) {
    const JsonMember *const *a = left;
    const JsonMember *const *b = right;
    return canonical_compare((*a)->name, (*b)->name);
}

static bool is_sorted(const Json *object) {
    for (uint32_t i = 1; i < object->count; i++) {
        if (canonical_compare(object->as.members[i - 1].name, object->as.members[i].name) >= 0) {
            return false;
        }
    }
    return true;
}

static void write_member(Buf *out, const JsonMember *member, bool first) {
    if (!first) {
        buf_add_byte(out, ',');
    }
    canonical_string(out, member->name);
    buf_add_byte(out, ':');
    canonical_write(out, &member->value);
}

static void write_sorted_members(Buf *out, const Json *object) {
    const JsonMember **order = ARENA_ARRAY(out->arena, object->count, const JsonMember *);
    for (uint32_t i = 0; i < object->count; i++) {
        order[i] = &object->as.members[i];
    }
    qsort(order, object->count, sizeof(*order), by_name);
    for (uint32_t i = 0; i < object->count; i++) {
        /* A name twice is our own bug: the parser refuses it, and json_set asks for a new one. */
        assert(i == 0 || canonical_compare(order[i - 1]->name, order[i]->name) != 0);
        write_member(out, order[i], i == 0);
    }
}

static void write_object(Buf *out, const Json *object) {
    buf_add_byte(out, '{');
    if (is_sorted(object)) {
        for (uint32_t i = 0; i < object->count; i++) {
            write_member(out, &object->as.members[i], i == 0);
        }
    } else {
        write_sorted_members(out, object);
    }
    buf_add_byte(out, '}');
}

static void write_array(Buf *out, const Json *array) {
    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < array->count; i++) {
        if (i > 0) {
            buf_add_byte(out, ',');
        }
        canonical_write(out, &array->as.items[i]);
    }
    buf_add_byte(out, ']');
}

void canonical_write(Buf *out, const Json *value) {
    switch (value->type) {
    case JSON_NULL:
        buf_add(out, STR("null"));
        break;
    case JSON_BOOL:
        buf_add(out, str_from_c(value->as.boolean ? "true" : "false"));
        break;
    case JSON_INT:
        write_integer(out, value->as.integer);
        break;
    case JSON_DOUBLE:
        write_double(out, value->as.number);
        break;
    case JSON_STRING:
        canonical_string(out, value->as.string);
        break;
    case JSON_ARRAY:
        write_array(out, value);
        break;
    case JSON_OBJECT:
        write_object(out, value);
        break;
    }
}

Str canonical_text(Arena *arena, const Json *value) {
    Buf out = {.arena = arena};
    canonical_write(&out, value);
    return buf_str(&out);
}

static bool fail_not_canonical(Str text, Str canonical, Err *err) {
    size_t at = 0;
    while (at < text.len && at < canonical.len && text.ptr[at] == canonical.ptr[at]) {
        at++;
    }
    size_t start = at;
    while (start > 0 && ((uint8_t)canonical.ptr[start] & 0xc0) == 0x80) {
        start--;
    }
    Position position = position_of(text, start);
    Str expected = utf8_excerpt(str_slice(canonical, start, canonical.len), 20);
    return err_set(err, ERR_INVALID_CANONICAL,
                   "%zu:%zu: valid JSON but not in its canonical form; here should be: %.*s", position.line,
                   position.column, STR_ARG(expected));
}

bool canonical_parse(Arena *arena, Str text, JsonLimits limits, Json *out, Err *err) {
    Json value = {0};
    TRY(json_parse(arena, text, limits, &value, err));
    ArenaMark mark = arena_mark(arena);
    Buf printed = {.arena = arena};
    (void)buf_reserve(&printed, text.len + CANONICAL_DOUBLE_BYTES);
    canonical_write(&printed, &value);
    bool same = str_eq(buf_str(&printed), text) || fail_not_canonical(text, buf_str(&printed), err);
    arena_rewind(arena, mark);
    TRY(same);
    *out = value;
    return true;
}
