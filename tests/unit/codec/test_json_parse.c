#include <string.h>
#include <time.h>

#include "../cmocka_all.h"
#include "codec/json.h"
#include "codec_test.h"

static Json parsed(Arena *arena, Str text) {
    Json value = {0};
    Err err = {0};
    if (!json_parse(arena, text, JSON_LIMITS_DOCUMENT, &value, &err)) {
        fail_msg("%s", err.text);
    }
    return value;
}

static void assert_refused(Str text, JsonLimits limits, ErrCode code, const char *beginning) {
    Arena arena = {0};
    Json out = json_int(7);
    Err err = {0};
    assert_false(json_parse(&arena, text, limits, &out, &err));
    assert_err(&err, code, beginning);
    assert_null(strchr(err.text, '\n'));
    assert_int_equal(out.as.integer, 7);
    assert_false(json_parse(&arena, text, limits, &out, NULL));
    arena_done(&arena);
}

static void values_of_every_type_are_read(void **state) {
    (void)state;
    Arena arena = {0};
    Json value = parsed(&arena, STR(" {\"n\":null,\"t\":true,\"f\":false,\"i\":-12,\"d\":2.5,\t\"s\":\"x\",\r\n\"a\":["
                                    "1,[],{}],\"o\":{\"k\":0}} "));
    assert_int_equal(value.count, 8);
    assert_int_equal(json_get(&value, STR("n"))->type, JSON_NULL);
    assert_true(json_get(&value, STR("t"))->as.boolean);
    assert_int_equal(json_get(&value, STR("f"))->type, JSON_BOOL);
    assert_int_equal(json_get(&value, STR("i"))->as.integer, -12);
    assert_true(json_get(&value, STR("d"))->as.number == 2.5);
    assert_text(json_get(&value, STR("s"))->as.string, "x");
    assert_int_equal(json_get(&value, STR("a"))->count, 3);
    assert_int_equal(json_get(json_get(&value, STR("o")), STR("k"))->as.integer, 0);
    arena_done(&arena);
}

static void integers_are_those_without_point_that_fit(void **state) {
    (void)state;
    static const struct {
        const char *text;
        JsonType type;
    } cases[] = {
        {"0", JSON_INT},
        {"9223372036854775807", JSON_INT},
        {"-9223372036854775808", JSON_INT},
        {"9223372036854775808", JSON_DOUBLE},
        {"-9223372036854775809", JSON_DOUBLE},
        {"-0", JSON_DOUBLE},
        {"1.0", JSON_DOUBLE},
        {"1e2", JSON_DOUBLE},
        {"1E+2", JSON_DOUBLE},
        {"-0.5e-2", JSON_DOUBLE},
    };
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_int_equal(parsed(&arena, str_from_c(cases[i].text)).type, cases[i].type);
    }
    assert_int_equal(parsed(&arena, STR("-9223372036854775808")).as.integer, INT64_MIN);
    arena_done(&arena);
}

static void strings_without_escapes_are_views_and_others_are_decoded(void **state) {
    (void)state;
    Arena arena = {0};
    Str text = STR("[\"plain \xe2\x82\xac\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u20AC\\ud83d\\uDE00\\u0000x\"]");
    Json value = parsed(&arena, text);
    assert_ptr_equal(value.as.items[0].as.string.ptr, text.ptr + 2);
    assert_text(value.as.items[0].as.string, "plain \xe2\x82\xac");
    Str expected = STR("\"\\/\b\f\n\r\t\xe2\x82\xac\xf0\x9f\x98\x80\0x");
    assert_true(str_eq(value.as.items[1].as.string, expected));
    arena_done(&arena);
}

/* Each file of tests/vectors/json breaks one rule; reasons.tsv says which, with the place. */
static void every_file_of_the_rejection_vectors_is_refused_for_its_reason(void **state) {
    (void)state;
    Arena arena = {0};
    Str reasons = test_file(&arena, "BANYAN_TEST_VECTORS", "json/reasons.tsv");
    size_t files = 0;
    while (reasons.len > 0) {
        Str rest = str_cut(&reasons, '\n');
        Str name = str_cut(&rest, '\t');
        Str code = str_cut(&rest, '\t');
        Str text = test_file(&arena, "BANYAN_TEST_VECTORS", str_format(&arena, "json/%.*s", STR_ARG(name)).ptr);
        assert_non_null(text.ptr);
        ErrCode expected = str_eq(code, STR("too-large")) ? ERR_TOO_LARGE : ERR_INVALID_JSON;
        assert_refused(text, JSON_LIMITS_DOCUMENT, expected, str_c(&arena, rest));
        files++;
    }
    assert_true(files > 40);
    arena_done(&arena);
}

