/* Writes into a folder what verify_program.sh needs: keys, bundles and a statement. write_bundles FOLDER */
#include <stdio.h>

#include "bundle_test.h"

#include "../cmocka_all.h"

static const char *folder;

static void write_file(const char *name, Str text) {
    char path[4096];
    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.ptr, 1, text.len, file), text.len);
    assert_int_equal(fclose(file), 0);
}

static void write_keys(Arena *arena, const BundleTest *test) {
    NoteSigner other = proof_test_signer(STR("log.example/other"), 2);
    NoteKey witness;
    assert_true(note_key_make(STR("witness.example/w"), NOTE_COSIGNATURE, other.key.public_key, &witness, NULL));
    write_file("log.key", str_format(arena, "%.*s\n", STR_ARG(note_key_text(arena, &test->log.signer.key))));
    write_file("other.key", note_key_text(arena, &other.key));
    write_file("witness.key", note_key_text(arena, &witness));
}

static void write_statement(Arena *arena, const BundleTest *test) {
    Str text = {0};
    Hash digest = hash_of_str(test->statement);
    Bundle bundle = {.kind = STR("statement.issued"), .document = test->statement};
    bundle.proof = proof_test_log(arena, &test->log, leaf_document(arena, bundle.kind, &digest));
    write_file("statement.json", test->statement);
    assert_true(bundle_make(arena, &bundle, &text, NULL));
    write_file("statement.banyan", text);
    ProofTestLog forged = test->log;
    forged.signer = proof_test_signer(forged.origin, 66);
    bundle.proof = proof_test_log(arena, &forged, leaf_document(arena, bundle.kind, &digest));
    assert_true(bundle_make(arena, &bundle, &text, NULL));
    write_file("forged-statement.banyan", text);
}

static void write_bundles(void **state) {
    (void)state;
    Arena arena = {0};
    BundleTest test;
    Str text = {0};
    bundle_test_begin(&arena, &test);
    write_keys(&arena, &test);
    write_statement(&arena, &test);
    assert_true(bundle_make(&arena, &test.bundle, &text, NULL));
    write_file("good.banyan", text);
    write_file("newer.banyan", proof_test_replace(&arena, text, STR(",\"v\":1}"), STR(",\"v\":2}")));
    write_file("cut.banyan", str_slice(text, 0, text.len / 2));
    write_file("altered.banyan", proof_test_replace(&arena, text, STR("rainforest"), STR("rainforesT")));
    char *large = arena_alloc(&arena, LIMIT_BUNDLE_BYTES + 1);
    write_file("large.banyan", (Str){large, LIMIT_BUNDLE_BYTES + 1});
    arena_done(&arena);
}

int main(int argc, char **argv) {
    folder = argc == 2 ? argv[1] : ".";
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_bundles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
