/* A time or date that parses prints to the same text (but for +00:00, which prints as Z) and to the same value. */
#include <stdlib.h>

#include "codec/rfc3339.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    Rfc3339 time = {0};
    Rfc3339 again = {0};
    int64_t day = 0;
    Err err = {0};
    if (rfc3339_parse(text, &time, &err)) {
        require(rfc3339_fits(time));
        Str printed = rfc3339_format(&arena, time);
        require(str_eq(printed, text) || str_ends(text, STR("+00:00")));
        require(rfc3339_parse(printed, &again, NULL));
        require(again.at_s == time.at_s && again.offset_min == time.offset_min);
        require(date_parse(str_slice(text, 0, 10), &day, NULL) && day == rfc3339_local_day(time));
    } else {
        require(err.code == ERR_INVALID_ENCODING);
    }
    if (date_parse(text, &day, NULL)) {
        require(str_eq(date_format(&arena, day), text));
    }
    arena_done(&arena);
    return 0;
}
