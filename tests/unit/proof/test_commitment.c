#include "proof/commitment.h"

#include <string.h>

#include "codec/base64.h"
#include "proof_test.h"

#include "../cmocka_all.h"

static Hash committed(Arena *arena, const ProofTestRecord *record) {
    Hash hash = {{0}};
    Err err = {0};
    assert_true(commitment_make(arena, &record->input, &hash, &err));
    return hash;
}

/* Step by step from the document that describes the format, with nothing of the module but its result. */
static void a_commitment_is_what_the_format_says(void **state) {
    (void)state;
    Arena arena = {0};
    static const uint8_t secret[COMMITMENT_SECRET_BYTES] = {1, 2, 3};
    static const Str flags[] = {STR_INIT("\"dbh-jump\"")};
    CommitmentField fields[7] = {{.value = STR("1")},    {.value = STR("\"p\"")}, {.value = STR("null")},
                                 {.value = STR("null")}, {.value = STR("null")},  {.items = flags, .count = 1},
                                 {.value = STR("null")}};
    CommitmentInput input = {secret, STR("record.checked"), STR("p"), fields, COUNT_OF(fields)};
    Hash made;
    assert_true(commitment_make(&arena, &input, &made, NULL));
    static const char *const names[] = {"v", "programme", "records", "rules", "verdict", "flags", "checked_at"};
    HmacKey key;
    HashState outer;
    hmac_key(&key, (Bytes){secret, sizeof(secret)});
    hash_begin(&outer);
    hash_add_part(&outer, str_bytes(STR("banyan/commit/v1")));
    hash_add_part(&outer, str_bytes(STR("record.checked")));
    hash_add_part(&outer, str_bytes(STR("p")));
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        bool list = i == 5;
        const uint8_t message[] = {'b',          'a', 'n', 'y', 'a',        'n', '/', 'v', '1',
                                   list ? 3 : 1, 0,   0,   0,   (uint8_t)i, 0,   0,   0,   0};
        Hash salt = hmac_of(&key, (Bytes){message, sizeof(message)});
        Str text = str_format(&arena, "[\"%.*s\",\"%s\",%.*s]",
                              STR_ARG(base64_url_encode(&arena, (Bytes){salt.bytes, 16})), names[i],
                              STR_ARG(list ? flags[0] : fields[i].value));
        Hash digest = hash_of_str(base64_url_encode(&arena, str_bytes(text)));
        if (list) {
            const uint8_t of_list[] = {'b', 'a', 'n', 'y', 'a', 'n', '/', 'v', '1', 2, 0, 0, 0, (uint8_t)i, 0, 0, 0, 0};
            Hash list_salt = hmac_of(&key, (Bytes){of_list, sizeof(of_list)});
            HashState inner;
            hash_begin(&inner);
            hash_add_part(&inner, str_bytes(STR("banyan/list/v1")));
            hash_add_part(&inner, (Bytes){list_salt.bytes, 16});
            hash_add_part(&inner, str_bytes(STR("flags")));
            hash_add_part(&inner, hash_bytes(&digest));
            digest = hash_end(&inner);
        }
        hash_add_part(&outer, hash_bytes(&digest));
    }
    Hash expected = hash_end(&outer);
    assert_true(hash_eq(&made, &expected));
    arena_done(&arena);
}

static void making_and_opening_agree(void **state) {
    (void)state;
    Arena arena = {0};
    ProofTestRecord record;
    proof_test_record(&arena, &record, 1);
    Hash made = committed(&arena, &record);
    const CommitmentOpening *opening = &record.opening;
    assert_true(hash_eq(&made, &opening->commitment));
    Hash again = commitment_of_digests(STR("record.submitted"), STR("rainforest"), opening->digests,
                                       opening->schema->count);
    assert_true(hash_eq(&again, &made));
    for (size_t i = 0; i < opening->schema->count; i++) {
        bool list = opening->lists[i].salt.len > 0;
        Hash digest = hash_of_str(opening->disclosures[i]);
        assert_true(list == (i == 11 || i == 12));
        assert_true(list || hash_eq(&digest, &opening->digests[i]));
    }
    Bytes salt = {0};
    assert_int_equal(opening->lists[11].count, 3);
    assert_true(base64_url_decode(&arena, opening->lists[11].salt, &salt, NULL));
    Hash list = commitment_list_digest(STR("inputs"), salt.ptr, opening->lists[11].digests, 3);
    assert_true(hash_eq(&list, &opening->digests[11]));
    arena_done(&arena);
}

