#include "base/buf.h"

#include "../cmocka_all.h"

static void pieces_come_out_in_order(void **state) {
    (void)state;
    Arena arena = {0};
    Buf buf = {.arena = &arena};
    buf_add(&buf, STR("one"));
    buf_add_byte(&buf, ' ');
    buf_addf(&buf, "%d-%s", 2, "two");
    buf_add_bytes(&buf, str_bytes(STR("!")));
    assert_true(str_eq(buf_str(&buf), STR("one 2-two!")));
    assert_int_equal(buf_bytes(&buf).len, 10);
    buf_clear(&buf);
    assert_int_equal(buf_str(&buf).len, 0);
    arena_done(&arena);
}

static void growth_keeps_what_was_written(void **state) {
    (void)state;
    Arena arena = {0};
    Buf buf = {.arena = &arena};
    for (int i = 0; i < 10000; i++) {
        buf_addf(&buf, "%05d", i);
    }
    assert_int_equal(buf.len, 50000);
    assert_true(str_eq(str_slice(buf_str(&buf), 49995, 5), STR("09999")));
    assert_true(str_eq(str_slice(buf_str(&buf), 0, 5), STR("00000")));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_come_out_in_order),
        cmocka_unit_test(growth_keeps_what_was_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
