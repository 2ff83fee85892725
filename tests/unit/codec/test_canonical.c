#include "codec/canonical.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec/hex.h"
#include "codec_test.h"

static Json parsed(Arena *arena, Str text) {
    Json value = {0};
    Err err = {0};
    if (!json_parse(arena, text, JSON_LIMITS_DOCUMENT, &value, &err)) {
        fail_msg("%s", err.text);
    }
    return value;
}

static void assert_canonical(const char *text, const char *expected) {
    Arena arena = {0};
    Json value = parsed(&arena, str_from_c(text));
    assert_text(canonical_text(&arena, &value), expected);
    arena_done(&arena);
}

/* The hexadecimal twin of an expected output, without its blanks. */
static Str hex_digits(Arena *arena, Str text) {
    char *out = arena_alloc(arena, text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ' ' && text.ptr[i] != '\n' && text.ptr[i] != '\r') {
            out[len++] = text.ptr[i];
        }
    }
    return (Str){.ptr = out, .len = len};
}

static void assert_vector(const char *name) {
    Arena arena = {0};
    Json again = {0};
    Str input = test_file(&arena, "BANYAN_TEST_DATA", str_format(&arena, "jcs/input/%s.json", name).ptr);
    if (input.ptr == NULL) {
        skip();
    }
    Str output = test_file(&arena, "BANYAN_TEST_DATA", str_format(&arena, "jcs/output/%s.json", name).ptr);
    Str hex = test_file(&arena, "BANYAN_TEST_DATA", str_format(&arena, "jcs/outhex/%s.txt", name).ptr);
    Json value = parsed(&arena, input);
    Str text = canonical_text(&arena, &value);
    assert_true(str_eq(text, output));
    assert_true(str_eq(hex_encode(&arena, str_bytes(text)), hex_digits(&arena, hex)));
    assert_true(canonical_parse(&arena, text, JSON_LIMITS_DOCUMENT, &again, NULL));
    assert_true(json_equal(&value, &again));
    assert_false(canonical_parse(&arena, input, JSON_LIMITS_DOCUMENT, &again, NULL));
    arena_done(&arena);
}

static void the_published_vector_arrays_holds(void **state) {
    (void)state;
    assert_vector("arrays");
}

static void the_published_vector_french_holds(void **state) {
    (void)state;
    assert_vector("french");
}

static void the_published_vector_structures_holds(void **state) {
    (void)state;
    assert_vector("structures");
}

static void the_published_vector_unicode_holds(void **state) {
    (void)state;
    assert_vector("unicode");
}

static void the_published_vector_values_holds(void **state) {
    (void)state;
    assert_vector("values");
}

static void the_published_vector_weird_holds(void **state) {
    (void)state;
    assert_vector("weird");
}

/* RFC 8785 appendix B. */
static void doubles_print_as_in_the_appendix_of_the_rfc(void **state) {
    (void)state;
    static const struct {
        uint64_t bits;
        const char *text;
    } cases[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char out[CANONICAL_DOUBLE_BYTES];
        double value = 0;
        memcpy(&value, &cases[i].bits, sizeof(value));
        size_t len = canonical_double(out, value);
        assert_true(len <= CANONICAL_DOUBLE_BYTES);
        assert_text((Str){.ptr = out, .len = len}, cases[i].text);
    }
}

static void numbers_stand_for_doubles(void **state) {
    (void)state;
    assert_canonical("[-0,0,1,-1,10,-9007199254740992]", "[0,0,1,-1,10,-9007199254740992]");
    assert_canonical("[1.0,4.50,2e-3,1E30,0.000000000000000000000000001]", "[1,4.5,0.002,1e+30,1e-27]");
    assert_canonical("9007199254740993", "9007199254740992");
    assert_canonical("9223372036854775807", "9223372036854776000");
    assert_canonical("-9223372036854775808", "-9223372036854776000");
}

static void strings_have_the_shortest_escapes(void **state) {
    (void)state;
    assert_canonical("\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\\\/\"",
                     "\"\\u0000\\u0007\\b\\t\\n\\u000b\\f\\r\\u001f \\\"\\\\/\"");
    assert_canonical("\"\\u20ac\\u00e9\\ud83d\\ude00\\u007f\\u0080\"", "\"€é😀\x7f\xc2\x80\"");
    assert_canonical("\"long plain text, then \\u0041 and € and \\n and more\"",
                     "\"long plain text, then A and € and \\n and more\"");
}

static void members_are_sorted_by_utf16_code_units(void **state) {
    (void)state;
    assert_canonical("{\"b\":1,\"a\":2,\"\":3,\"ab\":4,\"B\":5}", "{\"\":3,\"B\":5,\"a\":2,\"ab\":4,\"b\":1}");
    /* U+FB33 follows U+1F600 (d83d de00), although its bytes come first. */
    assert_canonical("{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3,\"\\u00f6\":4}",
                     "{\"ö\":4,\"€\":3,\"😀\":2,\"\xef\xac\xb3\":1}");
    assert_canonical("{\"z\":{\"b\":[{\"d\":1,\"c\":2}],\"a\":null}}",
                     "{\"z\":{\"a\":null,\"b\":[{\"c\":2,\"d\":1}]}}");
}