static void every_part_of_a_record_is_bound(void **state) {
    (void)state;
    Arena arena = {0};
    ProofTestRecord record;
    proof_test_record(&arena, &record, 1);
    Hash made = committed(&arena, &record);
    Hash other;
    for (size_t i = 0; i < record.input.count; i++) {
        CommitmentField kept = record.fields[i];
        bool list = record.input.fields[i].count > 0 || i == 12;
        record.fields[i] = (CommitmentField){.value = list ? STR("null") : STR("\"other\"")};
        other = committed(&arena, &record);
        assert_false(hash_eq(&made, &other));
        record.fields[i] = kept;
    }
    record.fields[11].count = 2;
    other = committed(&arena, &record);
    assert_false(hash_eq(&made, &other));
    record.fields[11].count = 3;
    record.input.programme = STR("rainfores");
    other = committed(&arena, &record);
    assert_false(hash_eq(&made, &other));
    record.input.programme = STR("rainforest");
    record.secret[31] ^= 1;
    other = committed(&arena, &record);
    assert_false(hash_eq(&made, &other));
    record.secret[31] ^= 1;
    other = committed(&arena, &record);
    assert_true(hash_eq(&made, &other));
    arena_done(&arena);
}

/* An empty list and an absent one are two things, and neither is seen from its digest. */
static void an_empty_list_is_not_an_absent_one(void **state) {
    (void)state;
    Arena arena = {0};
    ProofTestRecord one;
    ProofTestRecord other;
    proof_test_record(&arena, &one, 1);
    proof_test_record(&arena, &other, 2);
    assert_false(hash_eq(&one.opening.digests[12], &other.opening.digests[12]));
    assert_int_equal(one.opening.disclosures[12].len, 0);
    assert_true(one.opening.disclosures[14].len > 0);
    arena_done(&arena);
}

static void no_two_disclosures_share_a_salt(void **state) {
    (void)state;
    Arena arena = {0};
    ProofTestRecord record;
    proof_test_record(&arena, &record, 1);
    Str texts[SCHEMA_FIELDS_MAX + 3];
    size_t count = 0;
    for (size_t i = 0; i < record.input.count; i++) {
        if (record.opening.disclosures[i].len > 0) {
            texts[count++] = record.opening.disclosures[i];
        }
    }
    for (size_t i = 0; i < 3; i++) {
        texts[count++] = record.opening.lists[11].disclosures[i];
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count; j++) {
            /* 22 characters of salt behind 2 of bracket and quote: whole groups up to character 30 of base64. */
            assert_memory_not_equal(texts[i].ptr, texts[j].ptr, 30);
        }
    }
    uint8_t key[32];
    commitment_payload_key(record.secret, key);
    assert_memory_not_equal(key, record.secret, sizeof(key));
    arena_done(&arena);
}

static void what_cannot_be_committed_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Hash hash = {{0}};
    ProofTestRecord record;
    proof_test_record(&arena, &record, 1);
    record.input.count--;
    assert_false(commitment_make(&arena, &record.input, &hash, &err));
    assert_non_null(strstr(err.text, "has 21 fields, not 20"));
    record.input.count++;
    record.fields[5].count = 1;
    assert_false(commitment_make(&arena, &record.input, &hash, &err));
    assert_non_null(strstr(err.text, "is no list"));
    record.fields[5].count = 0;
    record.fields[5].value = (Str){0};
    assert_false(commitment_make(&arena, &record.input, &hash, &err));
    assert_non_null(strstr(err.text, "has no text"));
    record.fields[5].value = STR("null");
    record.fields[11].value = STR("null");
    assert_false(commitment_make(&arena, &record.input, &hash, &err));
    assert_non_null(strstr(err.text, "is absent"));
    record.input.kind = STR("statement.issued");
    assert_false(commitment_make(&arena, &record.input, &hash, &err));
    assert_non_null(strstr(err.text, "no kind of committed entry"));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commitment_is_what_the_format_says), cmocka_unit_test(making_and_opening_agree),
        cmocka_unit_test(every_part_of_a_record_is_bound),      cmocka_unit_test(an_empty_list_is_not_an_absent_one),
        cmocka_unit_test(no_two_disclosures_share_a_salt),      cmocka_unit_test(what_cannot_be_committed_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
