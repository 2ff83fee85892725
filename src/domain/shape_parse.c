#include <string.h>

#include "domain/shape.h"
#include "domain/shape_path.h"

enum { LIST_TEXT = 500 };

typedef struct {
    Arena *arena;
    ErrCode code;
    Err *err;
} Run;

static bool read_object(const Run *run, const ShapePath *path, const Shape *shape, const Json *json, char *out);

static const char *type_words(JsonType type) {
    static const char *const words[] = {
        [JSON_NULL] = "null",     [JSON_BOOL] = "true or false", [JSON_INT] = "a number",    [JSON_DOUBLE] = "a number",
        [JSON_STRING] = "a text", [JSON_ARRAY] = "a list",       [JSON_OBJECT] = "an object"};
    return words[type];
}

static bool wrong_type(const Run *run, const ShapePath *path, const Json *json, const char *right) {
    (void)err_set(run->err, run->code, "is %s; right is %s", type_words(json->type), right);
    return shape_path_fail(path, run->err);
}

/* YAML without quotes and JSON numbers end up here; the sentence says how to write the text. */
static bool read_string(const Run *run, const ShapePath *path, const Json *json, char *out) {
    if (json->type == JSON_INT) {
        (void)err_set(run->err, run->code, "is the number %lld; right is a text, so write it in quotes",
                      (long long)json->as.integer);
        return shape_path_fail(path, run->err);
    }
    if (json->type != JSON_STRING) {
        return wrong_type(run, path, json, "a text");
    }
    if (json->as.string.len == 0) {
        (void)err_set(run->err, run->code, "is empty; write a text or leave it out");
        return shape_path_fail(path, run->err);
    }
    memcpy(out, &json->as.string, sizeof(Str));
    return true;
}

static bool read_enum(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    Str word = {0};
    TRY(read_string(run, path, json, (char *)&word));
    unsigned index = shape_word_index(member->words, word);
    if (index == 0) {
        char list[LIST_TEXT];
        shape_word_list(member->words, list, sizeof(list));
        (void)err_set(run->err, run->code, "'%.*s' is not known here; right is %s", STR_ARG(text_shown(word)), list);
        return shape_path_fail(path, run->err);
    }
    memcpy(out, &index, sizeof(index));
    return true;
}

/* An optional number is never 0, because 0 means absent in the struct. */
static bool read_number(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    if (json->type != JSON_INT) {
        return wrong_type(run, path, json, "a whole number");
    }
    if (member->optional && json->as.integer == 0) {
        (void)err_set(run->err, run->code, "is 0; write a number from 1 or leave it out");
        return shape_path_fail(path, run->err);
    }
    memcpy(out, &json->as.integer, sizeof(int64_t));
    return true;
}

static bool read_bool(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    if (json->type != JSON_BOOL) {
        return wrong_type(run, path, json, "true or false");
    }
    if (member->kind == SHAPE_FLAG) {
        memcpy(out, &json->as.boolean, sizeof(bool));
        return true;
    }
    unsigned value = json->as.boolean ? 2 : 1;
    memcpy(out, &value, sizeof(value));
    return true;
}

/* An object that is there has something in it, else its writer would leave it out. */
static bool refuse_empty(const Run *run, const ShapePath *path, const Json *json) {
    if (json->count > 0) {
        return true;
    }
    (void)err_set(run->err, run->code, "is an empty object; leave it out where there is nothing");
    return shape_path_fail(path, run->err);
}

static bool read_map(const Run *run, const ShapePath *path, const Json *json, char *out) {
    if (json->type != JSON_OBJECT) {
        return wrong_type(run, path, json, "a map such as {en: text}");
    }
    TRY(refuse_empty(run, path, json));
    TextPair *pairs = ARENA_ARRAY(run->arena, json->count, TextPair);
    for (uint32_t i = 0; i < json->count; i++) {
        const JsonMember *member = &json->as.members[i];
        ShapePath at = {.up = path, .name = member->name};
        pairs[i].tag = member->name;
        TRY(read_string(run, &at, &member->value, (char *)&pairs[i].text));
    }
    TextMap map = {.pairs = pairs, .count = json->count};
    memcpy(out, &map, sizeof(map));
    return true;
}

static bool read_items(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    char *items = arena_array(run->arena, json->count, member->shape->size);
    for (uint32_t i = 0; i < json->count; i++) {
        ShapePath at = {.up = path, .item = i + 1};
        TRY(read_object(run, &at, member->shape, &json->as.items[i], items + i * member->shape->size));
    }
    size_t count = json->count;
    memcpy(out + member->offset, &items, sizeof(items));
    memcpy(out + member->count_offset, &count, sizeof(count));
    return true;
}

