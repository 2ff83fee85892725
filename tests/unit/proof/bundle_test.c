#include "bundle_test.h"

#include "codec/hex.h"

#include "../cmocka_all.h"

enum { FRAME = 5, PLACE = 3 };

static void count_in_frame(Arena *arena, BundleTest *test) {
    Hash leaves[FRAME];
    for (size_t i = 0; i < FRAME; i++) {
        Hash other = hash_of((Bytes){(const uint8_t *)&i, sizeof(i)});
        leaves[i] = merkle_leaf(hash_bytes(i == PLACE ? &test->record.opening.commitment : &other));
    }
    MerkleRows rows = merkle_rows(arena, leaves, FRAME);
    test->counted = (BundleCounted){.index = PLACE, .size = FRAME, .root = merkle_tree_root(leaves, FRAME)};
    assert_true(merkle_prove_inclusion(merkle_rows_node, &rows, PLACE, FRAME, &test->counted.path, NULL));
    Str root = hex_encode(arena, hash_bytes(&test->counted.root));
    test->statement = str_format(arena, "{\"frame\":{\"root\":\"%.*s\",\"size\":%d},\"v\":1}", STR_ARG(root), FRAME);
    test->counted.statement = hash_of_str(test->statement);
}

void bundle_test_begin(Arena *arena, BundleTest *test) {
    static const bool shown[SCHEMA_FIELDS_MAX] = {[3] = true, [4] = true};
    static const size_t items[][2] = {{11, 1}};
    Str origin = STR("log.example/banyan");
    *test = (BundleTest){.statement = {0}};
    proof_test_record(arena, &test->record, 1);
    test->log = (ProofTestLog){.origin = origin, .signer = proof_test_signer(origin, 1), .size = 50, .index = 41};
    count_in_frame(arena, test);
    BundleChoice choice = {
        .opening = &test->record.opening, .fields = shown, .items = items, .item_count = COUNT_OF(items)};
    bundle_choose(arena, &choice, &test->bundle);
    test->bundle.programme = test->record.input.programme;
    test->bundle.counted = &test->counted;
    test->bundle.proof = proof_test_log(arena, &test->log, leaf_committed(arena, &test->record.opening.commitment));
}

Verdict bundle_test_verdict(Arena *arena, const BundleTest *test, const Bundle *bundle) {
    Err err = {0};
    Str text = {0};
    Bundle back = {.kind = {0}};
    Verdict verdict = {.holds = false};
    if (!bundle_make(arena, bundle, &text, &err) || !bundle_parse(arena, text, &back, &err) ||
        !bundle_verify(arena, &back, &test->log.signer.key, &verdict, &err)) {
        fail_msg("not decided: %s", err.text);
    }
    return verdict;
}
