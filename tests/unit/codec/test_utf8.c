#include "codec/utf8.h"

#include "../cmocka_all.h"
#include "codec_test.h"

static bool is_surrogate(uint32_t c) {
    return c >= 0xd800 && c <= 0xdfff;
}

static void every_character_is_written_accepted_and_read_back(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char bytes[4];
        size_t at = 0;
        if (is_surrogate(c)) {
            continue;
        }
        Str text = {.ptr = bytes, .len = utf8_write(bytes, c)};
        if (!utf8_valid(text) || utf8_char_length(text, 0) != text.len || utf8_next(text, &at) != c || at != text.len) {
            fail_msg("U+%04X does not come back", c);
        }
    }
}

static void surrogates_and_what_is_above_unicode_are_refused(void **state) {
    (void)state;
    for (uint32_t c = 0xd800; c < 0x120000; c = c == 0xdfff ? 0x110000 : c + 1) {
        char bytes[4];
        Str text = {.ptr = bytes, .len = utf8_write(bytes, c)};
        assert_false(utf8_valid(text));
        assert_int_equal(utf8_char_length(text, 0), 0);
    }
}

static size_t ranges_of_two(uint8_t lead) {
    return lead >= 0xc2 && lead <= 0xdf ? 64 : 0;
}

static void of_all_two_byte_texts_only_the_well_formed_are_accepted(void **state) {
    (void)state;
    for (unsigned lead = 0x80; lead < 256; lead++) {
        size_t accepted = 0;
        for (unsigned second = 0; second < 256; second++) {
            const char bytes[] = {(char)lead, (char)second};
            accepted += utf8_valid((Str){.ptr = bytes, .len = 2}) ? 1 : 0;
        }
        assert_int_equal(accepted, ranges_of_two((uint8_t)lead));
    }
}

static void broken_texts_are_valid_up_to_the_fault(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t valid;
    } cases[] = {
        {"", 0},
        {"plain text longer than eight", 28},
        {"\xc0\xaf", 0},
        {"\xe0\x9f\xbf", 0},
        {"\xf0\x8f\xbf\xbf", 0},
        {"\xf4\x90\x80\x80", 0},
        {"\xf5\x80\x80\x80", 0},
        {"\x80", 0},
        {"ab\xe2\x82", 2},
        {"abcdefgh\xe2\x82\xac\xff", 11},
        {"abcdefg\xf0\x9f\x98", 7},
        {"\xe2\x28\xa1", 0},
        {"\xe2\x82\x28", 0},
        {"\xf0\x9f\x98\x28", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str text = str_from_c(cases[i].text);
        assert_int_equal(utf8_valid_length(text), cases[i].valid);
        assert_int_equal(utf8_valid(text), cases[i].valid == text.len);
    }
    assert_int_equal(utf8_char_length(STR("a"), 1), 0);
}

static void an_excerpt_ends_at_a_character_and_before_a_fault(void **state) {
    (void)state;
    assert_text(utf8_excerpt(STR("Bäume"), 2), "B");
    assert_text(utf8_excerpt(STR("Bäume"), 3), "Bä");
    assert_text(utf8_excerpt(STR("Bäume"), 60), "Bäume");
    assert_text(utf8_excerpt(STR("ab\xff"), 60), "ab");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_is_written_accepted_and_read_back),
        cmocka_unit_test(surrogates_and_what_is_above_unicode_are_refused),
        cmocka_unit_test(of_all_two_byte_texts_only_the_well_formed_are_accepted),
        cmocka_unit_test(broken_texts_are_valid_up_to_the_fault),
        cmocka_unit_test(an_excerpt_ends_at_a_character_and_before_a_fault),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
