#include "proof/digest.h"

#include "../cmocka_all.h"

static void both_alphabets_give_the_digest_back(void **state) {
    (void)state;
    Arena arena = {0};
    Hash digest = hash_of((Bytes){0});
    Hash back = {{0}};
    assert_true(str_eq(digest_url(&arena, &digest), STR("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU")));
    assert_true(str_eq(digest_std(&arena, &digest), STR("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));
    assert_true(digest_url_parse(&arena, digest_url(&arena, &digest), &back, NULL) && hash_eq(&back, &digest));
    back = (Hash){{0}};
    assert_true(digest_std_parse(&arena, digest_std(&arena, &digest), &back, NULL) && hash_eq(&back, &digest));
    arena_done(&arena);
}

static void another_length_or_alphabet_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Hash back = {{7}};
    assert_false(digest_url_parse(&arena, STR("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"), &back, &err));
    assert_false(digest_url_parse(&arena, STR("AAAA"), &back, &err));
    assert_false(digest_url_parse(&arena, STR(""), &back, &err));
    assert_false(digest_std_parse(&arena, STR("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"), &back, &err));
    assert_int_equal(back.bytes[0], 7);
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_alphabets_give_the_digest_back),
        cmocka_unit_test(another_length_or_alphabet_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
