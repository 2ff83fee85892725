#include "domain/shape.h"

#include <stdio.h>
#include <string.h>

Str shape_str_at(const void *value, size_t offset) {
    Str text;
    memcpy(&text, (const char *)value + offset, sizeof(text));
    return text;
}

unsigned shape_enum_at(const void *value, size_t offset) {
    unsigned word;
    memcpy(&word, (const char *)value + offset, sizeof(word));
    return word;
}

int64_t shape_number_at(const void *value, size_t offset) {
    int64_t number;
    memcpy(&number, (const char *)value + offset, sizeof(number));
    return number;
}

bool shape_flag_at(const void *value, size_t offset) {
    bool flag;
    memcpy(&flag, (const char *)value + offset, sizeof(flag));
    return flag;
}

TextMap shape_map_at(const void *value, size_t offset) {
    TextMap map;
    memcpy(&map, (const char *)value + offset, sizeof(map));
    return map;
}

const void *shape_list_at(const void *value, size_t offset) {
    const void *list;
    memcpy(&list, (const char *)value + offset, sizeof(list));
    return list;
}

size_t shape_count_at(const void *value, size_t offset) {
    size_t count;
    memcpy(&count, (const char *)value + offset, sizeof(count));
    return count;
}

uint32_t shape_nulls(const Shape *shape, const void *value) {
    uint32_t nulls = 0;
    if (shape->nulls_offset > 0) {
        memcpy(&nulls, (const char *)value + shape->nulls_offset, sizeof(nulls));
    }
    return nulls;
}

static bool object_absent(const Shape *shape, const void *value) {
    for (size_t i = 0; i < shape->count; i++) {
        if (!shape_absent(&shape->members[i], value)) {
            return false;
        }
    }
    return true;
}

bool shape_absent(const ShapeMember *member, const void *value) {
    switch (member->kind) {
    case SHAPE_VERSION:
    case SHAPE_NUMBER:
        return shape_number_at(value, member->offset) == 0;
    case SHAPE_STRING:
    case SHAPE_TEXT:
    case SHAPE_WORD:
        return shape_str_at(value, member->offset).len == 0;
    case SHAPE_ENUM:
    case SHAPE_TRI:
        return shape_enum_at(value, member->offset) == 0;
    case SHAPE_FLAG:
        return !shape_flag_at(value, member->offset);
    case SHAPE_LANGUAGES:
    case SHAPE_PARAMETERS:
        return shape_map_at(value, member->offset).count == 0;
    case SHAPE_OBJECT:
        return object_absent(member->shape, (const char *)value + member->offset);
    case SHAPE_LIST:
        return shape_count_at(value, member->count_offset) == 0;
    default:
        return true;
    }
}

unsigned shape_word_index(const ShapeWords *words, Str word) {
    for (unsigned i = 1; i < words->count; i++) {
        if (str_eq(words->words[i], word)) {
            return i;
        }
    }
    return 0;
}

Str shape_word(const ShapeWords *words, unsigned index) {
    return index < words->count ? words->words[index] : (Str){0};
}

void shape_word_list(const ShapeWords *words, char *out, size_t size) {
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 1; i < words->count; i++) {
        Str word = words->words[i];
        const char *join = i == 1 ? "" : i + 1 == words->count ? " or " : ", ";
        const char *quote = str_find(word, ' ') < word.len ? "'" : "";
        int len = snprintf(out + at, size - at, "%s%s%.*s%s", join, quote, STR_ARG(word), quote);
        if (len < 0 || (size_t)len >= size - at) {
            return;
        }
        at += (size_t)len;
    }
}
