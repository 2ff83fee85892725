#include "http/text.h"

#include "../cmocka_all.h"

static void same(Str found, const char *wanted) {
    if (!str_eq(found, str_from_c(wanted))) {
        fail_msg("found '%.*s', wanted '%s'", STR_ARG(found), wanted);
    }
}

static void english_comes_first_and_every_language_has_a_name(void **state) {
    (void)state;
    size_t count = 0;
    const TextLanguage *languages = text_languages(&count);
    assert_true(count >= 2);
    same(languages[0].tag, "en");
    for (size_t i = 0; i < count; i++) {
        assert_true(languages[i].name.len > 0);
        assert_true(text_offered(languages[i].tag));
    }
    assert_false(text_offered(STR("tlh")));
    assert_false(text_offered(STR("")));
}

static void a_sentence_is_said_in_the_language_or_else_in_english(void **state) {
    (void)state;
    same(text_of(STR("en"), TEXT("Programmes")), "Programmes");
    same(text_of(STR("zh-Hant"), TEXT("Programmes")), "\u8A08\u756B");
    same(text_of(STR("zh-Hant"), (TextKey){STR("nobody translated this")}), "nobody translated this");
    same(text_of(STR("tlh"), TEXT("Programmes")), "Programmes");
}

typedef struct {
    const char *wanted;
    const char *accept;
    const char *chosen;
} Case;

static void the_language_asked_for_is_chosen(void **state) {
    (void)state;
    static const Case cases[] = {
        {NULL, NULL, "en"},
        {"", "", "en"},
        {"zh-Hant", "en", "zh-Hant"},
        {"ZH-hant", "en", "zh-Hant"},
        {"xx", "zh-Hant", "zh-Hant"},
        {NULL, "zh-TW", "zh-Hant"},
        {NULL, "zh", "zh-Hant"},
        {NULL, "de, zh-Hant;q=0.4, en;q=0.8", "en"},
        {NULL, "de, zh-Hant;q=0.9, en;q=0.8", "zh-Hant"},
        {NULL, "en;q=0, zh-Hant;q=0.001", "zh-Hant"},
        {NULL, "zh-Hant;q=0", "en"},
        {NULL, "zh-Hant;q=x, en;q=0.1", "en"},
        {NULL, "zh-Hant;q=9.999", "en"},
        {NULL, ",,;;q=,*", "en"},
        {NULL, "zh-Hant;q=1.000", "zh-Hant"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Str wanted = cases[i].wanted == NULL ? (Str){0} : str_from_c(cases[i].wanted);
        Str accept = cases[i].accept == NULL ? (Str){0} : str_from_c(cases[i].accept);
        same(text_choose(wanted, accept), cases[i].chosen);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(english_comes_first_and_every_language_has_a_name),
        cmocka_unit_test(a_sentence_is_said_in_the_language_or_else_in_english),
        cmocka_unit_test(the_language_asked_for_is_chosen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
