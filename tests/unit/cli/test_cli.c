#include "../cmocka_all.h"

#include <string.h>

#include "cli/cli.h"
#include "cli/help.h"

static CommandRun empty_run(Arena *arena) {
    return (CommandRun){.arena = arena, .text = {.arena = arena}, .faults = {.arena = arena}, .result = json_object()};
}

static void expect_text(const CommandRun *run, const char *wanted) {
    assert_string_equal(str_c(run->arena, buf_str(&run->text)), wanted);
}

static void labels_are_aligned_and_lines_may_be_long(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = empty_run(&arena);
    cli_line(&run, "Size", "%d leaves", 12);
    expect_text(&run, "Size             12 leaves\n");
    buf_clear(&run.text);
    cli_line(&run, "Long", "%5000d", 7);
    assert_int_equal(run.text.len, 17 + 5000 + 1);
    assert_true(str_ends(buf_str(&run.text), STR(" 7\n")));
}

static void a_table_is_as_wide_as_its_widest_cells_in_characters(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = empty_run(&arena);
    CliTable table = {0};
    const Str first[] = {STR("Z\xC3\xBCrich"), STR("a"), STR("end")};
    const Str second[] = {STR("Bern"), STR("long"), STR("")};
    cli_table_row(&run, &table, first, COUNT_OF(first));
    cli_table_row(&run, &table, second, COUNT_OF(second));
    cli_table_print(&run, &table);
    expect_text(&run, "Z\xC3\xBCrich  a     end\nBern    long  \n");
}

static void an_empty_table_prints_nothing(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = empty_run(&arena);
    CliTable table = {0};
    cli_table_print(&run, &table);
    assert_int_equal(run.text.len, 0);
}

static void what_is_not_there_is_null_in_json(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = empty_run(&arena);
    cli_set(&run, &run.result, "some", STR("text"));
    cli_set(&run, &run.result, "none", (Str){0});
    cli_set_index(&run, &run.result, false, 9);
    assert_int_equal(json_get(&run.result, STR("some"))->type, JSON_STRING);
    assert_int_equal(json_get(&run.result, STR("none"))->type, JSON_NULL);
    assert_int_equal(json_get(&run.result, STR("log_index"))->type, JSON_NULL);
    assert_true(str_eq(cli_index(&run, true, 9), STR("at index 9")));
    assert_true(str_eq(cli_index(&run, false, 9), STR("not on the log yet")));
}

static void faults_go_to_lines_and_to_details(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = empty_run(&arena);
    Faults faults = {0};
    faults_init(&faults, &arena, STR("f.csv"));
    cli_faults(&run, &faults);
    assert_int_equal(run.faults.len, 0);
    assert_int_equal(run.details.type, JSON_NULL);
    faults_add(&faults, 3, 2, "not a number");
    cli_faults(&run, &faults);
    assert_true(str_starts(buf_str(&run.faults), STR("f.csv:3:2: not a number\n")));
    assert_int_equal(json_get(&run.details, STR("total"))->as.integer, 1);
    const Json *list = json_get(&run.details, STR("faults"));
    assert_int_equal(list->count, 1);
    assert_int_equal(json_get(&list->as.items[0], STR("row"))->as.integer, 3);
}

static void help_names_usage_options_and_exit_codes(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    Buf out = {.arena = &arena};
    help_print(&out, &cli_import, STR("banyan import"));
    char *text = str_c(&arena, buf_str(&out));
    assert_true(str_starts(buf_str(&out), STR("Usage: banyan import FILE\n")));
    assert_non_null(strstr(text, "--map MAP"));
    assert_non_null(strstr(text, "Options of every command"));
    assert_non_null(strstr(text, "Exit codes: 0 done"));
    buf_clear(&out);
    help_print(&out, &cli_record, STR("banyan record"));
    text = str_c(&arena, buf_str(&out));
    assert_non_null(strstr(text, "banyan record COMMAND"));
    assert_non_null(strstr(text, "\nCommands\n  submit "));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(labels_are_aligned_and_lines_may_be_long),
        cmocka_unit_test(a_table_is_as_wide_as_its_widest_cells_in_characters),
        cmocka_unit_test(an_empty_table_prints_nothing),
        cmocka_unit_test(what_is_not_there_is_null_in_json),
        cmocka_unit_test(faults_go_to_lines_and_to_details),
        cmocka_unit_test(help_names_usage_options_and_exit_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
