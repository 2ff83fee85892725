#include "crypto/hash.h"

#include <string.h>

#include "../cmocka_all.h"

static void is_hex(const Hash *hash, const char *hex) {
    static const char digits[] = "0123456789abcdef";
    char text[2 * HASH_BYTES + 1] = {0};
    for (size_t i = 0; i < HASH_BYTES; i++) {
        text[2 * i] = digits[hash->bytes[i] >> 4];
        text[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    assert_string_equal(text, hex);
}

/* FIPS 180-4 examples. */
static void digests_are_those_of_the_standard(void **state) {
    (void)state;
    Hash hash = hash_of_str((Str){0});
    is_hex(&hash, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    hash = hash_of_str(STR("abc"));
    is_hex(&hash, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    hash = hash_of_str(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"));
    is_hex(&hash, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void pieces_hash_like_the_whole(void **state) {
    (void)state;
    HashState hashing;
    hash_begin(&hashing);
    hash_add(&hashing, str_bytes(STR("a")));
    hash_add(&hashing, (Bytes){0});
    hash_add(&hashing, str_bytes(STR("bc")));
    Hash pieces = hash_end(&hashing);
    Hash whole = hash_of_str(STR("abc"));
    assert_true(hash_eq(&pieces, &whole));
    whole.bytes[31] ^= 1;
    assert_false(hash_eq(&pieces, &whole));
}

static Hash of_parts(Str first, Str second) {
    HashState hashing;
    hash_begin(&hashing);
    hash_add_part(&hashing, str_bytes(first));
    hash_add_part(&hashing, str_bytes(second));
    return hash_end(&hashing);
}

static void parts_do_not_run_into_each_other(void **state) {
    (void)state;
    Hash one = of_parts(STR("ab"), STR("c"));
    Hash other = of_parts(STR("a"), STR("bc"));
    assert_false(hash_eq(&one, &other));
    Hash flat = hash_of_str(STR("\0\0\0\0\0\0\0\2ab\0\0\0\0\0\0\0\1c"));
    assert_true(hash_eq(&one, &flat));
}

/* RFC 4231 test cases 1, 2 and 6. */
static void hmac_is_that_of_the_standard(void **state) {
    (void)state;
    HmacKey key;
    uint8_t secret[131];
    memset(secret, 0x0b, 20);
    hmac_key(&key, (Bytes){secret, 20});
    Hash mac = hmac_of(&key, str_bytes(STR("Hi There")));
    is_hex(&mac, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    hmac_key(&key, str_bytes(STR("Jefe")));
    mac = hmac_of(&key, str_bytes(STR("what do ya want for nothing?")));
    is_hex(&mac, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    memset(secret, 0xaa, sizeof(secret));
    hmac_key(&key, (Bytes){secret, sizeof(secret)});
    mac = hmac_of(&key, str_bytes(STR("Test Using Larger Than Block-Size Key - Hash Key First")));
    is_hex(&mac, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    Hash again = hmac_of(&key, str_bytes(STR("Test Using Larger Than Block-Size Key - Hash Key First")));
    assert_true(hash_eq(&mac, &again));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_the_standard),
        cmocka_unit_test(pieces_hash_like_the_whole),
        cmocka_unit_test(parts_do_not_run_into_each_other),
        cmocka_unit_test(hmac_is_that_of_the_standard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
