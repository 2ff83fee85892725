/* The 2,050 trees of the R package BIOMASS: its biomass of each tree and in total is the judge. */
#include <math.h>
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
    if (rest.len == 0) {
        skip();
    }
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
    for (size_t i = 0; i < outcome.result_count; i++) {
        const QuantifyResult *r = &outcome.results[i];
        print_message("%.*s %.*s +- se %.*s [%.*s, %.*s] full %.*s\n", STR_ARG(r->result->name), STR_ARG(r->value),
                      STR_ARG(r->se), STR_ARG(r->low), STR_ARG(r->high), STR_ARG(r->full));
    }
    support_equal(str_slice(outcome.results[0].full, 0, 12), "1669.8389977");
    assert_true(fabs(number(&f->arena, outcome.results[0].full) - 1669.8389977025643) <= 1e-9);
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
        cmocka_unit_test(each_tree_and_the_total_are_those_of_the_reference),
    };
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
