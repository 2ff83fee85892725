#include "app/config.h"

#include <string.h>

#include "../cmocka_all.h"

static const char *no_variable(const char *name) {
    (void)name;
    return NULL;
}

static const char *origin_variable(const char *name) {
    return strcmp(name, "BANYAN_LOG_ORIGIN") == 0 ? "log.example/environment" : NULL;
}

static const char *bad_variable(const char *name) {
    return strcmp(name, "BANYAN_LOG_ORIGIN") == 0 ? "two words" : NULL;
}

static bool read(Arena *arena, const char *text, ConfigEnvironment environment, const char *flag, Config *out,
                 Err *err) {
    Str flags[CONFIG_KEYS] = {[CONFIG_LOG_ORIGIN] = str_from_c(flag)};
    return config_read(arena, str_from_c(text), environment, flags, out, err);
}

static void assert_origin(const Config *config, const char *value, ConfigSource source) {
    assert_true(str_eq(config->values[CONFIG_LOG_ORIGIN].value, str_from_c(value)));
    assert_int_equal(config->values[CONFIG_LOG_ORIGIN].source, source);
}

static void a_flag_beats_the_environment_the_environment_the_file_the_file_the_default(void **state) {
    (void)state;
    static const char file[] = "log:\n  origin: log.example/file\n";
    Arena arena = {0};
    Config config = {0};
    Err err = {0};
    assert_true(read(&arena, "", no_variable, NULL, &config, &err));
    assert_origin(&config, "localhost/banyan", CONFIG_FROM_DEFAULT);
    assert_true(read(&arena, file, no_variable, NULL, &config, &err));
    assert_origin(&config, "log.example/file", CONFIG_FROM_FILE);
    assert_true(read(&arena, file, origin_variable, NULL, &config, &err));
    assert_origin(&config, "log.example/environment", CONFIG_FROM_ENVIRONMENT);
    assert_true(read(&arena, file, origin_variable, "log.example/flag", &config, &err));
    assert_origin(&config, "log.example/flag", CONFIG_FROM_FLAG);
    assert_int_equal(config_merge_delay_min(&config), 1440);
    arena_done(&arena);
}

typedef struct {
    const char *text;
    const char *says;
} BadFile;

static void a_fault_of_the_file_is_named_with_its_line(void **state) {
    (void)state;
    static const BadFile bad[] = {
        {"log:\n  orign: x\n", "banyan.yaml:2: unknown key 'log.orign'"},
        {"log:\n  origin: x\nlogs:\n  a: b\n", "banyan.yaml:3: unknown key 'logs'"},
        {"log: x\n", "banyan.yaml:1: unknown key 'log'"},
        {"- a\n", "banyan.yaml:1: must be a mapping"},
        {"log:\n  origin: a+b\n", "banyan.yaml:2: log.origin must be"},
        {"log:\n  merge_delay_min: 0\n", "banyan.yaml:2: log.merge_delay_min must be a whole number"},
        {"log: [\n", "banyan.yaml: "},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Arena arena = {0};
        Config config = {0};
        Err err = {0};
        assert_false(read(&arena, bad[i].text, no_variable, NULL, &config, &err));
        if (strstr(err.text, bad[i].says) == NULL) {
            fail_msg("case %zu says: %s", i, err.text);
        }
        arena_done(&arena);
    }
}

static void bad_values_elsewhere_name_their_source(void **state) {
    (void)state;
    Arena arena = {0};
    Config config = {0};
    Err err = {0};
    assert_false(read(&arena, "", bad_variable, NULL, &config, &err));
    assert_non_null(strstr(err.text, "log.origin (environment) must be"));
    assert_false(read(&arena, "", no_variable, "", &config, &err));
    assert_non_null(strstr(err.text, "log.origin (flag) must be"));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_flag_beats_the_environment_the_environment_the_file_the_file_the_default),
        cmocka_unit_test(a_fault_of_the_file_is_named_with_its_line),
        cmocka_unit_test(bad_values_elsewhere_name_their_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
