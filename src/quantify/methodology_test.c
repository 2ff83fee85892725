#include "quantify/methodology_test.h"

#include "quantify/model.h"

static void fail(MethodologyTestOutcome *out, Arena *arena, Str text) {
    out->text = out->text.len > 0 ? str_format(arena, "%.*s; %.*s", STR_ARG(out->text), STR_ARG(text)) : text;
    out->passed = false;
}

static void compare(Arena *arena, const MethodologyExpect *expect, const char *what, Str want, Str got,
                    MethodologyTestOutcome *out) {
    if (want.len > 0 && !str_eq(want, got)) {
        fail(out, arena,
             str_format(arena, "%.*s %s: expected %.*s, got %.*s", STR_ARG(expect->result), what, STR_ARG(want),
                        STR_ARG(got.len > 0 ? got : STR("nothing"))));
    }
}

static void judge_result(Arena *arena, const MethodologyExpect *expect, const QuantifyOutcome *outcome,
                         MethodologyTestOutcome *out) {
    for (size_t i = 0; i < outcome->result_count; i++) {
        const QuantifyResult *result = &outcome->results[i];
        if (str_eq(result->result->name, expect->result)) {
            compare(arena, expect, "value", expect->value.text, result->value, out);
            compare(arena, expect, "figure", expect->figure.text, result->figure, out);
            compare(arena, expect, "low", expect->low.text, result->low, out);
            compare(arena, expect, "high", expect->high.text, result->high, out);
        }
    }
}

static void judge(Arena *arena, const MethodologyTest *test, const QuantifyOutcome *outcome,
                  MethodologyTestOutcome *out) {
    uint64_t excluded = 0;
    for (size_t i = 0; i < outcome->excluded_count; i++) {
        excluded += outcome->excluded[i].count;
    }
    if (excluded != test->excluded) {
        fail(out, arena,
             str_format(arena, "excluded records: expected %llu, got %llu", (unsigned long long)test->excluded,
                        (unsigned long long)excluded));
    }
    if (test->expect_count == 0) {
        fail(out, arena, STR("the case expects nothing; write at least one result"));
    }
    for (size_t i = 0; i < test->expect_count; i++) {
        judge_result(arena, &test->expects[i], outcome, out);
    }
}

static bool run_records(QuantifyRun *run, const MethodologyTest *test, QuantifyOutcome *outcome, Err *err) {
    for (size_t i = 0; i < test->record_count; i++) {
        QuantifyVerdict verdict;
        if (!quantify_add(run, test->records[i].inputs, test->records[i].count, &verdict, err)) {
            return err_at(err, "record %zu", i + 1);
        }
    }
    return quantify_end(run, outcome, err);
}

static void run_case(Arena *arena, const Methodology *methodology, const QuantifyContext *context,
                     const MethodologyTest *test, MethodologyTestOutcome *out) {
    QuantifyContext own = *context;
    own.parameters = &test->parameters;
    own.figures = false;
    *out = (MethodologyTestOutcome){.name = test->name, .passed = true, .place = test->place};
    QuantifyRun *run = NULL;
    QuantifyOutcome outcome = {0};
    Err err = {0};
    if (!quantify_begin(arena, methodology, &own, &run, &err) || !run_records(run, test, &outcome, &err)) {
        fail(out, arena, str_copy(arena, str_from_c(err.text)));
        return;
    }
    judge(arena, test, &outcome, out);
}

bool methodology_test(Arena *arena, const Methodology *methodology, const QuantifyContext *context,
                      MethodologyTestOutcome **out, bool *passed, Err *err) {
    Model *model = NULL;
    Faults faults;
    faults_init(&faults, arena, methodology->id);
    TRY(model_build(arena, methodology, context->units, &faults, &model, err));
    MethodologyTestOutcome *outcomes = ARENA_ARRAY(arena, methodology->test_count, MethodologyTestOutcome);
    bool all = methodology->test_count > 0;
    for (size_t i = 0; i < methodology->test_count; i++) {
        run_case(arena, methodology, context, &methodology->tests[i], &outcomes[i]);
        all = all && outcomes[i].passed;
    }
    *out = outcomes;
    *passed = all;
    return true;
}
