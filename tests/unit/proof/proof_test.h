/*
 * What the tests of this layer share: files of test data, and a small log made in memory.
 */
#ifndef BANYAN_TESTS_PROOF_TEST_H
#define BANYAN_TESTS_PROOF_TEST_H

#include "proof/bundle.h"
#include "proof/checkpoint.h"
#include "proof/leaf.h"
#include "proof/tlog_proof.h"

/* The folder of test data made by others, or NULL where it is not there. */
const char *proof_test_data(void);
/* The whole file in the arena; fails the test where it cannot be read. */
Str proof_test_file(Arena *arena, const char *path);

/* A key from a seed of one repeated byte. */
NoteSigner proof_test_signer(Str name, uint8_t seed);

/* A record of kind record.submitted with `inputs` items: fields, secret, and its opening. */
typedef struct {
    uint8_t secret[COMMITMENT_SECRET_BYTES];
    CommitmentField fields[SCHEMA_FIELDS_MAX];
    CommitmentInput input;
    CommitmentOpening opening;
} ProofTestRecord;

void proof_test_record(Arena *arena, ProofTestRecord *record, uint8_t seed);

/* A log of `size` leaves, with the leaf given at `index` and fillers elsewhere, and the proof text for it. */
typedef struct {
    Str origin;
    NoteSigner signer;
    uint64_t size;
    uint64_t index;
} ProofTestLog;

Str proof_test_log(Arena *arena, const ProofTestLog *log, Str leaf);

/* The text with `from` (which occurs once at least) replaced by `to` everywhere. */
Str proof_test_replace(Arena *arena, Str text, Str from, Str to);

#endif
