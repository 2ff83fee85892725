#include <string.h>

#include "../cmocka_all.h"
#include "support.h"

static Unit unit(Fixture *f, const char *text) {
    Unit out;
    Err err = {0};
    if (!unit_parse(f->units, str_from_c(text), &out, &err)) {
        fail_msg("%s: %s", text, err.text);
    }
    return out;
}

static void factors_are_exact_ratios(void **state) {
    static const struct {
        const char *text;
        uint64_t num;
        uint64_t den;
    } rows[] = {{"1", 1, 1},
                {"kg", 1, 1},
                {"t", 1000, 1},
                {"g/cm3", 1000, 1},
                {"kWh", 3600000, 1},
                {"kgCO2e/kWh", 1, 3600000},
                {"gCO2e/kWh", 1, 3600000000},
                {"tCO2e/MWh", 1, 3600000},
                {"cm2", 1, 10000},
                {"%", 1, 100},
                {"acre", 316160658, 78125},
                {"kg*m2/s2", 1, 1},
                {"s-1", 1, 1},
                {"L/d", 1, 86400000},
                {"mi", 201168, 125}};
    Fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Unit got = unit(f, rows[i].text);
        if (got.num != rows[i].num || got.den != rows[i].den) {
            fail_msg("%s: %llu/%llu", rows[i].text, (unsigned long long)got.num, (unsigned long long)got.den);
        }
    }
}

static void units_of_one_dimension_are_known_as_such(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *a;
        const char *b;
        bool same;
    } rows[] = {{"J", "kg*m2/s2", true},
                {"kWh", "MJ", true},
                {"kWh", "kW", false},
                {"kW*h", "kWh", true},
                {"t/ha", "kg/m2", true},
                {"tCO2e", "kgCO2e", true},
                {"tCO2e", "t", false},
                {"tCO2e[AR5]", "tCO2e[AR6]", false},
                {"tCO2e[AR5]", "tCO2e", false},
                {"USD", "EUR", false},
                {"person", "tree", false},
                {"%", "1", true},
                {"L", "m3", true}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Unit a = unit(f, rows[i].a);
        Unit b = unit(f, rows[i].b);
        if (unit_same_dimension(&a, &b) != rows[i].same) {
            fail_msg("%s and %s", rows[i].a, rows[i].b);
        }
    }
}

static void a_unit_that_is_none_is_refused_with_what_would_be_right(void **state) {
    Fixture *f = *state;
    static const char *const texts[] = {
        "",     "kilogram", "kg/", "/kg",    "kg//m",
        "kg m", "KG",       "kg0", "kg13",   "kg--2",
        "2kg",  "kg^2",     "1/0", "kg/m3/", "kgCO2e[AR7]",
        "m-",   " kg",      "kg ", "μg",     "kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9kg9"};
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        Unit out = {.num = 7};
        Err err = {0};
        if (unit_parse(f->units, str_from_c(texts[i]), &out, &err)) {
            fail_msg("'%s' was taken", texts[i]);
        }
        assert_int_equal(err.code, ERR_INVALID_UNIT);
        assert_int_equal(out.num, 7);
    }
}

static void products_out_of_range_are_refused(void **state) {
    Fixture *f = *state;
    Unit out;
    Err err = {0};
    assert_false(unit_parse(f->units, STR("m12*m12"), &out, &err));
    support_contains(err.text, "out of range");
    assert_false(unit_parse(f->units, STR("TJ12"), &out, &err));
    support_contains(err.text, "out of range");
}

static void roots_need_even_powers(void **state) {
    Fixture *f = *state;
    Unit area = unit(f, "m2");
    Unit length = unit(f, "m");
    UnitDimension root;
    assert_true(unit_root(&area.dimension, &root));
    assert_memory_equal(&root, &length.dimension, sizeof(root));
    assert_false(unit_root(&length.dimension, &root));
}

