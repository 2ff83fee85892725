/*
 * YAML as people write it, read into a tree that remembers its lines.
 *
 * Shape: one document of mappings, sequences and scalars, UTF-8, nested at most LIMIT_JSON_DEPTH deep. Refused: anchors
 *        and aliases, tags, directives, duplicate keys, keys that are empty or no scalar, merge keys, a second document,
 *        an empty text. A scalar keeps its text and whether it was quoted; a plain one is never turned into a number
 *        here.
 * Owns: the tree lives in the arena and does not need the text.
 * Errors: ERR_INVALID_YAML as "line:column: what, what would be right"; ERR_TOO_LARGE.
 * Source: YAML 1.1 as libyaml reads it.
 */
#ifndef BANYAN_CODEC_YAML_H
#define BANYAN_CODEC_YAML_H

#include "base/err.h"
#include "base/limits.h"
#include "base/str.h"
#include "codec/json.h"

typedef enum { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING } YamlType;

typedef struct Yaml Yaml;
typedef struct YamlPair YamlPair;

struct Yaml {
    YamlType type;
    bool quoted;     /* a scalar written in quotes or as a block */
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in characters */
    uint32_t count;  /* items or pairs */
    Str scalar;
    Yaml *items;
    YamlPair *pairs;
};

struct YamlPair {
    Str key;
    uint32_t key_line;
    uint32_t key_column;
    Yaml value;
};

CHECKED bool yaml_parse(Arena *arena, Str text, Yaml *out, Err *err);
/* Value of that key, or NULL where `mapping` is no mapping or lacks it. */
const Yaml *yaml_get(const Yaml *mapping, Str key);
/* Sets err to code with "line:column: " and the text: for whoever judges the tree. Returns false. */
bool yaml_fail(const Yaml *at, ErrCode code, Err *err, const char *format, ...) PRINTF_LIKE(4, 5);

/* The tree as JSON, by the YAML core schema restricted to null (also ~ and nothing at all), true, false (each in lower,
 * Title or UPPER case) and integers of int64 in their one decimal form: an unquoted decimal with a point is kept as a
 * JSON string with its digits, so that no binary float appears, and so is 007 or 0x1f. Mapping order is kept. Strings
 * are views of the tree's. */
Json yaml_json(Arena *arena, const Yaml *tree);

#endif
