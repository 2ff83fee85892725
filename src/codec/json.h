/*
 * JSON values: a bounded parser and a tree to read and to build.
 *
 * Shape: JsonLimits bounds bytes, depth and nodes. A number without fraction and exponent that fits int64 is JSON_INT,
 *        any other is JSON_DOUBLE (correctly rounded; overflow to infinity refused), and so is "-0". Strings are
 *        well-formed UTF-8 without lone surrogates. Duplicate member names, a byte order mark and anything behind the
 *        value are refused.
 * Units: lines and columns of errors count from 1, columns in characters; depth 1 is one array or object; each value is
 *        one node.
 * Owns: trees live in the arena; strings without escapes are views of the input text, which must outlive the tree.
 * Errors: ERR_INVALID_JSON as "line:column: what is wrong, what would be right"; ERR_TOO_LARGE beyond a limit, also
 *         for a number of more than 1,100 characters.
 * Source: RFC 8259, RFC 7493 (I-JSON).
 */
#ifndef BANYAN_CODEC_JSON_H
#define BANYAN_CODEC_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/limits.h"

typedef enum { JSON_NULL, JSON_BOOL, JSON_INT, JSON_DOUBLE, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonType;

typedef struct Json Json;
typedef struct JsonMember JsonMember;

/* {0} is null. */
struct Json {
    JsonType type;
    uint32_t count;    /* items or members */
    uint32_t capacity; /* room in the array, for building */
    union {
        bool boolean;
        int64_t integer;
        double number;
        Str string;
        Json *items;
        JsonMember *members;
    } as;
};

struct JsonMember {
    Str name;
    Json value;
};

typedef struct {
    size_t bytes;
    uint32_t depth;
    uint32_t nodes;
} JsonLimits;

/* For documents that come from outside. */
#define JSON_LIMITS_DOCUMENT ((JsonLimits){LIMIT_DOCUMENT_BYTES, LIMIT_JSON_DEPTH, LIMIT_JSON_NODES})

CHECKED bool json_parse(Arena *arena, Str text, JsonLimits limits, Json *out, Err *err);

/* Member of that name, or NULL where `object` is no object or lacks it. */
const Json *json_get(const Json *object, Str name);
const char *json_type_name(JsonType type);
/* Whether both have the same canonical form: members in any order, numbers as the doubles they stand for. */
CHECKED bool json_equal(const Json *a, const Json *b);

/* Building. Names and strings are borrowed. */
Json json_null(void);
Json json_bool(bool value);
Json json_int(int64_t value);
Json json_string(Str value);
Json json_array(void);
Json json_object(void);
void json_push(Arena *arena, Json *array, Json item);
/* Adds a member; the name must be new. */
void json_set(Arena *arena, Json *object, Str name, Json value);

/* Two-space indented text in member order, for people; ends with a newline. */
void json_pretty(Buf *out, const Json *value);

#endif
