#include "domain/lexical.h"

#include <string.h>

#include "../cmocka_all.h"
#include "domain_test.h"

#define HASH "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef bool (*Form)(Str text, Err *err);

typedef struct {
    Form form;
    const char *right;
    const char *wrong;
} Case;

static const Case cases[] = {
    {lexical_uuid, "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a44", "6f1c0a523b1e4f0a9d350c9b1f7e2a44"},
    {lexical_uuid, "00000000-0000-0000-0000-000000000000", "6f1c0a52-3b1e-4f0a-9d35-0c9b1f7e2a4"},
    {lexical_hash, HASH, "00112233"},
    {lexical_hash, HASH, "00112233445566778899AABBCCDDEEFF00112233445566778899aabbccddeeff"},
    {lexical_time, "2026-03-01T08:30:00Z", "2026-03-01 08:30:00Z"},
    {lexical_time, "2026-03-01T08:30:00-03:30", "2026-03-01T08:30Z"},
    {lexical_date, "2024-02-29", "2023-02-29"},
    {lexical_pseudonym, "p-1_", "p-1"},
    {lexical_pseudonym, "abcd", "Anna Lee"},
    {lexical_version, "1.0.0", "v1.0 beta"},
    {lexical_version, "2024-rev2", "-1"},
    {lexical_media_type, "image/svg+xml", "image"},
    {lexical_media_type, "image/jpeg", "image/jpeg; q=1"},
    {lexical_country, "TW", "TWN"},
    {lexical_country, "FR", "fr"},
    {lexical_rules_id, "basic-checks/1", "basic-checks/0"},
    {lexical_rules_id, "basic-checks/12", "basic-checks/1/2"},
    {lexical_unit, "kgCO2e/kWh", "kg CO2e"},
    {lexical_unit, "1", ""},
    {lexical_base64url, "AA", "A"},
    {lexical_base64url, "-_-_", "+/+/"},
    {lexical_zone, "America/Argentina/Buenos_Aires", "Buenos Aires"},
    {lexical_tzdata, "2025b", "2025"},
    {lexical_tzdata, "2024a", "b2025"},
    {lexical_origin, "log.example.org/banyan", "log example"},
    {lexical_origin, "localhost:8080", "log+1"},
    {lexical_share, "0.975", "1.01"},
    {lexical_share, "1", "10"},
    {lexical_share, "1.000", "-0.5"},
    {lexical_share, "0", "97 %"},
};

static void the_right_form_is_taken_and_the_wrong_one_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Err err = {0};
        if (!cases[i].form(str_from_c(cases[i].right), &err)) {
            fail_msg("'%s' is refused: %s", cases[i].right, err.text);
        }
        if (cases[i].form(str_from_c(cases[i].wrong), &err)) {
            fail_msg("'%s' is taken", cases[i].wrong);
        }
        assert_int_equal(err.code, ERR_INVALID_ENCODING);
        assert_non_null(strstr(err.text, "is not right here; write "));
    }
}

static void a_text_that_is_no_clean_line_is_not_shown(void **state) {
    (void)state;
    Err err = {0};
    assert_false(lexical_country((Str){.ptr = "\x1B[2J", .len = 4}, &err));
    assert_string_equal(err.text,
                        "'(not shown)' is not right here; write a country code of two capital letters, such as "
                        "TW");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_form_is_taken_and_the_wrong_one_refused),
        cmocka_unit_test(a_text_that_is_no_clean_line_is_not_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
