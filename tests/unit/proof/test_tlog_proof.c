#include "proof/tlog_proof.h"

#include <string.h>

#include "proof_test.h"

#include "../cmocka_all.h"

#define HASH_LINE "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
#define HEAD      "c2sp.org/tlog-proof@v1\n"

static void a_proof_survives_being_written_down(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    TlogProof proof = {.index = 41, .checkpoint = STR("log\n50\n...\n")};
    TlogProof back = {.index = 0};
    proof.path.count = 2;
    proof.path.hashes[0] = merkle_empty();
    proof.path.hashes[1] = merkle_leaf((Bytes){0});
    Str text = tlog_proof_text(&arena, &proof);
    assert_true(str_starts(text, STR(HEAD "index 41\n" HASH_LINE)));
    assert_true(tlog_proof_parse(&arena, text, &back, &err));
    assert_int_equal(back.index, 41);
    assert_int_equal(back.path.count, 2);
    assert_true(hash_eq(&back.path.hashes[1], &proof.path.hashes[1]));
    assert_true(str_eq(back.checkpoint, proof.checkpoint));
    assert_false(back.has_extra);
    arena_done(&arena);
}

static void an_extra_line_is_seen(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    TlogProof proof = {.index = 0};
    assert_true(tlog_proof_parse(&arena, STR(HEAD "extra AAAA\nindex 0\n\nnote\n"), &proof, &err));
    assert_true(proof.has_extra);
    arena_done(&arena);
}

static void malformed_proofs_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *reason;
    } cases[] = {
        {"", "in the middle"},
        {"c2sp.org/tlog-proof@v2\nindex 0\n\n", "begins with the line"},
        {HEAD, "in the middle"},
        {HEAD "index 0", "in the middle"},
        {HEAD "index 01\n\n", "a line \"index\""},
        {HEAD "Index 1\n\n", "a line \"index\""},
        {HEAD "extra AAA\nindex 0\n\n", "extra line"},
        {HEAD "extra AAAA\nextra AAAA\nindex 0\n\n", "a line \"index\""},
        {HEAD "index 0\nAAAA\n\n", "hash 1"},
        {HEAD "index 0\n" HASH_LINE "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n\n", "hash 2"},
        {HEAD "index 0\n" HASH_LINE, "in the middle"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        TlogProof proof = {.index = 77};
        assert_false(tlog_proof_parse(&arena, str_from_c(cases[i].text), &proof, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_int_equal(proof.index, 77);
        arena_done(&arena);
    }
}

static void more_than_63_hashes_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Buf text = {.arena = &arena};
    TlogProof proof = {.index = 0};
    buf_add(&text, STR(HEAD "index 0\n"));
    for (int i = 0; i < LIMIT_PROOF_HASHES; i++) {
        buf_add(&text, STR(HASH_LINE));
    }
    ArenaMark mark = arena_mark(&arena);
    assert_true(tlog_proof_parse(&arena, str_format(&arena, "%.*s\n", STR_ARG(buf_str(&text))), &proof, &err));
    assert_int_equal(proof.path.count, LIMIT_PROOF_HASHES);
    arena_rewind(&arena, mark);
    buf_add(&text, STR(HASH_LINE "\n"));
    assert_false(tlog_proof_parse(&arena, buf_str(&text), &proof, &err));
    assert_non_null(strstr(err.text, "at most 63"));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_proof_survives_being_written_down),
        cmocka_unit_test(an_extra_line_is_seen),
        cmocka_unit_test(malformed_proofs_are_refused),
        cmocka_unit_test(more_than_63_hashes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
