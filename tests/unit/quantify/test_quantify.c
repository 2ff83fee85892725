/* Runs of small methodologies whose results and standard errors are known from the formulas of approach 1. */
#include <string.h>

#include "../cmocka_all.h"
#include "support.h"

static const char head[] = "id: tiny-one\n"
                           "version: 1.0.0\n"
                           "title:\n  en: T\n"
                           "summary:\n  en: S\n"
                           "scope: inventory\n"
                           "kind: emission\n"
                           "record_types:\n  - meter.reading\n";
static const char tail[] = "tests:\n"
                           "  - name: none\n"
                           "    expect:\n"
                           "      - result: r\n"
                           "        value: \"0\"\n";

/* Inputs a and b in kg; `a_error`, `b_error` and the parts that follow are YAML. */
typedef struct {
    const char *a_error;
    const char *b_error;
    const char *formulas;
    const char *unit;
    const char *more; /* applicability, factors, parameters */
} Tiny;

static void make(Fixture *f, const Tiny *tiny, Methodology *out) {
    Buf yaml = {.arena = &f->arena};
    buf_addf(&yaml,
             "%s%sinputs:\n"
             "  - name: a\n    label:\n      en: A\n    unit: kg\n    how:\n      - measured\n%s"
             "  - name: b\n    label:\n      en: B\n    unit: kg\n    how:\n      - measured\n    required: false\n"
             "    default: \"2\"\n%s"
             "formulas:\n%s"
             "results:\n  - name: r\n    label:\n      en: R\n    unit: %s\n    digits: follow uncertainty\n"
             "    decimals: 2\n%s",
             head, tiny->more == NULL ? "" : tiny->more, tiny->a_error, tiny->b_error, tiny->formulas, tiny->unit,
             tail);
    support_parse(f, str_c(&f->arena, buf_str(&yaml)), out);
}

static QuantifyRun *begin(Fixture *f, const Methodology *m) {
    QuantifyRun *run = NULL;
    Err err = {0};
    if (!quantify_begin(&f->arena, m, &f->context, &run, &err)) {
        fail_msg("%s", err.text);
    }
    return run;
}

static bool add(QuantifyRun *run, const char *a, const char *b, QuantifyVerdict *verdict, Err *err) {
    RecordInput inputs[2] = {{STR("a"), str_from_c(a), STR("kg"), STR("measured"), {0}}};
    size_t count = 1;
    if (b != NULL) {
        inputs[count++] = (RecordInput){STR("b"), str_from_c(b), STR("kg"), STR("measured"), {0}};
    }
    return quantify_add(run, inputs, count, verdict, err);
}

static void must_add(QuantifyRun *run, const char *a, const char *b) {
    QuantifyVerdict verdict;
    Err err = {0};
    if (!add(run, a, b, &verdict, &err)) {
        fail_msg("%s", err.text);
    }
    assert_true(verdict.included);
}

static const QuantifyResult *end(QuantifyRun *run, QuantifyOutcome *outcome) {
    Err err = {0};
    if (!quantify_end(run, outcome, &err)) {
        fail_msg("%s", err.text);
    }
    return &outcome->results[0];
}

/* r over the records (3, 4) and (5, 6). */
static QuantifyResult over_two(Fixture *f, const Tiny *tiny) {
    Methodology m;
    QuantifyOutcome outcome;
    make(f, tiny, &m);
    QuantifyRun *run = begin(f, &m);
    must_add(run, "3", "4");
    must_add(run, "5", "6");
    return *end(run, &outcome);
}

#define SUM_OF(expression)                                                                                             \
    "  - name: r\n    unit: kg\n    per: programme\n    expr: \"sum(over: records, " expression ")\"\n"
#define INDEPENDENT(se) "    uncertainty:\n      se: " se "\n      correlation: independent\n"
#define COMMON(se)      "    uncertainty:\n      se: " se "\n      correlation: common\n"

