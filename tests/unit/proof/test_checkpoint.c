#include "proof/checkpoint.h"

#include <string.h>

#include "proof_test.h"

#include "../cmocka_all.h"

#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static void a_checkpoint_survives_being_written_down(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Checkpoint checkpoint = {.origin = STR("log.example/banyan"), .size = 70000, .root = merkle_empty()};
    Checkpoint back = {.size = 0};
    Str text = {0};
    assert_true(checkpoint_format(&arena, &checkpoint, &text, &err));
    assert_true(str_eq(text, STR("log.example/banyan\n70000\n" ROOT "\n")));
    assert_true(checkpoint_parse(&arena, text, &back, &err));
    assert_true(str_eq(back.origin, checkpoint.origin) && back.size == checkpoint.size);
    assert_true(hash_eq(&back.root, &checkpoint.root));
    assert_int_equal(back.extensions.len, 0);
    arena_done(&arena);
}

static void extension_lines_are_read_and_never_written(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Checkpoint back = {.size = 0};
    Str text = {0};
    assert_true(checkpoint_parse(&arena, STR("log\n0\n" ROOT "\nmore\nand more\n"), &back, &err));
    assert_true(str_eq(back.extensions, STR("more\nand more\n")));
    assert_false(checkpoint_format(&arena, &back, &text, &err));
    assert_non_null(strstr(err.text, "no extension lines"));
    arena_done(&arena);
}

static void malformed_checkpoints_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *reason;
    } cases[] = {
        {"", "a line each"},
        {"log\n1\n" ROOT, "a line each"},
        {"log\n1\n", "a line each"},
        {"\n1\n" ROOT "\n", "origin"},
        {"log\n01\n" ROOT "\n", "not a log's size"},
        {"log\n+1\n" ROOT "\n", "not a log's size"},
        {"log\n\n" ROOT "\n", "not a log's size"},
        {"log\n9223372036854775808\n" ROOT "\n", "not a log's size"},
        {"log\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n", "not a root"},
        {"log\n1\n47DE\n", "not a root"},
        {"log\n1\n" ROOT "\n\n", "not empty"},
        {"log\n1\n" ROOT "\nmore", "not empty"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        Checkpoint checkpoint = {.size = 77};
        assert_false(checkpoint_parse(&arena, str_from_c(cases[i].text), &checkpoint, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_int_equal(checkpoint.size, 77);
        arena_done(&arena);
    }
}

static void a_signed_checkpoint_opens_with_the_key_of_its_log_only(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner log = proof_test_signer(STR("log.example/banyan"), 1);
    NoteSigner other = proof_test_signer(STR("log.example/other"), 1);
    NoteSigner renewed = proof_test_signer(STR("log.example/banyan"), 2);
    Checkpoint checkpoint = {.origin = STR("log.example/banyan"), .size = 8, .root = merkle_empty()};
    Checkpoint back = {.size = 0};
    Str note = {0};
    assert_true(checkpoint_sign(&arena, &checkpoint, &log, &note, &err));
    assert_true(checkpoint_open(&arena, note, &log.key, &back, &err));
    assert_int_equal(back.size, 8);
    assert_false(checkpoint_open(&arena, note, &other.key, &back, &err));
    assert_non_null(strstr(err.text, "is of the log log.example/banyan"));
    assert_false(checkpoint_open(&arena, note, &renewed.key, &back, &err));
    assert_non_null(strstr(err.text, "none of the keys"));
    assert_false(checkpoint_sign(&arena, &checkpoint, &other, &note, &err));
    assert_non_null(strstr(err.text, "cannot sign for"));
    checkpoint.origin = STR("two words");
    log.key.name = STR("two words");
    assert_false(checkpoint_sign(&arena, &checkpoint, &log, &note, &err));
    assert_non_null(strstr(err.text, "cannot be a log's origin"));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_checkpoint_survives_being_written_down),
        cmocka_unit_test(extension_lines_are_read_and_never_written),
        cmocka_unit_test(malformed_checkpoints_are_refused),
        cmocka_unit_test(a_signed_checkpoint_opens_with_the_key_of_its_log_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
