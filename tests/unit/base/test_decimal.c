#include "base/decimal.h"

#include "../cmocka_all.h"

static void the_one_form_is_accepted(void **state) {
    (void)state;
    static const char *const good[] = {"0",
                                       "1",
                                       "-1",
                                       "0.0",
                                       "12.50",
                                       "-0.001",
                                       "1234567890123456789012345678901234",
                                       "0.00000000001234567890123456789012345678901234"};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        Err err = {0};
        assert_true(decimal_check(str_from_c(good[i]), &err));
    }
}

static void every_other_form_is_refused_with_its_reason(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "-",
                                      "+1",
                                      "1.",
                                      ".5",
                                      "1e5",
                                      "1,5",
                                      " 1",
                                      "1 ",
                                      "01",
                                      "-0",
                                      "-0.00",
                                      "NaN",
                                      "--1",
                                      "1.2.3",
                                      "0x10",
                                      "12345678901234567890123456789012345"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Err err = {0};
        assert_false(decimal_check(str_from_c(bad[i]), &err));
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
        assert_true(err.text[0] != '\0');
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_one_form_is_accepted),
        cmocka_unit_test(every_other_form_is_refused_with_its_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