static void standard_errors_are_those_of_the_formulas(void **state) {
    Fixture *f = *state;
    static const struct {
        Tiny tiny;
        const char *full;
        const char *se;
    } rows[] = {
        /* independent: sqrt(2) * 0.3; common: 2 * 0.3 */
        {{INDEPENDENT("0.3 [kg]"), "", SUM_OF("a"), "kg", NULL}, "8", "0.42426406871192851464"},
        {{COMMON("0.3 [kg]"), "", SUM_OF("a"), "kg", NULL}, "8", "0.6"},
        /* opposite signs cancel where the error is common */
        {{COMMON("0.3 [kg]"), "", SUM_OF("if(a < 4 [kg], a, -a)"), "kg", NULL}, "-2", ""},
        /* of two inputs: sqrt(2 * (0.3^2 + 0.4^2)) = sqrt(0.5) */
        {{INDEPENDENT("0.3 [kg]"), INDEPENDENT("0.4 [kg]"), SUM_OF("a + b"), "kg", NULL},
         "18",
         "0.70710678118654752440"},
        {{INDEPENDENT("0.3 [kg]"), INDEPENDENT("0.4 [kg]"), SUM_OF("a - b"), "kg", NULL},
         "-2",
         "0.70710678118654752440"},
        /* max takes b, min takes a */
        {{INDEPENDENT("0.3 [kg]"), "", SUM_OF("max(a, b)"), "kg", NULL}, "10", ""},
        {{INDEPENDENT("0.3 [kg]"), "", SUM_OF("min(a, b)"), "kg", NULL}, "8", "0.42426406871192851464"},
        /* a relative error of the value: 0.1 * 8 where common */
        {{"    uncertainty:\n      relative_se: 0.1\n      correlation: common\n", "", SUM_OF("a"), "kg", NULL},
         "8",
         "0.8"},
        /* an error that depends on the value: sum of 0.1 a + 0.2 */
        {{COMMON("0.1 * a + 0.2 [kg]"), "", SUM_OF("a"), "kg", NULL}, "8", "1.2"},
        /* slopes: 2a da over a = 3, 5 with da = 0.1: common 1.6; sqrt(a^2) = a */
        {{COMMON("0.1 [kg]"), "", SUM_OF("a ^ 2 / 1 [kg]"), "kg", NULL}, "34", "1.6"},
        {{COMMON("0.1 [kg]"), "", SUM_OF("sqrt(a * a)"), "kg", NULL}, "8", "0.2"},
        {{COMMON("0.1 [kg]"), "", SUM_OF("abs(-a)"), "kg", NULL}, "8", "0.2"},
        {{COMMON("0.1 [kg]"), "", SUM_OF("exp(ln(a / 1 [kg])) * 1 [kg]"), "kg", NULL}, "8", "0.2"},
        {{COMMON("0.1 [kg]"), "", SUM_OF("1 [kg] / (1 [kg] / a)"), "kg", NULL}, "8", "0.2"},
        /* 2^a with a = 3, 5: 40; slope ln 2 * 40 * 0.1 */
        {{COMMON("0.1 [kg]"), "", SUM_OF("2 ^ (a / 1 [kg]) * 1 [kg]"), "kg", NULL}, "40", "2.7725887222397812377"},
        /* in tonnes */
        {{COMMON("0.3 [kg]"), "", SUM_OF("a"), "t", NULL}, "0.008", "0.0006"},
        /* nobody declares an error */
        {{"", "", SUM_OF("a"), "kg", NULL}, "8", ""},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        QuantifyResult r = over_two(f, &rows[i].tiny);
        if (!str_eq(r.full, str_from_c(rows[i].full)) || r.interval != (rows[i].se[0] != '\0') ||
            (r.interval && !str_starts(str_from_c(rows[i].se), str_slice(r.se, 0, 18)))) {
            fail_msg("row %zu: %.*s +- %.*s, expected %s +- %s", i, STR_ARG(r.full), STR_ARG(r.se), rows[i].full,
                     rows[i].se);
        }
    }
}

static void errors_of_formulas_are_independent_or_common(void **state) {
    Fixture *f = *state;
#define MODEL(correlation)                                                                                             \
    "  - name: x\n    unit: kg\n    per: record\n    expr: a\n    errors:\n      - name: scatter\n"                    \
    "        relative_se: 0.1\n        correlation: " correlation "\n" SUM_OF("x")
    Tiny tiny = {"", "", MODEL("common"), "kg", NULL};
    support_equal(over_two(f, &tiny).se, "0.8");
    tiny.formulas = MODEL("independent");
    /* 0.1 * sqrt(9 + 25) */
    support_equal(str_slice(over_two(f, &tiny).se, 0, 12), "0.5830951894");
}

