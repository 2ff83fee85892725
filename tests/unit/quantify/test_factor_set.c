#include "quantify/factor_set.h"

#include <string.h>

#include "../cmocka_all.h"
#include "support.h"

static void shipped_factors_say_where_they_come_from(void **state) {
    Fixture *f = *state;
    size_t unchecked = 0;
    for (size_t i = 0; i < f->context.set_count; i++) {
        for (size_t k = 0; k < f->sets[i].count; k++) {
            const Factor *factor = &f->sets[i].factors[k];
            assert_true(factor->source.len > 0 && factor->vintage.len > 0 && factor->geography.len > 0);
            assert_true(factor->checked || factor->note.len > 0);
            unchecked += factor->checked ? 0 : 1;
        }
    }
    assert_int_equal(unchecked, 3);
    const Factor *ratio = factor_set_find(&f->sets[0], STR("co2-per-carbon"));
    assert_non_null(ratio);
    support_equal(ratio->value, "44/12");
    assert_null(factor_set_find(&f->sets[0], STR("none")));
}

#define HEAD   "id: set-one\nversion: \"1\"\ntitle:\n  en: T\nlicence: L\nfactors:\n  - key: a\n    label:\n      en: A\n"
#define ORIGIN "    source: S\n    vintage: \"1\"\n    geography: X\n"

static void a_faulty_set_is_refused_with_its_place(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *yaml;
        const char *part;
    } rows[] = {
        {HEAD "    value: \"1,5\"\n    unit: kg\n" ORIGIN "    checked: true\n", "10:13: the value '1,5'"},
        {HEAD "    value: 1/0\n    unit: kg\n" ORIGIN "    checked: true\n", "the value '1/0'"},
        {HEAD "    value: \"1\"\n    unit: kgs\n" ORIGIN "    checked: true\n", "11:11: 'kgs' in the unit"},
        {HEAD "    value: \"1\"\n    unit: kg\n    vintage: \"1\"\n    geography: X\n    checked: true\n",
         "'source' is missing"},
        {HEAD "    value: \"1\"\n    unit: kg\n" ORIGIN, "'checked' is missing; write true only where"},
        {HEAD "    value: \"1\"\n    unit: kg\n" ORIGIN "    checked: true\n    range_95:\n      low: \"0\"\n",
         "a range has a 'low' and a 'high'"},
        {HEAD "    value: \"1\"\n    unit: kg\n" ORIGIN
              "    checked: true\n    range_95:\n      low: \"2\"\n      high: \"1\"\n",
         "is not from low to high"},
        {HEAD "    value: \"1\"\n    unit: kg\n" ORIGIN "    checked: perhaps\n", "must be true or false"},
        {HEAD "    value: \"1\"\n    unit: kg\n" ORIGIN "    checked: true\n  - key: a\n    label:\n      en: A\n"
              "    value: \"1\"\n    unit: kg\n" ORIGIN "    checked: true\n",
         "16:5: the key 'a' is there already"},
        {"id: X\n", "1:5: 'id'"},
        {"- a\n", "is not a mapping"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        FactorSet set;
        Faults faults;
        Err err = {0};
        faults_init(&faults, &f->arena, STR("set"));
        if (factor_set_load(&f->arena, str_from_c(rows[i].yaml), f->units, &set, &faults, &err)) {
            fail_msg("row %zu was taken", i);
        }
        support_contains(err.text, rows[i].part);
    }
}

static int open_fixture(void **state) {
    static Fixture fixture;
    support_open(&fixture);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state) {
    support_close(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_factors_say_where_they_come_from),
        cmocka_unit_test(a_faulty_set_is_refused_with_its_place),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
