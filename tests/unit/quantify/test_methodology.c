/* Each fault a methodology can have, with its line and column: of the file (methodology_load) and of what it says
 * (methodology_check). */
#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "quantify/methodology_check.h"
#include "support.h"

/* The one methodology the tests bend: line numbers are counted in it. */
static const char *const good[] = {
    "id: tiny-one",                                /*  1 */
    "version: 1.0.0",                              /*  2 */
    "title:",                                      /*  3 */
    "  en: T",                                     /*  4 */
    "summary:",                                    /*  5 */
    "  en: S",                                     /*  6 */
    "scope: inventory",                            /*  7 */
    "kind: emission",                              /*  8 */
    "record_types:",                               /*  9 */
    "  - meter.reading",                           /* 10 */
    "inputs:",                                     /* 11 */
    "  - name: energy",                            /* 12 */
    "    label:",                                  /* 13 */
    "      en: Energy",                            /* 14 */
    "    unit: kWh",                               /* 15 */
    "    how:",                                    /* 16 */
    "      - measured",                            /* 17 */
    "    min: \"0\"",                              /* 18 */
    "factors:",                                    /* 19 */
    "  - name: ef",                                /* 20 */
    "    label:",                                  /* 21 */
    "      en: Factor",                            /* 22 */
    "    unit: kgCO2e/kWh",                        /* 23 */
    "    ref: grid-electricity#owid-world-2024",   /* 24 */
    "formulas:",                                   /* 25 */
    "  - name: part",                              /* 26 */
    "    unit: kWh",                               /* 27 */
    "    per: record",                             /* 28 */
    "    expr: energy * 1",                        /* 29 */
    "  - name: emission",                          /* 30 */
    "    unit: kgCO2e",                            /* 31 */
    "    per: programme",                          /* 32 */
    "    expr: \"sum(over: records, part) * ef\"", /* 33 */
    "results:",                                    /* 34 */
    "  - name: emission",                          /* 35 */
    "    label:",                                  /* 36 */
    "      en: Emission",                          /* 37 */
    "    unit: tCO2e",                             /* 38 */
    "    digits: fixed",                           /* 39 */
    "    decimals: 3",                             /* 40 */
    "tests:",                                      /* 41 */
    "  - name: one",                               /* 42 */
    "    records:",                                /* 43 */
    "      - energy: 1000 kWh",                    /* 44 */
    "    expect:",                                 /* 45 */
    "      - result: emission",                    /* 46 */
    "        value: \"0.473\"",                    /* 47 */
};

/* The good one with one line replaced; an empty text leaves it out. */
static Str bent(Arena *arena, size_t line, const char *text) {
    Buf out = {.arena = arena};
    for (size_t i = 0; i < COUNT_OF(good); i++) {
        const char *use = i + 1 == line ? text : good[i];
        if (use[0] != '\0') {
            buf_addf(&out, "%s\n", use);
        }
    }
    return buf_str(&out);
}

static bool judge(Fixture *f, Str yaml, Faults *faults, Err *err) {
    Methodology m;
    faults_init(faults, &f->arena, STR("m"));
    return methodology_load(&f->arena, yaml, &m, faults, err) &&
           methodology_check(&f->arena, &m, &f->context, faults, err);
}

static void the_good_one_has_no_fault(void **state) {
    Fixture *f = *state;
    Faults faults;
    Err err = {0};
    if (!judge(f, bent(&f->arena, 0, ""), &faults, &err)) {
        fail_msg("%s", err.text);
    }
}

typedef struct {
    size_t line;
    const char *text;
    const char *part;
} Row;

static void refuse_rows(Fixture *f, const Row *rows, size_t count) {
    for (size_t i = 0; i < count; i++) {
        Faults faults;
        Err err = {0};
        if (judge(f, bent(&f->arena, rows[i].line, rows[i].text), &faults, &err)) {
            fail_msg("line %zu '%s' was taken", rows[i].line, rows[i].text);
        }
        support_contains(err.text, rows[i].part);
        assert_true(err.code == ERR_INVALID_METHODOLOGY || err.code == ERR_INVALID_YAML);
    }
}

