#include "domain/rules.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static bool parse(Arena *arena, const Json *json, Str *printed, Err *err) {
    Rules value;
    TRY(rules_parse(arena, json, &value, err));
    *printed = rules_json(arena, &value);
    return true;
}

#include <stdio.h>

static const char good[] = "v: 1\n"
                           "id: my-checks/2\n"
                           "title: {en: My checks}\n"
                           "rules:\n"
                           "- {id: first_rule, effect: refuse, text: {en: One}}\n"
                           "- {id: second_rule, effect: flag, text: {en: Two}}\n";

static void a_rule_set_reads_and_prints_alike(void **state) {
    (void)state;
    domain_test_taken(good, parse);
}

static void each_wrong_rule_set_is_refused_with_its_sentence(void **state) {
    (void)state;
    static const DomainTestEdit edits[] = {
        {"my-checks/2", "my-checks",
         "id: 'my-checks' is not right here; write the rule set's name and version, such as basic-checks/1"},
        {"effect: flag", "effect: shout", "rules[2].effect: 'shout' is not known here; right is refuse or flag"},
        {"second_rule", "first_rule", "rules[2].id: 'first_rule' is there twice; name each rule once"},
        {"second_rule", "Second",
         "rules[2].id: 'Second' is not right here; write a name of at most 64 lower-case letters, digits and "
         "underscores, a letter first"},
        {"title: {en: My checks}\n", "", "title: is missing; it is required"},
        {", text: {en: Two}", "", "rules[2].text: is missing; it is required"},
    };
    domain_test_refused(good, parse, edits, COUNT_OF(edits));
}

static void the_shipped_rule_set_is_one(void **state) {
    (void)state;
    static char text[16384];
    FILE *file = fopen(BANYAN_RULES, "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, sizeof(text) - 1, file);
    (void)fclose(file);
    text[size] = '\0';
    domain_test_taken(text, parse);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_set_reads_and_prints_alike),
        cmocka_unit_test(each_wrong_rule_set_is_refused_with_its_sentence),
        cmocka_unit_test(the_shipped_rule_set_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
