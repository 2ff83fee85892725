#include "quantify/inputs.h"

#include <string.h>

#include "../cmocka_all.h"
#include "support.h"

static InputsCheck *prepare(Fixture *f, Methodology *m) {
    InputsCheck *check = NULL;
    Err err = {0};
    support_methodology(f, "tree-stock.yaml", m);
    assert_true(inputs_prepare(&f->arena, m, f->units, &check, &err));
    return check;
}

static const RecordInput dbh = {STR_INIT("dbh"), STR_INIT("11.0"), STR_INIT("cm"), STR_INIT("measured"), {0}};
static const RecordInput density = {
    STR_INIT("wood_density"), STR_INIT("0.6"), STR_INIT("g/cm3"), STR_INIT("default"), {0}};
static const RecordInput height = {STR_INIT("height"), STR_INIT("15"), STR_INIT("m"), STR_INIT("measured"), {0}};

static void a_whole_record_is_accepted_in_any_order_and_unit(void **state) {
    Fixture *f = *state;
    Methodology m;
    InputsCheck *check = prepare(f, &m);
    Err err = {0};
    RecordInput inputs[] = {height, dbh, density};
    assert_true(inputs_check(check, inputs, 3, &err));
    inputs[1].value = STR("110");
    inputs[1].unit = STR("mm");
    inputs[2].value = STR("600");
    inputs[2].unit = STR("kg/m3");
    assert_true(inputs_check(check, inputs, 3, &err));
    inputs[1] = dbh;
    assert_true(inputs_check(check, inputs, 3, &err));
    /* the bounds themselves are inside */
    inputs[1].value = STR("500");
    assert_true(inputs_check(check, inputs, 3, &err));
    inputs[1].value = STR("0.1");
    assert_true(inputs_check(check, inputs, 3, &err));
}

static void each_way_to_be_wrong_is_refused_with_what_would_be_right(void **state) {
    Fixture *f = *state;
    Methodology m;
    InputsCheck *check = prepare(f, &m);
    static const struct {
        RecordInput input;
        ErrCode code;
        const char *part;
    } rows[] = {
        {{STR_INIT("girth"), STR_INIT("1"), STR_INIT("cm"), STR_INIT("measured"), {0}},
         ERR_INVALID_RECORD,
         "'girth' is unknown to tree-stock; its inputs are dbh, wood_density, height"},
        {{STR_INIT("dbh"), STR_INIT("1,5"), STR_INIT("cm"), STR_INIT("measured"), {0}},
         ERR_INVALID_ENCODING,
         "input dbh: '1,5' is not a decimal"},
        {{STR_INIT("dbh"), STR_INIT("15"), STR_INIT("kg"), STR_INIT("measured"), {0}},
         ERR_INVALID_RECORD,
         "input dbh: 'kg' is no unit of it; use cm or one of m, mm, cm, km"},
        {{STR_INIT("wood_density"), STR_INIT("0.5"), STR_INIT("kg"), STR_INIT("measured"), {0}},
         ERR_INVALID_RECORD,
         "input wood_density: 'kg' is no unit of it; use g/cm3"},
        {{STR_INIT("dbh"), STR_INIT("15"), STR_INIT("centimetre"), STR_INIT("measured"), {0}},
         ERR_INVALID_UNIT,
         "'centimetre' in the unit"},
        {{STR_INIT("dbh"), STR_INIT("0.09"), STR_INIT("cm"), STR_INIT("measured"), {0}},
         ERR_INVALID_RECORD,
         "input dbh: 0.09 cm is below the least value, 0.1 cm"},
        {{STR_INIT("dbh"), STR_INIT("5.01"), STR_INIT("m"), STR_INIT("measured"), {0}},
         ERR_INVALID_RECORD,
         "input dbh: 5.01 m is above the largest value, 500 cm"},
        {{STR_INIT("dbh"), STR_INIT("15"), STR_INIT("cm"), STR_INIT("guessed"), {0}},
         ERR_INVALID_RECORD,
         "input dbh: 'guessed' is not how it may be known; allowed are measured"},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Err err = {0};
        assert_false(inputs_check_one(check, &rows[i].input, &err));
        assert_int_equal(err.code, rows[i].code);
        support_contains(err.text, rows[i].part);
    }
}

static void a_missing_or_repeated_input_is_refused(void **state) {
    Fixture *f = *state;
    Methodology m;
    InputsCheck *check = prepare(f, &m);
    const RecordInput missing[] = {dbh, density};
    const RecordInput repeated[] = {dbh, density, height, dbh};
    Err err = {0};
    assert_false(inputs_check(check, missing, 2, &err));
    support_contains(err.text, "the input 'height' is missing; give its value in m");
    assert_false(inputs_check(check, repeated, 4, &err));
    support_contains(err.text, "'dbh' is given twice");
}

static void a_type_of_record_is_one_of_the_methodology(void **state) {
    Fixture *f = *state;
    Methodology m;
    Err err = {0};
    support_methodology(f, "tree-stock.yaml", &m);
    assert_true(inputs_check_type(&m, STR("tree.visit"), &err));
    assert_false(inputs_check_type(&m, STR("meter.reading"), &err));
    support_contains(err.text,
                     "'meter.reading' is no type of record of tree-stock; its types are tree.visit, tree.plant");
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

static void name_unit_and_way_of_knowing_are_judged_without_a_value(void **state) {
    Fixture *f = *state;
    Methodology m;
    InputsCheck *check = prepare(f, &m);
    Err err = {0};
    RecordInput input = {.name = STR("dbh"), .unit = STR("mm"), .how = STR("measured")};
    assert_true(inputs_check_kind(check, &input, &err));
    input.unit = STR("kg");
    assert_false(inputs_check_kind(check, &input, &err));
    assert_non_null(strstr(err.text, "'kg' is no unit of it"));
    input.unit = STR("cm");
    input.how = STR("imputed");
    assert_false(inputs_check_kind(check, &input, &err));
    assert_non_null(strstr(err.text, "'imputed' is not how it may be known"));
    input.name = STR("girth");
    assert_false(inputs_check_kind(check, &input, &err));
    assert_non_null(strstr(err.text, "'girth' is unknown"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_record_is_accepted_in_any_order_and_unit),
        cmocka_unit_test(each_way_to_be_wrong_is_refused_with_what_would_be_right),
        cmocka_unit_test(a_missing_or_repeated_input_is_refused),
        cmocka_unit_test(name_unit_and_way_of_knowing_are_judged_without_a_value),
        cmocka_unit_test(a_type_of_record_is_one_of_the_methodology),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
