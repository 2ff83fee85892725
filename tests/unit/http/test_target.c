#include "http/target.h"

#include <string.h>

#include "../cmocka_all.h"
#include "base/buf.h"

static bool parse(Arena *arena, const char *raw, Target *out, Err *err) {
    return target_parse(arena, str_from_c(raw), STR("example.org:80"), out, err);
}

static void a_path_is_decoded_once(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Target target = {.query_count = 0};
    assert_true(parse(&arena, "/p/%74rees%2520+", &target, NULL));
    assert_true(str_eq(target.path, STR("/p/trees%20+")));
    assert_true(parse(&arena, "/%E6%A8%B9/", &target, NULL));
    assert_true(str_eq(target.path, STR("/樹/")));
    assert_true(parse(&arena, "/", &target, NULL));
    assert_true(str_eq(target.path, STR("/")));
}

static void a_query_gives_names_and_values(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Target target = {.query_count = 0};
    assert_true(parse(&arena, "/verify?a=1+2%2B&&b&c==%26&a=3?", &target, NULL));
    assert_int_equal(target.query_count, 4);
    const Request request = {.query = target.query, .query_count = target.query_count};
    assert_true(str_eq(request_query(&request, STR("a")), STR("1 2+")));
    assert_true(str_eq(request_query(&request, STR("c")), STR("=&")));
    assert_int_equal(request_query(&request, STR("b")).len, 0);
    assert_non_null(request_query(&request, STR("b")).ptr);
    assert_null(request_query(&request, STR("d")).ptr);
}

static void an_absolute_target_has_to_name_the_same_host(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Target target = {.query_count = 0};
    assert_true(parse(&arena, "HTTP://Example.org:80/log?a", &target, NULL));
    assert_true(str_eq(target.path, STR("/log")));
    assert_true(parse(&arena, "https://example.org:80", &target, NULL));
    assert_true(str_eq(target.path, STR("/")));
    assert_false(parse(&arena, "http://example.org/log", &target, NULL));
    assert_false(parse(&arena, "http://example.org:80.evil/", &target, NULL));
    assert_false(parse(&arena, "http:/log", &target, NULL));
    assert_false(parse(&arena, "ftp://example.org:80/", &target, NULL));
}

static void what_could_be_read_in_two_ways_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",        "*",      "log",    "/a/../b", "/a/..", "/./a", "/a//b", "//",      "/%2e%2e/a",
        "/%2E",    "/a%2fb", "/a%2Fb", "/a%5cb",  "/a\\b", "/a%",  "/a%1",  "/a%gg",   "/%00",
        "/%0a",    "/a\x01", "/a b",   "/a#b",    "/a\"b", "/<a>", "/%ff",  "/%c0%af", "/?a=%00",
        "/?a=%0d", "/?a=%f", "/?%ff",  "/\x80",   "/a^b",  "/{a}", "/a|b",  "/`",      "/%7f",
    };
    Arena arena CLEANUP(arena_done) = {0};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        Target target = {.query_count = 99};
        Err err = {0};
        assert_false(parse(&arena, wrong[i], &target, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_int_equal(target.query_count, 99);
    }
}

static void length_and_number_are_bounded(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Target target = {.query_count = 0};
    Err err = {0};
    char *text = arena_alloc(&arena, TARGET_BYTES + 2);
    memset(text, 'a', TARGET_BYTES + 1);
    text[0] = '/';
    assert_true(target_parse(&arena, (Str){text, TARGET_BYTES}, STR("a"), &target, &err));
    assert_false(target_parse(&arena, (Str){text, TARGET_BYTES + 1}, STR("a"), &target, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    Buf many = {.arena = &arena};
    buf_add(&many, STR("/?a"));
    for (int i = 1; i < TARGET_PAIRS; i++) {
        buf_add(&many, STR("&a"));
    }
    assert_true(target_parse(&arena, buf_str(&many), STR("a"), &target, &err));
    assert_int_equal(target.query_count, TARGET_PAIRS);
    buf_add(&many, STR("&a"));
    assert_false(target_parse(&arena, buf_str(&many), STR("a"), &target, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
}

static void a_host_is_a_name_or_an_address(void **state) {
    (void)state;
    static const char *const right[] = {"a",     "example.org", "example.org:8080", "a:", "127.0.0.1:80",
                                        "[::1]", "[::1]:80"};
    static const char *const wrong[] = {"",   ":80",   "a/b",    "a@b", "a b", "a:80:80", "a:x", "a:123456", "[::1",
                                        "[]", "[::g]", "[::1]x", "a,b", "a\"", "::1",     "a?b", "a\r"};
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        assert_true(target_is_host(str_from_c(right[i])));
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(target_is_host(str_from_c(wrong[i])));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_is_decoded_once),
        cmocka_unit_test(a_query_gives_names_and_values),
        cmocka_unit_test(an_absolute_target_has_to_name_the_same_host),
        cmocka_unit_test(what_could_be_read_in_two_ways_is_refused),
        cmocka_unit_test(length_and_number_are_bounded),
        cmocka_unit_test(a_host_is_a_name_or_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
