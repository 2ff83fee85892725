#include <string.h>

#include "base/checked.h"
#include "codec/json.h"
#include "codec/names.h"
#include "codec/number.h"
#include "codec/plain.h"
#include "codec/position.h"
#include "codec/utf8.h"

enum { FIRST_ENTRIES = 32, FEW_NAMES = 16, SHOWN_BYTES = 60 };

/* An item or member of a container that is still open. */
typedef struct {
    JsonMember member;
    size_t at;
} Entry;

typedef struct {
    Arena *arena;
    Str text;
    size_t at;
    JsonLimits limits;
    uint32_t nodes;
    uint32_t depth;
    Entry *entries; /* of all open containers, innermost last */
    size_t used;
    size_t room;
    Err *err;
} Parser;

static bool parse_value(Parser *p, Json *out);

static bool fail(const Parser *p, size_t at, const char *what) {
    Position position = position_of(p->text, at);
    return err_set(p->err, ERR_INVALID_JSON, "%zu:%zu: %s", position.line, position.column, what);
}

/* Fails at the current byte, saying what stands there. */
static bool fail_found(const Parser *p, const char *expected) {
    Position position = position_of(p->text, p->at);
    if (p->at == p->text.len) {
        return err_set(p->err, ERR_INVALID_JSON, "%zu:%zu: the text ends; here should be %s", position.line,
                       position.column, expected);
    }
    uint8_t byte = (uint8_t)p->text.ptr[p->at];
    size_t len = utf8_char_length(p->text, p->at);
    if (len == 0 || byte < 0x20 || byte == 0x7f) {
        return err_set(p->err, ERR_INVALID_JSON, "%zu:%zu: found byte %02x; here should be %s", position.line,
                       position.column, (unsigned)byte, expected);
    }
    return err_set(p->err, ERR_INVALID_JSON, "%zu:%zu: found %.*s; here should be %s", position.line, position.column,
                   (int)len, p->text.ptr + p->at, expected);
}

static bool peek_is(const Parser *p, char c) {
    return p->at < p->text.len && p->text.ptr[p->at] == c;
}

static void skip_blanks(Parser *p) {
    while (peek_is(p, ' ') || peek_is(p, '\n') || peek_is(p, '\t') || peek_is(p, '\r')) {
        p->at++;
    }
}

static bool take(Parser *p, char c) {
    skip_blanks(p);
    bool there = peek_is(p, c);
    p->at += there ? 1 : 0;
    return there;
}

/* Strings: first the end is found and every rule checked, then escapes are decoded where there were any. */

static bool hex4(Str text, size_t at, uint32_t *out) {
    uint32_t value = 0;
    for (size_t i = at; i < at + 4; i++) {
        char c = i < text.len ? text.ptr[i] : '\0';
        bool digit = c >= '0' && c <= '9';
        char lower = (char)(c | 0x20);
        if (!digit && (lower < 'a' || lower > 'f')) {
            return false;
        }
        value = value << 4 | (uint32_t)(digit ? c - '0' : lower - 'a' + 10);
    }
    *out = value;
    return true;
}

/* The character of the \u escape, or of the two for a surrogate pair, whose backslash is at *at; moves behind it. */
static bool unicode_escape(Str text, size_t *at, uint32_t *out) {
    uint32_t high = 0;
    uint32_t low = 0;
    TRY(hex4(text, *at + 2, &high));
    if (high < 0xd800 || high > 0xdfff) {
        *at += 6;
        *out = high;
        return true;
    }
    bool second = str_starts(str_slice(text, *at + 6, 2), STR("\\u")) && hex4(text, *at + 8, &low);
    if (high > 0xdbff || !second || low < 0xdc00 || low > 0xdfff) {
        return false;
    }
    *at += 12;
    *out = 0x10000 + ((high - 0xd800) << 10 | (low - 0xdc00));
    return true;
}

