#include "proof_test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../cmocka_all.h"

enum { FILE_BYTES = 1024 * 1024 };

const char *proof_test_data(void) {
    const char *folder = getenv("BANYAN_TEST_DATA");
    struct stat info;
    return folder != NULL && stat(folder, &info) == 0 ? folder : NULL;
}

Str proof_test_file(Arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_alloc(arena, FILE_BYTES);
    size_t len = fread(bytes, 1, FILE_BYTES, file);
    assert_true(len < FILE_BYTES);
    (void)fclose(file);
    return (Str){bytes, len};
}

NoteSigner proof_test_signer(Str name, uint8_t seed) {
    uint8_t bytes[SIGN_SEED_BYTES];
    NoteSigner signer = {.key = {.type = 0}};
    Err err = {0};
    memset(bytes, seed, sizeof(bytes));
    assert_true(note_signer_make(name, bytes, &signer, &err));
    return signer;
}

void proof_test_record(Arena *arena, ProofTestRecord *record, uint8_t seed) {
    static const Str inputs[] = {
        STR_INIT("{\"how\":\"measured\",\"name\":\"dbh\",\"unit\":\"cm\",\"value\":\"46.2\"}"),
        STR_INIT("{\"how\":\"measured\",\"name\":\"height\",\"unit\":\"m\",\"value\":\"25.5\"}"),
        STR_INIT("{\"how\":\"default\",\"name\":\"density\",\"unit\":\"g/cm3\",\"value\":\"0.62\"}")};
    const Schema *schema = schema_of(STR("record.submitted"));
    Err err = {0};
    memset(record->secret, seed, sizeof(record->secret));
    for (size_t i = 0; i < schema->count; i++) {
        record->fields[i] = (CommitmentField){.value = STR("null")};
    }
    record->fields[0].value = STR("1");
    record->fields[1].value = STR("\"018f2e5c-7a1b-7c3d-8e4f-5a6b7c8d9e0f\"");
    record->fields[2].value = STR("\"rainforest\"");
    record->fields[3].value = STR("\"tree.visit\"");
    record->fields[9].value = STR("{\"end\":\"2026-03-01T09:05:00+08:00\",\"start\":\"2026-03-01T09:00:00+08:00\"}");
    record->fields[11] = (CommitmentField){.value = STR("[]"), .items = inputs, .count = COUNT_OF(inputs)};
    record->fields[12] = (CommitmentField){.value = STR("[]")};
    record->fields[16].value = STR("\"a note with \\\"quotes\\\" and \xe6\x9e\x97\"");
    record->input = (CommitmentInput){.secret = record->secret,
                                      .kind = STR("record.submitted"),
                                      .programme = STR("rainforest"),
                                      .fields = record->fields,
                                      .count = schema->count};
    assert_true(commitment_open(arena, &record->input, &record->opening, &err));
}

Str proof_test_log(Arena *arena, const ProofTestLog *log, Str leaf) {
    Hash *leaves = ARENA_ARRAY(arena, log->size, Hash);
    Err err = {0};
    for (uint64_t i = 0; i < log->size; i++) {
        Hash filler = hash_of((Bytes){(const uint8_t *)&i, sizeof(i)});
        leaves[i] = merkle_leaf(i == log->index ? str_bytes(leaf) : str_bytes(leaf_committed(arena, &filler)));
    }
    MerkleRows rows = merkle_rows(arena, leaves, log->size);
    TlogProof proof = {.index = log->index};
    Checkpoint checkpoint = {.origin = log->origin, .size = log->size};
    assert_true(merkle_root_of(merkle_rows_node, &rows, log->size, &checkpoint.root, &err));
    assert_true(merkle_prove_inclusion(merkle_rows_node, &rows, log->index, log->size, &proof.path, &err));
    assert_true(checkpoint_sign(arena, &checkpoint, &log->signer, &proof.checkpoint, &err));
    return tlog_proof_text(arena, &proof);
}

Str proof_test_replace(Arena *arena, Str text, Str from, Str to) {
    Buf out = {.arena = arena};
    size_t found = 0;
    for (size_t i = 0; i < text.len;) {
        bool here = str_starts(str_slice(text, i, text.len), from);
        buf_add(&out, here ? to : str_slice(text, i, 1));
        i += here ? from.len : 1;
        found += here;
    }
    assert_true(found > 0);
    return buf_str(&out);
}
