#include "domain/organisation.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Organisation value;
    TRY(organisation_parse(arena, json, &value, err));
    *printed = organisation_json(arena, &value);
    return true;
}

static const char good[] = "v: 1\n"
                           "id: green-campus\n"
                           "name: {en: Green Campus, zh-Hant: 綠色校園}\n"
                           "identifiers:\n"
                           "- {scheme: lei, value: 5493001KJTIIGC8Y1R12}\n"
                           "- {scheme: tw.business-number, value: '04595600'}\n"
                           "country: TW\n"
                           "website: https://campus.example.org\n"
                           "contact: office@campus.example.org\n";

static void a_full_organisation_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static void the_least_organisation_prints_what_is_there_and_no_more(void **state) {
    (void)state;
    domain_test_printed("v: 1\nname: {en: A club}\nid: club\n", parse,
                        "{\"id\":\"club\",\"name\":{\"en\":\"A club\"},\"v\":1}");
}

static void each_wrong_organisation_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"v: 1", "v: 2", "v: 2 is not a version known here; known is 1"},
        {"v: 1\n", "", "v: is missing; it is required"},
        {"id: green-campus\n", "", "id: is missing; it is required"},
        {"green-campus", "gc",
         "id: 'gc' is not right here; write 3 to 40 lower-case letters, digits and hyphens, no hyphen at either end"},
        {"green-campus", "Green-Campus",
         "id: 'Green-Campus' is not right here; write 3 to 40 lower-case letters, digits and hyphens, no hyphen at "
         "either end"},
        {"green-campus", "-green",
         "id: '-green' is not right here; write 3 to 40 lower-case letters, digits and hyphens, no hyphen at either "
         "end"},
        {"{en: Green Campus, zh-Hant: 綠色校園}", "Green Campus", "name: is a text; right is a map such as {en: text}"},
        {"{en: Green Campus, zh-Hant: 綠色校園}", "{}",
         "name: is an empty object; leave it out where there is nothing"},
        {"en: Green", "english_us: Green",
         "name: 'english_us' is not right here; write a language tag, such as en or zh-Hant"},
        {"Green Campus, zh", "'', zh", "name.en: is empty; write a text or leave it out"},
        {"綠色校園", "\"Cafe\\u0301\"",
         "name.zh-Hant: is not in Unicode normalisation form C; write accented letters as one character each"},
        {"綠色校園", "\"a\\u0007b\"", "name.zh-Hant: has a control character; only line feed and tab are right"},
        {"country: TW", "country: Taiwan",
         "country: 'Taiwan' is not right here; write a country code of two capital letters, such as TW"},
        {"country: TW", "colour: green",
         "'colour' is not known here; known are contact, country, id, identifiers, name, v, website"},
        {"country: TW", "country:", "country: is null; leave it out where there is nothing"},
        {"website: https:", "website: javascript:", "website: is no web address; write it like https://example.org"},
        {"'04595600'", "4595600",
         "identifiers[2].value: is the number 4595600; right is a text, so write it in quotes"},
        {"scheme: lei, ", "", "identifiers[1].scheme: is missing; it is required"},
        {"scheme: lei", "scheme: LEI",
         "identifiers[1].scheme: 'LEI' is not right here; write a code of lower-case words joined by points, such as "
         "tree.visit"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_organisation_reads_and_prints_alike),
        cmocka_unit_test(the_least_organisation_prints_what_is_there_and_no_more),
        cmocka_unit_test(each_wrong_organisation_is_refused_with_its_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
