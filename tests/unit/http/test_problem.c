#include "http/problem.h"

#include <string.h>

#include "../cmocka_all.h"

static Json read_back(Arena *arena, const Response *response) {
    Json json = json_null();
    assert_true(json_parse(arena, buf_str(&response->body), JSON_LIMITS_DOCUMENT, &json, NULL));
    return json;
}

static Str member(const Json *json, Str name) {
    const Json *found = json_get(json, name);
    assert_non_null(found);
    return found->as.string;
}

static void an_error_becomes_a_document_with_its_code_and_sentence(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Err err = {0};
    Response response = response_begin(&arena);
    (void)err_set(&err, ERR_NOT_FOUND, "there is no programme \"a\"");
    Problem problem = problem_of_err(&err);
    response_text(&response, STR("half an answer"));
    problem_json(&problem, &response);
    Json json = read_back(&arena, &response);
    assert_int_equal(response.status, 404);
    assert_true(str_eq(response.content_type, STR("application/problem+json")));
    assert_true(str_eq(member(&json, STR("type")), STR("/docs/errors#not-found")));
    assert_true(str_eq(member(&json, STR("code")), STR("not-found")));
    assert_true(str_eq(member(&json, STR("detail")), STR("there is no programme \"a\"")));
    assert_int_equal(json_get(&json, STR("status"))->as.integer, 404);
}

static void every_code_has_a_status_of_an_error_a_title_and_a_detail(void **state) {
    (void)state;
    for (int code = ERR_NONE + 1; code < ERR_CODE_COUNT; code++) {
        Err err = {0};
        (void)err_set(&err, (ErrCode)code, "said");
        Problem problem = problem_of_err(&err);
        assert_in_range(problem.status, 400, 599);
        assert_false(str_eq(problem.title, STR("Error")));
        assert_true(problem.detail.len > 0 && problem.code.len > 0);
    }
    for (int kind = 0; kind < PROBLEM_KINDS; kind++) {
        Problem problem = problem_of((ProblemKind)kind, STR(""));
        assert_in_range(problem.status, 400, 599);
        assert_false(str_eq(problem.title, STR("Error")));
        assert_true(problem.detail.len > 0 && problem.code.len > 0);
    }
}

static void what_went_wrong_on_the_machine_is_not_told(void **state) {
    (void)state;
    static const ErrCode codes[] = {ERR_IO, ERR_NO_SPACE, ERR_INTERNAL, ERR_CORRUPT, ERR_BUSY, ERR_UNAVAILABLE};
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        Err err = {0};
        (void)err_set(&err, codes[i], "/srv/banyan/keys.db: secret");
        Problem problem = problem_of_err(&err);
        assert_null(memmem(problem.detail.ptr, problem.detail.len, "/srv", 4));
    }
}

static void a_detail_that_is_given_stands_in_for_the_usual_one(void **state) {
    (void)state;
    assert_true(str_eq(problem_of(PROBLEM_BAD_REQUEST, STR("no Host")).detail, STR("no Host")));
    assert_int_equal(problem_of(PROBLEM_METHOD, STR("")).status, 405);
    assert_int_equal(problem_of(PROBLEM_OVERLOAD, STR("")).status, 503);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_becomes_a_document_with_its_code_and_sentence),
        cmocka_unit_test(every_code_has_a_status_of_an_error_a_title_and_a_detail),
        cmocka_unit_test(what_went_wrong_on_the_machine_is_not_told),
        cmocka_unit_test(a_detail_that_is_given_stands_in_for_the_usual_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