static void two_sums_of_the_same_draws_are_correlated(void **state) {
    Fixture *f = *state;
    /* r = (sum a) / (sum a) * 8 kg has no error at all; r = sum a + sum a has twice that of one. */
    Tiny tiny = {INDEPENDENT("0.3 [kg]"), "",
                 "  - name: r\n    unit: kg\n    per: programme\n"
                 "    expr: \"sum(over: records, a) / sum(over: records, a * 2) * 8 [kg]\"\n",
                 "kg", NULL};
    QuantifyResult r = over_two(f, &tiny);
    support_equal(r.full, "4");
    assert_true(!r.interval || str_starts(r.se, STR("0.0000000000000000000000")));
    tiny.formulas = "  - name: r\n    unit: kg\n    per: programme\n"
                    "    expr: \"sum(over: records, a) + sum(over: records, a * 1)\"\n";
    support_equal(str_slice(over_two(f, &tiny).se, 0, 12), "0.8485281374");
}

static void products_add_their_relative_errors_in_squares(void **state) {
    Fixture *f = *state;
    /* 5 % and 10 % give 11.180340 %: a programme formula with its own error times an activity with one. */
    Tiny tiny = {"    uncertainty:\n      relative_se: 0.05\n      correlation: common\n", "",
                 "  - name: r\n    unit: kg\n    per: programme\n    expr: \"sum(over: records, a) * 12.5\"\n"
                 "    errors:\n      - name: model\n        relative_se: 0.1\n        correlation: common\n",
                 "kg", NULL};
    QuantifyResult r = over_two(f, &tiny);
    support_equal(r.full, "100");
    support_equal(str_slice(r.se, 0, 9), "11.180339");
    /* half-width 21.9: 22, so whole kilograms */
    support_equal(r.value, "100");
    support_equal(r.low, "78");
    support_equal(r.high, "122");
}

static void a_factor_is_one_draw_wherever_it_is_used(void **state) {
    Fixture *f = *state;
    static const char factors[] = "factors:\n  - name: cf\n    label:\n      en: C\n    unit: \"1\"\n"
                                  "    ref: biomass#carbon-fraction-tree\n";
    /* cf = 0.47, range 0.05 wide; per record and per programme: (8 + 8) * 0.05 / 3.92 */
    Tiny tiny = {"", "",
                 "  - name: r\n    unit: kg\n    per: programme\n"
                 "    expr: \"sum(over: records, a * cf) + sum(over: records, a) * cf\"\n",
                 "kg", factors};
    QuantifyResult r = over_two(f, &tiny);
    support_equal(r.full, "7.52");
    support_equal(str_slice(r.se, 0, 16), "0.20408163265306");
}

static void optional_inputs_take_their_default_and_others_must_be_there(void **state) {
    Fixture *f = *state;
    Tiny tiny = {"", "", SUM_OF("a + b"), "kg", NULL};
    Methodology m;
    QuantifyOutcome outcome;
    QuantifyVerdict verdict;
    Err err = {0};
    make(f, &tiny, &m);
    QuantifyRun *run = begin(f, &m);
    must_add(run, "3", NULL);
    assert_false(quantify_add(run, NULL, 0, &verdict, &err));
    assert_int_equal(err.code, ERR_INVALID_RECORD);
    support_contains(err.text, "'a' is missing");
    const QuantifyResult *r = end(run, &outcome);
    support_equal(r->full, "5");
    support_equal(r->value, "5.00");
    assert_int_equal(outcome.included, 1);
    assert_int_equal(outcome.activities[0].count, 1);
    assert_int_equal(outcome.activities[1].count, 0);
}

