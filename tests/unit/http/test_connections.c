#include "http/connections.h"

#include <sys/socket.h>
#include <unistd.h>

#include "../cmocka_all.h"

typedef struct {
    int ends[2];
} Pair;

static bool is_shut(const Pair *pair) {
    char byte = 0;
    return recv(pair->ends[0], &byte, 1, MSG_DONTWAIT) == 0;
}

static void pair_open(Pair *pair) {
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair->ends), 0);
}

static void pair_close(const Pair *pair) {
    assert_int_equal(close(pair->ends[0]) + close(pair->ends[1]), 0);
}

static void a_connection_that_waits_too_long_is_shut_down_once(void **state) {
    (void)state;
    Pair pair;
    pair_open(&pair);
    Connections *all = connections_open((ConnectionsLimits){.wait_ms = 100, .answer_ms = 1000});
    ConnectionsOne *one = connections_add(all, pair.ends[1], 0);
    assert_int_equal(connections_sweep(all, 100), 0);
    assert_false(is_shut(&pair));
    assert_int_equal(connections_sweep(all, 101), 1);
    assert_true(is_shut(&pair));
    assert_int_equal(connections_sweep(all, 5000), 0);
    connections_remove(all, one);
    assert_int_equal(connections_count(all), 0);
    connections_close(all);
    pair_close(&pair);
}

static void an_answer_has_a_time_of_its_own_and_waiting_begins_anew_behind_it(void **state) {
    (void)state;
    Pair pair;
    pair_open(&pair);
    Connections *all = connections_open((ConnectionsLimits){.wait_ms = 100, .answer_ms = 1000});
    ConnectionsOne *one = connections_add(all, pair.ends[1], 0);
    connections_answering(all, one, 90);
    assert_int_equal(connections_sweep(all, 1090), 0);
    connections_waiting(all, one, 1090);
    assert_int_equal(connections_sweep(all, 1190), 0);
    connections_answering(all, one, 1190);
    assert_int_equal(connections_sweep(all, 2191), 1);
    connections_close(all);
    pair_close(&pair);
}

static void each_is_removed_from_among_the_others(void **state) {
    (void)state;
    Pair pairs[3];
    ConnectionsOne *ones[3] = {NULL};
    Connections *all = connections_open((ConnectionsLimits){.wait_ms = 100, .answer_ms = 1000});
    for (size_t i = 0; i < 3; i++) {
        pair_open(&pairs[i]);
        ones[i] = connections_add(all, pairs[i].ends[1], 0);
    }
    connections_remove(all, ones[1]);
    connections_remove(all, ones[2]);
    assert_int_equal(connections_sweep(all, 200), 1);
    assert_true(is_shut(&pairs[0]));
    assert_false(is_shut(&pairs[1]));
    connections_close(all);
    for (size_t i = 0; i < 3; i++) {
        pair_close(&pairs[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_that_waits_too_long_is_shut_down_once),
        cmocka_unit_test(an_answer_has_a_time_of_its_own_and_waiting_begins_anew_behind_it),
        cmocka_unit_test(each_is_removed_from_among_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
