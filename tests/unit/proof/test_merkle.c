#include "proof/merkle.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/base64.h"
#include "codec/json.h"
#include "proof/digest.h"
#include "proof_test.h"

#include "../cmocka_all.h"

enum { TREES = 70 };

/* The eight leaves of the first public test tree of Certificate Transparency, and its roots. */
static const Str ct_leaves[8] = {STR_INIT(""),
                                 STR_INIT("\x00"),
                                 STR_INIT("\x10"),
                                 STR_INIT("\x20\x21"),
                                 STR_INIT("\x30\x31"),
                                 STR_INIT("\x40\x41\x42\x43"),
                                 STR_INIT("\x50\x51\x52\x53\x54\x55\x56\x57"),
                                 STR_INIT("\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f")};

static void roots_are_those_of_the_classic_tree(void **state) {
    (void)state;
    Arena arena = {0};
    MerkleFrontier frontier = {.size = 0};
    Hash root = merkle_root(&frontier);
    assert_true(str_eq(digest_std(&arena, &root), STR("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")));
    for (size_t i = 0; i < COUNT_OF(ct_leaves); i++) {
        Hash leaf = merkle_leaf(str_bytes(ct_leaves[i]));
        merkle_append(&frontier, &leaf);
        if (i == 0) {
            root = merkle_root(&frontier);
            assert_true(str_eq(digest_std(&arena, &root), STR("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=")));
        }
    }
    root = merkle_root(&frontier);
    assert_true(str_eq(digest_std(&arena, &root), STR("XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=")));
    arena_done(&arena);
}

/* RFC 6962 2.1 word for word, to compare with. */
static Hash plain_root(const Hash *leaves, size_t count) {
    if (count == 0) {
        return merkle_empty();
    }
    if (count == 1) {
        return leaves[0];
    }
    size_t k = 1;
    while (2 * k < count) {
        k *= 2;
    }
    Hash left = plain_root(leaves, k);
    Hash right = plain_root(leaves + k, count - k);
    return merkle_node(&left, &right);
}

static void make_leaves(Hash *leaves, size_t count) {
    for (size_t i = 0; i < count; i++) {
        leaves[i] = merkle_leaf((Bytes){(const uint8_t *)&i, sizeof(i)});
    }
}

static void every_way_to_a_root_agrees_with_the_definition(void **state) {
    (void)state;
    Arena arena = {0};
    Hash leaves[TREES];
    make_leaves(leaves, TREES);
    for (size_t n = 0; n <= TREES; n++) {
        Hash expected = plain_root(leaves, n);
        Hash root = merkle_tree_root(leaves, n);
        assert_true(hash_eq(&root, &expected));
        MerkleRows rows = merkle_rows(&arena, leaves, n);
        MerkleFrontier frontier;
        assert_true(merkle_root_of(merkle_rows_node, &rows, n, &root, NULL));
        assert_true(hash_eq(&root, &expected));
        assert_true(merkle_frontier_of(merkle_rows_node, &rows, n, &frontier, NULL));
        assert_int_equal(frontier.size, n);
        root = merkle_root(&frontier);
        assert_true(hash_eq(&root, &expected));
    }
    arena_done(&arena);
}

/* Any other index, size, leaf, root, hash or length is refused. */
static void refuse_altered_inclusion(const Hash *leaves, size_t index, size_t size, const MerkleProof *proof) {
    Hash root = plain_root(leaves, size);
    MerkleProof changed = *proof;
    assert_false(merkle_check_inclusion(&leaves[index], index ^ 1, size, proof, &root, NULL));
    assert_false(merkle_check_inclusion(&leaves[(index + 1) % TREES], index, size, proof, &root, NULL));
    assert_false(merkle_check_inclusion(&leaves[index], size, size, proof, &root, NULL));
    for (size_t i = 0; i < proof->count; i++) {
        changed.hashes[i].bytes[i % HASH_BYTES] ^= 1;
        assert_false(merkle_check_inclusion(&leaves[index], index, size, &changed, &root, NULL));
        changed.hashes[i].bytes[i % HASH_BYTES] ^= 1;
    }
    changed.count++;
    changed.hashes[proof->count] = root;
    assert_false(merkle_check_inclusion(&leaves[index], index, size, &changed, &root, NULL));
    if (proof->count > 0) {
        changed.count = proof->count - 1;
        assert_false(merkle_check_inclusion(&leaves[index], index, size, &changed, &root, NULL));
    }
    root.bytes[0] ^= 1;
    assert_false(merkle_check_inclusion(&leaves[index], index, size, proof, &root, NULL));
}

