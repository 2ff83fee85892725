#include "domain/statement_csv.h"

#include <string.h>

#include "../cmocka_all.h"
#include "domain_test.h"

static Statement sample(Arena *arena) {
    Json json = domain_test_json(arena, domain_test_file(arena, "statement.yaml"));
    Statement statement = {0};
    Err err = {0};
    if (!statement_parse(arena, &json, &statement, &err)) {
        fail_msg("%s", err.text);
    }
    return statement;
}

static const char *csv_of(Arena *arena, const Statement *statement) {
    static const StatementPosition position = {
        .sha256 = STR_INIT("aabb"), .origin = STR_INIT("log.example.org"), .index = 7, .log_size = 9};
    Buf out = {.arena = arena};
    statement_csv(&out, statement, &position, STR("en"));
    return str_c(arena, buf_str(&out));
}

static void each_figure_has_its_row(void **state) {
    (void)state;
    static const char *const rows[] = {
        "section,name,label,unit,value,full,se,low,high,note\r\n",
        "statement,state note,,,not verified,,,,,\r\n",
        "result,agb,Above-ground biomass,t,1670,1669.8389977025642917,27.83215540911,1615,1724,",
        "activity data,tree_count,Trees,tree,2044,,,,,2044 values\r\n",
        "records,excluded,,1,5,,,,,diameter under 5 cm: the equation was not made for it\r\n",
        "coverage,completeness,Completeness of sources,1,0.5,,,,,insufficient\r\n",
        "statement,log index,,,7,,,,,\r\n",
        "factor,root_shoot,\"Root to shoot ratio, tropical rainforest\",1,0.37,",
    };
    Arena arena = {0};
    Statement statement = sample(&arena);
    const char *csv = csv_of(&arena, &statement);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (strstr(csv, rows[i]) == NULL) {
            fail_msg("the CSV lacks '%s' in:\n%s", rows[i], csv);
        }
    }
    arena_done(&arena);
}

static void a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(void **state) {
    (void)state;
    static const TextPair pairs[] = {{STR_INIT("en"), STR_INIT("=HYPERLINK(\"x\")")}};
    Arena arena = {0};
    Statement statement = sample(&arena);
    statement.result_note = (TextMap){.pairs = pairs, .count = 1};
    StatementResult *result = arena_copy(&arena, statement.results, sizeof(*result));
    result->value = STR("-12.5");
    result->unit = STR("-danger");
    statement.results = result;
    statement.result_count = 1;
    const char *csv = csv_of(&arena, &statement);
    assert_non_null(strstr(csv, ",\"'=HYPERLINK(\"\"x\"\")\","));
    assert_non_null(strstr(csv, ",'-danger,-12.5,"));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_figure_has_its_row),
        cmocka_unit_test(a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
