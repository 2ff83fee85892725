#include "proof/receipt.h"

#include <string.h>

#include "proof_test.h"

#include "../cmocka_all.h"

static void make_receipts(Receipt *receipts, size_t count) {
    for (size_t i = 0; i < count; i++) {
        receipts[i] = (Receipt){.origin = STR("log.example/banyan"),
                                .id = STR("018f2e5c-7a1b-7c3d-8e4f-5a6b7c8d9e0f"),
                                .commitment = hash_of((Bytes){(const uint8_t *)&i, sizeof(i)}),
                                .accepted_min = 29500000,
                                .publish_by_min = 29500060};
    }
}

static void check_batch(size_t count) {
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan/receipt"), 5);
    Receipt *receipts = ARENA_ARRAY(&arena, count, Receipt);
    make_receipts(receipts, count);
    receipts[0].has_secret = true;
    receipts[0].secret[0] = 42;
    assert_true(receipt_sign(&arena, receipts, count, &signer, &err));
    for (size_t i = 0; i < count; i++) {
        Receipt back = {.size = 0};
        Str text = receipt_text(&arena, &receipts[i]);
        assert_true(receipt_parse(&arena, text, &back, &err));
        assert_true(str_eq(receipt_text(&arena, &back), text));
        assert_true(receipt_verify(&arena, &back, &signer.key, &err));
        assert_int_equal(back.has_secret, i == 0);
        back.commitment.bytes[0] ^= 1;
        assert_false(receipt_verify(&arena, &back, &signer.key, &err));
    }
    arena_done(&arena);
}

static void each_receipt_of_a_batch_stands_alone(void **state) {
    (void)state;
    static const size_t counts[] = {1, 2, 3, 7, 64, 1000};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        check_batch(counts[i]);
    }
}

/* The secret is not signed: it proves itself by opening the commitment. All else is. */
static void every_changed_bit_of_a_receipt_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan/receipt"), 5);
    Receipt receipts[3];
    make_receipts(receipts, COUNT_OF(receipts));
    assert_true(receipt_sign(&arena, receipts, COUNT_OF(receipts), &signer, &err));
    Str text = receipt_text(&arena, &receipts[1]);
    for (size_t bit = 0; bit < 8 * text.len; bit++) {
        ArenaMark mark = arena_mark(&arena);
        char *changed = arena_copy(&arena, text.ptr, text.len);
        Receipt back = {.size = 0};
        changed[bit / 8] = (char)((uint8_t)changed[bit / 8] ^ (1u << (bit % 8)));
        if (receipt_parse(&arena, (Str){changed, text.len}, &back, &err) &&
            receipt_verify(&arena, &back, &signer.key, &err)) {
            fail_msg("bit %zu of byte %zu", bit % 8, bit / 8);
        }
        arena_rewind(&arena, mark);
    }
    arena_done(&arena);
}

static void another_key_is_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan/receipt"), 5);
    NoteSigner other = proof_test_signer(STR("log.example/banyan/receipt"), 6);
    Receipt receipt;
    make_receipts(&receipt, 1);
    assert_true(receipt_sign(&arena, &receipt, 1, &signer, &err));
    assert_false(receipt_verify(&arena, &receipt, &other.key, &err));
    assert_non_null(strstr(err.text, "signed with key"));
    receipt.key_id = other.key.id;
    assert_false(receipt_verify(&arena, &receipt, &other.key, &err));
    assert_non_null(strstr(err.text, "not over this receipt"));
    arena_done(&arena);
}

static void malformed_receipts_are_refused(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan/receipt"), 5);
    Receipt receipt;
    make_receipts(&receipt, 1);
    assert_true(receipt_sign(&arena, &receipt, 1, &signer, &err));
    Str good = receipt_text(&arena, &receipt);
    static const struct {
        Str from;
        Str to;
        const char *reason;
    } cases[] = {
        {STR_INIT("\"v\":1"), STR_INIT("\"v\":2"), "of version 2"},
        {STR_INIT(",\"v\":1"), STR_INIT(""), "lacks its member \"v\""},
        {STR_INIT(",\"v\":1"), STR_INIT(",\"v\":1,\"w\":1"), "does not know"},
        {STR_INIT("018f2e5c"), STR_INIT("018F2e5c"), "not a log's name or a UUID"},
        {STR_INIT("log.example/banyan\""), STR_INIT("log.example banyan\""), "not a log's name or a UUID"},
        {STR_INIT(":00Z\",\"commitment"), STR_INIT(":01Z\",\"commitment"), "not a whole minute"},
        {STR_INIT("Z\",\"commitment"), STR_INIT("+00:00\",\"commitment"), "not a whole minute"},
        {STR_INIT("\"index\":0"), STR_INIT("\"index\":-1"), "below 0"},
        {STR_INIT("\"index\":0"), STR_INIT("\"index\":\"0\""), "\"index\" of a receipt is"},
        {STR_INIT("\"path\":[]"), STR_INIT("\"path\":[1]"), "is no string"},
        {STR_INIT("\"path\":[]"), STR_INIT("\"path\":[\"AAAA\"]"), "\"path\" of a receipt"},
        {STR_INIT("\"key\":\""), STR_INIT("\"key\":\"0"), "8 hexadecimal digits"},
        {STR_INIT("\"signature\":\""), STR_INIT("\"signature\":\"AAAA"), "base64url of 64 bytes"},
        {STR_INIT(",\"signature"), STR_INIT(",\"secret\":\"AAAA\",\"signature"), "base64url of 32 bytes"},
        {STR_INIT("{"), STR_INIT("{ "), "canonical"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Receipt back = {.size = 77};
        Str text = proof_test_replace(&arena, good, cases[i].from, cases[i].to);
        assert_false(receipt_parse(&arena, text, &back, &err));
        if (strstr(err.text, cases[i].reason) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        assert_int_equal(back.size, 77);
    }
    arena_done(&arena);
}

static void a_batch_is_of_one_log_and_not_empty(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    NoteSigner signer = proof_test_signer(STR("log.example/banyan/receipt"), 5);
    Receipt receipts[2];
    make_receipts(receipts, COUNT_OF(receipts));
    receipts[1].origin = STR("log.example/other");
    assert_false(receipt_sign(&arena, receipts, 2, &signer, &err));
    assert_false(receipt_sign(&arena, receipts, 0, &signer, &err));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_receipt_of_a_batch_stands_alone),
        cmocka_unit_test(every_changed_bit_of_a_receipt_is_refused),
        cmocka_unit_test(another_key_is_refused),
        cmocka_unit_test(malformed_receipts_are_refused),
        cmocka_unit_test(a_batch_is_of_one_log_and_not_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
