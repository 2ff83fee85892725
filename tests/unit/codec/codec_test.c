#include "codec_test.h"

#include <stdio.h>
#include <stdlib.h>

#include "../cmocka_all.h"

void assert_text(Str text, const char *expected) {
    if (!str_eq(text, str_from_c(expected))) {
        fail_msg("found '%.*s', expected '%s'", STR_ARG(text), expected);
    }
}

Str test_file(Arena *arena, const char *folder_variable, const char *path) {
    enum { AT_MOST = 1024 * 1024 };
    const char *folder = getenv(folder_variable);
    FILE *file = folder == NULL ? NULL : fopen(str_format(arena, "%s/%s", folder, path).ptr, "rb");
    if (file == NULL) {
        return (Str){0};
    }
    char *bytes = arena_alloc(arena, AT_MOST);
    size_t len = fread(bytes, 1, AT_MOST, file);
    assert_int_equal(ferror(file), 0);
    assert_int_equal(fclose(file), 0);
    return (Str){.ptr = bytes, .len = len};
}

void assert_err(const Err *err, ErrCode code, const char *beginning) {
    if (err->code != code || !str_starts(str_from_c(err->text), str_from_c(beginning))) {
        fail_msg("found %s '%s', expected %s '%s...'", err_name(err->code), err->text, err_name(code), beginning);
    }
}
