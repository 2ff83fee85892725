#include "app/config.h"

#include "base/checked.h"
#include "codec/yaml.h"

typedef struct {
    const char *name;
    const char *environment;
    const char *initial;
    const char *help;
    bool (*valid)(Str value);
    const char *right;
} ConfigRow;

/* C2SP signed-note: a key name has no plus sign and no space; a checkpoint's origin is one line. */
static bool valid_origin(Str value) {
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] <= ' ' || value.ptr[i] > '~' || value.ptr[i] == '+') {
            return false;
        }
    }
    return value.len > 0 && value.len <= 255;
}

static bool valid_minutes(Str value) {
    uint64_t minutes = 0;
    return checked_parse_u64(value, &minutes) && minutes >= 1 && minutes <= 10080;
}

static const ConfigRow config_rows[CONFIG_KEYS] = {
    [CONFIG_LOG_ORIGIN] = {"log.origin", "BANYAN_LOG_ORIGIN", "localhost/banyan",
                           "name of the log: an address without scheme, such as log.example.org/campus", valid_origin,
                           "1 to 255 visible ASCII characters without '+'"},
    [CONFIG_LOG_MERGE_DELAY_MIN] = {"log.merge_delay_min", "BANYAN_LOG_MERGE_DELAY_MIN", "1440",
                                    "minutes within which a receipt promises a place in the log", valid_minutes,
                                    "a whole number from 1 to 10080"},
};

Str config_name(ConfigKey key) {
    return str_from_c(config_rows[key].name);
}

const char *config_help(ConfigKey key) {
    return config_rows[key].help;
}

const char *config_source_name(ConfigSource source) {
    static const char *const names[] = {"default", "banyan.yaml", "environment", "flag"};
    return names[source];
}

uint64_t config_merge_delay_min(const Config *config) {
    uint64_t minutes = 0;
    return checked_parse_u64(config->values[CONFIG_LOG_MERGE_DELAY_MIN].value, &minutes) ? minutes : 0;
}

static bool find_key(Str section, Str name, ConfigKey *out) {
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        Str rest = config_name(key);
        Str key_section = str_cut(&rest, '.');
        if (str_eq(key_section, section) && str_eq(rest, name)) {
            *out = key;
            return true;
        }
    }
    return false;
}

static bool known_section(Str section) {
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        Str rest = config_name(key);
        if (str_eq(str_cut(&rest, '.'), section)) {
            return true;
        }
    }
    return false;
}

static bool read_section(const YamlPair *section, Config *config, Err *err) {
    for (uint32_t i = 0; i < section->value.count; i++) {
        const YamlPair *pair = &section->value.pairs[i];
        ConfigKey key = CONFIG_KEYS;
        if (!find_key(section->key, pair->key, &key)) {
            return err_set(err, ERR_INVALID_CONFIG,
                           "banyan.yaml:%u: unknown key '%.*s.%.*s'; 'banyan config' lists the keys", pair->key_line,
                           STR_ARG(section->key), STR_ARG(pair->key));
        }
        if (pair->value.type != YAML_SCALAR || !config_rows[key].valid(pair->value.scalar)) {
            return err_set(err, ERR_INVALID_CONFIG, "banyan.yaml:%u: %s must be %s", pair->key_line,
                           config_rows[key].name, config_rows[key].right);
        }
        config->values[key] = (ConfigValue){.value = pair->value.scalar, .source = CONFIG_FROM_FILE};
    }
    return true;
}

static bool read_file(Arena *arena, Str text, Config *config, Err *err) {
    if (str_trim(text).len == 0) {
        return true;
    }
    Yaml tree = {0};
    if (!yaml_parse(arena, text, &tree, err)) {
        return err_at(err, "banyan.yaml");
    }
    if (tree.type != YAML_MAPPING) {
        return err_set(err, ERR_INVALID_CONFIG, "banyan.yaml:1: must be a mapping such as 'log: {origin: ...}'");
    }
    for (uint32_t i = 0; i < tree.count; i++) {
        const YamlPair *pair = &tree.pairs[i];
        if (!known_section(pair->key) || pair->value.type != YAML_MAPPING) {
            return err_set(err, ERR_INVALID_CONFIG,
                           "banyan.yaml:%u: unknown key '%.*s'; 'banyan config' lists the keys", pair->key_line,
                           STR_ARG(pair->key));
        }
        TRY(read_section(pair, config, err));
    }
    return true;
}

static bool override(Config *config, ConfigKey key, Str value, ConfigSource source, Err *err) {
    if (!config_rows[key].valid(value)) {
        return err_set(err, ERR_INVALID_CONFIG, "%s (%s) must be %s", config_rows[key].name, config_source_name(source),
                       config_rows[key].right);
    }
    config->values[key] = (ConfigValue){.value = value, .source = source};
    return true;
}

bool config_read(Arena *arena, Str text, ConfigEnvironment environment, const Str flags[CONFIG_KEYS], Config *out,
                 Err *err) {
    Config config = {0};
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        config.values[key].value = str_from_c(config_rows[key].initial);
    }
    TRY(read_file(arena, text, &config, err));
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        const char *variable = environment(config_rows[key].environment);
        if (variable != NULL) {
            TRY(override(&config, key, str_from_c(variable), CONFIG_FROM_ENVIRONMENT, err));
        }
        if (flags[key].ptr != NULL) {
            TRY(override(&config, key, flags[key], CONFIG_FROM_FLAG, err));
        }
    }
    *out = config;
    return true;
}
