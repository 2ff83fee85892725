#include "../cmocka_all.h"

#include <string.h>

#include "cli/command.h"

static const CommandOption field = {"show", "FIELD", "a field"};
static const CommandOption limit = {"limit", "N", "how many"};

static CommandRun run_with(Arena *arena) {
    CommandRun run = {.arena = arena};
    run.given[0] = (CommandGiven){.option = &field, .value = STR("time")};
    run.given[1] = (CommandGiven){.option = &limit, .value = STR("12")};
    run.given[2] = (CommandGiven){.option = &field, .value = STR("venue")};
    run.given_count = 3;
    return run;
}

static void the_last_value_of_an_option_counts(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = run_with(&arena);
    assert_true(str_eq(command_option(&run, "show"), STR("venue")));
    assert_true(command_option(&run, "out").ptr == NULL);
    assert_true(command_switch(&run, "limit"));
    assert_false(command_switch(&run, "quiet"));
}

static void a_repeated_option_gives_all_its_values_in_order(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = run_with(&arena);
    size_t count = 0;
    const Str *values = command_options_all(&run, "show", &count);
    assert_int_equal(count, 2);
    assert_true(str_eq(values[0], STR("time")) && str_eq(values[1], STR("venue")));
    (void)command_options_all(&run, "out", &count);
    assert_int_equal(count, 0);
}

static void a_needed_option_that_is_missing_is_named(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = run_with(&arena);
    Str value = STR("untouched");
    Err err = {0};
    assert_false(command_need(&run, "programme", &value, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.text, "--programme"));
    assert_true(str_eq(value, STR("untouched")));
    assert_true(command_need(&run, "limit", &value, &err));
    assert_true(str_eq(value, STR("12")));
}

static void a_number_is_a_number_or_a_fault_of_usage(void **state) {
    (void)state;
    Arena arena CLEANUP(arena_done) = {0};
    CommandRun run = run_with(&arena);
    uint64_t number = 7;
    Err err = {0};
    assert_true(command_number(&run, "limit", 50, &number, &err));
    assert_int_equal(number, 12);
    assert_true(command_number(&run, "index", 50, &number, &err));
    assert_int_equal(number, 50);
    assert_false(command_number(&run, "show", 50, &number, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_int_equal(number, 50);
}

/* Every command of the table, depth first. */
static void each_command(const Command *command, void (*each)(const Command *)) {
    each(command);
    for (size_t i = 0; i < command->child_count; i++) {
        each_command(command->children[i], each);
    }
}

static void check_whole(const Command *command) {
    assert_non_null(command->name);
    assert_non_null(command->summary);
    assert_true(command->run != NULL || command->child_count > 0);
    assert_true(command->least <= command->most && command->most <= COMMAND_ARGUMENTS);
    assert_true((command->most > 0) == (command->arguments != NULL));
    for (size_t i = 0; i < command->child_count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(command->children[i]->name, command->children[k]->name);
        }
    }
}

static void check_options(const Command *command) {
    size_t common = 0;
    const CommandOption *options = command_common_options(&common);
    for (size_t i = 0; i < command->option_count; i++) {
        for (size_t k = 0; k < i; k++) {
            assert_string_not_equal(command->options[i].name, command->options[k].name);
        }
        for (size_t k = 0; k < common; k++) {
            assert_string_not_equal(command->options[i].name, options[k].name);
        }
    }
}

static void the_table_is_whole_and_names_nothing_twice(void **state) {
    (void)state;
    each_command(command_root(), check_whole);
    each_command(command_root(), check_options);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_value_of_an_option_counts),
        cmocka_unit_test(a_repeated_option_gives_all_its_values_in_order),
        cmocka_unit_test(a_needed_option_that_is_missing_is_named),
        cmocka_unit_test(a_number_is_a_number_or_a_fault_of_usage),
        cmocka_unit_test(the_table_is_whole_and_names_nothing_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
