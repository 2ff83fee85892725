#include "http/guard.h"

#include <string.h>

#include "../cmocka_all.h"

#define FIELD(name, value)                                                                                             \
    { STR_INIT(name), STR_INIT(value) }
#define FIELDS(...) (const RequestPair[]){__VA_ARGS__}, sizeof((const RequestPair[]){__VA_ARGS__}) / sizeof(RequestPair)
#define HOST        FIELD("host", "example.org")

static ProblemKind judge(const RequestPair *fields, size_t count) {
    Str detail = {0};
    return guard_fields(fields, count, &detail);
}

static void a_plain_request_passes(void **state) {
    (void)state;
    assert_int_equal(judge(FIELDS(HOST, FIELD("accept", "text/html,\t*/*;q=0.1"), FIELD("x-a", ""))), PROBLEM_KINDS);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "0"))), PROBLEM_KINDS);
    assert_int_equal(judge(FIELDS(HOST, FIELD("transfer-encoding", "Chunked"))), PROBLEM_KINDS);
    assert_int_equal(judge(FIELDS(HOST, FIELD("x-name", "caf\xc3\xa9"))), PROBLEM_KINDS);
}

static void exactly_one_host_is_needed(void **state) {
    (void)state;
    assert_int_equal(judge(NULL, 0), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(FIELD("accept", "a"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, HOST)), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(FIELD("host", ""))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(FIELD("host", "a b"))), PROBLEM_BAD_REQUEST);
}

static void two_ways_to_find_the_end_of_a_body_are_refused(void **state) {
    (void)state;
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "1"), FIELD("content-length", "1"))),
                     PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "1"), FIELD("transfer-encoding", "chunked"))),
                     PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("transfer-encoding", "chunked"), FIELD("transfer-encoding", "chunked"))),
                     PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "1, 1"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "+1"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "01"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", ""))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("content-length", "99999999999999999999"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("transfer-encoding", "gzip"))), PROBLEM_NOT_IMPLEMENTED);
    assert_int_equal(judge(FIELDS(HOST, FIELD("transfer-encoding", "chunked "))), PROBLEM_NOT_IMPLEMENTED);
    assert_int_equal(judge(FIELDS(HOST, FIELD("transfer-encoding", "chunked, chunked"))), PROBLEM_NOT_IMPLEMENTED);
}

static void names_are_tokens_and_values_have_no_controls(void **state) {
    (void)state;
    assert_int_equal(judge(FIELDS(HOST, FIELD("a b", "c"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("", "c"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("a(", "c"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("a\0b", "c"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("a", "b\0c"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("a", "b\rc"))), PROBLEM_BAD_REQUEST);
    assert_int_equal(judge(FIELDS(HOST, FIELD("a", "b\x7f"))), PROBLEM_BAD_REQUEST);
}

static void number_and_size_are_bounded(void **state) {
    (void)state;
    static char text[GUARD_BYTES];
    RequestPair fields[GUARD_FIELDS + 1] = {HOST};
    for (size_t i = 1; i < COUNT_OF(fields); i++) {
        fields[i] = (RequestPair)FIELD("x", "y");
    }
    assert_int_equal(judge(fields, GUARD_FIELDS), PROBLEM_KINDS);
    assert_int_equal(judge(fields, GUARD_FIELDS + 1), PROBLEM_HEADERS);
    memset(text, 'a', sizeof(text));
    size_t others = sizeof("host") - 1 + sizeof("example.org") - 1 + 4 + 1 + 4;
    fields[1].value = (Str){text, GUARD_BYTES - others};
    assert_int_equal(judge(fields, 2), PROBLEM_KINDS);
    fields[1].value.len++;
    assert_int_equal(judge(fields, 2), PROBLEM_HEADERS);
}

static void a_body_is_held_against_its_route_before_it_is_read(void **state) {
    (void)state;
    assert_int_equal(guard_body(FIELDS(HOST), 0), PROBLEM_KINDS);
    assert_int_equal(guard_body(FIELDS(FIELD("content-length", "0")), 0), PROBLEM_KINDS);
    assert_int_equal(guard_body(FIELDS(FIELD("content-length", "1")), 0), PROBLEM_BODY);
    assert_int_equal(guard_body(FIELDS(FIELD("content-length", "100")), 100), PROBLEM_KINDS);
    assert_int_equal(guard_body(FIELDS(FIELD("content-length", "101")), 100), PROBLEM_BODY);
    assert_int_equal(guard_body(FIELDS(FIELD("transfer-encoding", "chunked")), 0), PROBLEM_BODY);
    assert_int_equal(guard_body(FIELDS(FIELD("transfer-encoding", "chunked")), 1), PROBLEM_KINDS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_request_passes),
        cmocka_unit_test(exactly_one_host_is_needed),
        cmocka_unit_test(two_ways_to_find_the_end_of_a_body_are_refused),
        cmocka_unit_test(names_are_tokens_and_values_have_no_controls),
        cmocka_unit_test(number_and_size_are_bounded),
        cmocka_unit_test(a_body_is_held_against_its_route_before_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