static void a_unit_is_shown_with_raised_exponents(void **state) {
    Fixture *f = *state;
    support_equal(unit_readable(&f->arena, STR("g/cm3")), "g/cm³");
    support_equal(unit_readable(&f->arena, STR("kg*m2/s2")), "kg·m²/s²");
    support_equal(unit_readable(&f->arena, STR("kgCO2e/kWh")), "kgCO2e/kWh");
    support_equal(unit_readable(&f->arena, STR("s-1")), "s⁻¹");
    support_equal(unit_readable(&f->arena, STR("1")), "");
}

static void alternatives_and_dimensions_are_told(void **state) {
    Fixture *f = *state;
    Unit mass = unit(f, "kg");
    support_contains(str_c(&f->arena, unit_alternatives(f->units, &f->arena, &mass.dimension)), "kg, g, mg, t");
    Unit density = unit(f, "g/cm3");
    support_equal(unit_dimension_text(f->units, &f->arena, &density.dimension), "mass length^-3");
    Unit one = unit_one();
    support_equal(unit_dimension_text(f->units, &f->arena, &one.dimension), "a number without unit");
}

static void a_faulty_table_is_refused_with_every_place(void **state) {
    Fixture *f = *state;
    static const struct {
        const char *yaml;
        const char *part;
    } rows[] = {
        {"version: 1\nunits:\n  - name: kg\n    base: mass\n  - name: kg\n    base: weight\n",
         "5:11: 'kg' is no new name"},
        {"version: 1\nunits:\n  - name: kg\n    base: mass\n  - name: g\n    base: mass\n",
         "6:11: the dimension 'mass'"},
        {"version: 1\nunits:\n  - name: g\n    of: kg\n    factor: 1/1000\n",
         "4:9: 'kg' in the unit 'kg' is not known"},
        {"version: 1\nunits:\n  - name: kg\n    base: mass\n  - name: g\n    of: kg\n    factor: 0.001\n",
         "7:13: the factor '0.001' is no ratio"},
        {"version: 1\nunits:\n  - name: kg\n    base: mass\n  - name: g\n    of: kg\n    factor: 0\n", "is no ratio"},
        {"version: 1\nunits:\n  - name: kg\n    base: mass\n    symbol: kg\n", "has no member 'symbol'"},
        {"version: 1\nunits: []\n", "lists 0 units"},
        {"- kg\n", "is not a mapping"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        UnitTable *table = NULL;
        Faults faults;
        Err err = {0};
        faults_init(&faults, &f->arena, STR("units.yaml"));
        assert_false(unit_table_load(&f->arena, str_from_c(rows[i].yaml), &table, &faults, &err));
        assert_null(table);
        support_contains(err.text, rows[i].part);
    }
}

static void a_text_seen_again_is_remembered(void **state) {
    Fixture *f = *state;
    UnitMemo memo = {0};
    Err err = {0};
    assert_true(unit_remember(f->units, &memo, STR("cm"), &err));
    assert_true(unit_remember(f->units, &memo, STR("cm"), &err));
    assert_int_equal(memo.unit.den, 100);
    assert_false(unit_remember(f->units, &memo, STR("cmm"), &err));
    assert_true(unit_remember(f->units, &memo, STR("mm"), &err));
    assert_int_equal(memo.unit.den, 1000);
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
        cmocka_unit_test(factors_are_exact_ratios),
        cmocka_unit_test(units_of_one_dimension_are_known_as_such),
        cmocka_unit_test(a_unit_that_is_none_is_refused_with_what_would_be_right),
        cmocka_unit_test(products_out_of_range_are_refused),
        cmocka_unit_test(roots_need_even_powers),
        cmocka_unit_test(a_unit_is_shown_with_raised_exponents),
        cmocka_unit_test(alternatives_and_dimensions_are_told),
        cmocka_unit_test(a_faulty_table_is_refused_with_every_place),
        cmocka_unit_test(a_text_seen_again_is_remembered),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
