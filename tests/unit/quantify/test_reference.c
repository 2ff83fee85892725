/* Data that others made is the judge: the biomass of 2,050 trees by the R package BIOMASS, each and in total, and the
 * table of carbon intensities from which the shipped factors were taken. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cmocka_all.h"
#include "support.h"

enum { FIELDS = 6, TREES = 2050 };

static void split(Str line, Str fields[FIELDS]) {
    Str rest = line;
    for (int i = 0; i < FIELDS; i++) {
        fields[i] = str_cut(&rest, ',');
    }
}

static double number(Arena *arena, Str text) {
    return strtod(str_c(arena, text), NULL);
}

static void each_tree_and_the_total_are_those_of_the_reference(void **state) {
    Fixture *f = *state;
    Str rest = support_test_data(&f->arena, "trees/nouragues_agb_reference.csv");
    Methodology m;
    support_methodology(f, "tree-stock.yaml", &m);
    const TextPair zone[] = {{STR_INIT("climate_zone"), STR_INIT("tropical")}};
    TextMap parameters = {.pairs = zone, .count = 1};
    f->context.parameters = &parameters;
    f->context.figures = true;
    QuantifyRun *run = NULL;
    Err err = {0};
    if (!quantify_begin(&f->arena, &m, &f->context, &run, &err)) {
        fail_msg("%s", err.text);
    }
    assert_true(str_cut(&rest, '\n').len > 0);
    for (Str line = str_cut(&rest, '\n'); line.len > 0; line = str_cut(&rest, '\n')) {
        Str fields[FIELDS];
        split(str_trim(line), fields);
        const RecordInput inputs[] = {{STR("dbh"), fields[1], STR("cm"), STR("measured"), {0}},
                                      {STR("wood_density"), fields[2], STR("g/cm3"), STR("default"), {0}},
                                      {STR("height"), fields[3], STR("m"), STR("measured"), {0}}};
        QuantifyVerdict verdict;
        if (!quantify_add(run, inputs, COUNT_OF(inputs), &verdict, &err)) {
            fail_msg("%s", err.text);
        }
        assert_true(verdict.included);
        double want = number(&f->arena, fields[4]) * 1000;
        double got = number(&f->arena, verdict.figures[1].value);
        assert_true(fabs(got - want) <= 1e-9 * want);
    }
    QuantifyOutcome outcome;
    if (!quantify_end(run, &outcome, &err)) {
        fail_msg("%s", err.text);
    }
    assert_int_equal(outcome.included, TREES);
    const QuantifyResult *agb = &outcome.results[0];
    support_equal(str_slice(agb->full, 0, 12), "1669.8389977");
    support_equal(agb->value, "1670");
    support_equal(agb->low, "1592");
    support_equal(agb->high, "1748");
    assert_true(fabs(number(&f->arena, outcome.results[0].full) - 1669.8389977025643) <= 1e-9);
}

/* Code of the dataset for the part of the key behind "owid-". */
static Str code_of(Arena *arena, Str geography) {
    return str_eq(geography, STR("WORLD")) ? STR("OWID_WRL") : str_copy(arena, geography);
}

static bool in_table(Arena *arena, Str table, const Factor *factor) {
    Str wanted = str_format(arena, ",%.*s,%.*s,%.*s\n", STR_ARG(code_of(arena, factor->geography)),
                            STR_ARG(factor->year), STR_ARG(factor->value));
    return strstr(table.ptr, str_c(arena, wanted)) != NULL;
}

static void shipped_grid_factors_are_those_of_the_dataset(void **state) {
    Fixture *f = *state;
    Str table = support_test_data(&f->arena, "factors/owid_grapher_carbon_intensity_elec_2025vintage.csv");
    Buf lines = {.arena = &f->arena};
    for (size_t i = 0; i < table.len; i++) {
        if (table.ptr[i] != '\r') {
            buf_add_byte(&lines, table.ptr[i]);
        }
    }
    buf_add_byte(&lines, '\0');
    size_t found = 0;
    for (size_t i = 0; i < f->sets[1].count; i++) {
        const Factor *factor = &f->sets[1].factors[i];
        if (str_starts(factor->key, STR("owid-"))) {
            if (!in_table(&f->arena, buf_str(&lines), factor)) {
                fail_msg("%.*s is not in the dataset", STR_ARG(factor->key));
            }
            found++;
        }
    }
    assert_int_equal(found, 44);
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

static bool is_absent(void) {
    Arena arena = {0};
    bool absent = support_test_data(&arena, "trees/nouragues_agb_reference.csv").len == 0 ||
                  support_test_data(&arena, "factors/owid_grapher_carbon_intensity_elec_2025vintage.csv").len == 0;
    arena_done(&arena);
    return absent;
}

int main(void) {
    if (is_absent()) {
        printf("1..0 # SKIP the test data of others is absent\n");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shipped_grid_factors_are_those_of_the_dataset),
        cmocka_unit_test(each_tree_and_the_total_are_those_of_the_reference),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
