/* What base64, hex and UUID texts decode to encodes to the very same text. */
#include <stdlib.h>

#include "codec/base64.h"
#include "codec/hex.h"
#include "codec/utf8.h"
#include "codec/uuid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void check_utf8(Str text) {
    require(utf8_valid(text) == (utf8_valid_length(text) == text.len));
    Str valid = str_slice(text, 0, utf8_valid_length(text));
    size_t at = 0;
    while (at < valid.len) {
        char again[4];
        size_t start = at;
        uint32_t c = utf8_next(valid, &at);
        size_t len = utf8_write(again, c);
        require(len == at - start && str_eq((Str){.ptr = again, .len = len}, str_slice(valid, start, len)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    Bytes bytes = {0};
    uint8_t uuid[UUID_BYTES];
    Err err = {0};
    if (base64_decode(&arena, text, &bytes, &err)) {
        require(str_eq(base64_encode(&arena, bytes), text));
    }
    if (base64_url_decode(&arena, text, &bytes, &err)) {
        require(str_eq(base64_url_encode(&arena, bytes), text));
        require(base64_url_length(bytes.len) == text.len);
    }
    if (hex_decode(&arena, text, &bytes, &err)) {
        require(str_eq(hex_encode(&arena, bytes), text));
    }
    if (uuid_parse(text, uuid, &err)) {
        require(str_eq(uuid_format(&arena, uuid), text));
    }
    check_utf8(text);
    arena_done(&arena);
    return 0;
}