static bool scan_escape(Parser *p) {
    char letter = p->at + 1 < p->text.len ? p->text.ptr[p->at + 1] : '\0';
    uint32_t c = 0;
    if (letter == 'u') {
        return unicode_escape(p->text, &p->at, &c) ||
               fail(p, p->at, "this \\u escape is no character; write four hexadecimal digits, surrogates in pairs");
    }
    if (letter == '\0' || strchr("\"\\/bfnrt", letter) == NULL) {
        return fail(p, p->at, "unknown escape; allowed are \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits");
    }
    p->at += 2;
    return true;
}

/* Passes one byte, character or escape that is not plain. */
static bool scan_special(Parser *p, size_t start, bool *escaped) {
    if (p->at == p->text.len) {
        return fail(p, start - 1, "the string that begins here is not closed; end it with a quote");
    }
    uint8_t byte = (uint8_t)p->text.ptr[p->at];
    if (byte == '\\') {
        *escaped = true;
        return scan_escape(p);
    }
    if (byte < 0x20) {
        return fail(p, p->at, "control character in a string; write it as an escape such as \\n or \\u0007");
    }
    size_t len = utf8_char_length(p->text, p->at);
    if (len == 0) {
        return fail(p, p->at, "the text is not well-formed UTF-8; save it as UTF-8");
    }
    p->at += len;
    return true;
}

