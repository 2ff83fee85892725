#include "domain/text.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static void text_in_form_c_is_taken(void **state) {
    (void)state;
    static const char *const good[] = {"plain",
                                       "two\nlines\tand a tab",
                                       "Zo\xC3\xAB",
                                       "\xE7\xB6\xA0\xE8\x89\xB2",
                                       "\xF0\x9F\x8C\xB3",
                                       "caf\xC3\xA9 \xE2\x80\x94 \xC2\xB1"};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        Err err = {0};
        assert_true(text_check(str_from_c(good[i]), 100, &err));
    }
}

static void any_other_text_is_refused_with_its_reason(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", "is empty; write a text or leave it out"},
        {"Zoe\xCC\x88", "is not in Unicode normalisation form C; write accented letters as one character each"},
        {"\xE2\x84\xAB", "is not in Unicode normalisation form C; write accented letters as one character each"},
        {"bell\x07", "has a control character; only line feed and tab are right"},
        {"nel\xC2\x85", "has a control character; only line feed and tab are right"},
        {"cut\xC3", "is not UTF-8; save it as UTF-8"},
        {"latin1 \xE9", "is not UTF-8; save it as UTF-8"},
        {"surrogate \xED\xA0\x80", "is not UTF-8; save it as UTF-8"},
        {"much too long", "has 13 bytes; at most 12 are right"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err err = {0};
        assert_false(text_check(str_from_c(cases[i][0]), i == COUNT_OF(cases) - 1 ? 12 : 100, &err));
        assert_string_equal(err.text, cases[i][1]);
    }
}

static void a_turn_of_the_writing_direction_is_refused(void **state) {
    (void)state;
    for (unsigned last = 0xAA; last <= 0xAE; last++) {
        const char text[] = {'a', (char)0xE2, (char)0x80, (char)last, 'b'};
        Err err = {0};
        assert_false(text_check((Str){.ptr = text, .len = sizeof(text)}, 100, &err));
        assert_string_equal(err.text, "has a control character; only line feed and tab are right");
    }
}

typedef bool (*Form)(Str text, Err *err);

static void each_is(Form form, const char *const *texts, size_t count, bool right) {
    for (size_t i = 0; i < count; i++) {
        Err err = {0};
        if (form(str_from_c(texts[i]), &err) != right) {
            fail_msg("'%s' is %s", texts[i], right ? "refused" : "taken");
        }
        assert_int_equal(right, err.code == ERR_NONE);
    }
}

static void slugs_names_codes_and_tags_have_one_form(void **state) {
    (void)state;
    static const char *const slugs[] = {"abc", "a-b", "123", "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"};
    static const char *const no_slugs[] = {
        "", "ab", "-ab", "ab-", "Abc", "a_b", "a b", "\xC3\xA9t\xC3\xA9", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"};
    static const char *const names[] = {"a", "dbh", "wood_density", "x1"};
    static const char *const no_names[] = {"", "1x", "_a", "A", "a-b", "a.b"};
    static const char *const codes[] = {"tree", "tree.visit", "tw.business-number", "a.b.c"};
    static const char *const no_codes[] = {"", ".", "tree.", ".tree", "tree..visit", "Tree", "tree visit", "1tree"};
    static const char *const tags[] = {"en", "zh-Hant", "zh-Hant-TW", "de-1996", "sl-rozaj-biske"};
    static const char *const no_tags[] = {"", "e", "en-", "-en", "en_US", "12", "englishlanguage", "en-toolongsubtag"};
    each_is(text_slug, slugs, COUNT_OF(slugs), true);
    each_is(text_slug, no_slugs, COUNT_OF(no_slugs), false);
    each_is(text_name, names, COUNT_OF(names), true);
    each_is(text_name, no_names, COUNT_OF(no_names), false);
    each_is(text_code, codes, COUNT_OF(codes), true);
    each_is(text_code, no_codes, COUNT_OF(no_codes), false);
    each_is(text_language, tags, COUNT_OF(tags), true);
    each_is(text_language, no_tags, COUNT_OF(no_tags), false);
}

static void a_language_is_found_by_tag_then_shorter_tag_then_english_then_any(void **state) {
    (void)state;
    static const TextPair pairs[] = {
        {STR_INIT("de"), STR_INIT("Baum")}, {STR_INIT("en"), STR_INIT("tree")}, {STR_INIT("zh-Hant"), STR_INIT("shu")}};
    TextMap map = {.pairs = pairs, .count = 3};
    domain_test_str(text_in(&map, STR("de")), "Baum");
    domain_test_str(text_in(&map, STR("de-CH")), "Baum");
    domain_test_str(text_in(&map, STR("zh-Hant-TW")), "shu");
    domain_test_str(text_in(&map, STR("zh")), "tree");
    domain_test_str(text_in(&map, (Str){0}), "tree");
    TextMap german = {.pairs = pairs, .count = 1};
    domain_test_str(text_in(&german, STR("fr")), "Baum");
    TextMap nothing = {0};
    assert_int_equal(text_in(&nothing, STR("en")).len, 0);
}

static void a_message_shows_only_short_clean_lines(void **state) {
    (void)state;
    domain_test_str(text_shown(STR("tree")), "tree");
    domain_test_str(text_shown(STR("two\nlines")), "(not shown)");
    domain_test_str(text_shown(STR("\x1B[31mred")), "(not shown)");
    domain_test_str(text_shown(STR("\xFF")), "(not shown)");
    assert_int_equal(text_shown((Str){0}).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_in_form_c_is_taken),
        cmocka_unit_test(any_other_text_is_refused_with_its_reason),
        cmocka_unit_test(a_turn_of_the_writing_direction_is_refused),
        cmocka_unit_test(slugs_names_codes_and_tags_have_one_form),
        cmocka_unit_test(a_language_is_found_by_tag_then_shorter_tag_then_english_then_any),
        cmocka_unit_test(a_message_shows_only_short_clean_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
