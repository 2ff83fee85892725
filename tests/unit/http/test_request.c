#include "http/request.h"

#include "../cmocka_all.h"
#include "http/fresh.h"

static bool wants_html(Str accept) {
    const RequestPair header = {STR("accept"), accept};
    return request_wants_html(&(Request){.headers = &header, .header_count = accept.ptr == NULL ? 0 : 1});
}

static void a_browser_wants_a_page_and_a_program_a_document(void **state) {
    (void)state;
    assert_true(wants_html(STR("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")));
    assert_true(wants_html(STR("text/html;charset=utf-8, application/json")));
    assert_false(wants_html(STR("application/json, text/html")));
    assert_false(wants_html(STR("application/problem+json,text/html")));
    assert_false(wants_html(STR("text/html;q=0")));
    assert_false(wants_html(STR("*/*")));
    assert_false(wants_html((Str){0}));
}

static void methods_are_read_as_they_are_written(void **state) {
    (void)state;
    RequestMethod method = REQUEST_METHODS;
    for (RequestMethod one = REQUEST_GET; one < REQUEST_METHODS; one++) {
        assert_true(request_method_parse(str_from_c(request_method_name(one)), &method));
        assert_int_equal(method, one);
    }
    method = REQUEST_PATCH;
    assert_false(request_method_parse(STR("get"), &method));
    assert_false(request_method_parse(STR("OPTIONS"), &method));
    assert_false(request_method_parse(STR(""), &method));
    assert_int_equal(method, REQUEST_PATCH);
}

static void a_parameter_that_is_not_there_is_empty(void **state) {
    (void)state;
    const Str params[] = {STR("a")};
    const Request request = {.params = params, .param_count = 1};
    assert_true(str_eq(request_param(&request, 0), STR("a")));
    assert_null(request_param(&request, 1).ptr);
    assert_null(request_header(&request, STR("host")).ptr);
}

static void a_tag_is_fresh_where_the_list_has_it(void **state) {
    (void)state;
    Str tag = STR("abc");
    assert_true(fresh_match(STR("\"abc\""), tag));
    assert_true(fresh_match(STR(" W/\"abc\" "), tag));
    assert_true(fresh_match(STR("\"x\", \"y,z\",\"abc\""), tag));
    assert_true(fresh_match(STR("*"), tag));
    assert_false(fresh_match(STR("\"abcd\""), tag));
    assert_false(fresh_match(STR("\"ABC\""), tag));
    assert_false(fresh_match(STR("abc"), tag));
    assert_false(fresh_match(STR("\"x\", \"abc"), tag));
    assert_false(fresh_match(STR(""), tag));
    assert_false(fresh_match(STR("\"*\""), tag));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_browser_wants_a_page_and_a_program_a_document),
        cmocka_unit_test(methods_are_read_as_they_are_written),
        cmocka_unit_test(a_parameter_that_is_not_there_is_empty),
        cmocka_unit_test(a_tag_is_fresh_where_the_list_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