static bool read_list(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    if (json->type != JSON_ARRAY) {
        return wrong_type(run, path, json, "a list");
    }
    if (json->count == 0 && member->optional) {
        (void)err_set(run->err, run->code, "is an empty list; leave it out where there is nothing");
        return shape_path_fail(path, run->err);
    }
    if (json->count > member->max) {
        (void)err_set(run->err, ERR_TOO_LARGE, "has %u items; at most %zu are right", (unsigned)json->count,
                      member->max);
        return shape_path_fail(path, run->err);
    }
    return read_items(run, path, member, json, out);
}

static bool read_value(const Run *run, const ShapePath *path, const ShapeMember *member, const Json *json, char *out) {
    switch (member->kind) {
    case SHAPE_VERSION:
    case SHAPE_NUMBER:
        return read_number(run, path, member, json, out + member->offset);
    case SHAPE_STRING:
    case SHAPE_TEXT:
    case SHAPE_WORD:
        return read_string(run, path, json, out + member->offset);
    case SHAPE_ENUM:
        return read_enum(run, path, member, json, out + member->offset);
    case SHAPE_FLAG:
    case SHAPE_TRI:
        return read_bool(run, path, member, json, out + member->offset);
    case SHAPE_LANGUAGES:
    case SHAPE_PARAMETERS:
        return read_map(run, path, json, out + member->offset);
    case SHAPE_OBJECT:
        return read_object(run, path, member->shape, json, out + member->offset);
    case SHAPE_LIST:
        return read_list(run, path, member, json, out);
    default:
        return wrong_type(run, path, json, "something known");
    }
}

/* Canonical documents have their members in table order, so the next one is nearly always the one after the last. */
static size_t find_member(const Shape *shape, Str name, size_t hint) {
    for (size_t n = 0; n < shape->count; n++) {
        size_t i = (hint + n) % shape->count;
        if (str_eq(shape->members[i].name, name)) {
            return i;
        }
    }
    return shape->count;
}

static bool unknown_member(const Run *run, const ShapePath *path, const Shape *shape, Str name) {
    Buf known = {.arena = run->arena};
    for (size_t i = 0; i < shape->count; i++) {
        buf_add(&known, i == 0 ? STR("") : STR(", "));
        buf_add(&known, shape->members[i].name);
    }
    (void)err_set(run->err, run->code, "'%.*s' is not known here; known are %.*s", STR_ARG(text_shown(name)),
                  STR_ARG(buf_str(&known)));
    return shape_path_fail(path, run->err);
}

static bool read_null(const Run *run, const ShapePath *path, const Shape *shape, size_t index, char *out) {
    if (!shape->members[index].nullable) {
        (void)err_set(run->err, run->code, "is null; %s",
                      shape->members[index].optional ? "leave it out where there is nothing" : "it is required");
        return shape_path_fail(path, run->err);
    }
    uint32_t nulls = shape_nulls(shape, out) | (uint32_t)1 << index;
    memcpy(out + shape->nulls_offset, &nulls, sizeof(nulls));
    return true;
}

static bool refuse_missing(const Run *run, const ShapePath *path, const Shape *shape, uint64_t seen) {
    for (size_t i = 0; i < shape->count; i++) {
        if (!shape->members[i].optional && (seen >> i & 1U) == 0) {
            ShapePath at = {.up = path, .name = shape->members[i].name};
            (void)err_set(run->err, run->code, "is missing; it is required");
            return shape_path_fail(&at, run->err);
        }
    }
    return true;
}

static bool read_object(const Run *run, const ShapePath *path, const Shape *shape, const Json *json, char *out) {
    if (json->type != JSON_OBJECT) {
        return wrong_type(run, path, json, "an object");
    }
    TRY(refuse_empty(run, path, json));
    uint64_t seen = 0;
    size_t index = 0;
    for (uint32_t i = 0; i < json->count; i++) {
        const JsonMember *given = &json->as.members[i];
        index = find_member(shape, given->name, index);
        if (index == shape->count) {
            return unknown_member(run, path, shape, given->name);
        }
        ShapePath at = {.up = path, .name = given->name};
        TRY(given->value.type == JSON_NULL ? read_null(run, &at, shape, index, out)
                                           : read_value(run, &at, &shape->members[index], &given->value, out));
        seen |= (uint64_t)1 << index++;
    }
    return refuse_missing(run, path, shape, seen);
}

bool shape_parse(Arena *arena, const Shape *shape, const Json *json, ErrCode code, void *out, Err *err) {
    Err local = {0};
    Run run = {.arena = arena, .code = code, .err = err == NULL ? &local : err};
    char *value = arena_alloc(arena, shape->size);
    TRY(read_object(&run, NULL, shape, json, value));
    TRY(shape_check(shape, value, code, run.err));
    memcpy(out, value, shape->size);
    return true;
}
