#include "domain/html.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static void every_character_with_a_meaning_becomes_a_reference(void **state) {
    (void)state;
    Arena arena = {0};
    Buf out = {.arena = &arena};
    html_text(&out, STR("<a href='x' title=\"y\">&</a>"));
    domain_test_str(buf_str(&out), "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;");
    arena_done(&arena);
}

static void numbers_of_five_digits_and_more_stand_in_groups(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"7", "7"},
        {"1670", "1670"},
        {"12345", "12\u202F345"},
        {"-1234567.891", "\u22121\u202F234\u202F567.891"},
        {"123456", "123\u202F456"},
        {"0.12345678", "0.12345678"},
        {"-0.5", "\u22120.5"},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {.arena = &arena};
        html_grouped(&out, str_from_c(cases[i][0]));
        domain_test_str(buf_str(&out), cases[i][1]);
    }
    Buf out = {.arena = &arena};
    html_number(&out, UINT64_MAX);
    domain_test_str(buf_str(&out), "18\u202F446\u202F744\u202F073\u202F709\u202F551\u202F615");
    arena_done(&arena);
}

static void a_text_in_another_language_says_so_and_keeps_its_lines(void **state) {
    (void)state;
    static const TextPair pairs[] = {{STR_INIT("de"), STR_INIT("Baum & Wald\nFeld")},
                                     {STR_INIT("en-GB"), STR_INIT("x")}};
    TextMap map = {.pairs = pairs, .count = 2};
    Arena arena = {0};
    Buf out = {.arena = &arena};
    html_language(&out, &map, STR("de-AT"));
    domain_test_str(buf_str(&out), "<span lang=\"de\">Baum &amp; Wald<br>Feld</span>");
    buf_clear(&out);
    html_language(&out, &map, STR("en-GB"));
    domain_test_str(buf_str(&out), "x");
    buf_clear(&out);
    TextMap nothing = {0};
    html_language(&out, &nothing, STR("en"));
    assert_int_equal(out.len, 0);
    arena_done(&arena);
}

static void a_unit_is_printed_as_people_write_it_and_escaped(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"1", ""}, {"tCO2e", " tCO\u2082e"}, {"m2", " m\u00B2"}, {"kg/m3", " kg/m\u00B3"}, {"<b>", " &lt;b&gt;"}};
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Buf out = {.arena = &arena};
        html_unit(&out, str_from_c(cases[i][0]));
        domain_test_str(buf_str(&out), cases[i][1]);
    }
    arena_done(&arena);
}

static void a_sentence_is_filled_in_any_order_and_escaped_itself(void **state) {
    (void)state;
    static const Str markup[] = {STR_INIT("<b>1</b>"), STR_INIT("<i>2</i>")};
    Arena arena = {0};
    Buf out = {.arena = &arena};
    html_fill(&out, STR("{2} & {1} {3} {0} {"), markup, COUNT_OF(markup));
    domain_test_str(buf_str(&out), "<i>2</i> &amp; <b>1</b> {3} {0} {");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_character_with_a_meaning_becomes_a_reference),
        cmocka_unit_test(numbers_of_five_digits_and_more_stand_in_groups),
        cmocka_unit_test(a_text_in_another_language_says_so_and_keeps_its_lines),
        cmocka_unit_test(a_unit_is_printed_as_people_write_it_and_escaped),
        cmocka_unit_test(a_sentence_is_filled_in_any_order_and_escaped_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
