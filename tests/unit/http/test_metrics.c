#include "http/metrics.h"

#include <string.h>

#include "../cmocka_all.h"
#include "http/access.h"

static const char *const names[] = {"home", "log"};

static bool has(const Buf *text, const char *part) {
    return memmem(text->ptr, text->len, part, strlen(part)) != NULL;
}

static void requests_are_counted_by_operation_and_class(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Buf text = {.arena = &arena};
    Metrics *metrics = metrics_open(names, COUNT_OF(names));
    for (int i = 0; i < 5; i++) {
        metrics_begun(metrics);
    }
    assert_int_equal(metrics_in_flight(metrics), 5);
    metrics_ended(metrics, 0, 200, true);
    metrics_ended(metrics, 0, 304, true);
    metrics_ended(metrics, 1, 599, false);
    metrics_ended(metrics, METRICS_NONE, 404, true);
    metrics_write(metrics, &(MetricsGauges){.queue = 3}, &text);
    assert_true(has(&text, "banyan_requests_total{operation=\"home\",status=\"2xx\"} 1\n"));
    assert_true(has(&text, "banyan_requests_total{operation=\"home\",status=\"3xx\"} 1\n"));
    assert_true(has(&text, "banyan_requests_total{operation=\"log\",status=\"5xx\"} 1\n"));
    assert_true(has(&text, "banyan_requests_total{operation=\"none\",status=\"4xx\"} 1\n"));
    assert_true(has(&text, "banyan_answers_cut_total 1\n"));
    assert_true(has(&text, "banyan_requests_in_flight 1\n"));
    assert_true(has(&text, "banyan_queue_length 3\n"));
    assert_false(has(&text, "banyan_log_leaves"));
    metrics_close(metrics);
}

static void times_fall_into_buckets_that_add_up(void **state) {
    (void)state;
    static const int64_t times_us[] = {0, 500, 501, 9999, 5000000, 5000001};
    Arena arena CLEANUP(arena_done) = {0};
    Buf text = {.arena = &arena};
    Metrics *metrics = metrics_open(names, COUNT_OF(names));
    for (size_t i = 0; i < COUNT_OF(times_us); i++) {
        metrics_worked(metrics, times_us[i]);
    }
    metrics_write(metrics, &(MetricsGauges){.known = true, .log_size = 7, .waiting = 1}, &text);
    assert_true(has(&text, "{le=\"0.0005\"} 2\n"));
    assert_true(has(&text, "{le=\"0.0010\"} 3\n"));
    assert_true(has(&text, "{le=\"0.0100\"} 4\n"));
    assert_true(has(&text, "{le=\"5.0000\"} 5\n"));
    assert_true(has(&text, "{le=\"+Inf\"} 6\n"));
    assert_true(has(&text, "banyan_work_seconds_sum 10.011001\n"));
    assert_true(has(&text, "banyan_work_seconds_count 6\n"));
    assert_true(has(&text, "banyan_log_leaves 7\n") && has(&text, "banyan_entries_waiting 1\n"));
    metrics_close(metrics);
}

static void a_line_of_the_log_says_what_happened(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Buf json = {.arena = &arena};
    Buf plain = {.arena = &arena};
    const AccessEntry entry = {.at_s = 1790000000,
                               .operation = "log",
                               .status = 404,
                               .bytes = 12,
                               .time_us = 1234,
                               .id = STR("00ff"),
                               .code = STR("not-found"),
                               .cut = true};
    access_format(&json, true, &entry);
    access_format(&plain, false, &entry);
    assert_true(str_eq(buf_str(&json),
                       STR("{\"time\":\"2026-09-21T14:13:20Z\",\"operation\":\"log\",\"status\":404,\"bytes\":12,"
                           "\"ms\":1.234,\"request\":\"00ff\",\"code\":\"not-found\",\"cut\":true}\n")));
    assert_true(has(&plain, "404  log") && has(&plain, "not-found") && has(&plain, "cut off\n"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_counted_by_operation_and_class),
        cmocka_unit_test(times_fall_into_buckets_that_add_up),
        cmocka_unit_test(a_line_of_the_log_says_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
