#include "codec/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/checked.h"
#include "codec/names.h"
#include "codec/position.h"
#include "codec/utf8.h"

enum { FIRST_CHILDREN = 16, SHOWN_BYTES = 60 };

typedef struct {
    Arena *arena;
    Str text;
    yaml_parser_t parser;
    uint32_t nodes;
    uint32_t depth;
    YamlPair *children; /* of all open sequences and mappings, innermost last; a sequence's have no key */
    size_t used;
    size_t room;
    Err *err;
} Reader;

/* {0} is YAML_NO_EVENT, which may be deleted. */
static void event_done(yaml_event_t *event) {
    yaml_event_delete(event);
}

static void reader_done(Reader *r) {
    yaml_parser_delete(&r->parser);
}

static bool read_node(Reader *r, const yaml_event_t *event, Yaml *out);

static bool fail(const Reader *r, yaml_mark_t mark, ErrCode code, const char *what) {
    return err_set(r->err, code, "%zu:%zu: %s", mark.line + 1, mark.column + 1, what);
}

/* The library could not go on: its words, with the place. */
static bool fail_syntax(const Reader *r) {
    const yaml_parser_t *parser = &r->parser;
    const char *problem = parser->problem == NULL ? "it cannot be read" : parser->problem;
    if (parser->error == YAML_MEMORY_ERROR) {
        return err_set(r->err, ERR_TOO_LARGE, "1:1: no memory to read this YAML text");
    }
    if (parser->error == YAML_READER_ERROR) {
        size_t at = parser->problem_offset < r->text.len ? parser->problem_offset : r->text.len;
        Position position = position_of(r->text, at);
        return err_set(r->err, ERR_INVALID_YAML, "%zu:%zu: not YAML: %s", position.line, position.column, problem);
    }
    if (parser->context == NULL) {
        return err_set(r->err, ERR_INVALID_YAML, "%zu:%zu: not YAML: %s", parser->problem_mark.line + 1,
                       parser->problem_mark.column + 1, problem);
    }
    return err_set(r->err, ERR_INVALID_YAML,
                   "%zu:%zu: not YAML: %s %s that begins at %zu:%zu; look at indentation, colons and quotes",
                   parser->problem_mark.line + 1, parser->problem_mark.column + 1, problem, parser->context,
                   parser->context_mark.line + 1, parser->context_mark.column + 1);
}

static bool next_event(Reader *r, yaml_event_t *event) {
    return yaml_parser_parse(&r->parser, event) == 1 || fail_syntax(r);
}

static Str text_of(const yaml_char_t *bytes, size_t len) {
    return (Str){.ptr = (const char *)bytes, .len = len};
}

static void push(Reader *r, YamlPair child) {
    if (r->used == r->room) {
        size_t room = r->room == 0 ? FIRST_CHILDREN : r->room * 2;
        YamlPair *grown = ARENA_ARRAY(r->arena, room, YamlPair);
        if (r->used > 0) {
            memcpy(grown, r->children, r->used * sizeof(YamlPair));
        }
        r->children = grown;
        r->room = room;
    }
    r->children[r->used++] = child;
}

static bool enter(Reader *r, const yaml_event_t *event) {
    if (r->depth >= LIMIT_JSON_DEPTH) {
        return fail(r, event->start_mark, ERR_TOO_LARGE, "sequences and mappings are nested more than 32 deep");
    }
    r->depth++;
    return true;
}

static bool read_items(Reader *r, Yaml *out) {
    size_t base = r->used;
    for (;;) {
        CLEANUP(event_done) yaml_event_t event = {0};
        YamlPair child = {0};
        TRY(next_event(r, &event));
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            break;
        }
        TRY(read_node(r, &event, &child.value));
        push(r, child);
    }
    out->count = (uint32_t)(r->used - base);
    out->items = ARENA_ARRAY(r->arena, out->count, Yaml);
    for (uint32_t i = 0; i < out->count; i++) {
        out->items[i] = r->children[base + i].value;
    }
    r->used = base;
    return true;
}

static bool read_key(Reader *r, const yaml_event_t *event, YamlPair *pair) {
    if (event->type != YAML_SCALAR_EVENT) {
        return fail(r, event->start_mark, ERR_INVALID_YAML,
                    "a key must be one name, not an alias, a list or a mapping");
    }
    Yaml key = {0};
    TRY(read_node(r, event, &key));
    if (!key.quoted && key.scalar.len == 0) {
        return fail(r, event->start_mark, ERR_INVALID_YAML, "a key is empty; write a name before the colon");
    }
    if (!key.quoted && str_eq(key.scalar, STR("<<"))) {
        return fail(r, event->start_mark, ERR_INVALID_YAML, "merge keys are not used here; write the entries out");
    }
    *pair = (YamlPair){.key = key.scalar, .key_line = key.line, .key_column = key.column};
    return true;
}

