#include "domain/shape.h"
#include "domain/shape_path.h"

enum { LIST_TEXT = 500 };

typedef struct {
    ErrCode code;
    Err *err;
} Run;

static bool check_object(const Run *run, const ShapePath *path, const Shape *shape, const void *value);

static bool check_version(const Run *run, int64_t version) {
    return version == 1 ||
           err_set(run->err, ERR_UNKNOWN_VERSION, "%lld is not a version known here; known is 1", (long long)version);
}

static bool check_word(const Run *run, const ShapeMember *member, Str word) {
    if (shape_word_index(member->words, word) > 0) {
        return true;
    }
    char list[LIST_TEXT];
    shape_word_list(member->words, list, sizeof(list));
    return err_set(run->err, run->code, "'%.*s' is not known here; right is %s", STR_ARG(text_shown(word)), list);
}

static bool check_enum(const Run *run, unsigned value, size_t limit) {
    return (value > 0 && value < limit) || err_set(run->err, ERR_INTERNAL, "has a value outside its list");
}

static bool check_number(const Run *run, const ShapeMember *member, int64_t number) {
    if (number >= member->min && number <= SHAPE_NUMBER_MAX) {
        return true;
    }
    return err_set(run->err, run->code, "%lld is out of range; right is %lld to %lld", (long long)number,
                   (long long)member->min, (long long)SHAPE_NUMBER_MAX);
}

static bool map_tag_twice(const TextMap *map, size_t index) {
    for (size_t i = 0; i < index; i++) {
        if (str_eq(map->pairs[i].tag, map->pairs[index].tag)) {
            return true;
        }
    }
    return false;
}

static bool check_map(const Run *run, const ShapePath *path, const ShapeMember *member, TextMap map) {
    for (size_t i = 0; i < map.count; i++) {
        ShapePath at = {.up = path, .name = map.pairs[i].tag};
        bool languages = member->kind == SHAPE_LANGUAGES;
        if (!(languages ? text_language(map.pairs[i].tag, run->err) : text_name(map.pairs[i].tag, run->err))) {
            return shape_path_fail(path, run->err);
        }
        if (map_tag_twice(&map, i)) {
            (void)err_set(run->err, run->code, "is there twice; give it once");
            return shape_path_fail(&at, run->err);
        }
        if (!text_check(map.pairs[i].text, member->max, run->err)) {
            return shape_path_fail(&at, run->err);
        }
    }
    return true;
}

static bool check_list(const Run *run, const ShapePath *path, const ShapeMember *member, const void *value) {
    const char *items = shape_list_at(value, member->offset);
    size_t count = shape_count_at(value, member->count_offset);
    if (count > member->max) {
        (void)err_set(run->err, ERR_TOO_LARGE, "has %zu items; at most %zu are right", count, member->max);
        return shape_path_fail(path, run->err);
    }
    for (size_t i = 0; i < count; i++) {
        ShapePath at = {.up = path, .item = i + 1};
        TRY(check_object(run, &at, member->shape, items + i * member->shape->size));
    }
    return true;
}

/* The kinds that hold one value. */
static bool check_scalar(const Run *run, const ShapeMember *member, const void *value) {
    switch (member->kind) {
    case SHAPE_VERSION:
        return check_version(run, shape_number_at(value, member->offset));
    case SHAPE_STRING:
        return member->check(shape_str_at(value, member->offset), run->err);
    case SHAPE_TEXT:
        return text_check(shape_str_at(value, member->offset), member->max, run->err);
    case SHAPE_WORD:
        return check_word(run, member, shape_str_at(value, member->offset));
    case SHAPE_ENUM:
        return check_enum(run, shape_enum_at(value, member->offset), member->words->count);
    case SHAPE_TRI:
        return check_enum(run, shape_enum_at(value, member->offset), 3);
    case SHAPE_NUMBER:
        return check_number(run, member, shape_number_at(value, member->offset));
    case SHAPE_FLAG:
    case SHAPE_LANGUAGES:
    case SHAPE_PARAMETERS:
    case SHAPE_OBJECT:
    case SHAPE_LIST:
    default:
        return true;
    }
}

static bool check_value(const Run *run, const ShapePath *path, const ShapeMember *member, const void *value) {
    if (member->kind == SHAPE_OBJECT) {
        return check_object(run, path, member->shape, (const char *)value + member->offset);
    }
    if (member->kind == SHAPE_LIST) {
        return check_list(run, path, member, value);
    }
    if (member->kind == SHAPE_LANGUAGES || member->kind == SHAPE_PARAMETERS) {
        return check_map(run, path, member, shape_map_at(value, member->offset));
    }
    return check_scalar(run, member, value) || shape_path_fail(path, run->err);
}

/* A required number may be 0, a required list empty and a required flag false: all else that is required must be there. */
static bool may_be_zero(const ShapeMember *member) {
    return !member->optional && (member->kind == SHAPE_NUMBER || member->kind == SHAPE_FLAG ||
                                 member->kind == SHAPE_LIST || member->kind == SHAPE_VERSION);
}

static bool check_member(const Run *run, const ShapePath *path, const ShapeMember *member, const void *value) {
    if (!may_be_zero(member) && shape_absent(member, value)) {
        if (member->optional) {
            return true;
        }
        (void)err_set(run->err, run->code, "is missing; it is required");
        return shape_path_fail(path, run->err);
    }
    return check_value(run, path, member, value);
}

static bool check_object(const Run *run, const ShapePath *path, const Shape *shape, const void *value) {
    for (size_t i = 0; i < shape->count; i++) {
        ShapePath at = {.up = path, .name = shape->members[i].name};
        TRY(check_member(run, &at, &shape->members[i], value));
    }
    return shape->check == NULL || shape->check(value, run->err) || shape_path_fail(path, run->err);
}

bool shape_check(const Shape *shape, const void *value, ErrCode code, Err *err) {
    Err local = {0};
    Run run = {.code = code, .err = err == NULL ? &local : err};
    return check_object(&run, NULL, shape, value);
}