static void each_limit_holds_at_its_edge(void **state) {
    (void)state;
    Arena arena = {0};
    Json out = {0};
    Str text = STR("[1,[2]]");
    assert_true(json_parse(&arena, text, (JsonLimits){7, 2, 4}, &out, NULL));
    assert_refused(text, (JsonLimits){6, 2, 4}, ERR_TOO_LARGE, "the JSON text has 7 bytes; at most 6 are read");
    assert_refused(text, (JsonLimits){7, 1, 4}, ERR_TOO_LARGE, "1:4: arrays and objects are nested deeper than 1");
    assert_refused(text, (JsonLimits){7, 2, 3}, ERR_TOO_LARGE, "1:5: the JSON text has more than 3 values");
    assert_refused(STR("{\"a\":{}}"), (JsonLimits){99, 1, 9}, ERR_TOO_LARGE, "1:6: arrays and objects");
    arena_done(&arena);
}

static void siblings_do_not_count_as_depth(void **state) {
    (void)state;
    Arena arena = {0};
    Json out = {0};
    assert_true(json_parse(&arena, STR("[[],[],{},[[]],{\"a\":[]}]"), (JsonLimits){99, 3, 99}, &out, NULL));
    assert_int_equal(out.count, 5);
    arena_done(&arena);
}

/* `count` members, named so that they do not rise; with a repeated name in the end where asked for. */
static Str many_members(Arena *arena, unsigned count, bool repeat) {
    Buf out = {.arena = arena};
    for (unsigned i = 0; i < count; i++) {
        buf_addf(&out, "%c\"k%u\":%u", i == 0 ? '{' : ',', i * 7919 % count, i);
    }
    buf_addf(&out, "%s}", repeat ? ",\"k5\":0" : "");
    return buf_str(&out);
}

static void repeated_names_are_found_in_objects_of_every_size(void **state) {
    (void)state;
    static const unsigned counts[] = {6, 15, 16, 17, 100, 5000};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        Arena arena = {0};
        Json value = parsed(&arena, many_members(&arena, counts[i], false));
        assert_int_equal(value.count, counts[i]);
        Str repeated = many_members(&arena, counts[i], true);
        size_t column = repeated.len - STR("\"k5\":0}").len + 1;
        assert_refused(repeated, JSON_LIMITS_DOCUMENT, ERR_INVALID_JSON,
                       str_format(&arena, "1:%zu: member 'k5' stands twice in one object", column).ptr);
        arena_done(&arena);
    }
}

/* Comparing each pair of 65,000 names would take two billion comparisons. */
static void an_object_of_the_largest_size_is_checked_quickly(void **state) {
    (void)state;
    Arena arena = {0};
    Json out = {0};
    Str text = many_members(&arena, 65000, false);
    JsonLimits limits = {.bytes = text.len, .depth = 1, .nodes = 65001};
    clock_t start = clock();
    assert_true(json_parse(&arena, text, limits, &out, NULL));
    assert_true(clock() - start < 2 * CLOCKS_PER_SEC);
    assert_int_equal(out.count, 65000);
    arena_done(&arena);
}

static jmp_buf full_jump;

static void on_full(void) {
    longjmp(full_jump, 1);
}

/* Whether the text fits that arena: no jump crosses a value of the caller. */
static bool fits(Arena *arena, Str text) {
    if (setjmp(full_jump) != 0) {
        return false;
    }
    static const JsonLimits limits = {LIMIT_DOCUMENT_BYTES, LIMIT_JSON_DEPTH, LIMIT_JSON_NODES};
    Json out = {0};
    return json_parse(arena, text, limits, &out, NULL);
}

static void a_fixed_arena_says_when_a_text_needs_more(void **state) {
    (void)state;
    char memory[2048];
    Arena arena;
    Arena room = {0};
    arena_init_fixed(&arena, memory, sizeof(memory), on_full);
    assert_true(fits(&arena, STR("{\"a\":[1,2,3]}")));
    assert_false(fits(&arena, many_members(&room, 1000, false)));
    arena_done(&room);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type_are_read),
        cmocka_unit_test(integers_are_those_without_point_that_fit),
        cmocka_unit_test(strings_without_escapes_are_views_and_others_are_decoded),
        cmocka_unit_test(every_file_of_the_rejection_vectors_is_refused_for_its_reason),
        cmocka_unit_test(each_limit_holds_at_its_edge),
        cmocka_unit_test(siblings_do_not_count_as_depth),
        cmocka_unit_test(repeated_names_are_found_in_objects_of_every_size),
        cmocka_unit_test(an_object_of_the_largest_size_is_checked_quickly),
        cmocka_unit_test(a_fixed_arena_says_when_a_text_needs_more),
    };
    return cmocka_run_group_tests_name("json_parse", tests, NULL, NULL);
}
