#include "cli/cli.h"

/* Without an instance the settings are those that `banyan init` would take. */
static bool read_settings(CommandRun *run, Config *out, bool *instance, Err *err) {
    Err missing = {0};
    App app CLEANUP(app_close) = {0};
    *instance = cli_open(run, APP_INSPECT, &app, &missing);
    if (*instance) {
        *out = app.config;
        return true;
    }
    if (missing.code != ERR_NOT_FOUND) {
        return err_set(err, missing.code, "%s", missing.text);
    }
    return config_read(run->arena, (Str){0}, run->env.environment, run->env.flags, out, err);
}

static bool run_config(CommandRun *run, Err *err) {
    Config config = {0};
    bool instance = false;
    Json settings = json_object();
    TRY(read_settings(run, &config, &instance, err));
    Str directory = app_data_dir(&run->env);
    buf_addf(&run->text, "data directory: %.*s%s\n", STR_ARG(directory), instance ? "" : " (nothing there yet)");
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        const ConfigValue *value = &config.values[key];
        Str source = str_from_c(config_source_name(value->source));
        buf_addf(&run->text, "\n%.*s: %.*s\n  from: %.*s\n  %s\n", STR_ARG(config_name(key)), STR_ARG(value->value),
                 STR_ARG(source), config_help(key));
        Json item = json_object();
        cli_set(run, &item, "value", value->value);
        cli_set(run, &item, "source", source);
        cli_set(run, &item, "help", str_from_c(config_help(key)));
        json_set(run->arena, &settings, config_name(key), item);
    }
    cli_set(run, &run->result, "data", directory);
    cli_set_json(run, &run->result, "instance", json_bool(instance));
    cli_set_json(run, &run->result, "settings", settings);
    return true;
}

static const CommandOption options[] = {CLI_SETTINGS};

const Command cli_config = {
    .name = "config",
    .summary = "Show every setting, its value, where that comes from, and what it means.",
    .details = "A flag wins over the environment (BANYAN_LOG_ORIGIN), that over banyan.yaml in the data directory,\n"
               "and that over the default.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_config,
};
