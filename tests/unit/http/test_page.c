#include "http/page.h"

#include <string.h>

#include "../cmocka_all.h"
#include "http/page_style.h"

#define EVIL "\"><script>alert(1)</script>'&"

static char *problem_page(Arena *arena, const Request *request, Str code, Str detail) {
    Problem problem = {.status = 404, .code = code, .title = STR("Not found"), .detail = detail};
    Response response = response_begin(arena);
    response_text(&response, STR("what a handler had written"));
    page_problem(request, &problem, &response);
    assert_int_equal(response.status, 404);
    assert_true(str_starts(response.content_type, STR("text/html")));
    return str_c(arena, buf_str(&response.body));
}

static void needs(const char *page, const char *part) {
    if (strstr(page, part) == NULL) {
        fail_msg("the page lacks '%s': %s", part, page);
    }
}

static void an_error_is_a_page_in_the_readers_language(void **state) {
    (void)state;
    Arena arena = {0};
    Request request = {.path = STR("/x"), .language = STR("zh-Hant")};
    const char *page = problem_page(&arena, &request, STR("not-found"), STR("there is no programme 'x' here"));
    needs(page, "<html lang=\"zh-Hant\">");
    needs(page, "<span lang=\"en\">there is no programme &#39;x&#39; here</span>");
    needs(page, "/docs/errors#not-found");
    assert_null(strstr(page, "what a handler had written"));
    arena_done(&arena);
}

static void nothing_from_outside_becomes_markup(void **state) {
    (void)state;
    static const RequestPair query[] = {{STR_INIT(EVIL), STR_INIT(EVIL)}};
    Arena arena = {0};
    Request request = {.path = STR("/" EVIL), .language = STR("en"), .query = query, .query_count = COUNT_OF(query)};
    const char *page = problem_page(&arena, &request, STR("not-found"), STR(EVIL));
    assert_null(strstr(page, "<script>"));
    needs(page, "&lt;script&gt;");
    needs(page, "href=\"/%22%3E%3Cscript%3Ealert%281%29%3C/script%3E%27%26?lang=zh-Hant&amp;%22%3E%3Cscript");
    arena_done(&arena);
}

static void the_language_stays_in_links_only_where_it_was_asked_for(void **state) {
    (void)state;
    static const RequestPair asked[] = {{STR_INIT("lang"), STR_INIT("en")}};
    static const RequestPair unknown[] = {{STR_INIT("lang"), STR_INIT("xx")}};
    Arena arena = {0};
    Request request = {.path = STR("/"), .language = STR("en")};
    needs(problem_page(&arena, &request, STR("gone"), STR("x")), "href=\"/log\"");
    request.query = asked;
    request.query_count = 1;
    needs(problem_page(&arena, &request, STR("gone"), STR("x")), "href=\"/log?lang=en\"");
    request.query = unknown;
    needs(problem_page(&arena, &request, STR("gone"), STR("x")), "href=\"/log\"");
    arena_done(&arena);
}

static void every_code_of_an_error_is_explained(void **state) {
    (void)state;
    Arena arena = {0};
    Request request = {.path = STR("/docs/errors"), .language = STR("en")};
    Response response = response_begin(&arena);
    Err err = {0};
    assert_true(page_errors(NULL, &request, &response, &err));
    const char *page = str_c(&arena, buf_str(&response.body));
    for (int code = ERR_NONE + 1; code < ERR_CODE_COUNT; code++) {
        needs(page, str_c(&arena, str_format(&arena, "<dt id=\"%s\">", err_name((ErrCode)code))));
    }
    for (int kind = 0; kind < PROBLEM_KINDS; kind++) {
        Problem problem = problem_of((ProblemKind)kind, (Str){0});
        needs(page, str_c(&arena, str_format(&arena, "<dt id=\"%.*s\">", STR_ARG(problem.code))));
    }
    arena_done(&arena);
}

static void an_index_is_a_whole_number_in_its_one_form(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "", "-1", "+1", "01", "1.0", "1e3", "x", " 1", "18446744073709551616", "12345678901234567"};
    uint64_t index = 7;
    Err err = {0};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(page_index(str_from_c(wrong[i]), &index, &err));
        assert_int_equal(err.code, ERR_NOT_FOUND);
        assert_int_equal(index, 7);
    }
    assert_true(page_index(STR("0"), &index, &err));
    assert_int_equal(index, 0);
    assert_true(page_index(STR("9007199254740991"), &index, &err));
    assert_true(index == 9007199254740991U);
}

static void the_stylesheet_fetches_nothing(void **state) {
    (void)state;
    static const char *const unwanted[] = {"url(", "@import", "http:", "https:", "expression("};
    Arena arena = {0};
    Request request = {.path = STR("/assets/style.css"), .language = STR("en")};
    Response response = response_begin(&arena);
    Err err = {0};
    assert_true(page_style(NULL, &request, &response, &err));
    const char *css = str_c(&arena, buf_str(&response.body));
    needs(css, "prefers-color-scheme:dark");
    for (size_t i = 0; i < COUNT_OF(unwanted); i++) {
        assert_null(strstr(css, unwanted[i]));
    }
    assert_true(page_style_text().len < response.body.len);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_is_a_page_in_the_readers_language),
        cmocka_unit_test(nothing_from_outside_becomes_markup),
        cmocka_unit_test(the_language_stays_in_links_only_where_it_was_asked_for),
        cmocka_unit_test(every_code_of_an_error_is_explained),
        cmocka_unit_test(an_index_is_a_whole_number_in_its_one_form),
        cmocka_unit_test(the_stylesheet_fetches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
