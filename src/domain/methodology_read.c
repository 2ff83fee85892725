#include "domain/methodology_read.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"
#include "base/decimal.h"

void methodology_read_fault(const MethodologyReader *reader, MethodologyPlace place, const char *format, ...) {
    char text[ERR_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    faults_add(reader->faults, place.line, place.column, "%s", text);
}

MethodologyPlace methodology_read_place(const Yaml *value) {
    return (MethodologyPlace){.line = value->line, .column = value->column};
}

/* Whether word is one of "a, b, c". */
static bool listed(const char *words, Str word) {
    Str rest = str_from_c(words);
    while (rest.ptr != NULL) {
        if (str_eq(str_trim(str_cut(&rest, ',')), word)) {
            return true;
        }
    }
    return false;
}

bool methodology_read_mapping(const MethodologyReader *reader, const Yaml *value, const char *what, const char *known) {
    if (value->type != YAML_MAPPING) {
        methodology_read_fault(reader, methodology_read_place(value), "%s is not a mapping; its members are %s", what,
                               known);
        return false;
    }
    for (uint32_t i = 0; i < value->count; i++) {
        const YamlPair *pair = &value->pairs[i];
        if (!listed(known, pair->key)) {
            MethodologyPlace place = {.line = pair->key_line, .column = value->column};
            methodology_read_fault(reader, place, "%s has no member '%.*s'; its members are %s", what,
                                   STR_ARG(pair->key), known);
        }
    }
    return true;
}

/* As yaml_json has it: the canonical JSON of a file, where nothing became null, must read as the file did. */
static bool is_nothing(const Yaml *value) {
    static const Str nulls[] = {STR_INIT("~"), STR_INIT("null"), STR_INIT("Null"), STR_INIT("NULL")};
    if (value->type != YAML_SCALAR || value->scalar.len == 0) {
        return value->type == YAML_SCALAR;
    }
    MethodologyNames names = {.items = nulls, .count = COUNT_OF(nulls)};
    return !value->quoted && methodology_has(&names, value->scalar);
}

static const Yaml *member(const MethodologyReader *reader, const Yaml *map, const char *key, bool required) {
    const Yaml *value = yaml_get(map, str_from_c(key));
    bool empty = value == NULL || is_nothing(value);
    if (empty && required) {
        methodology_read_fault(reader, methodology_read_place(map), "'%s' is missing here; write it", key);
    }
    return empty ? NULL : value;
}

MethodologySpan methodology_read_span(const MethodologyReader *reader, const Yaml *map, const char *key,
                                      bool required) {
    const Yaml *value = member(reader, map, key, required);
    if (value == NULL) {
        return (MethodologySpan){.place = methodology_read_place(map)};
    }
    MethodologyPlace place = methodology_read_place(value);
    if (value->type != YAML_SCALAR) {
        methodology_read_fault(reader, place, "'%s' is not a text; write it on one line", key);
        return (MethodologySpan){.place = place};
    }
    place.column += value->quoted ? 1 : 0;
    return (MethodologySpan){.text = value->scalar, .place = place};
}

Str methodology_read_text(const MethodologyReader *reader, const Yaml *map, const char *key, bool required) {
    return methodology_read_span(reader, map, key, required).text;
}

Str methodology_read_name(const MethodologyReader *reader, const Yaml *map, const char *key) {
    MethodologySpan span = methodology_read_span(reader, map, key, true);
    Err err = {0};
    if (span.text.len > 0 && !text_name(span.text, &err)) {
        methodology_read_fault(reader, span.place, "%s", err.text);
    }
    return span.text;
}

bool methodology_read_flag(const MethodologyReader *reader, const Yaml *map, const char *key, bool otherwise) {
    MethodologySpan span = methodology_read_span(reader, map, key, false);
    if (span.text.len == 0) {
        return otherwise;
    }
    if (!str_eq(span.text, STR("true")) && !str_eq(span.text, STR("false"))) {
        methodology_read_fault(reader, span.place, "'%s' is '%.*s'; it must be true or false", key, STR_ARG(span.text));
    }
    return str_eq(span.text, STR("true"));
}

MethodologySpan methodology_read_decimal(const MethodologyReader *reader, const Yaml *map, const char *key) {
    MethodologySpan span = methodology_read_span(reader, map, key, false);
    Err err = {0};
    if (span.text.len > 0 && !decimal_check(span.text, &err)) {
        methodology_read_fault(reader, span.place, "'%s': %s", key, err.text);
        span.text = (Str){0};
    }
    return span;
}

uint64_t methodology_read_count(const MethodologyReader *reader, const Yaml *map, const char *key, uint64_t otherwise) {
    MethodologySpan span = methodology_read_span(reader, map, key, false);
    uint64_t count = otherwise;
    if (span.text.len > 0 && !checked_parse_u64(span.text, &count)) {
        methodology_read_fault(reader, span.place, "'%s' is '%.*s'; it must be a whole number such as 3", key,
                               STR_ARG(span.text));
    }
    return count;
}

Str methodology_read_word(const MethodologyReader *reader, const Yaml *map, const char *key, const char *words) {
    MethodologySpan span = methodology_read_span(reader, map, key, true);
    if (span.text.len > 0 && !listed(words, span.text)) {
        methodology_read_fault(reader, span.place, "'%s' is '%.*s'; it must be one of %s", key, STR_ARG(span.text),
                               words);
    }
    return span.text;
}

/* Keeps the pairs in byte order of their tags, as TextMap wants them. */
static void insert_pair(TextPair *pairs, size_t count, TextPair pair) {
    size_t at = count;
    while (at > 0 && str_cmp(pairs[at - 1].tag, pair.tag) > 0) {
        pairs[at] = pairs[at - 1];
        at--;
    }
    pairs[at] = pair;
}

static bool text_pair(const MethodologyReader *reader, const YamlPair *pair, const char *key) {
    MethodologyPlace place = methodology_read_place(&pair->value);
    Err err = {0};
    if (pair->value.type != YAML_SCALAR || pair->value.scalar.len == 0) {
        methodology_read_fault(reader, place, "'%s' has no text for '%.*s'; write one", key, STR_ARG(pair->key));
        return false;
    }
    if (!text_language(pair->key, &err) || !text_check(pair->value.scalar, TEXT_LONG_BYTES, &err)) {
        methodology_read_fault(reader, place, "'%s': %s", key, err.text);
        return false;
    }
    return true;
}

TextMap methodology_read_texts(const MethodologyReader *reader, const Yaml *map, const char *key, bool required) {
    const Yaml *value = member(reader, map, key, required);
    if (value == NULL) {
        return (TextMap){0};
    }
    if (value->type != YAML_MAPPING || value->count == 0) {
        methodology_read_fault(reader, methodology_read_place(value),
                               "'%s' is not a mapping of languages; write each text under its tag, such as en", key);
        return (TextMap){0};
    }
    TextPair *pairs = ARENA_ARRAY(reader->arena, value->count, TextPair);
    size_t count = 0;
    for (uint32_t i = 0; i < value->count; i++) {
        if (text_pair(reader, &value->pairs[i], key)) {
            insert_pair(pairs, count++, (TextPair){.tag = value->pairs[i].key, .text = value->pairs[i].value.scalar});
        }
    }
    return (TextMap){.pairs = pairs, .count = count};
}

const Yaml *methodology_read_list(const MethodologyReader *reader, const Yaml *map, const char *key, size_t *count) {
    const Yaml *value = member(reader, map, key, false);
    *count = 0;
    if (value == NULL) {
        return NULL;
    }
    if (value->type != YAML_SEQUENCE) {
        methodology_read_fault(reader, methodology_read_place(value), "'%s' is not a list; begin each item with '- '",
                               key);
        return NULL;
    }
    *count = value->count;
    return value->items;
}

MethodologyNames methodology_read_names(const MethodologyReader *reader, const Yaml *map, const char *key) {
    size_t count = 0;
    const Yaml *items = methodology_read_list(reader, map, key, &count);
    Str *names = ARENA_ARRAY(reader->arena, count, Str);
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i].type != YAML_SCALAR || items[i].scalar.len == 0) {
            methodology_read_fault(reader, methodology_read_place(&items[i]), "'%s': an item is not a text", key);
            continue;
        }
        names[used++] = items[i].scalar;
    }
    return (MethodologyNames){.items = names, .count = used};
}
