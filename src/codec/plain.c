#include "codec/plain.h"

#include <string.h>

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool is_plain(uint8_t byte) {
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* High bits where a byte of the word is zero; only whether there is one is used, so false marks above it do not matter. */
static uint64_t zero_bytes(uint64_t word) {
    return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

static bool eight_are_plain(const char *bytes) {
    uint64_t word = 0;
    memcpy(&word, bytes, sizeof(word));
    uint64_t below_blank = (word - EACH_BYTE(0x20)) & ~word;
    uint64_t marks = (word | below_blank) & EACH_BYTE(0x80);
    return (marks | zero_bytes(word ^ EACH_BYTE('"')) | zero_bytes(word ^ EACH_BYTE('\\'))) == 0;
}

size_t plain_end(Str text, size_t at) {
    while (text.len - at >= 8 && eight_are_plain(text.ptr + at)) {
        at += 8;
    }
    while (at < text.len && is_plain((uint8_t)text.ptr[at])) {
        at++;
    }
    return at;
}
