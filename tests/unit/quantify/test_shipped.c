#include <string.h>

#include "../cmocka_all.h"
#include "domain/methodology.h"
#include "quantify/methodology_check.h"
#include "quantify/methodology_show.h"
#include "quantify/methodology_test.h"
#include "support.h"

static const char *const shipped[] = {"tree-stock.yaml", "grid-electricity.yaml"};

static void a_shipped_methodology_has_no_fault(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(shipped); i++) {
        Methodology m;
        Faults faults;
        Err err = {0};
        support_methodology(f, shipped[i], &m);
        faults_init(&faults, &f->arena, str_from_c(shipped[i]));
        if (!methodology_check(&f->arena, &m, &f->context, &faults, &err)) {
            fail_msg("%s: %s", shipped[i], err.text);
        }
        assert_int_equal(faults.total, 0);
    }
}

static void a_shipped_methodology_passes_its_own_tests(void **state) {
    Fixture *f = *state;
    bool all = true;
    for (size_t i = 0; i < COUNT_OF(shipped); i++) {
        Methodology m;
        MethodologyTestOutcome *outcomes = NULL;
        bool passed = false;
        Err err = {0};
        support_methodology(f, shipped[i], &m);
        assert_true(methodology_test(&f->arena, &m, &f->context, &outcomes, &passed, &err));
        for (size_t k = 0; k < m.test_count; k++) {
            if (!outcomes[k].passed) {
                print_error("%s: %.*s: %.*s\n", shipped[i], STR_ARG(outcomes[k].name), STR_ARG(outcomes[k].text));
            }
        }
        all = all && passed;
    }
    assert_true(all);
}

static void a_wrong_digit_fails_a_test_case_and_is_told(void **state) {
    Fixture *f = *state;
    Methodology m;
    MethodologyTestOutcome *outcomes = NULL;
    bool passed = true;
    Err err = {0};
    support_methodology(f, "grid-electricity.yaml", &m);
    MethodologyTest test = m.tests[0];
    MethodologyExpect expect = test.expects[1];
    expect.value.text = STR("0.205");
    test.expects = &expect;
    test.expect_count = 1;
    m.tests = &test;
    m.test_count = 1;
    assert_true(methodology_test(&f->arena, &m, &f->context, &outcomes, &passed, &err));
    assert_false(passed);
    support_contains(str_c(&f->arena, outcomes[0].text), "emission value: expected 0.205, got 0.204");
    test.excluded = 1;
    test.expect_count = 0;
    assert_true(methodology_test(&f->arena, &m, &f->context, &outcomes, &passed, &err));
    support_contains(str_c(&f->arena, outcomes[0].text), "excluded records: expected 1, got 0");
    support_contains(str_c(&f->arena, outcomes[0].text), "expects nothing");
    m.test_count = 0;
    assert_true(methodology_test(&f->arena, &m, &f->context, &outcomes, &passed, &err));
    assert_false(passed);
}

static void a_case_that_cannot_run_fails_with_the_reason(void **state) {
    Fixture *f = *state;
    Methodology m;
    MethodologyTestOutcome *outcomes = NULL;
    bool passed = true;
    Err err = {0};
    support_methodology(f, "grid-electricity.yaml", &m);
    MethodologyTest test = m.tests[0];
    test.parameters = (TextMap){0};
    m.tests = &test;
    m.test_count = 1;
    assert_true(methodology_test(&f->arena, &m, &f->context, &outcomes, &passed, &err));
    assert_false(passed);
    support_contains(str_c(&f->arena, outcomes[0].text), "no parameter 'factor_source'");
}

static void its_canonical_json_is_the_same_methodology(void **state) {
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(shipped); i++) {
        Methodology m;
        Methodology again;
        support_methodology(f, shipped[i], &m);
        support_parse(f, str_c(&f->arena, m.canonical), &again);
        assert_true(str_eq(m.canonical, again.canonical));
        assert_true(hash_eq(&m.sha256, &again.sha256));
        assert_int_equal(m.formula_count, again.formula_count);
    }
    FactorSet set;
    Faults faults;
    Err err = {0};
    faults_init(&faults, &f->arena, STR("set"));
    assert_true(factor_set_load(&f->arena, f->sets[1].canonical, f->units, &set, &faults, &err));
    assert_true(hash_eq(&f->sets[1].sha256, &set.sha256));
}

static void it_is_shown_with_formulas_as_written_by_hand(void **state) {
    Fixture *f = *state;
    Methodology m;
    support_methodology(f, "tree-stock.yaml", &m);
    const char *text = str_c(&f->arena, methodology_show(&f->arena, &m, STR("en")));
    support_contains(text, "agb_tree = 0.0673 kg × compound ^ 0.976 [kg, per record]");
    support_contains(text, "compound = (wood_density ÷ 1 g/cm³) × (height ÷ 1 m) × (dbh ÷ 1 cm) ^ 2");
    support_contains(text, "agb = Σ over records (agb_tree)");
    support_contains(text, "not a removal");
    support_contains(text, "standard error of model_residual (share of the value): 0.357, independent per record");
    support_contains(text, "standard error of dbh: 0.0062 × dbh + 0.0904 cm, in cm, independent per record");
    support_contains(text, "dbh ≥ 5 cm");
    support_contains(str_c(&f->arena, methodology_show_uncertainty(&f->arena, &m)), "model_slope");
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
        cmocka_unit_test(a_shipped_methodology_has_no_fault),
        cmocka_unit_test(a_shipped_methodology_passes_its_own_tests),
        cmocka_unit_test(a_wrong_digit_fails_a_test_case_and_is_told),
        cmocka_unit_test(a_case_that_cannot_run_fails_with_the_reason),
        cmocka_unit_test(its_canonical_json_is_the_same_methodology),
        cmocka_unit_test(it_is_shown_with_formulas_as_written_by_hand),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
