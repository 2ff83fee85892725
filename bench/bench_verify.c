/* Verifies bundles, and in the same run does nothing but their signatures and hashes: what the rest costs is the share
 * between the two. bench_verify [COUNT] prints one JSON object. */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/checked.h"
#include "proof/bundle.h"
#include "proof/checkpoint.h"
#include "proof/leaf.h"
#include "proof/tlog_proof.h"

enum { LEAVES = 1 << 17, BUNDLES = 512, SHOWN = 5, MESSAGES = 64, COUNT = 100000, TURNS = 50 };

typedef struct {
    Str text;
    Str checkpoint; /* the signed text */
    uint8_t signature[SIGN_SIGNATURE_BYTES];
    size_t messages[MESSAGES]; /* length of each message that is hashed */
    size_t message_count;
} Sample;

typedef struct {
    Arena arena;
    NoteSigner signer;
    Sample samples[BUNDLES];
    Hash leaves[LEAVES];
    CommitmentOpening openings[BUNDLES];
    char memory[1024 * 1024];
} Bench;

static void require(bool done, const Err *err) {
    if (!done) {
        (void)fprintf(stderr, "bench_verify: %s\n", err->text);
        exit(1);
    }
}

/* Time of this process only: other work on the machine does not count. */
static double now_s(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void open_record(Bench *bench, size_t at) {
    static const Str inputs[] = {
        STR_INIT("{\"how\":\"measured\",\"name\":\"dbh\",\"unit\":\"cm\",\"value\":\"46.2\"}"),
        STR_INIT("{\"how\":\"measured\",\"name\":\"height\",\"unit\":\"m\",\"value\":\"25\"}")};
    uint8_t secret[COMMITMENT_SECRET_BYTES] = {(uint8_t)at, (uint8_t)(at >> 8)};
    CommitmentField fields[SCHEMA_FIELDS_MAX];
    Err err = {0};
    const Schema *schema = schema_of(STR("record.submitted"));
    for (size_t i = 0; i < schema->count; i++) {
        fields[i].value = STR("\"a value of usual length, thirty or so\"");
        fields[i].items = schema->fields[i].list ? inputs : NULL;
        fields[i].count = schema->fields[i].list ? COUNT_OF(inputs) : 0;
    }
    CommitmentInput input = {secret, schema->kind, STR("rainforest"), fields, schema->count};
    require(commitment_open(&bench->arena, &input, &bench->openings[at], &err), &err);
}

static void fill_leaves(Bench *bench) {
    for (size_t i = 0; i < LEAVES; i++) {
        bench->leaves[i] = hash_of((Bytes){(const uint8_t *)&i, sizeof(i)});
    }
    for (size_t i = 0; i < BUNDLES; i++) {
        open_record(bench, i);
        Str leaf = leaf_committed(&bench->arena, &bench->openings[i].commitment);
        bench->leaves[i * (LEAVES / BUNDLES)] = merkle_leaf(str_bytes(leaf));
    }
}

/* Lengths of all that a verifier hashes: disclosures, commitment, leaf and path. */
static void note_messages(Sample *sample, const Bundle *bundle, size_t path) {
    size_t count = 0;
    for (size_t i = 0; i < bundle->disclosure_count; i++) {
        sample->messages[count++] = bundle->disclosures[i].len;
    }
    size_t parts = 3 + bundle->digest_count;
    sample->messages[count++] = parts * 8 + STR("banyan/commit/v1").len + bundle->kind.len + bundle->programme.len +
                                bundle->digest_count * HASH_BYTES;
    sample->messages[count++] = 1 + STR("{\"c\":\"\",\"v\":1}").len + COMMITMENT_HASH_TEXT;
    for (size_t i = 0; i < path; i++) {
        sample->messages[count++] = 1 + 2 * HASH_BYTES;
    }
    sample->message_count = count;
}

static void make_sample(Bench *bench, MerkleRows *rows, size_t at, Str checkpoint) {
    static const bool shown[SCHEMA_FIELDS_MAX] = {
        [1] = true, [3] = true, [7] = true, [9] = true, [19] = true}; /* SHOWN of them */
    Err err = {0};
    Sample *sample = &bench->samples[at];
    BundleChoice choice = {.opening = &bench->openings[at], .fields = shown};
    Bundle bundle = {.programme = STR("rainforest")};
    TlogProof proof = {.index = at * (LEAVES / BUNDLES), .checkpoint = checkpoint};
    Note note = {.count = 0};
    require(merkle_prove_inclusion(merkle_rows_node, rows, proof.index, LEAVES, &proof.path, &err), &err);
    bundle_choose(&bench->arena, &choice, &bundle);
    bundle.proof = tlog_proof_text(&bench->arena, &proof);
    require(bundle_make(&bench->arena, &bundle, &sample->text, &err), &err);
    require(note_parse(&bench->arena, checkpoint, &note, &err), &err);
    sample->checkpoint = note.text;
    memcpy(sample->signature, note.signatures[0].signature.ptr, sizeof(sample->signature));
    note_messages(sample, &bundle, proof.path.count);
}

static void make_samples(Bench *bench) {
    static const uint8_t seed[SIGN_SEED_BYTES] = {7};
    Err err = {0};
    Str note = {0};
    Checkpoint checkpoint = {.origin = STR("log.example/banyan"), .size = LEAVES};
    require(note_signer_make(checkpoint.origin, seed, &bench->signer, &err), &err);
    fill_leaves(bench);
    MerkleRows rows = merkle_rows(&bench->arena, bench->leaves, LEAVES);
    checkpoint.root = merkle_tree_root(bench->leaves, LEAVES);
    require(checkpoint_sign(&bench->arena, &checkpoint, &bench->signer, &note, &err), &err);
    for (size_t i = 0; i < BUNDLES; i++) {
        make_sample(bench, &rows, i, note);
    }
}

static double verify_all(Bench *bench, uint64_t count) {
    Arena arena;
    Err err = {0};
    arena_init_fixed(&arena, bench->memory, sizeof(bench->memory), NULL); /* as banyan-verify does */
    ArenaMark mark = arena_mark(&arena);
    double start = now_s();
    for (uint64_t i = 0; i < count; i++) {
        Bundle bundle = {.kind = {0}};
        Verdict verdict = {.holds = false};
        require(bundle_parse(&arena, bench->samples[i % BUNDLES].text, &bundle, &err), &err);
        require(bundle_verify(&arena, &bundle, &bench->signer.key, &verdict, &err), &err);
        if (!verdict.holds || verdict.fields[SHOWN].state != VERDICT_WITHHELD) {
            (void)fprintf(stderr, "bench_verify: bundle %llu: %s\n", (unsigned long long)i, verdict.code);
            exit(1);
        }
        arena_rewind(&arena, mark);
    }
    return now_s() - start;
}

/* The cost that cannot be avoided: one signature and the same messages hashed. */
static double bare_all(const Bench *bench, uint64_t count) {
    static uint8_t room[LIMIT_BUNDLE_BYTES];
    double start = now_s();
    for (uint64_t i = 0; i < count; i++) {
        const Sample *sample = &bench->samples[i % BUNDLES];
        if (!sign_verify(bench->signer.key.public_key, str_bytes(sample->checkpoint), sample->signature)) {
            exit(1);
        }
        for (size_t m = 0; m < sample->message_count; m++) {
            Hash hash = hash_of((Bytes){room, sample->messages[m]});
            room[0] = hash.bytes[0];
        }
    }
    return now_s() - start;
}

int main(int argc, char **argv) {
    uint64_t count = COUNT;
    static Bench room;
    Bench *bench = &room;
    if (sodium_init() < 0 || (argc > 1 && !checked_parse_u64(str_from_c(argv[1]), &count))) {
        (void)fputs("usage: bench_verify [COUNT]\n", stderr);
        return 2;
    }
    make_samples(bench);
    double verify = 0;
    double bare = 0;
    /* In turns, so that a change of the processor's pace meets both alike. */
    for (uint64_t turn = 0; turn < TURNS; turn++) {
        verify += verify_all(bench, count / TURNS);
        bare += bare_all(bench, count / TURNS);
    }
    count = count / TURNS * TURNS;
    (void)printf("{\"bundles\":%llu,\"bundle_bytes\":%zu,\"verified_per_s\":%.0f,\"signature_and_hashes_per_s\":%.0f,"
                 "\"share\":%.3f}\n",
                 (unsigned long long)count, bench->samples[0].text.len, (double)count / verify, (double)count / bare,
                 bare / verify);
    arena_done(&bench->arena);
    return 0;
}
