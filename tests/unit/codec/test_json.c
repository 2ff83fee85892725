#include "codec/json.h"

#include "../cmocka_all.h"
#include "codec_test.h"

static Json parsed(Arena *arena, const char *text) {
    Json value = {0};
    Err err = {0};
    if (!json_parse(arena, str_from_c(text), JSON_LIMITS_DOCUMENT, &value, &err)) {
        fail_msg("%s", err.text);
    }
    return value;
}

static bool equal(const char *a, const char *b) {
    Arena arena = {0};
    Json left = parsed(&arena, a);
    Json right = parsed(&arena, b);
    bool same = json_equal(&left, &right);
    assert_int_equal(same, json_equal(&right, &left));
    arena_done(&arena);
    return same;
}

static void trees_are_built_and_read(void **state) {
    (void)state;
    Arena arena = {0};
    Json list = json_array();
    Json object = json_object();
    for (int i = 0; i < 100; i++) {
        json_push(&arena, &list, json_int(i));
        json_set(&arena, &object, str_format(&arena, "n%d", i), json_int(i));
    }
    assert_int_equal(list.count, 100);
    for (int i = 0; i < 100; i++) {
        assert_int_equal(list.as.items[i].as.integer, i);
        assert_int_equal(json_get(&object, str_format(&arena, "n%d", i))->as.integer, i);
    }
    assert_null(json_get(&object, STR("n100")));
    assert_null(json_get(&object, STR("")));
    assert_null(json_get(&list, STR("n1")));
    assert_null(json_get(NULL, STR("n1")));
    arena_done(&arena);
}

static void a_parsed_tree_can_be_added_to(void **state) {
    (void)state;
    Arena arena = {0};
    Json value = parsed(&arena, "{\"a\":[1,2]}");
    Json list = *json_get(&value, STR("a"));
    json_push(&arena, &list, json_int(3));
    json_set(&arena, &value, STR("b"), list);
    Buf out = {.arena = &arena};
    json_pretty(&out, &value);
    assert_text(buf_str(&out), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": [\n    1,\n    2,\n    3\n  ]\n}\n");
    arena_done(&arena);
}

static void each_type_has_a_name(void **state) {
    (void)state;
    assert_string_equal(json_type_name(JSON_NULL), "null");
    assert_string_equal(json_type_name(JSON_BOOL), "boolean");
    assert_string_equal(json_type_name(JSON_INT), "integer");
    assert_string_equal(json_type_name(JSON_DOUBLE), "number");
    assert_string_equal(json_type_name(JSON_STRING), "string");
    assert_string_equal(json_type_name(JSON_ARRAY), "array");
    assert_string_equal(json_type_name(JSON_OBJECT), "object");
    assert_int_equal(json_null().type, JSON_NULL);
    assert_true(json_bool(true).as.boolean);
    assert_text(json_string(STR("x")).as.string, "x");
}

static void values_with_one_canonical_form_are_equal(void **state) {
    (void)state;
    assert_true(equal("{\"a\":1,\"b\":[null,true,\"x\"]}", "{\"b\":[null,true,\"\\u0078\"],\"a\":1.0}"));
    assert_true(equal("9007199254740993", "9007199254740992"));
    assert_true(equal("-0", "0"));
    assert_true(equal("{}", "{}"));
}

static void values_that_differ_anywhere_are_not_equal(void **state) {
    (void)state;
    static const char *const values[] = {"null",
                                         "true",
                                         "false",
                                         "0",
                                         "1",
                                         "1.5",
                                         "\"1\"",
                                         "\"\"",
                                         "[]",
                                         "{}",
                                         "[1]",
                                         "[1,2]",
                                         "[2,1]",
                                         "[[1]]",
                                         "{\"a\":1}",
                                         "{\"a\":2}",
                                         "{\"b\":1}",
                                         "{\"a\":[]}",
                                         "{\"a\":1,\"b\":1}"};
    for (size_t i = 0; i < COUNT_OF(values); i++) {
        for (size_t j = 0; j < COUNT_OF(values); j++) {
            assert_int_equal(equal(values[i], values[j]), i == j);
        }
    }
}

static void pretty_text_keeps_order_and_every_digit_of_integers(void **state) {
    (void)state;
    Arena arena = {0};
    Json value = parsed(&arena,
                        "{\"b\":{},\"a\":[],\"n\":[-9223372036854775808,9007199254740993,0.5,\"q\\\"\",null,false]}");
    Buf out = {.arena = &arena};
    json_pretty(&out, &value);
    assert_text(buf_str(&out),
                "{\n  \"b\": {},\n  \"a\": [],\n  \"n\": [\n    -9223372036854775808,\n    9007199254740993,\n"
                "    0.5,\n    \"q\\\"\",\n    null,\n    false\n  ]\n}\n");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trees_are_built_and_read),
        cmocka_unit_test(a_parsed_tree_can_be_added_to),
        cmocka_unit_test(each_type_has_a_name),
        cmocka_unit_test(values_with_one_canonical_form_are_equal),
        cmocka_unit_test(values_that_differ_anywhere_are_not_equal),
        cmocka_unit_test(pretty_text_keeps_order_and_every_digit_of_integers),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
