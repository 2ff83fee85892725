/* What parses prints canonically, and that text is accepted as canonical, equal and unchanged; pretty text is equal. */
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
    Json again = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    if (json_parse(&arena, text, JSON_LIMITS_DOCUMENT, &value, &err)) {
        JsonLimits wide = {.bytes = SIZE_MAX, .depth = LIMIT_JSON_DEPTH, .nodes = LIMIT_JSON_NODES};
        Str printed = canonical_text(&arena, &value);
        require(canonical_parse(&arena, printed, wide, &again, &err));
        require(str_eq(canonical_text(&arena, &again), printed));
        Buf pretty = {.arena = &arena};
        json_pretty(&pretty, &value);
        require(json_parse(&arena, buf_str(&pretty), wide, &again, &err));
        require(json_equal(&value, &again));
    } else {
        require(err.code == ERR_INVALID_JSON || err.code == ERR_TOO_LARGE);
    }
    arena_done(&arena);
    return 0;
}