static void every_entry_of_every_size_is_proved_and_no_other(void **state) {
    (void)state;
    Arena arena = {0};
    Hash leaves[TREES];
    make_leaves(leaves, TREES);
    for (size_t n = 1; n < TREES; n++) {
        MerkleRows rows = merkle_rows(&arena, leaves, n);
        Hash root = plain_root(leaves, n);
        for (size_t i = 0; i < n; i++) {
            MerkleProof proof;
            assert_true(merkle_prove_inclusion(merkle_rows_node, &rows, i, n, &proof, NULL));
            assert_true(merkle_check_inclusion(&leaves[i], i, n, &proof, &root, NULL));
            refuse_altered_inclusion(leaves, i, n, &proof);
        }
    }
    arena_done(&arena);
}

static void refuse_altered_consistency(const MerkleHead *old, const MerkleHead *now, const MerkleProof *proof) {
    MerkleProof changed = *proof;
    MerkleHead other = *old;
    for (size_t i = 0; i < proof->count; i++) {
        changed.hashes[i].bytes[7] ^= 0x10;
        assert_false(merkle_check_consistency(old, now, &changed, NULL));
        changed.hashes[i].bytes[7] ^= 0x10;
    }
    changed.count++;
    changed.hashes[proof->count] = now->root;
    assert_false(merkle_check_consistency(old, now, &changed, NULL));
    changed.count = proof->count - 1;
    assert_true(proof->count == 0 || !merkle_check_consistency(old, now, &changed, NULL));
    other.root.bytes[31] ^= 1;
    assert_false(merkle_check_consistency(&other, now, proof, NULL));
    other = *now;
    other.root.bytes[31] ^= 1;
    assert_false(merkle_check_consistency(old, &other, proof, NULL));
}

static void every_older_tree_is_proved_to_be_the_beginning(void **state) {
    (void)state;
    Arena arena = {0};
    Hash leaves[TREES];
    make_leaves(leaves, TREES);
    MerkleRows rows = merkle_rows(&arena, leaves, TREES);
    for (size_t n = 1; n < TREES; n++) {
        MerkleHead now = {n, plain_root(leaves, n)};
        for (size_t m = 1; m <= n; m++) {
            MerkleHead old = {m, plain_root(leaves, m)};
            MerkleProof proof;
            assert_true(merkle_prove_consistency(merkle_rows_node, &rows, m, n, &proof, NULL));
            assert_true(merkle_check_consistency(&old, &now, &proof, NULL));
            refuse_altered_consistency(&old, &now, &proof);
        }
    }
    arena_done(&arena);
}

static void proofs_that_cannot_be_are_refused_with_a_reason(void **state) {
    (void)state;
    Err err = {0};
    Arena arena = {0};
    Hash leaves[3];
    make_leaves(leaves, COUNT_OF(leaves));
    MerkleRows rows = merkle_rows(&arena, leaves, COUNT_OF(leaves));
    MerkleProof proof = {.count = 0};
    assert_false(merkle_prove_inclusion(merkle_rows_node, &rows, 3, 3, &proof, &err));
    assert_non_null(strstr(err.text, "outside a tree of 3 entries"));
    assert_false(merkle_prove_inclusion(merkle_rows_node, &rows, 2, 4, &proof, &err));
    assert_int_equal(err.code, ERR_INTERNAL);
    assert_false(merkle_prove_consistency(merkle_rows_node, &rows, 4, 3, &proof, &err));
    MerkleHead empty = {0, merkle_empty()};
    MerkleHead one = {1, leaves[0]};
    assert_false(merkle_check_consistency(&empty, &one, &proof, &err));
    assert_non_null(strstr(err.text, "is empty"));
    assert_true(merkle_check_consistency(&empty, &empty, &proof, &err));
    assert_false(merkle_check_consistency(&one, &empty, &proof, &err));
    assert_non_null(strstr(err.text, "older tree has 1 entries"));
    arena_done(&arena);
}

/* --- vectors made by others: transparency-dev/merkle, read where they are --- */

/* A value of 32 bytes is a hash. Another length stands for no hash; as a root that is only compared, any will do. */
static bool vector_hash(Arena *arena, const Json *text, bool stand_in, Hash *out) {
    Bytes bytes = {0};
    assert_true(text->type == JSON_STRING && base64_decode(arena, text->as.string, &bytes, NULL));
    if (bytes.len != HASH_BYTES) {
        *out = hash_of(bytes);
        return stand_in;
    }
    memcpy(out->bytes, bytes.ptr, HASH_BYTES);
    return true;
}