/* Every pair of some characters from all four lengths, against the code units themselves. */
static void the_order_of_names_is_that_of_code_units(void **state) {
    (void)state;
    static const char *const chars[] = {"",
                                        "A",
                                        "\x7f",
                                        "\xc2\x80",
                                        "\xdf\xbf",
                                        "\xe0\xa0\x80",
                                        "\xed\x9f\xbf",
                                        "\xf0\x90\x80\x80",
                                        "\xf0\x9f\x98\x80",
                                        "\xf4\x8f\xbf\xbf",
                                        "\xee\x80\x80",
                                        "\xef\xac\xb3",
                                        "\xef\xbf\xbf"};
    for (size_t i = 0; i < COUNT_OF(chars); i++) {
        for (size_t j = 0; j < COUNT_OF(chars); j++) {
            Arena arena = {0};
            Str a = str_format(&arena, "x%sy", chars[i]);
            Str b = str_format(&arena, "x%sy", chars[j]);
            int order = canonical_compare(a, b);
            /* "y" behind nothing is 0x79, so the empty one sorts between "A" and U+007F. */
            size_t left = i == 0 ? 1 : i == 1 ? 0 : i;
            size_t right = j == 0 ? 1 : j == 1 ? 0 : j;
            assert_int_equal(order < 0, left < right);
            assert_int_equal(order == 0, left == right);
            arena_done(&arena);
        }
    }
    assert_true(canonical_compare(STR("a"), STR("aa")) < 0);
    assert_true(canonical_compare(STR("aa"), STR("a")) > 0);
}

static void other_forms_are_refused_at_the_first_byte_that_differs(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        {" 1", "1:1: "},
        {"1\n", "1:2: "},
        {"{\"a\": 1}", "1:6: "},
        {"{\"b\":1,\"a\":2}", "1:3: "},
        {"[1.0]", "1:3: "},
        {"[-0]", "1:2: "},
        {"[1e2]", "1:3: "},
        {"[100000000000000000000000]", "1:3: "},
        {"[9007199254740993]", "1:17: "},
        {"[\"\\u00e9\"]", "1:3: "},
        {"[\"\\/\"]", "1:3: "},
        {"[\"\\u000A\"]", "1:4: "},
        {"[\"\\u001F\"]", "1:8: "},
        {"[\n1]", "1:2: "},
        {"{\"\xef\xac\xb3\":1,\"😀\":2}", "1:3: "},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Json out = json_int(7);
        Err err = {0};
        assert_false(canonical_parse(&arena, str_from_c(cases[i].text), JSON_LIMITS_DOCUMENT, &out, &err));
        assert_err(&err, ERR_INVALID_CANONICAL, cases[i].place);
        assert_int_equal(out.as.integer, 7);
        arena_done(&arena);
    }
}

static void what_is_no_json_is_refused_as_such(void **state) {
    (void)state;
    Arena arena = {0};
    Json out = {0};
    Err err = {0};
    assert_false(canonical_parse(&arena, STR("{\"a\":1,\"a\":1}"), JSON_LIMITS_DOCUMENT, &out, &err));
    assert_err(&err, ERR_INVALID_JSON, "1:8: ");
    assert_false(canonical_parse(&arena, STR("[1,2]"), (JsonLimits){4, 1, 3}, &out, &err));
    assert_err(&err, ERR_TOO_LARGE, "the JSON text has 5 bytes");
    arena_done(&arena);
}

static void canonical_text_is_accepted_and_keeps_its_tree(void **state) {
    (void)state;
    Arena arena = {0};
    Json out = {0};
    Str text = STR("{\"a\":[1,2.5,\"x\\n€\"],\"b\":{\"c\":null,\"d\":true},\"e\":\"\"}");
    assert_true(canonical_parse(&arena, text, JSON_LIMITS_DOCUMENT, &out, NULL));
    /* What canonical_parse printed to compare is given back to the arena; the tree must not have been in it. */
    memset(arena_alloc(&arena, 4096), 0x5a, 4096);
    assert_text(canonical_text(&arena, &out), text.ptr);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_vector_arrays_holds),
        cmocka_unit_test(the_published_vector_french_holds),
        cmocka_unit_test(the_published_vector_structures_holds),
        cmocka_unit_test(the_published_vector_unicode_holds),
        cmocka_unit_test(the_published_vector_values_holds),
        cmocka_unit_test(the_published_vector_weird_holds),
        cmocka_unit_test(doubles_print_as_in_the_appendix_of_the_rfc),
        cmocka_unit_test(numbers_stand_for_doubles),
        cmocka_unit_test(strings_have_the_shortest_escapes),
        cmocka_unit_test(members_are_sorted_by_utf16_code_units),
        cmocka_unit_test(the_order_of_names_is_that_of_code_units),
        cmocka_unit_test(other_forms_are_refused_at_the_first_byte_that_differs),
        cmocka_unit_test(what_is_no_json_is_refused_as_such),
        cmocka_unit_test(canonical_text_is_accepted_and_keeps_its_tree),
    };
    return cmocka_run_group_tests_name("canonical", tests, NULL, NULL);
}