static void a_fault_of_the_file_names_its_place(void **state) {
    static const Row rows[] = {
        {1, "id: Tiny", "1:5: 'id'"},
        {1, "", "'id' is missing here"},
        {2, "version:", "'version' is missing"},
        {4, "  english_language_text: T", "4:26: 'title'"},
        {4, "  en: \"\"", "'title' has no text for 'en'"},
        {7, "scope: everything", "7:8: 'scope' is 'everything'; it must be one of inventory, project, outcome"},
        {8, "kind: miracle", "8:7: 'kind' is 'miracle'"},
        {8, "kinds: emission", "8:1: a methodology has no member 'kinds'; its members are id"},
        {10, "  - Meter Reading", "10:3"},
        {12, "  - name: Energy", "12:11"},
        {15, "    unit:", "'unit' is missing"},
        {15, "    units: kWh", "an input has no member 'units'"},
        {17, "      - guessed", "'guessed' is no way to know a value"},
        {18, "    min: \"1e3\"", "18:11: 'min'"},
        {18, "    required: yes", "18:15: 'required' is 'yes'; it must be true or false"},
        {18, "    default: \"1\"", "18:15: 'energy' is required and so needs no default"},
        {18, "    uncertainty:\n      se: 1 [kWh]\n      relative_se: 0.1\n      correlation: common", "given once"},
        {18, "    uncertainty:\n      correlation: common", "given once"},
        {18, "    uncertainty:\n      se: 1 [kWh]\n      correlation: none", "must be one of independent, common"},
        {20, "  - name: energy", "20:5: 'energy' is already the name of an input (line 12)"},
        {28, "    per: tree", "28:10: 'per' is 'tree'; it must be one of record, programme"},
        {35, "  - name: heat", "35:5: the result 'heat' comes from 'heat', which is no formula per programme"},
        {35, "  - name: part", "comes from 'part', which is no formula per programme"},
        {39, "    digits: many", "39:13: 'digits' is 'many'"},
        {40, "    decimals: three", "40:15: 'decimals' is 'three'"},
        {40, "    decimals: 31", "at most 30"},
        {35,
         "  - name: emission\n    label:\n      en: E\n    unit: t\n    digits: fixed\n    decimals: 1\n  - name: "
         "emission",
         "41:5: 'emission' is listed twice"},
        {33,
         "    expr: 1 [kgCO2e]\n    errors:\n      - name: e\n        relative_se: 1\n        correlation: common\n"
         "      - name: e\n        relative_se: 1\n        correlation: common",
         "38:9: 'e' is listed twice"},
        {44, "      - energy: much kWh", "44:17: 'energy' of a test record"},
        {46, "      - result: heat", "46:9: an expectation names one of the results"},
        {47, "", "an expectation names one of the results and its published 'value'"},
        {41, "examples:", "a methodology has no member 'examples'"},
        {33, "    expr: sum(over: records, part)", "33:"},
    };
    refuse_rows(*state, rows, COUNT_OF(rows));
}

static void a_fault_of_units_and_formulas_names_its_place(void **state) {
    static const Row rows[] = {
        {15, "    unit: kilowatthour", "15:11: 'kilowatthour' in the unit"},
        {15, "    unit: kg", "expression is mass, but its unit is kWh; units that would fit: kg, g, mg, t"},
        {23, "    unit: kgCO2e[AR5]/kWh", "33:12: the expression is co2e_ar5, but its unit is kgCO2e"},
        {24, "    ref: grid-electricity", "24:10: 'grid-electricity' does not say set and key"},
        {24, "    ref: grid#owid-world-2024", "24:10: there is no set of factors 'grid'"},
        {24, "    ref: grid-electricity#nowhere", "24:10: the set 'grid-electricity' has no factor 'nowhere'"},
        {24, "    ref: \"grid-electricity#{place}\"", "names no parameter"},
        {24, "    ref: biomass#carbon-fraction-tree", "23:11: the factor 'carbon-fraction-tree' is in 1"},
        {27, "    unit: kg", "29:11: the expression is mass length^2 time^-2, but its unit is kg"},
        {29, "    expr: energy + 1", "29:18: an addition needs two values of one dimension"},
        {29, "    expr: energy *", "29:19: the formula ends here"},
        {29, "    expr: heat", "29:11: 'heat' is no input, factor or formula"},
        {29, "    expr: emission", "29:11: the formula 'emission' is not yet known here"},
        {29, "    expr: ln(energy)", "29:11: exp and ln take a number without unit"},
        {29, "    expr: energy ^ 0.5", "29:18: a value with a dimension"},
        {29, "    expr: energy ^ ef", "takes a whole number as its power"},
        {29, "    expr: 2 ^ energy", "29:15: a power is a number without unit"},
        {29, "    expr: energy < 2 [kWh]", "29:18: a comparison is no value"},
        {29, "    expr: if(energy, energy, energy)", "29:14: a condition is a comparison"},
        {29, "    expr: if(energy > 1, energy, energy)", "29:21: a comparison needs two values of one dimension"},
        {29, "    expr: if(1 > 2, energy, 1)", "29:11: both values of an if have one dimension"},
        {29, "    expr: \"sum(over: records, energy)\"",
         "29:12: a sum over records belongs to a formula with per: programme"},
        {29, "    expr: 3 [kwh]", "29:11: 'kwh' in the unit"},
        {29, "    expr: max(energy, 1)", "29:11: max needs two values of one dimension"},
        {29, "    expr: sqrt(energy ^ 3 / energy ^ 2 * 1 [m])", "the root of"},
        {33, "    expr: part * ef", "33:11: 'part' is a value per record; write sum(over: records, ...) around it"},
        {33, "    expr: energy * ef", "33:11: 'energy' is a value per record"},
        {33, "    expr: \"sum(over: records, sum(over: records, part)) * ef\"", "33:31: a sum over records belongs"},
        {38, "    unit: t", "38:11: the expression is co2e, but its unit is t"},
        {18, "    required: false", "29:11: 'energy' may be absent; give the input a default or require it"},
        {18, "    uncertainty:\n      se: 0.1\n      correlation: common", "19:11: the expression is a number"},
        {18, "    uncertainty:\n      relative_se: 1 [kWh]\n      correlation: common", "(a share of the value)"},
        {18, "    uncertainty:\n      relative_se: part\n      correlation: common", "'part' is not yet known"},
        {19,
         "applicability:\n  - name: x\n    condition: energy\n    reason:\n      en: X\nfactors:", "is a comparison"},
    };
    refuse_rows(*state, rows, COUNT_OF(rows));
}

