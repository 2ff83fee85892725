#include "codec/uuid.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec_test.h"

static const uint8_t example[UUID_BYTES] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0x4d, 0xef,
                                            0x81, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};

static void a_uuid_has_one_text_and_comes_back(void **state) {
    (void)state;
    Arena arena = {0};
    uint8_t back[UUID_BYTES] = {0};
    Str text = uuid_format(&arena, example);
    assert_text(text, "01234567-89ab-4def-8123-456789abcdef");
    assert_true(uuid_parse(text, back, NULL));
    assert_memory_equal(back, example, UUID_BYTES);
    arena_done(&arena);
}

static void other_texts_are_refused_and_nothing_is_touched(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "0123456789ab4def8123456789abcdef",
        "01234567-89AB-4def-8123-456789abcdef",
        "{1234567-89ab-4def-8123-456789abcde}",
        "01234567-89ab-4def-8123-456789abcde",
        "01234567-89ab-4def-8123-456789abcdef0",
        "0123456-789ab-4def-8123-456789abcdef",
        "01234567-89ab-4def-8123+456789abcdef",
        "01234567-89ab-4def-8123-456789abcdeg",
        "01234567-89ab-4def-8123-456789abcd-f",
        " 1234567-89ab-4def-8123-456789abcdef",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        uint8_t out[UUID_BYTES];
        Err err = {0};
        memset(out, 7, sizeof(out));
        assert_false(uuid_parse(str_from_c(wrong[i]), out, &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
        for (size_t byte = 0; byte < UUID_BYTES; byte++) {
            assert_int_equal(out[byte], 7);
        }
    }
}

static void a_stamp_sets_version_and_variant_only(void **state) {
    (void)state;
    Arena arena = {0};
    uint8_t uuid[UUID_BYTES];
    memset(uuid, 0xff, sizeof(uuid));
    uuid_stamp(uuid, 4);
    assert_text(uuid_format(&arena, uuid), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    memset(uuid, 0, sizeof(uuid));
    uuid_stamp(uuid, 8);
    assert_text(uuid_format(&arena, uuid), "00000000-0000-8000-8000-000000000000");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_uuid_has_one_text_and_comes_back),
        cmocka_unit_test(other_texts_are_refused_and_nothing_is_touched),
        cmocka_unit_test(a_stamp_sets_version_and_variant_only),
    };
    return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