static void a_bad_record_is_refused_and_not_counted(void **state) {
    Fixture *f = *state;
    Tiny tiny = {"", "", SUM_OF("ln(a / 1 [kg]) * 1 [kg]"), "kg", NULL};
    Methodology m;
    QuantifyVerdict verdict;
    QuantifyOutcome outcome;
    make(f, &tiny, &m);
    QuantifyRun *run = begin(f, &m);
    static const struct {
        RecordInput input;
        ErrCode code;
        const char *part;
    } rows[] = {
        {{STR_INIT("c"), STR_INIT("1"), STR_INIT("kg"), {0}, {0}}, ERR_INVALID_RECORD, "'c' is unknown"},
        {{STR_INIT("a"), STR_INIT("1e3"), STR_INIT("kg"), {0}, {0}}, ERR_INVALID_ENCODING, "input a"},
        {{STR_INIT("a"), STR_INIT("1"), STR_INIT("m"), {0}, {0}}, ERR_INVALID_RECORD, "'m' is no unit of it"},
        {{STR_INIT("a"), STR_INIT("1"), STR_INIT("stone"), {0}, {0}}, ERR_INVALID_UNIT, "stone"},
        {{STR_INIT("a"), STR_INIT("0"), STR_INIT("kg"), {0}, {0}}, ERR_ARITHMETIC, "the formula 'r': ln of 0"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Err err = {0};
        assert_false(quantify_add(run, &rows[i].input, 1, &verdict, &err));
        assert_int_equal(err.code, rows[i].code);
        support_contains(err.text, rows[i].part);
    }
    RecordInput twice[2] = {{STR("a"), STR("1"), STR("kg"), {0}, {0}}, {STR("a"), STR("1"), STR("kg"), {0}, {0}}};
    Err err = {0};
    assert_false(quantify_add(run, twice, 2, &verdict, &err));
    must_add(run, "1", NULL);
    support_equal(end(run, &outcome)->full, "0");
    assert_int_equal(outcome.included, 1);
    assert_int_equal(outcome.activities[0].count, 1);
}

static void a_guard_keeps_a_branch_from_running(void **state) {
    Fixture *f = *state;
    Tiny tiny = {COMMON("0.1 [kg]"), "", SUM_OF("if(a > 0 [kg], ln(a / 1 [kg]), 0) * 1 [kg]"), "kg", NULL};
    Methodology m;
    QuantifyOutcome outcome;
    make(f, &tiny, &m);
    QuantifyRun *run = begin(f, &m);
    must_add(run, "0", NULL);
    must_add(run, "1", NULL);
    support_equal(end(run, &outcome)->full, "0");
    support_equal(outcome.results[0].se, "0.1");
}

static void records_outside_are_counted_by_their_reason(void **state) {
    Fixture *f = *state;
    Tiny tiny = {"", "", SUM_OF("a"), "kg",
                 "applicability:\n"
                 "  - name: too_light\n    condition: a >= 2 [kg]\n    reason:\n      en: light\n"
                 "  - name: too_heavy\n    condition: a < 3000 [g]\n    reason:\n      en: heavy\n"};
    Methodology m;
    QuantifyVerdict verdict;
    QuantifyOutcome outcome;
    Err err = {0};
    make(f, &tiny, &m);
    QuantifyRun *run = begin(f, &m);
    must_add(run, "2", NULL);
    assert_true(add(run, "1.999", NULL, &verdict, &err));
    assert_false(verdict.included);
    support_equal(verdict.excluded_by->name, "too_light");
    assert_true(add(run, "3", NULL, &verdict, &err));
    support_equal(verdict.excluded_by->name, "too_heavy");
    assert_true(add(run, "9", NULL, &verdict, &err));
    support_equal(end(run, &outcome)->full, "2");
    assert_int_equal(outcome.excluded[0].count, 1);
    assert_int_equal(outcome.excluded[1].count, 2);
    assert_int_equal(outcome.included, 1);
    support_equal(outcome.activities[0].max, "2");
}

static void per_record_figures_come_at_full_precision(void **state) {
    Fixture *f = *state;
    Tiny tiny = {"", "", "  - name: third\n    unit: g\n    per: record\n    expr: a / 3\n" SUM_OF("third"), "kg",
                 NULL};
    Methodology m;
    QuantifyVerdict verdict;
    Err err = {0};
    make(f, &tiny, &m);
    f->context.figures = true;
    QuantifyRun *run = begin(f, &m);
    f->context.figures = false;
    assert_true(add(run, "1", NULL, &verdict, &err));
    assert_int_equal(verdict.figure_count, 1);
    support_equal(verdict.figures[0].name, "third");
    support_equal(verdict.figures[0].unit, "g");
    support_equal(verdict.figures[0].value, "333.33333333333333333");
}

static void parameters_and_factors_are_checked_before_anything_runs(void **state) {
    Fixture *f = *state;
    Methodology m;
    support_methodology(f, "grid-electricity.yaml", &m);
    static const struct {
        TextPair pairs[4];
        size_t count;
        ErrCode code;
        const char *part;
    } rows[] = {
        {{{{0}, {0}}}, 0, ERR_INVALID_DOCUMENT, "no parameter 'factor_source'; write it, one of official, owid"},
        {{{STR_INIT("factor_source"), STR_INIT("guess")}}, 1, ERR_INVALID_DOCUMENT, "must be one of official, owid"},
        {{{STR_INIT("factor_source"), STR_INIT("official")}, {STR_INIT("geography"), STR_INIT("twn")}},
         2,
         ERR_INVALID_DOCUMENT,
         "no parameter 'year'"},
        {{{STR_INIT("factor_source"), STR_INIT("owid")},
          {STR_INIT("geography"), STR_INIT("twn")},
          {STR_INIT("year"), STR_INIT("1990")}},
         3,
         ERR_NOT_FOUND,
         "has no 'owid-twn-1990'; it has owid-twn-2016, owid-twn-2023, owid-twn-2024"},
        {{{STR_INIT("factor_source"), STR_INIT("owid")},
          {STR_INIT("geography"), STR_INIT("twn")},
          {STR_INIT("year"), STR_INIT("2023")},
          {STR_INIT("colour"), STR_INIT("red")}},
         4,
         ERR_INVALID_DOCUMENT,
         "knows no parameter 'colour'"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        TextMap parameters = {.pairs = rows[i].pairs, .count = rows[i].count};
        QuantifyContext context = f->context;
        context.parameters = &parameters;
        QuantifyRun *run = NULL;
        Err err = {0};
        assert_false(quantify_begin(&f->arena, &m, &context, &run, &err));
        assert_null(run);
        assert_int_equal(err.code, rows[i].code);
        support_contains(err.text, rows[i].part);
    }
}

static void without_its_set_a_factor_is_not_found(void **state) {
    Fixture *f = *state;
    Methodology m;
    support_methodology(f, "tree-stock.yaml", &m);
    const TextPair zone[] = {{STR_INIT("climate_zone"), STR_INIT("tropical")}};
    TextMap parameters = {.pairs = zone, .count = 1};
    QuantifyContext context = {.units = f->units, .parameters = &parameters};
    QuantifyRun *run = NULL;
    Err err = {0};
    assert_false(quantify_begin(&f->arena, &m, &context, &run, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    support_contains(err.text, "no set of factors 'biomass'");
}

static void a_climate_the_equation_was_not_made_for_is_refused(void **state) {
    Fixture *f = *state;
    Methodology m;
    support_methodology(f, "tree-stock.yaml", &m);
    const TextPair zone[] = {{STR_INIT("climate_zone"), STR_INIT("temperate")}};
    TextMap parameters = {.pairs = zone, .count = 1};
    QuantifyContext context = f->context;
    context.parameters = &parameters;
    QuantifyRun *run = NULL;
    Err err = {0};
    assert_false(quantify_begin(&f->arena, &m, &context, &run, &err));
    support_contains(err.text, "fitted to tropical trees");
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
        cmocka_unit_test(standard_errors_are_those_of_the_formulas),
        cmocka_unit_test(errors_of_formulas_are_independent_or_common),
        cmocka_unit_test(two_sums_of_the_same_draws_are_correlated),
        cmocka_unit_test(products_add_their_relative_errors_in_squares),
        cmocka_unit_test(a_factor_is_one_draw_wherever_it_is_used),
        cmocka_unit_test(optional_inputs_take_their_default_and_others_must_be_there),
        cmocka_unit_test(a_bad_record_is_refused_and_not_counted),
        cmocka_unit_test(a_guard_keeps_a_branch_from_running),
        cmocka_unit_test(records_outside_are_counted_by_their_reason),
        cmocka_unit_test(per_record_figures_come_at_full_precision),
        cmocka_unit_test(parameters_and_factors_are_checked_before_anything_runs),
        cmocka_unit_test(without_its_set_a_factor_is_not_found),
        cmocka_unit_test(a_climate_the_equation_was_not_made_for_is_refused),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