static char simple_escape(char letter) {
    static const char values[] = {['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    bool stands_for_other = letter >= 'b';
    return stands_for_other ? values[(uint8_t)letter] : letter;
}

/* The text of a scanned string; it is never longer than its escaped form. */
static Str decode(Arena *arena, Str raw) {
    char *out = arena_alloc(arena, raw.len);
    size_t len = 0;
    size_t at = 0;
    while (at < raw.len) {
        uint32_t c = 0;
        if (raw.ptr[at] != '\\') {
            out[len++] = raw.ptr[at++];
        } else if (raw.ptr[at + 1] != 'u') {
            out[len++] = simple_escape(raw.ptr[at + 1]);
            at += 2;
        } else if (unicode_escape(raw, &at, &c)) {
            char bytes[4];
            size_t size = utf8_write(bytes, c);
            memcpy(out + len, bytes, size);
            len += size;
        }
    }
    return (Str){.ptr = out, .len = len};
}

/* The opening quote was taken. */
static bool parse_string(Parser *p, Str *out) {
    size_t start = p->at;
    bool escaped = false;
    p->at = plain_end(p->text, p->at);
    while (!peek_is(p, '"')) {
        TRY(scan_special(p, start, &escaped));
        p->at = plain_end(p->text, p->at);
    }
    Str raw = str_slice(p->text, start, p->at - start);
    p->at++;
    *out = escaped ? decode(p->arena, raw) : raw;
    return true;
}

/* Numbers. */

static size_t skip_digits(Parser *p) {
    size_t start = p->at;
    while (p->at < p->text.len && p->text.ptr[p->at] >= '0' && p->text.ptr[p->at] <= '9') {
        p->at++;
    }
    return p->at - start;
}

/* RFC 8259 section 6; *whole says that fraction and exponent are absent. */
static bool scan_number(Parser *p, bool *whole) {
    size_t start = p->at;
    p->at += peek_is(p, '-') ? 1 : 0;
    bool zero = peek_is(p, '0');
    size_t digits = skip_digits(p);
    if (digits == 0) {
        return fail_found(p, "a digit");
    }
    if (zero && digits > 1) {
        return fail(p, start, "a number has a leading zero; write it without");
    }
    *whole = true;
    if (peek_is(p, '.')) {
        *whole = false;
        p->at++;
        if (skip_digits(p) == 0) {
            return fail_found(p, "a digit of the fraction");
        }
    }
    if (peek_is(p, 'e') || peek_is(p, 'E')) {
        *whole = false;
        p->at++;
        p->at += peek_is(p, '+') || peek_is(p, '-') ? 1 : 0;
        if (skip_digits(p) == 0) {
            return fail_found(p, "a digit of the exponent");
        }
    }
    return true;
}

static bool parse_number(Parser *p, Json *out) {
    size_t start = p->at;
    bool whole = false;
    TRY(scan_number(p, &whole));
    Str text = str_slice(p->text, start, p->at - start);
    int64_t integer = 0;
    double number = 0;
    if (whole && checked_parse_i64(text, &integer)) {
        *out = json_int(integer);
        return true;
    }
    if (text.len > NUMBER_TEXT_BYTES) {
        Position position = position_of(p->text, start);
        return err_set(p->err, ERR_TOO_LARGE, "%zu:%zu: a number of %zu characters; at most %d are read", position.line,
                       position.column, text.len, NUMBER_TEXT_BYTES);
    }
    if (!number_parse(text, &number)) {
        return fail(p, start, "a number is too large for a double; the largest is about 1.8e308");
    }
    *out = (Json){.type = JSON_DOUBLE, .as.number = number};
    return true;
}

/* Containers. */

static bool enter(Parser *p, size_t at) {
    if (p->depth >= p->limits.depth) {
        Position position = position_of(p->text, at);
        return err_set(p->err, ERR_TOO_LARGE, "%zu:%zu: arrays and objects are nested deeper than %u", position.line,
                       position.column, p->limits.depth);
    }
    p->depth++;
    return true;
}

static void push(Parser *p, Entry entry) {
    if (p->used == p->room) {
        Entry *grown = ARENA_ARRAY(p->arena, p->room * 2, Entry);
        memcpy(grown, p->entries, p->used * sizeof(Entry));
        p->entries = grown;
        p->room *= 2;
    }
    p->entries[p->used++] = entry;
}

static bool parse_items(Parser *p) {
    do {
        Entry entry = {0};
        TRY(parse_value(p, &entry.member.value));
        push(p, entry);
    } while (take(p, ','));
    return peek_is(p, ']') || fail_found(p, "a comma or ]");
}

static bool parse_array(Parser *p, Json *out) {
    size_t base = p->used;
    TRY(enter(p, p->at - 1));
    if (!take(p, ']')) {
        TRY(parse_items(p));
        p->at++;
    }
    size_t count = p->used - base;
    Json *items = ARENA_ARRAY(p->arena, count, Json);
    for (size_t i = 0; i < count; i++) {
        items[i] = p->entries[base + i].member.value;
    }
    *out = (Json){.type = JSON_ARRAY, .count = (uint32_t)count, .capacity = (uint32_t)count, .as.items = items};
    p->used = base;
    p->depth--;
    return true;
}

static bool fail_repeated(const Parser *p, Str name, size_t at) {
    Position position = position_of(p->text, at);
    return err_set(p->err, ERR_INVALID_JSON, "%zu:%zu: member '%.*s' stands twice in one object; keep one",
                   position.line, position.column, STR_ARG(utf8_excerpt(name, SHOWN_BYTES)));
}

static bool check_few_names(const Parser *p, size_t base) {
    for (size_t i = base + 1; i < p->used; i++) {
        Str name = p->entries[i].member.name;
        for (size_t j = base; j < i; j++) {
            if (str_eq(p->entries[j].member.name, name)) {
                return fail_repeated(p, name, p->entries[i].at);
            }
        }
    }
    return true;
}

static bool check_many_names(const Parser *p, size_t base) {
    size_t count = p->used - base;
    ArenaMark mark = arena_mark(p->arena);
    NamesEntry *names = ARENA_ARRAY(p->arena, count, NamesEntry);
    for (size_t i = 0; i < count; i++) {
        names[i] = (NamesEntry){.name = p->entries[base + i].member.name, .at = p->entries[base + i].at};
    }
    NamesEntry found = {0};
    bool repeated = names_repeated(names, count, &found);
    arena_rewind(p->arena, mark);
    return !repeated || fail_repeated(p, found.name, found.at);
}

/* Names in rising order, as in canonical text, differ without further looking. */
static bool check_names(const Parser *p, size_t base) {
    bool rising = true;
    for (size_t i = base + 1; rising && i < p->used; i++) {
        rising = str_cmp(p->entries[i - 1].member.name, p->entries[i].member.name) < 0;
    }
    if (rising) {
        return true;
    }
    return p->used - base <= FEW_NAMES ? check_few_names(p, base) : check_many_names(p, base);
}

static bool parse_members(Parser *p) {
    do {
        Entry entry = {0};
        if (!take(p, '"')) {
            return fail_found(p, "a member name in double quotes");
        }
        entry.at = p->at - 1;
        TRY(parse_string(p, &entry.member.name));
        if (!take(p, ':')) {
            return fail_found(p, "a colon");
        }
        TRY(parse_value(p, &entry.member.value));
        push(p, entry);
    } while (take(p, ','));
    return peek_is(p, '}') || fail_found(p, "a comma or }");
}

static bool parse_object(Parser *p, Json *out) {
    size_t base = p->used;
    TRY(enter(p, p->at - 1));
    if (!take(p, '}')) {
        TRY(parse_members(p));
        p->at++;
    }
    TRY(check_names(p, base));
    size_t count = p->used - base;
    JsonMember *members = ARENA_ARRAY(p->arena, count, JsonMember);
    for (size_t i = 0; i < count; i++) {
        members[i] = p->entries[base + i].member;
    }
    *out = (Json){.type = JSON_OBJECT, .count = (uint32_t)count, .capacity = (uint32_t)count, .as.members = members};
    p->used = base;
    p->depth--;
    return true;
}

/* Values. */

static bool take_word(Parser *p, Str word) {
    bool there = str_starts(str_slice(p->text, p->at, word.len), word);
    p->at += there ? word.len : 0;
    return there;
}

static bool parse_word(Parser *p, Json *out) {
    if (take_word(p, STR("true"))) {
        *out = json_bool(true);
    } else if (take_word(p, STR("false"))) {
        *out = json_bool(false);
    } else if (take_word(p, STR("null"))) {
        *out = json_null();
    } else {
        return fail_found(p, "a value: an object, array, string, number, true, false or null");
    }
    return true;
}

static bool count_node(Parser *p) {
    if (p->nodes >= p->limits.nodes) {
        Position position = position_of(p->text, p->at);
        return err_set(p->err, ERR_TOO_LARGE, "%zu:%zu: the JSON text has more than %u values", position.line,
                       position.column, p->limits.nodes);
    }
    p->nodes++;
    return true;
}

static bool parse_value(Parser *p, Json *out) {
    skip_blanks(p);
    TRY(count_node(p));
    if (take(p, '"')) {
        out->type = JSON_STRING;
        return parse_string(p, &out->as.string);
    }
    if (take(p, '{')) {
        return parse_object(p, out);
    }
    if (take(p, '[')) {
        return parse_array(p, out);
    }
    char c = p->at < p->text.len ? p->text.ptr[p->at] : '\0';
    return c == '-' || (c >= '0' && c <= '9') ? parse_number(p, out) : parse_word(p, out);
}

static bool parse_text(Parser *p, Json *out) {
    if (str_starts(p->text, STR("\xef\xbb\xbf"))) {
        return fail(p, 0, "the text begins with a byte order mark; save it without");
    }
    TRY(parse_value(p, out));
    skip_blanks(p);
    return p->at == p->text.len || fail_found(p, "the end: a text holds one value");
}

bool json_parse(Arena *arena, Str text, JsonLimits limits, Json *out, Err *err) {
    if (text.len > limits.bytes) {
        return err_set(err, ERR_TOO_LARGE, "the JSON text has %zu bytes; at most %zu are read", text.len, limits.bytes);
    }
    Entry first[FIRST_ENTRIES];
    Parser p = {.arena = arena, .text = text, .limits = limits, .entries = first, .room = FIRST_ENTRIES, .err = err};
    Json value = {0};
    TRY(parse_text(&p, &value));
    *out = value;
    return true;
}
