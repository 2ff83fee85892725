#include "codec/hex.h"

Str hex_encode(Arena *arena, Bytes bytes) {
    static const char digits[] = "0123456789abcdef";
    char *out = arena_array(arena, bytes.len, 2);
    for (size_t i = 0; i < bytes.len; i++) {
        out[2 * i] = digits[bytes.ptr[i] >> 4];
        out[2 * i + 1] = digits[bytes.ptr[i] & 15];
    }
    return (Str){.ptr = out, .len = 2 * bytes.len};
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hex_decode(Arena *arena, Str text, Bytes *out, Err *err) {
    if (text.len % 2 != 0) {
        return err_set(err, ERR_INVALID_ENCODING,
                       "hexadecimal text has an odd length of %zu; write two digits per byte", text.len);
    }
    uint8_t *bytes = arena_alloc(arena, text.len / 2);
    for (size_t i = 0; i < text.len; i += 2) {
        int high = hex_digit(text.ptr[i]);
        int low = hex_digit(text.ptr[i + 1]);
        if (high < 0 || low < 0) {
            return err_set(err, ERR_INVALID_ENCODING,
                           "character %zu of the hexadecimal text is none of 0 to 9 and a to f; use lower case",
                           high < 0 ? i + 1 : i + 2);
        }
        bytes[i / 2] = (uint8_t)(high << 4 | low);
    }
    *out = (Bytes){.ptr = bytes, .len = text.len / 2};
    return true;
}
