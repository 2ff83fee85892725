/* Only text that prints to the same bytes is canonical; what is refused is no JSON or prints to others. */
#include <stdlib.h>

#include "codec/canonical.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Err err = {0};
    Json value = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    if (canonical_parse(&arena, text, JSON_LIMITS_DOCUMENT, &value, &err)) {
        require(str_eq(canonical_text(&arena, &value), text));
    } else if (json_parse(&arena, text, JSON_LIMITS_DOCUMENT, &value, NULL)) {
        require(err.code == ERR_INVALID_CANONICAL);
        require(!str_eq(canonical_text(&arena, &value), text));
    } else {
        require(err.code == ERR_INVALID_JSON || err.code == ERR_TOO_LARGE);
    }
    arena_done(&arena);
    return 0;
}
