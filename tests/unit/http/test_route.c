#include "http/route.h"

#include "../cmocka_all.h"

static bool handle(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)response;
    (void)err;
    return true;
}

static const Route routes[] = {
    {REQUEST_GET, "/", "home", 0, handle},
    {REQUEST_GET, "/p/{programme}", "page", 0, handle},
    {REQUEST_GET, "/p/{programme}.json", "json", 0, handle},
    {REQUEST_GET, "/p/all", "all", 0, handle},
    {REQUEST_GET, "/m/{name}/{version}", "version", 0, handle},
    {REQUEST_GET, "/m/{name}/{version}.json", "version json", 0, handle},
    {REQUEST_GET, "/log/checkpoint", "checkpoint", 0, handle},
    {REQUEST_GET, "/log/tile/{tile*}", "tile", 0, handle},
    {REQUEST_PUT, "/r/{id}", "put", 100, handle},
    {REQUEST_DELETE, "/r/{id}", "delete", 0, handle},
};

static RouteVerdict find(Arena *arena, RequestMethod method, const char *path, RouteMatch *out) {
    return route_find(arena, (RouteTable){routes, COUNT_OF(routes)}, method, str_from_c(path), out);
}

static void expect(const char *path, const char *operation, const char *first) {
    Arena arena CLEANUP(arena_done) = {0};
    RouteMatch match = {.route = NULL};
    assert_int_equal(find(&arena, REQUEST_GET, path, &match), ROUTE_FOUND);
    assert_string_equal(match.route->operation, operation);
    if (first != NULL) {
        assert_true(str_eq(match.params[0], str_from_c(first)));
    }
}

static void a_path_finds_the_template_with_the_most_literal_bytes(void **state) {
    (void)state;
    expect("/", "home", NULL);
    expect("/p/trees", "page", "trees");
    expect("/p/trees.json", "json", "trees");
    expect("/p/trees.csv", "page", "trees.csv");
    expect("/p/.json", "page", ".json");
    expect("/p/all", "all", NULL);
    expect("/m/a/1.0.json", "version json", "a");
    expect("/m/a.json/1.0", "version", "a.json");
    expect("/log/tile/0/x001/067.p/8", "tile", "0/x001/067.p/8");
}

static void parameters_stand_in_the_order_of_the_template(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    RouteMatch match = {.route = NULL};
    assert_int_equal(find(&arena, REQUEST_GET, "/m/tree-stock/1.2.0.json", &match), ROUTE_FOUND);
    assert_int_equal(match.param_count, 2);
    assert_true(str_eq(match.params[0], STR("tree-stock")));
    assert_true(str_eq(match.params[1], STR("1.2.0")));
}

static void a_path_that_is_nobodys_finds_none(void **state) {
    (void)state;
    static const char *const paths[] = {
        "",           "/p",        "/p/",  "/p/a/b",           "/x",   "/m/a", "/m//1.0",        "/m/a/",
        "/log/tile/", "/log/tile", "/log", "/log/checkpoint/", "/P/a", "//",   "/log/checkpoin", "/p/a/b.json"};
    Arena arena CLEANUP(arena_done) = {0};
    RouteMatch match = {.route = NULL};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        assert_int_equal(find(&arena, REQUEST_GET, paths[i], &match), ROUTE_NONE);
    }
}

static void a_wrong_method_is_told_the_right_ones(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    RouteMatch match = {.route = NULL};
    assert_int_equal(find(&arena, REQUEST_POST, "/p/trees.json", &match), ROUTE_WRONG_METHOD);
    assert_true(str_eq(match.allow, STR("GET, HEAD")));
    assert_int_equal(find(&arena, REQUEST_GET, "/r/1", &match), ROUTE_WRONG_METHOD);
    assert_true(str_eq(match.allow, STR("PUT, DELETE")));
    assert_int_equal(find(&arena, REQUEST_METHODS, "/", &match), ROUTE_WRONG_METHOD);
    assert_int_equal(find(&arena, REQUEST_HEAD, "/r/1", &match), ROUTE_WRONG_METHOD);
}

static void head_is_answered_by_the_route_of_get(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    RouteMatch match = {.route = NULL};
    assert_int_equal(find(&arena, REQUEST_HEAD, "/p/trees", &match), ROUTE_FOUND);
    assert_string_equal(match.route->operation, "page");
    assert_int_equal(find(&arena, REQUEST_DELETE, "/r/1", &match), ROUTE_FOUND);
    assert_string_equal(match.route->operation, "delete");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_the_template_with_the_most_literal_bytes),
        cmocka_unit_test(parameters_stand_in_the_order_of_the_template),
        cmocka_unit_test(a_path_that_is_nobodys_finds_none),
        cmocka_unit_test(a_wrong_method_is_told_the_right_ones),
        cmocka_unit_test(head_is_answered_by_the_route_of_get),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