static void all_faults_are_told_not_only_the_first(void **state) {
    Fixture *f = *state;
    Faults faults;
    Err err = {0};
    assert_false(judge(f, bent(&f->arena, 7, "scope: a\nkind: b\nversions: c"), &faults, &err));
    assert_true(faults.total >= 3 || err.code == ERR_INVALID_YAML);
    assert_false(judge(f, bent(&f->arena, 29, "    expr: heat + cold"), &faults, &err));
    assert_int_equal(faults.total, 1);
    assert_false(judge(f, bent(&f->arena, 15, "    unit: kilo"), &faults, &err));
    assert_true(faults.total >= 2);
}

static void an_empty_member_is_an_absent_one_in_yaml_and_json(void **state) {
    Fixture *f = *state;
    static const char *const empty[] = {"    min:", "    min: null", "    min: ~", "    min: NULL"};
    for (size_t i = 0; i < COUNT_OF(empty); i++) {
        Methodology m;
        Methodology again;
        support_parse(f, str_c(&f->arena, bent(&f->arena, 18, empty[i])), &m);
        support_contains(str_c(&f->arena, m.canonical), "\"min\":null");
        support_parse(f, str_c(&f->arena, m.canonical), &again);
        assert_int_equal(again.inputs[0].min.text.len, 0);
        assert_true(hash_eq(&m.sha256, &again.sha256));
    }
}

static void add_inputs(Buf *out, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buf_addf(out, "  - {name: a%zu, label: {en: A}, unit: kWh, how: [measured]}\n", i);
    }
    buf_add(out, STR("  - name: energy"));
}

static void sizes_are_bounded(void **state) {
    Fixture *f = *state;
    Faults faults;
    Err err = {0};
    Buf inputs = {.arena = &f->arena};
    add_inputs(&inputs, 63);
    assert_true(judge(f, bent(&f->arena, 12, str_c(&f->arena, buf_str(&inputs))), &faults, &err));
    buf_clear(&inputs);
    add_inputs(&inputs, 64);
    assert_false(judge(f, bent(&f->arena, 12, str_c(&f->arena, buf_str(&inputs))), &faults, &err));
    support_contains(err.text, "'inputs' lists 65; at most 64 are read");
    Buf sums = {.arena = &f->arena};
    buf_add(&sums, STR("    expr: \"ef * (sum(over: records, part)"));
    for (int i = 0; i < 64; i++) {
        buf_addf(&sums, "+sum(over:records,%d*part)", i);
    }
    buf_add(&sums, STR(")\""));
    assert_false(judge(f, bent(&f->arena, 33, str_c(&f->arena, buf_str(&sums))), &faults, &err));
    support_contains(err.text, "more than 64 different sums");
}

static void nothing_is_given_out_of_a_faulty_file(void **state) {
    Fixture *f = *state;
    Methodology m = {.input_count = 77};
    Faults faults;
    Err err = {0};
    faults_init(&faults, &f->arena, STR("m"));
    assert_false(methodology_load(&f->arena, bent(&f->arena, 1, "id: X"), &m, &faults, &err));
    assert_int_equal(m.input_count, 77);
    assert_false(methodology_load(&f->arena, STR("- a\n- b\n"), &m, &faults, &err));
    assert_false(methodology_load(&f->arena, STR(""), &m, &faults, &err));
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
        cmocka_unit_test(the_good_one_has_no_fault),
        cmocka_unit_test(a_fault_of_the_file_names_its_place),
        cmocka_unit_test(a_fault_of_units_and_formulas_names_its_place),
        cmocka_unit_test(all_faults_are_told_not_only_the_first),
        cmocka_unit_test(an_empty_member_is_an_absent_one_in_yaml_and_json),
        cmocka_unit_test(sizes_are_bounded),
        cmocka_unit_test(nothing_is_given_out_of_a_faulty_file),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