static bool check_keys(Reader *r, const Yaml *mapping) {
    ArenaMark mark = arena_mark(r->arena);
    NamesEntry *names = ARENA_ARRAY(r->arena, mapping->count, NamesEntry);
    for (uint32_t i = 0; i < mapping->count; i++) {
        names[i] = (NamesEntry){.name = mapping->pairs[i].key, .at = i};
    }
    NamesEntry found = {0};
    bool repeated = names_repeated(names, mapping->count, &found);
    arena_rewind(r->arena, mark);
    if (!repeated) {
        return true;
    }
    const YamlPair *pair = &mapping->pairs[found.at];
    return err_set(r->err, ERR_INVALID_YAML, "%u:%u: key '%.*s' stands twice in one mapping; keep one", pair->key_line,
                   pair->key_column, STR_ARG(utf8_excerpt(found.name, SHOWN_BYTES)));
}

/* One key and its value; *end says that the mapping ended instead. */
static bool read_pair(Reader *r, YamlPair *pair, bool *end) {
    CLEANUP(event_done) yaml_event_t key = {0};
    CLEANUP(event_done) yaml_event_t value = {0};
    TRY(next_event(r, &key));
    *end = key.type == YAML_MAPPING_END_EVENT;
    if (*end) {
        return true;
    }
    TRY(read_key(r, &key, pair));
    TRY(next_event(r, &value));
    return read_node(r, &value, &pair->value);
}

static bool read_pairs(Reader *r, Yaml *out) {
    size_t base = r->used;
    for (;;) {
        YamlPair pair = {0};
        bool end = false;
        TRY(read_pair(r, &pair, &end));
        if (end) {
            break;
        }
        push(r, pair);
    }
    out->count = (uint32_t)(r->used - base);
    out->pairs = ARENA_ARRAY(r->arena, out->count, YamlPair);
    if (out->count > 0) {
        memcpy(out->pairs, r->children + base, out->count * sizeof(YamlPair));
    }
    r->used = base;
    return check_keys(r, out);
}

/* Anchors and tags give a text a second reading that people do not see. */
static bool check_decoration(const Reader *r, const yaml_event_t *event, const yaml_char_t *anchor,
                             const yaml_char_t *tag) {
    if (anchor != NULL) {
        return fail(r, event->start_mark, ERR_INVALID_YAML,
                    "anchors are not used here; write the value out where it is needed");
    }
    if (tag != NULL) {
        return fail(r, event->start_mark, ERR_INVALID_YAML,
                    "tags are not used here; remove the word that begins with !");
    }
    return true;
}

static bool read_scalar(Reader *r, const yaml_event_t *event, Yaml *out) {
    TRY(check_decoration(r, event, event->data.scalar.anchor, event->data.scalar.tag));
    out->type = YAML_SCALAR;
    out->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    out->scalar = str_copy(r->arena, text_of(event->data.scalar.value, event->data.scalar.length));
    return true;
}

static bool read_sequence(Reader *r, const yaml_event_t *event, Yaml *out) {
    TRY(check_decoration(r, event, event->data.sequence_start.anchor, event->data.sequence_start.tag));
    out->type = YAML_SEQUENCE;
    TRY(enter(r, event));
    TRY(read_items(r, out));
    r->depth--;
    return true;
}

static bool read_mapping(Reader *r, const yaml_event_t *event, Yaml *out) {
    TRY(check_decoration(r, event, event->data.mapping_start.anchor, event->data.mapping_start.tag));
    out->type = YAML_MAPPING;
    TRY(enter(r, event));
    TRY(read_pairs(r, out));
    r->depth--;
    return true;
}

/* Reads the node that the event begins. */
static bool read_node(Reader *r, const yaml_event_t *event, Yaml *out) {
    if (r->nodes >= LIMIT_YAML_NODES) {
        return fail(r, event->start_mark, ERR_TOO_LARGE, "the YAML text has more than 16384 keys and values");
    }
    r->nodes++;
    out->line = (uint32_t)event->start_mark.line + 1;
    out->column = (uint32_t)event->start_mark.column + 1;
    if (event->type == YAML_SCALAR_EVENT) {
        return read_scalar(r, event, out);
    }
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        return read_sequence(r, event, out);
    }
    if (event->type == YAML_MAPPING_START_EVENT) {
        return read_mapping(r, event, out);
    }
    return fail(r, event->start_mark, ERR_INVALID_YAML, "aliases are not used here; write the value out");
}

/* Takes the next event, which by the library's grammar can be of no other type than the wanted or the other one. */
static bool expect(Reader *r, yaml_event_type_t wanted, const char *otherwise) {
    CLEANUP(event_done) yaml_event_t event = {0};
    TRY(next_event(r, &event));
    if (event.type != wanted) {
        return fail(r, event.start_mark, ERR_INVALID_YAML, otherwise);
    }
    return true;
}

