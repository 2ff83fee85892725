#include "codec/utf8.h"

#include <string.h>

static uint8_t byte_at(Str text, size_t at) {
    return (uint8_t)text.ptr[at];
}

/* Table 3-7 narrows the second byte after four leads: no overlong forms, no surrogates, nothing above U+10FFFF. */
static bool second_fits(uint8_t lead, uint8_t second) {
    uint8_t lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    uint8_t highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    return second >= lowest && second <= highest;
}

static size_t length_by_lead(uint8_t lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xc2 || lead > 0xf4) {
        return 0;
    }
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

size_t utf8_char_length(Str text, size_t at) {
    if (at >= text.len) {
        return 0;
    }
    uint8_t lead = byte_at(text, at);
    size_t len = length_by_lead(lead);
    if (len < 2) {
        return len;
    }
    if (len > text.len - at || !second_fits(lead, byte_at(text, at + 1))) {
        return 0;
    }
    for (size_t i = 2; i < len; i++) {
        if ((byte_at(text, at + i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    return len;
}

static bool eight_are_ascii(const char *bytes) {
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof(word));
    return (word & 0x8080808080808080u) == 0;
}

size_t utf8_valid_length(Str text) {
    size_t at = 0;
    while (at < text.len) {
        if (text.len - at >= 8 && eight_are_ascii(text.ptr + at)) {
            at += 8;
            continue;
        }
        size_t len = utf8_char_length(text, at);
        if (len == 0) {
            break;
        }
        at += len;
    }
    return at;
}

bool utf8_valid(Str text) {
    return utf8_valid_length(text) == text.len;
}

Str utf8_excerpt(Str text, size_t most) {
    Str part = str_slice(text, 0, most);
    return str_slice(part, 0, utf8_valid_length(part));
}

uint32_t utf8_next(Str text, size_t *at) {
    uint8_t lead = byte_at(text, *at);
    size_t len = length_by_lead(lead);
    static const uint8_t lead_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t c = lead & lead_bits[len];
    for (size_t i = 1; i < len; i++) {
        c = c << 6 | (byte_at(text, *at + i) & 0x3f);
    }
    *at += len;
    return c;
}

size_t utf8_write(char out[4], uint32_t c) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(marks[len] | c);
    return len;
}
