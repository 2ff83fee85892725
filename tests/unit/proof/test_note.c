#include "proof/note.h"

#include <string.h>

#include "codec/base64.h"
#include "codec/hex.h"
#include "proof_test.h"

#include "../cmocka_all.h"

/* The example of the C2SP signed-note specification. */
static const Str example_key = STR_INIT("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
static const Str example = STR_INIT("This is an example message.\n\n\xe2\x80\x94 example.com/foo "
                                    "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu"
                                    "72IneyaQM=\n");

static void the_example_of_the_specification_verifies(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Note note = {.count = 0};
    NoteKey key = {.type = 0};
    bool verified = false;
    assert_true(note_key_parse(&arena, example_key, &key, &err));
    assert_true(str_eq(note_key_text(&arena, &key), example_key));
    assert_true(note_parse(&arena, example, &note, &err));
    assert_true(str_eq(note.text, STR("This is an example message.\n")));
    assert_true(note_verify(&arena, &note, &key, 1, &verified, &err));
    assert_true(verified);
    arena_done(&arena);
}

static void every_changed_bit_of_a_note_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    NoteKey key = {.type = 0};
    assert_true(note_key_parse(&arena, example_key, &key, NULL));
    for (size_t bit = 0; bit < 8 * example.len; bit++) {
        ArenaMark mark = arena_mark(&arena);
        char *changed = arena_copy(&arena, example.ptr, example.len);
        Note note = {.count = 0};
        changed[bit / 8] = (char)((uint8_t)changed[bit / 8] ^ (1u << (bit % 8)));
        assert_false(note_parse(&arena, (Str){changed, example.len}, &note, NULL) &&
                     note_verify(&arena, &note, &key, 1, NULL, NULL));
        arena_rewind(&arena, mark);
    }
    arena_done(&arena);
}

static void a_signed_note_verifies_by_its_keys_only(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signers[2] = {proof_test_signer(STR("log.example/a"), 1), proof_test_signer(STR("log.example/b"), 2)};
    NoteSigner stranger = proof_test_signer(STR("log.example/c"), 3);
    Str text = {0};
    Note note = {.count = 0};
    assert_true(note_sign(&arena, STR("text\n\nwith a blank line\n"), signers, 2, &text, &err));
    assert_true(note_parse(&arena, text, &note, &err));
    assert_true(str_eq(note.text, STR("text\n\nwith a blank line\n")));
    assert_int_equal(note.count, 2);
    NoteKey keys[] = {stranger.key, signers[1].key};
    bool verified[2] = {true, false};
    assert_true(note_verify(&arena, &note, keys, 2, verified, &err));
    assert_false(verified[0]);
    assert_true(verified[1]);
    assert_false(note_verify(&arena, &note, &stranger.key, 1, verified, &err));
    assert_non_null(strstr(err.text, "none of the keys"));
    arena_done(&arena);
}

/* A good signature beside a bad one under a known name and id does not save the note; one under an unknown id does. */
static void a_known_key_that_fails_refuses_the_note(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner good = proof_test_signer(STR("log.example/a"), 1);
    NoteSigner other = proof_test_signer(STR("log.example/b"), 2);
    Buf text = {.arena = &arena};
    buf_add(&text, STR("text\n\n"));
    buf_add(&text, note_signature_line(&arena, STR("text\n"), &good));
    buf_add(&text, note_signature_line(&arena, STR("another text\n"), &other));
    Note note = {.count = 0};
    NoteKey keys[] = {good.key, other.key};
    assert_true(note_parse(&arena, buf_str(&text), &note, &err));
    assert_false(note_verify(&arena, &note, keys, 2, NULL, &err));
    assert_non_null(strstr(err.text, "log.example/b is not over this text"));
    assert_true(note_verify(&arena, &note, keys, 1, NULL, &err));
    keys[1].id ^= 1;
    assert_true(note_verify(&arena, &note, keys, 2, NULL, &err));
    arena_done(&arena);
}

