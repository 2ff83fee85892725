#include "sys/clock.h"

#include <time.h>

#include "../cmocka_all.h"

static void the_system_clock_is_civil_time(void **state) {
    (void)state;
    Clock clock = clock_system();
    int64_t before = time(NULL);
    int64_t now = clock_now_s(&clock);
    assert_true(now >= before && now <= before + 60);
}

static void a_fixed_clock_says_what_it_is_told(void **state) {
    (void)state;
    int64_t at_s = 1774828800;
    Clock clock = clock_fixed(&at_s);
    assert_int_equal(clock_now_s(&clock), 1774828800);
    at_s++;
    assert_int_equal(clock_now_s(&clock), 1774828801);
}

static void the_steady_clock_does_not_go_back(void **state) {
    (void)state;
    int64_t last = clock_steady_ms();
    for (int i = 0; i < 1000; i++) {
        int64_t now = clock_steady_ms();
        assert_true(now >= last);
        last = now;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_system_clock_is_civil_time),
        cmocka_unit_test(a_fixed_clock_says_what_it_is_told),
        cmocka_unit_test(the_steady_clock_does_not_go_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
