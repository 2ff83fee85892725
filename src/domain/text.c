#include "domain/text.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "codec/utf8.h"

enum { SHOWN_BYTES = 80 };

static bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c) {
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static bool is_control(uint32_t c) {
    bool turns = c >= 0x202A && c <= 0x202E;
    return turns || (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
}

/* Printable ASCII is its own normal form: nearly every text is decided here. */
static bool is_plain(Str text) {
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c > 0x7E) {
            return false;
        }
    }
    return true;
}

static bool has_control(Str text) {
    for (size_t at = 0; at < text.len;) {
        if (is_control(utf8_next(text, &at))) {
            return true;
        }
    }
    return false;
}

static bool is_nfc(Str text) {
    utf8proc_uint8_t *composed = NULL;
    utf8proc_ssize_t len = utf8proc_map(str_bytes(text).ptr, (utf8proc_ssize_t)text.len, &composed,
                                        UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    bool same = len >= 0 && bytes_eq((Bytes){.ptr = composed, .len = (size_t)len}, str_bytes(text));
    free(composed);
    return same;
}

bool text_check(Str text, size_t max_bytes, Err *err) {
    if (text.len == 0) {
        return err_set(err, ERR_INVALID_ENCODING, "is empty; write a text or leave it out");
    }
    if (text.len > max_bytes) {
        return err_set(err, ERR_INVALID_ENCODING, "has %zu bytes; at most %zu are right", text.len, max_bytes);
    }
    if (is_plain(text)) {
        return true;
    }
    if (!utf8_valid(text)) {
        return err_set(err, ERR_INVALID_ENCODING, "is not UTF-8; save it as UTF-8");
    }
    if (has_control(text)) {
        return err_set(err, ERR_INVALID_ENCODING, "has a control character; only line feed and tab are right");
    }
    if (!is_nfc(text)) {
        return err_set(err, ERR_INVALID_ENCODING,
                       "is not in Unicode normalisation form C; write accented letters as one character each");
    }
    return true;
}

static bool slug_shape(Str text) {
    if (text.len < TEXT_SLUG_MIN || text.len > TEXT_SLUG_MAX) {
        return false;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (!is_lower(text.ptr[i]) && !is_digit(text.ptr[i]) && text.ptr[i] != '-') {
            return false;
        }
    }
    return text.ptr[0] != '-' && text.ptr[text.len - 1] != '-';
}

Str text_shown(Str text) {
    bool line = str_find(text, '\n') == text.len && str_find(text, '\t') == text.len;
    return text.len == 0 || (line && text_check(text, SHOWN_BYTES, NULL)) ? text : STR("(not shown)");
}

static bool refuse(Str text, const char *right, Err *err) {
    Str shown = text_shown(text);
    return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is not right here; write %s", STR_ARG(shown), right);
}

bool text_slug(Str text, Err *err) {
    return slug_shape(text) ||
           refuse(text, "3 to 40 lower-case letters, digits and hyphens, no hyphen at either end", err);
}

bool text_name(Str text, Err *err) {
    bool right = text.len > 0 && text.len <= TEXT_NAME_MAX && is_lower(text.ptr[0]);
    for (size_t i = 0; right && i < text.len; i++) {
        right = is_lower(text.ptr[i]) || is_digit(text.ptr[i]) || text.ptr[i] == '_';
    }
    return right ||
           refuse(text, "a name of at most 64 lower-case letters, digits and underscores, a letter first", err);
}

/* One word of a code: [a-z][a-z0-9-]* */
static bool code_word(Str word) {
    bool right = word.len > 0 && is_lower(word.ptr[0]);
    for (size_t i = 0; right && i < word.len; i++) {
        right = is_lower(word.ptr[i]) || is_digit(word.ptr[i]) || word.ptr[i] == '-';
    }
    return right;
}

bool text_code(Str text, Err *err) {
    bool right = text.len > 0 && text.len <= TEXT_NAME_MAX && text.ptr[text.len - 1] != '.';
    for (Str rest = text; right && rest.ptr != NULL;) {
        right = code_word(str_cut(&rest, '.'));
    }
    return right || refuse(text, "a code of lower-case words joined by points, such as tree.visit", err);
}

/* A subtag of RFC 5646: 1 to 8 letters and digits; the first is 2 to 8 letters. */
static bool subtag(Str part, bool first) {
    if (part.len < (first ? 2U : 1U) || part.len > 8) {
        return false;
    }
    for (size_t i = 0; i < part.len; i++) {
        if (!is_alpha(part.ptr[i]) && (first || !is_digit(part.ptr[i]))) {
            return false;
        }
    }
    return true;
}

bool text_language(Str tag, Err *err) {
    bool right = tag.len > 0 && tag.len <= 35 && tag.ptr[tag.len - 1] != '-';
    bool first = true;
    for (Str rest = tag; right && rest.ptr != NULL; first = false) {
        right = subtag(str_cut(&rest, '-'), first);
    }
    return right || refuse(tag, "a language tag, such as en or zh-Hant", err);
}

static const TextPair *find_tag(const TextMap *map, Str tag) {
    for (size_t i = 0; i < map->count; i++) {
        if (str_eq(map->pairs[i].tag, tag)) {
            return &map->pairs[i];
        }
    }
    return NULL;
}

/* zh-Hant-TW becomes zh-Hant (RFC 4647, section 3.4 lookup). */
static Str shorter(Str tag) {
    while (tag.len > 0 && tag.ptr[tag.len - 1] != '-') {
        tag.len--;
    }
    return str_slice(tag, 0, tag.len > 0 ? tag.len - 1 : 0);
}

const TextPair *text_pair_in(const TextMap *map, Str tag) {
    const TextPair *found = NULL;
    for (Str wanted = tag; found == NULL && wanted.len > 0; wanted = shorter(wanted)) {
        found = find_tag(map, wanted);
    }
    if (found == NULL) {
        found = find_tag(map, STR("en"));
    }
    return found == NULL && map->count > 0 ? &map->pairs[0] : found;
}

Str text_in(const TextMap *map, Str tag) {
    const TextPair *pair = text_pair_in(map, tag);
    return pair != NULL ? pair->text : (Str){0};
}
