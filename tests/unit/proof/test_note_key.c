#include "proof/note_key.h"

#include <string.h>

#include "proof_test.h"

#include "../cmocka_all.h"

static const Str public_text = STR_INIT("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");

static void a_signer_survives_being_written_down(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan"), 9);
    NoteSigner back;
    Str text = note_signer_text(&arena, &signer);
    assert_true(str_starts(text, STR("PRIVATE+KEY+log.example/banyan+")));
    assert_true(note_signer_parse(&arena, str_format(&arena, " %.*s\n", STR_ARG(text)), &back, &err));
    assert_true(str_eq(note_signer_text(&arena, &back), text));
    assert_memory_equal(back.secret.secret, signer.secret.secret, sizeof(back.secret.secret));
    note_signer_wipe(&back);
    static const uint8_t zeros[sizeof(back.secret.secret)];
    assert_memory_equal(back.secret.secret, zeros, sizeof(zeros));
    arena_done(&arena);
}

static void keys_that_are_not_well_formed_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *key;
        const char *reason;
    } cases[] = {
        {"", "no public key"},
        {"example.com/foo", "no public key"},
        {"example.com/foo+530d903a", "no public key"},
        {"example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no public key"},
        {"example.com/foo+530d90+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "no public key"},
        {"example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2", "no public key"},
        {"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "has the id 530d903a"},
        {"example.com/fox+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "has the id"},
        {"example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "key type 02"},
        {"example com+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "cannot name a key"},
        {"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "cannot name a key"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        NoteKey key = {.type = 77};
        assert_false(note_key_parse(&arena, str_from_c(cases[i].key), &key, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_int_equal(key.type, 77);
        arena_done(&arena);
    }
}

static void private_keys_that_are_not_well_formed_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan"), 9);
    NoteSigner back;
    Str good = note_signer_text(&arena, &signer);
    assert_false(note_signer_parse(&arena, public_text, &back, &err));
    assert_non_null(strstr(err.text, "PRIVATE+KEY+"));
    Str renamed = proof_test_replace(&arena, good, STR("banyan"), STR("baniam"));
    assert_false(note_signer_parse(&arena, renamed, &back, &err));
    assert_non_null(strstr(err.text, "has the id"));
    arena_done(&arena);
}

static void names_hold_no_blank_and_no_plus(void **state) {
    (void)state;
    assert_true(note_key_name(STR("log.example/\xe6\xa6\x95")));
    assert_false(note_key_name(STR("")));
    assert_false(note_key_name(STR("a b")));
    assert_false(note_key_name(STR("a+b")));
    assert_false(note_key_name(STR("a\xe3\x80\x80z")));
    assert_false(note_key_name(STR("a\xc2\x85z")));
    assert_false(note_key_name(STR("a\xff")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signer_survives_being_written_down),
        cmocka_unit_test(keys_that_are_not_well_formed_are_refused),
        cmocka_unit_test(private_keys_that_are_not_well_formed_are_refused),
        cmocka_unit_test(names_hold_no_blank_and_no_plus),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
