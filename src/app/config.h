/*
 * The settings of an instance: flag over environment over banyan.yaml over default.
 *
 * Shape: one row a key in config.c; a key of the file that is not there is an error with its line.
 * Owns: values live in the caller's arena.
 * Errors: ERR_INVALID_CONFIG names file, line and what would be right.
 * Source: docs/formats/config.md.
 */
#ifndef BANYAN_APP_CONFIG_H
#define BANYAN_APP_CONFIG_H

#include "base/err.h"
#include "base/str.h"

typedef enum { CONFIG_FROM_DEFAULT, CONFIG_FROM_FILE, CONFIG_FROM_ENVIRONMENT, CONFIG_FROM_FLAG } ConfigSource;

typedef enum { CONFIG_LOG_ORIGIN, CONFIG_LOG_MERGE_DELAY_MIN, CONFIG_KEYS } ConfigKey;

typedef struct {
    Str value;
    ConfigSource source;
} ConfigValue;

typedef struct {
    ConfigValue values[CONFIG_KEYS];
} Config;

/* Reads an environment variable; NULL where it is not set. */
typedef const char *(*ConfigEnvironment)(const char *name);

/* `text` is banyan.yaml, empty where there is none; `flags` has one value a key, {0} where not given. */
CHECKED bool config_read(Arena *arena, Str text, ConfigEnvironment environment, const Str flags[CONFIG_KEYS],
                         Config *out, Err *err);
Str config_name(ConfigKey key);
const char *config_help(ConfigKey key);
const char *config_source_name(ConfigSource source);
/* The merge delay promised in receipts, in minutes. */
uint64_t config_merge_delay_min(const Config *config);

#endif