static void sixteen_signatures_and_more_are_read(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signers[LIMIT_NOTE_SIGNATURES + 1];
    Str text = {0};
    Note note = {.count = 0};
    for (size_t i = 0; i < COUNT_OF(signers); i++) {
        signers[i] = proof_test_signer(STR("log.example/a"), (uint8_t)(i + 1));
    }
    assert_true(note_sign(&arena, STR("text\n"), signers, LIMIT_NOTE_SIGNATURES, &text, &err));
    assert_true(note_parse(&arena, text, &note, &err));
    assert_int_equal(note.count, LIMIT_NOTE_SIGNATURES);
    assert_true(note_verify(&arena, &note, &signers[LIMIT_NOTE_SIGNATURES - 1].key, 1, NULL, &err));
    assert_true(note_sign(&arena, STR("text\n"), signers, COUNT_OF(signers), &text, &err));
    assert_false(note_parse(&arena, text, &note, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    arena_done(&arena);
}

static void malformed_notes_are_refused_with_a_reason(void **state) {
    (void)state;
    static const struct {
        const char *note;
        const char *reason;
    } cases[] = {
        {"", "a blank line"},
        {"text\n", "a blank line"},
        {"text\n\n", "no signature"},
        {"text\n\n\xe2\x80\x94 a AAAAAAA=", "each ended by a line end"},
        {"text\n\n- a AAAAAAA=\n", "signature line 1 is not"},
        {"text\n\n\xe2\x80\x94 a\n", "signature line 1 is not"},
        {"text\n\n\xe2\x80\x94  AAAAAAA=\n", "signature line 1 is not"},
        {"text\n\n\xe2\x80\x94 a+b AAAAAAA=\n", "signature line 1 is not"},
        {"text\n\n\xe2\x80\x94 a\xc2\xa0z AAAAAAA=\n", "signature line 1 is not"},
        {"text\n\n\xe2\x80\x94 a AAAAAAA\n", "signature line 1"},
        {"text\n\n\xe2\x80\x94 a AAAAAAB=\n", "signature line 1"},
        {"text\n\n\xe2\x80\x94 a AAAAAAA= \n", "signature line 1"},
        {"text\n\n\xe2\x80\x94 a AAAAAA==\n", "it has 5 to"},
        {"te\txt\n\n\xe2\x80\x94 a AAAAAAA=\n", "control character 09"},
        {"te\x7fxt\n\n\xe2\x80\x94 a AAAAAAA=\n", "control character 7f"},
        {"te\xffxt\n\n\xe2\x80\x94 a AAAAAAA=\n", "not well-formed UTF-8"},
        {"text\n\n\xe2\x80\x94 a AAAAAAA=\n\n", "no signature"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Arena arena = {0};
        Err err = {0};
        Note note = {.count = 99};
        assert_false(note_parse(&arena, str_from_c(cases[i].note), &note, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_int_equal(note.count, 99);
        arena_done(&arena);
    }
}

static void texts_that_cannot_be_signed_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/a"), 1);
    Str text = {0};
    assert_false(note_sign(&arena, STR("no line end"), &signer, 1, &text, &err));
    assert_false(note_sign(&arena, STR("a\rb\n"), &signer, 1, &text, &err));
    assert_false(note_sign(&arena, STR("text\n"), &signer, 0, &text, &err));
    assert_null(text.ptr);
    arena_done(&arena);
}

/* data/log/golden-note.txt: made with Go's note package from the seeds in it. */
static Str golden_value(Str file, Str name) {
    Str rest = file;
    while (rest.ptr != NULL) {
        Str line = str_cut(&rest, '\n');
        if (str_starts(line, name)) {
            return str_slice(line, name.len + 1, line.len);
        }
    }
    fail_msg("no line %.*s", STR_ARG(name));
    return (Str){0};
}

static void check_golden(Arena *arena, Str file, Str text) {
    Err err = {0};
    NoteKey keys[2];
    Note note = {.count = 0};
    bool verified[2] = {false, false};
    assert_true(note_key_parse(arena, golden_value(file, STR("log vkey")), &keys[0], &err));
    assert_true(note_key_parse(arena, golden_value(file, STR("wit vkey")), &keys[1], &err));
    assert_true(note_parse(arena, text, &note, &err));
    assert_true(note_verify(arena, &note, keys, 2, verified, &err));
    assert_true(verified[0] && verified[1]);
    uint64_t time = 0;
    assert_true(note_cosignature_time(&note.signatures[1], &time, &err));
    assert_int_equal(time, 1700000000);
    NoteSignature changed = note.signatures[1];
    uint8_t *bytes = arena_copy(arena, changed.signature.ptr, changed.signature.len);
    bytes[7] ^= 1; /* another second */
    changed.signature.ptr = bytes;
    note.signatures = &changed;
    note.count = 1;
    assert_false(note_verify(arena, &note, &keys[1], 1, NULL, &err));
}

static void the_note_made_with_go_verifies_and_is_made_again(void **state) {
    (void)state;
    if (proof_test_data() == NULL) {
        skip();
    }
    Arena arena = {0};
    Err err = {0};
    Str file = proof_test_file(&arena, str_format(&arena, "%s/log/golden-note.txt", proof_test_data()).ptr);
    size_t at = 0;
    while (!str_starts(str_slice(file, at, file.len), STR("\nlog.example/dmrv\n"))) {
        at++;
    }
    Str text = str_slice(file, at + 1, file.len);
    if (!str_ends(text, STR("\n"))) {
        text = str_format(&arena, "%.*s\n", STR_ARG(text));
    }
    check_golden(&arena, file, text);
    Bytes seed = {0};
    NoteSigner signer;
    Str line = {0};
    assert_true(hex_decode(&arena, golden_value(file, STR("log seed")), &seed, &err));
    assert_true(note_signer_make(STR("log.example/dmrv"), seed.ptr, &signer, &err));
    assert_true(str_eq(note_key_text(&arena, &signer.key), golden_value(file, STR("log vkey"))));
    Note note = {.count = 0};
    assert_true(note_parse(&arena, text, &note, &err));
    line = note_signature_line(&arena, note.text, &signer);
    assert_true(str_starts(str_slice(text, note.text.len + 1, text.len), line));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_specification_verifies),
        cmocka_unit_test(every_changed_bit_of_a_note_is_refused),
        cmocka_unit_test(a_signed_note_verifies_by_its_keys_only),
        cmocka_unit_test(a_known_key_that_fails_refuses_the_note),
        cmocka_unit_test(sixteen_signatures_and_more_are_read),
        cmocka_unit_test(malformed_notes_are_refused_with_a_reason),
        cmocka_unit_test(texts_that_cannot_be_signed_are_refused),
        cmocka_unit_test(the_note_made_with_go_verifies_and_is_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
