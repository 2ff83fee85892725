#include "codec/json.h"

#include <assert.h>
#include <string.h>

enum { FIRST_CAPACITY = 8 };

const Json *json_get(const Json *object, Str name) {
    if (object == NULL || object->type != JSON_OBJECT) {
        return NULL;
    }
    for (uint32_t i = 0; i < object->count; i++) {
        if (str_eq(object->as.members[i].name, name)) {
            return &object->as.members[i].value;
        }
    }
    return NULL;
}

const char *json_type_name(JsonType type) {
    static const char *const names[] = {
        [JSON_NULL] = "null",     [JSON_BOOL] = "boolean", [JSON_INT] = "integer",  [JSON_DOUBLE] = "number",
        [JSON_STRING] = "string", [JSON_ARRAY] = "array",  [JSON_OBJECT] = "object"};
    return names[type];
}

static bool is_number(const Json *value) {
    return value->type == JSON_INT || value->type == JSON_DOUBLE;
}

/* The double that a number stands for in canonical text. */
static double as_double(const Json *value) {
    return value->type == JSON_INT ? (double)value->as.integer : value->as.number;
}

static bool equal_arrays(const Json *a, const Json *b) {
    bool equal = a->count == b->count;
    for (uint32_t i = 0; equal && i < a->count; i++) {
        equal = json_equal(&a->as.items[i], &b->as.items[i]);
    }
    return equal;
}

/* Names are unique, so as many members and each found in b is equality. Most often they come in the same order. */
static bool equal_objects(const Json *a, const Json *b) {
    bool equal = a->count == b->count;
    for (uint32_t i = 0; equal && i < a->count; i++) {
        const JsonMember *member = &a->as.members[i];
        bool same_place = str_eq(member->name, b->as.members[i].name);
        const Json *other = same_place ? &b->as.members[i].value : json_get(b, member->name);
        equal = other != NULL && json_equal(&member->value, other);
    }
    return equal;
}

bool json_equal(const Json *a, const Json *b) {
    if (is_number(a) && is_number(b)) {
        return as_double(a) == as_double(b);
    }
    if (a->type != b->type) {
        return false;
    }
    switch (a->type) {
    case JSON_BOOL:
        return a->as.boolean == b->as.boolean;
    case JSON_STRING:
        return str_eq(a->as.string, b->as.string);
    case JSON_ARRAY:
        return equal_arrays(a, b);
    case JSON_OBJECT:
        return equal_objects(a, b);
    case JSON_NULL:
    case JSON_INT:
    case JSON_DOUBLE:
        break;
    }
    return true;
}

Json json_null(void) {
    return (Json){0};
}

Json json_bool(bool value) {
    return (Json){.type = JSON_BOOL, .as.boolean = value};
}

Json json_int(int64_t value) {
    return (Json){.type = JSON_INT, .as.integer = value};
}

Json json_string(Str value) {
    return (Json){.type = JSON_STRING, .as.string = value};
}

Json json_array(void) {
    return (Json){.type = JSON_ARRAY};
}

Json json_object(void) {
    return (Json){.type = JSON_OBJECT};
}

/* A larger copy of the elements; sets the new capacity. */
static void *grown(Arena *arena, const void *elements, size_t size, Json *holder) {
    uint32_t capacity = holder->capacity == 0 ? FIRST_CAPACITY : holder->capacity * 2;
    assert(capacity > holder->capacity);
    void *room = arena_array(arena, capacity, size);
    if (holder->count > 0) {
        memcpy(room, elements, holder->count * size);
    }
    holder->capacity = capacity;
    return room;
}

void json_push(Arena *arena, Json *array, Json item) {
    assert(array->type == JSON_ARRAY);
    if (array->count >= array->capacity) {
        array->as.items = grown(arena, array->as.items, sizeof(Json), array);
    }
    array->as.items[array->count++] = item;
}

void json_set(Arena *arena, Json *object, Str name, Json value) {
    assert(object->type == JSON_OBJECT);
    if (object->count >= object->capacity) {
        object->as.members = grown(arena, object->as.members, sizeof(JsonMember), object);
    }
    object->as.members[object->count++] = (JsonMember){.name = name, .value = value};
}
