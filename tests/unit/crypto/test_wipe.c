#include "crypto/wipe.h"

#include <stdint.h>

#include "../cmocka_all.h"

static void only_the_named_bytes_are_cleared(void **state) {
    (void)state;
    uint8_t secret[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const uint8_t rest[8] = {1, 0, 0, 0, 0, 6, 7, 8};
    wipe(secret + 1, 4);
    assert_memory_equal(secret, rest, sizeof(rest));
    wipe(secret, 0);
    assert_memory_equal(secret, rest, sizeof(rest));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_named_bytes_are_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
