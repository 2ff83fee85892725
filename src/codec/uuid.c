#include "codec/uuid.h"

#include <string.h>

#include "codec/hex.h"
#include "codec/utf8.h"

/* Hyphens stand before bytes 4, 6, 8 and 10: the groups of 8-4-4-4-12 digits. */
static bool hyphen_before(size_t byte) {
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

static bool parse_bytes(Str text, uint8_t bytes[UUID_BYTES]) {
    size_t at = 0;
    for (size_t i = 0; i < UUID_BYTES; i++) {
        if (hyphen_before(i) && text.ptr[at++] != '-') {
            return false;
        }
        int high = hex_digit(text.ptr[at]);
        int low = hex_digit(text.ptr[at + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        bytes[i] = (uint8_t)(high << 4 | low);
        at += 2;
    }
    return true;
}

bool uuid_parse(Str text, uint8_t out[UUID_BYTES], Err *err) {
    uint8_t bytes[UUID_BYTES];
    if (text.len != UUID_TEXT || !parse_bytes(text, bytes)) {
        return err_set(err, ERR_INVALID_ENCODING,
                       "'%.*s' is not a UUID; write it like 01234567-89ab-4def-8123-456789abcdef, in lower case",
                       STR_ARG(utf8_excerpt(text, 60)));
    }
    memcpy(out, bytes, UUID_BYTES);
    return true;
}

Str uuid_format(Arena *arena, const uint8_t uuid[UUID_BYTES]) {
    static const char digits[] = "0123456789abcdef";
    char *out = arena_alloc(arena, UUID_TEXT);
    size_t at = 0;
    for (size_t i = 0; i < UUID_BYTES; i++) {
        if (hyphen_before(i)) {
            out[at++] = '-';
        }
        out[at++] = digits[uuid[i] >> 4];
        out[at++] = digits[uuid[i] & 15];
    }
    return (Str){.ptr = out, .len = UUID_TEXT};
}

void uuid_stamp(uint8_t uuid[UUID_BYTES], unsigned version) {
    /* RFC 9562 section 4: version in the high bits of byte 6, variant 10 in those of byte 8. */
    uuid[6] = (uint8_t)((uuid[6] & 0x0f) | (version & 15) << 4);
    uuid[8] = (uint8_t)((uuid[8] & 0x3f) | 0x80);
}