static bool read_document_start(Reader *r) {
    CLEANUP(event_done) yaml_event_t event = {0};
    TRY(next_event(r, &event));
    if (event.type != YAML_DOCUMENT_START_EVENT) {
        return fail(r, event.start_mark, ERR_INVALID_YAML, "the text is empty; write a mapping of keys and values");
    }
    bool tags = event.data.document_start.tag_directives.start != event.data.document_start.tag_directives.end;
    if (tags || event.data.document_start.version_directive != NULL) {
        return fail(r, event.start_mark, ERR_INVALID_YAML,
                    "directives are not used here; remove the lines that begin with %");
    }
    return true;
}

static bool read_root(Reader *r, Yaml *out) {
    CLEANUP(event_done) yaml_event_t event = {0};
    TRY(next_event(r, &event));
    return read_node(r, &event, out);
}

static bool read_document(Reader *r, Yaml *out) {
    TRY(expect(r, YAML_STREAM_START_EVENT, "the text has no beginning"));
    TRY(read_document_start(r));
    TRY(read_root(r, out));
    TRY(expect(r, YAML_DOCUMENT_END_EVENT, "the document goes on behind its end"));
    return expect(r, YAML_STREAM_END_EVENT, "a second document begins; a file holds one");
}

static bool check_text(Str text, Err *err) {
    if (text.len > LIMIT_YAML_BYTES) {
        return err_set(err, ERR_TOO_LARGE, "the YAML text has %zu bytes; at most %zu are read", text.len,
                       LIMIT_YAML_BYTES);
    }
    size_t valid = utf8_valid_length(text);
    if (valid < text.len) {
        Position position = position_of(text, valid);
        return err_set(err, ERR_INVALID_YAML, "%zu:%zu: the text is not well-formed UTF-8; save it as UTF-8",
                       position.line, position.column);
    }
    return true;
}

bool yaml_parse(Arena *arena, Str text, Yaml *out, Err *err) {
    TRY(check_text(text, err));
    Str mark = STR("\xef\xbb\xbf");
    Str body = str_starts(text, mark) ? str_slice(text, mark.len, text.len) : text;
    CLEANUP(reader_done) Reader r = {.arena = arena, .text = body, .err = err};
    if (yaml_parser_initialize(&r.parser) != 1) {
        return err_set(err, ERR_TOO_LARGE, "1:1: no memory to read this YAML text");
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)body.ptr, body.len);
    Yaml tree = {0};
    TRY(read_document(&r, &tree));
    *out = tree;
    return true;
}

const Yaml *yaml_get(const Yaml *mapping, Str key) {
    if (mapping == NULL || mapping->type != YAML_MAPPING) {
        return NULL;
    }
    for (uint32_t i = 0; i < mapping->count; i++) {
        if (str_eq(mapping->pairs[i].key, key)) {
            return &mapping->pairs[i].value;
        }
    }
    return NULL;
}

bool yaml_fail(const Yaml *at, ErrCode code, Err *err, const char *format, ...) {
    char text[ERR_TEXT_BYTES];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    return err_set(err, code, "%u:%u: %s", at->line, at->column, len < 0 ? "" : text);
}

static bool is_one_of(Str text, const Str words[], size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(text, words[i])) {
            return true;
        }
    }
    return false;
}

static Json scalar_json(const Yaml *scalar) {
    static const Str nulls[] = {STR_INIT(""), STR_INIT("~"), STR_INIT("null"), STR_INIT("Null"), STR_INIT("NULL")};
    static const Str trues[] = {STR_INIT("true"), STR_INIT("True"), STR_INIT("TRUE")};
    static const Str falses[] = {STR_INIT("false"), STR_INIT("False"), STR_INIT("FALSE")};
    int64_t integer = 0;
    if (scalar->quoted) {
        return json_string(scalar->scalar);
    }
    if (is_one_of(scalar->scalar, nulls, COUNT_OF(nulls))) {
        return json_null();
    }
    if (is_one_of(scalar->scalar, trues, COUNT_OF(trues))) {
        return json_bool(true);
    }
    if (is_one_of(scalar->scalar, falses, COUNT_OF(falses))) {
        return json_bool(false);
    }
    return checked_parse_i64(scalar->scalar, &integer) ? json_int(integer) : json_string(scalar->scalar);
}

Json yaml_json(Arena *arena, const Yaml *tree) {
    if (tree->type == YAML_SCALAR) {
        return scalar_json(tree);
    }
    Json out = tree->type == YAML_SEQUENCE ? json_array() : json_object();
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->type == YAML_SEQUENCE) {
            json_push(arena, &out, yaml_json(arena, &tree->items[i]));
        } else {
            json_set(arena, &out, tree->pairs[i].key, yaml_json(arena, &tree->pairs[i].value));
        }
    }
    return out;
}