static bool vector_proof(Arena *arena, const Json *vector, MerkleProof *proof) {
    const Json *hashes = json_get(vector, STR("proof"));
    proof->count = 0;
    for (uint32_t i = 0; hashes->type == JSON_ARRAY && i < hashes->count; i++) {
        if (i == LIMIT_PROOF_HASHES || !vector_hash(arena, &hashes->as.items[i], false, &proof->hashes[i])) {
            return false;
        }
        proof->count++;
    }
    return true;
}

/* Sizes and indexes of the vectors may be negative or beyond int64: then they are no size. */
static bool vector_number(const Json *vector, Str name, uint64_t *out) {
    const Json *number = json_get(vector, name);
    *out = number->type == JSON_INT && number->as.integer >= 0 ? (uint64_t)number->as.integer : 0;
    return number->type == JSON_INT && number->as.integer >= 0;
}

static bool judge_inclusion(Arena *arena, const Json *vector) {
    uint64_t index = 0;
    uint64_t size = 0;
    Hash leaf;
    Hash root;
    MerkleProof proof;
    return vector_number(vector, STR("leafIdx"), &index) && vector_number(vector, STR("treeSize"), &size) &&
           vector_hash(arena, json_get(vector, STR("leafHash")), false, &leaf) &&
           vector_hash(arena, json_get(vector, STR("root")), false, &root) && vector_proof(arena, vector, &proof) &&
           merkle_check_inclusion(&leaf, index, size, &proof, &root, NULL);
}

static bool judge_consistency(Arena *arena, const Json *vector) {
    MerkleHead old = {.size = 0};
    MerkleHead now = {.size = 0};
    MerkleProof proof;
    return vector_number(vector, STR("size1"), &old.size) && vector_number(vector, STR("size2"), &now.size) &&
           vector_hash(arena, json_get(vector, STR("root1")), true, &old.root) &&
           vector_hash(arena, json_get(vector, STR("root2")), true, &now.root) && vector_proof(arena, vector, &proof) &&
           merkle_check_consistency(&old, &now, &proof, NULL);
}

typedef struct {
    bool (*judge)(Arena *arena, const Json *vector);
    size_t good;
    size_t bad;
} Vectors;

static void judge_file(Vectors *vectors, const char *path) {
    Arena arena = {0};
    Json vector = {0};
    Err err = {0};
    assert_true(json_parse(&arena, proof_test_file(&arena, path), JSON_LIMITS_DOCUMENT, &vector, &err));
    const Json *refused = json_get(&vector, STR("wantErr"));
    bool good = !refused->as.boolean;
    if (vectors->judge(&arena, &vector) != good) {
        fail_msg("%s: judged %s", path, good ? "bad" : "good");
    }
    vectors->good += good;
    vectors->bad += !good;
    arena_done(&arena);
}

static void judge_folder(Vectors *vectors, const char *path) {
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        char inner[4096];
        (void)snprintf(inner, sizeof(inner), "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_type == DT_DIR && entries[i]->d_name[0] != '.') {
            judge_folder(vectors, inner);
        } else if (strstr(entries[i]->d_name, ".json") != NULL) {
            judge_file(vectors, inner);
        }
        free(entries[i]);
    }
    free(entries);
}

static void judge_vectors(const char *folder, bool (*judge)(Arena *arena, const Json *vector)) {
    if (proof_test_data() == NULL) {
        skip();
    }
    char path[4096];
    Vectors vectors = {.judge = judge};
    (void)snprintf(path, sizeof(path), "%s/merkle/%s", proof_test_data(), folder);
    judge_folder(&vectors, path);
    assert_true(vectors.good > 0);
    assert_true(vectors.bad > 10);
}

static void inclusion_vectors_of_others_get_their_verdict(void **state) {
    (void)state;
    judge_vectors("inclusion", judge_inclusion);
}

static void consistency_vectors_of_others_get_their_verdict(void **state) {
    (void)state;
    judge_vectors("consistency", judge_consistency);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_those_of_the_classic_tree),
        cmocka_unit_test(every_way_to_a_root_agrees_with_the_definition),
        cmocka_unit_test(every_entry_of_every_size_is_proved_and_no_other),
        cmocka_unit_test(every_older_tree_is_proved_to_be_the_beginning),
        cmocka_unit_test(proofs_that_cannot_be_are_refused_with_a_reason),
        cmocka_unit_test(inclusion_vectors_of_others_get_their_verdict),
        cmocka_unit_test(consistency_vectors_of_others_get_their_verdict),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
