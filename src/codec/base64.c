#include "codec/base64.h"

#include <limits.h>
#include <string.h>

static const char standard_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Writes the unpadded form and returns the end of it. */
static char *encode(char *out, Bytes bytes, const char *alphabet) {
    size_t i = 0;
    for (; i + 3 <= bytes.len; i += 3) {
        uint32_t group = (uint32_t)bytes.ptr[i] << 16 | (uint32_t)bytes.ptr[i + 1] << 8 | bytes.ptr[i + 2];
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        *out++ = alphabet[group >> 6 & 63];
        *out++ = alphabet[group & 63];
    }
    size_t left = bytes.len - i;
    if (left > 0) {
        uint32_t group = (uint32_t)bytes.ptr[i] << 16 | (left == 2 ? (uint32_t)bytes.ptr[i + 1] << 8 : 0);
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        if (left == 2) {
            *out++ = alphabet[group >> 6 & 63];
        }
    }
    return out;
}

size_t base64_url_length(size_t len) {
    size_t left = len % 3;
    return len / 3 * 4 + (left == 0 ? 0 : left + 1);
}

void base64_url_write(char *out, Bytes bytes) {
    (void)encode(out, bytes, url_alphabet);
}

Str base64_url_encode(Arena *arena, Bytes bytes) {
    size_t len = base64_url_length(bytes.len);
    char *out = arena_alloc(arena, len);
    (void)encode(out, bytes, url_alphabet);
    return (Str){.ptr = out, .len = len};
}

Str base64_encode(Arena *arena, Bytes bytes) {
    size_t len = (bytes.len + 2) / 3 * 4;
    char *out = arena_alloc(arena, len);
    char *end = encode(out, bytes, standard_alphabet);
    memset(end, '=', (size_t)(out + len - end));
    return (Str){.ptr = out, .len = len};
}

/* One more than the value of the characters that both alphabets share; 0 for all others. */
static const uint8_t shared[UCHAR_MAX + 1] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,
    ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18,
    ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27,
    ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36,
    ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45,
    ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54,
    ['2'] = 55, ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62};

/* The value of a character, or 64; the last two characters of the alphabet are given. */
static uint32_t char_value(char c, char plus, char slash) {
    uint32_t place = shared[(uint8_t)c];
    if (place > 0) {
        return place - 1;
    }
    if (c == plus) {
        return 62;
    }
    return c == slash ? 63 : 64;
}

/* Decodes whole groups of four characters until one has a character outside the alphabet; returns how many characters
 * were decoded. Hashes and proofs are read by the thousand, and this is most of what that costs. */
static size_t decode_groups(Str text, const char *alphabet, uint8_t *out) {
    size_t i = 0;
    for (; i + 4 <= text.len; i += 4) {
        uint32_t a = char_value(text.ptr[i], alphabet[62], alphabet[63]);
        uint32_t b = char_value(text.ptr[i + 1], alphabet[62], alphabet[63]);
        uint32_t c = char_value(text.ptr[i + 2], alphabet[62], alphabet[63]);
        uint32_t d = char_value(text.ptr[i + 3], alphabet[62], alphabet[63]);
        if ((a | b | c | d) > 63) {
            break;
        }
        uint32_t group = a << 18 | b << 12 | c << 6 | d;
        *out++ = (uint8_t)(group >> 16);
        *out++ = (uint8_t)(group >> 8);
        *out++ = (uint8_t)group;
    }
    return i;
}

/* Decodes unpadded text of that alphabet. `bits` never holds more than 6 + 7 bits that still count. */
static bool decode(Arena *arena, Str text, const char *alphabet, Bytes *out, Err *err) {
    if (text.len % 4 == 1) {
        return err_set(err, ERR_INVALID_ENCODING, "base64 text of %zu characters is cut short", text.len);
    }
    size_t len = text.len / 4 * 3 + (text.len % 4 == 0 ? 0 : text.len % 4 - 1);
    uint8_t *bytes = arena_alloc(arena, len);
    uint32_t bits = 0;
    unsigned held = 0;
    size_t first = decode_groups(text, alphabet, bytes);
    size_t done = first / 4 * 3;
    for (size_t i = first; i < text.len; i++) {
        uint32_t value = char_value(text.ptr[i], alphabet[62], alphabet[63]);
        if (value > 63) {
            return err_set(err, ERR_INVALID_ENCODING,
                           "character %zu of the base64 text is outside its alphabet of A-Z a-z 0-9 %c %c", i + 1,
                           alphabet[62], alphabet[63]);
        }
        bits = bits << 6 | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[done++] = (uint8_t)(bits >> held);
            bits &= (1u << held) - 1;
        }
    }
    if (bits != 0) {
        /* RFC 4648 3.5: only zero pad bits, so that bytes have one text. */
        return err_set(err, ERR_INVALID_ENCODING, "the last character of the base64 text has unused bits that are set");
    }
    *out = (Bytes){.ptr = bytes, .len = len};
    return true;
}

bool base64_url_decode(Arena *arena, Str text, Bytes *out, Err *err) {
    return decode(arena, text, url_alphabet, out, err);
}

bool base64_decode(Arena *arena, Str text, Bytes *out, Err *err) {
    if (text.len % 4 != 0) {
        return err_set(err, ERR_INVALID_ENCODING, "base64 text has %zu characters; pad it with = to a multiple of 4",
                       text.len);
    }
    size_t padding = 0;
    while (padding < 2 && padding < text.len && text.ptr[text.len - 1 - padding] == '=') {
        padding++;
    }
    return decode(arena, str_slice(text, 0, text.len - padding), standard_alphabet, out, err);
}
