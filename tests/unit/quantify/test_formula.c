#include <string.h>

#include "../cmocka_all.h"
#include "base/limits.h"
#include "quantify/formula.h"
#include "support.h"

static Str printed(Arena *arena, const char *text, bool readable) {
    const FormulaNode *node = NULL;
    size_t at = 0;
    Err err = {0};
    if (!formula_parse(arena, str_from_c(text), &node, &at, &err)) {
        fail_msg("%s: at %zu: %s", text, at, err.text);
    }
    Buf out = {.arena = arena};
    (readable ? formula_print_readable : formula_print)(&out, node);
    return buf_str(&out);
}

static void operators_bind_as_in_mathematics(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *want;
    } rows[] = {
        {"2^3^2", "2 ^ 3 ^ 2"},
        {"(2^3)^2", "(2 ^ 3) ^ 2"},
        {"-a^b", "-a ^ b"},
        {"(-a)^b", "(-a) ^ b"},
        {"a-(b-c)", "a - (b - c)"},
        {"(a-b)-c", "a - b - c"},
        {"a/(b*c)", "a / (b * c)"},
        {"(a/b)*c", "a / b * c"},
        {"a*(b+c)", "a * (b + c)"},
        {"(a*b)+c", "a * b + c"},
        {"2^-3", "2 ^ -3"},
        {"a--b", "a - -b"},
        {"0.6 [g/cm3]*x", "0.6 [g/cm3] * x"},
        {"1[kgCO2e[AR5]]", "1 [kgCO2e[AR5]]"},
        {"if(a<=b,1,min(a,b))", "if(a <= b, 1, min(a, b))"},
        {"sum(over: records, a*b)", "sum(over: records, a * b)"},
        {"sum( over :records ,ln(exp(sqrt(abs(max(1,2))))))", "sum(over: records, ln(exp(sqrt(abs(max(1, 2))))))"},
        {"\n a\t+\nb ", "a + b"}};
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        Str once = printed(&arena, rows[i].text, false);
        support_equal(once, rows[i].want);
        support_equal(printed(&arena, str_c(&arena, once), false), rows[i].want);
    }
    arena_done(&arena);
}

static void readers_get_signs_they_know(void **state) {
    (void)state;
    Arena arena = {0};
    support_equal(printed(&arena, "0.0673 [kg] * (a / 1 [g/cm3] * b)^0.976", true),
                  "0.0673 kg × ((a ÷ 1 g/cm³) × b) ^ 0.976");
    support_equal(printed(&arena, "sum(over: records, a - b)", true), "Σ over records (a − b)");
    support_equal(printed(&arena, "if(a >= 5 [cm], sqrt(a * a), -a)", true), "if(a ≥ 5 cm, √(a × a), −a)");
    arena_done(&arena);
}

static void a_fault_is_told_at_its_byte(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        const char *part;
    } rows[] = {{"", 0, "ends here"},
                {"a +", 3, "ends here"},
                {"a b", 2, "should end"},
                {"(a", 2, "not closed"},
                {"a)", 1, "should end"},
                {"2a", 1, "should end"},
                {"1e5", 1, "should end"},
                {".5", 0, "no number"},
                {"1..2", 0, "not a decimal"},
                {"01", 0, "leading zero"},
                {"A", 0, "small letters"},
                {"sin(a)", 0, "no function"},
                {"ln", 0, "name of a function"},
                {"ln()", 3, "no number"},
                {"min(a)", 5, "argument is missing"},
                {"ln(a,b)", 4, "not closed"},
                {"sum(a)", 4, "says over what"},
                {"sum(over: trees, a)", 10, "says over what"},
                {"if(a, b, c", 10, "not closed"},
                {"1 []", 3, "brackets are empty"},
                {"1 [c m]", 4, "no blanks"},
                {"1 [\xc2\xb5g]", 3, "no blanks"},
                {"1 [cm", 3, "not closed"},
                {"a < b < c", 6, "should end"},
                {"a ** b", 3, "no number"},
                {"a = b", 2, "should end"}};
    Arena arena = {0};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const FormulaNode *node = NULL;
        size_t at = 99;
        Err err = {0};
        if (formula_parse(&arena, str_from_c(rows[i].text), &node, &at, &err)) {
            fail_msg("'%s' was taken", rows[i].text);
        }
        assert_null(node);
        assert_int_equal(err.code, ERR_INVALID_FORMULA);
        support_contains(err.text, rows[i].part);
        if (at != rows[i].at) {
            fail_msg("'%s': at %zu, expected %zu", rows[i].text, at, rows[i].at);
        }
    }
    arena_done(&arena);
}

static void refuse_repeated(const char *part, size_t times, const char *end) {
    Arena arena = {0};
    Buf text = {.arena = &arena};
    for (size_t i = 0; i < times; i++) {
        buf_add(&text, str_from_c(part));
    }
    buf_add(&text, str_from_c(end));
    const FormulaNode *node = NULL;
    size_t at = 0;
    Err err = {0};
    assert_false(formula_parse(&arena, buf_str(&text), &node, &at, &err));
    assert_int_equal(err.code, ERR_TOO_LARGE);
    arena_done(&arena);
}

static void depth_parts_and_length_are_bounded(void **state) {
    (void)state;
    refuse_repeated("(", LIMIT_FORMULA_DEPTH + 1, "a");
    refuse_repeated("-", LIMIT_FORMULA_DEPTH + 1, "a");
    refuse_repeated("a^", LIMIT_FORMULA_DEPTH + 1, "a");
    refuse_repeated("ln(", LIMIT_FORMULA_DEPTH + 1, "a");
    refuse_repeated("1+", LIMIT_FORMULA_NODES, "1");
    refuse_repeated("1 + ", LIMIT_FORMULA_BYTES, "1");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_as_in_mathematics),
        cmocka_unit_test(readers_get_signs_they_know),
        cmocka_unit_test(a_fault_is_told_at_its_byte),
        cmocka_unit_test(depth_parts_and_length_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
