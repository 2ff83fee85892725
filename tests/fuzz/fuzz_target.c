/* What an address is taken for can be read in one way only: an absolute path without dot segments, encoded rests of
 * slashes or control characters; a first line before it says whether the method is one. */
#include <stdlib.h>

#include "codec/utf8.h"
#include "http/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void require_path(Str path) {
    require(path.len > 0 && path.ptr[0] == '/' && utf8_valid(path));
    Str rest = str_slice(path, 1, path.len);
    while (rest.ptr != NULL) {
        Str segment = str_cut(&rest, '/');
        require(!str_eq(segment, STR(".")) && !str_eq(segment, STR("..")));
    }
    for (size_t i = 0; i < path.len; i++) {
        require((unsigned char)path.ptr[i] >= 0x20 && path.ptr[i] != 0x7f && path.ptr[i] != '\\');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = {.ptr = (const char *)data, .len = size};
    Str name = str_cut(&text, '\n');
    RequestMethod method = REQUEST_GET;
    Target target = {0};
    Err err = {0};
    if (request_method_parse(name, &method)) {
        require(str_eq(str_from_c(request_method_name(method)), name));
    }
    if (target_parse(&arena, text, STR("example.org"), &target, &err)) {
        require_path(target.path);
        require(target.query_count <= TARGET_PAIRS);
    } else {
        require(err.code == ERR_USAGE || err.code == ERR_TOO_LARGE);
    }
    arena_done(&arena);
    return 0;
}
