#include "http/target.h"

#include "base/buf.h"
#include "codec/utf8.h"

static bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_caseless(Str a, Str b) {
    if (a.len != b.len) {
        return false;
    }
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i])) {
            return false;
        }
    }
    return true;
}

static int hex_value(char c) {
    char small = lower(c);
    return is_digit(small) ? small - '0' : small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

static bool all_of(Str text, bool (*good)(char c)) {
    for (size_t i = 0; i < text.len; i++) {
        if (!good(text.ptr[i])) {
            return false;
        }
    }
    return true;
}

static bool name_char(char c) {
    return is_alpha(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
}

static bool address_char(char c) {
    return hex_value(c) >= 0 || c == ':' || c == '.';
}

static bool is_port(Str port) {
    return port.len <= 5 && all_of(port, is_digit);
}

bool target_is_host(Str host) {
    if (host.len == 0 || host.len > 255) {
        return false;
    }
    if (host.ptr[0] != '[') {
        Str rest = host;
        Str name = str_cut(&rest, ':');
        return name.len > 0 && all_of(name, name_char) && is_port(rest);
    }
    size_t close = str_find(host, ']');
    Str rest = str_slice(host, close + 1, host.len);
    return close < host.len && close > 2 && all_of(str_slice(host, 1, close - 1), address_char) &&
           (rest.len == 0 || (rest.ptr[0] == ':' && is_port(str_slice(rest, 1, rest.len))));
}

/* One %XX or a byte as it stands; -1 where the escape is broken. */
static int next_byte(Str text, size_t *at) {
    char c = text.ptr[*at];
    if (c != '%') {
        ++*at;
        return (unsigned char)c;
    }
    int high = *at + 2 < text.len ? hex_value(text.ptr[*at + 1]) : -1;
    int low = *at + 2 < text.len ? hex_value(text.ptr[*at + 2]) : -1;
    *at += 3;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool is_control(int byte) {
    return (byte >= 0 && byte < 0x20) || byte == 0x7f;
}

static bool is_text(const Buf *out, Err *err) {
    return utf8_valid(buf_str(out)) || err_set(err, ERR_USAGE, "the address is not UTF-8 once its %%XX are decoded");
}

/* In paths an encoded slash and a backslash are refused, in queries a plus is a space. */
static bool decode(Arena *arena, Str text, bool in_path, Str *out, Err *err) {
    Buf plain = {.arena = arena};
    for (size_t at = 0; at < text.len;) {
        bool escaped = text.ptr[at] == '%';
        bool blank = !in_path && text.ptr[at] == '+';
        int byte = blank ? (++at, ' ') : next_byte(text, &at);
        if (byte < 0) {
            return err_set(err, ERR_USAGE, "a %% in the address is not followed by two hexadecimal digits");
        }
        if (is_control(byte)) {
            return err_set(err, ERR_USAGE, "the address has a control character in it");
        }
        if (in_path && ((escaped && byte == '/') || byte == '\\')) {
            return err_set(err, ERR_USAGE, "the path has an encoded slash or a backslash in it");
        }
        buf_add_byte(&plain, (char)byte);
    }
    TRY(is_text(&plain, err));
    *out = plain.len == 0 ? STR("") : buf_str(&plain);
    return true;
}

static bool check_segments(Str path, Err *err) {
    Str rest = str_slice(path, 1, path.len);
    while (rest.ptr != NULL) {
        Str segment = str_cut(&rest, '/');
        bool last = rest.ptr == NULL;
        if (str_eq(segment, STR(".")) || str_eq(segment, STR("..")) || (segment.len == 0 && !last)) {
            return err_set(err, ERR_USAGE, "the path has an empty segment, '.' or '..' in it");
        }
    }
    return true;
}

static bool parse_pair(Arena *arena, Str text, RequestPair *out, Err *err) {
    RequestPair pair = {.name = STR(""), .value = STR("")};
    Str value = text;
    Str name = str_cut(&value, '=');
    TRY(decode(arena, name, false, &pair.name, err));
    TRY(value.ptr == NULL || decode(arena, value, false, &pair.value, err));
    *out = pair;
    return true;
}

static bool parse_query(Arena *arena, Str text, Target *target, Err *err) {
    RequestPair *pairs = ARENA_ARRAY(arena, TARGET_PAIRS, RequestPair);
    while (text.ptr != NULL) {
        Str part = str_cut(&text, '&');
        if (part.len == 0) {
            continue;
        }
        if (target->query_count == TARGET_PAIRS) {
            return err_set(err, ERR_TOO_LARGE, "more than %d parameters in the query", TARGET_PAIRS);
        }
        TRY(parse_pair(arena, part, &pairs[target->query_count], err));
        target->query_count++;
    }
    target->query = pairs;
    return true;
}

/* An absolute-form target has to name the same host as the Host field: two answers to "which host" are an attack. */
static bool strip_authority(Str *raw, Str host, Err *err) {
    size_t colon = str_find(*raw, ':');
    Str scheme = str_slice(*raw, 0, colon);
    if (!same_caseless(scheme, STR("http")) && !same_caseless(scheme, STR("https"))) {
        return err_set(err, ERR_USAGE, "the address has to begin with '/'");
    }
    Str rest = str_slice(*raw, colon, raw->len);
    if (!str_starts(rest, STR("://"))) {
        return err_set(err, ERR_USAGE, "the address has to begin with '/'");
    }
    rest = str_slice(rest, 3, rest.len);
    size_t slash = str_find(rest, '/');
    if (!same_caseless(str_slice(rest, 0, slash), host)) {
        return err_set(err, ERR_USAGE, "the address names another host than the Host field");
    }
    *raw = slash < rest.len ? str_slice(rest, slash, rest.len) : STR("/");
    return true;
}

/* What a URI cannot hold unescaped; bytes above 127 are refused too. */
static bool uri_char(char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '^' && c != '`' && c != '{' &&
           c != '|' && c != '}' && c != '#';
}

static bool check_raw(Str raw, Err *err) {
    if (raw.len > TARGET_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "the address is longer than %d bytes", TARGET_BYTES);
    }
    if (raw.len == 0 || !all_of(raw, uri_char)) {
        return err_set(err, ERR_USAGE, "the address has a character in it that must be written as %%XX");
    }
    return true;
}

bool target_parse(Arena *arena, Str raw, Str host, Target *out, Err *err) {
    Target target = {.query_count = 0};
    TRY(check_raw(raw, err));
    TRY(raw.ptr[0] == '/' || strip_authority(&raw, host, err));
    Str query = raw;
    Str path = str_cut(&query, '?');
    TRY(decode(arena, path, true, &target.path, err));
    TRY(check_segments(target.path, err));
    TRY(parse_query(arena, query, &target, err));
    *out = target;
    return true;
}
