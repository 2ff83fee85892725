/*
 * The shape of a document as a table, from which reading, judging and writing it all follow.
 *
 * Shape: members stand in canonical order (by name). A string member is a Str; an optional one that is absent is empty.
 *        Enumerations are unsigned with 0 = absent, numbers int64_t with 0 = absent where optional, flags bool, three-way
 *        flags unsigned (0 absent, 1 false, 2 true), maps TextMap, lists pointer and size_t count beside it.
 * Owns: parsed values are views of the JSON tree; lists and maps live in the arena.
 * Errors: the shape's code, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "path: what, what would be right"; list
 *         items count from 1 in a path.
 */
#ifndef BANYAN_DOMAIN_SHAPE_H
#define BANYAN_DOMAIN_SHAPE_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/text.h"

typedef enum {
    SHAPE_VERSION, /* the number 1 */
    SHAPE_STRING,  /* judged by `check` */
    SHAPE_TEXT,    /* human text of at most `max` bytes */
    SHAPE_WORD,    /* a Str that is one of `words` */
    SHAPE_ENUM,    /* index into `words`, from 1 */
    SHAPE_NUMBER,  /* int64_t from `min` to SHAPE_NUMBER_MAX */
    SHAPE_FLAG,    /* bool */
    SHAPE_TRI,     /* absent, false or true */
    SHAPE_LANGUAGES,
    SHAPE_PARAMETERS,
    SHAPE_OBJECT,
    SHAPE_LIST
} ShapeKind;

typedef struct Shape Shape;

/* words[0] is "" for "absent". */
typedef struct {
    const Str *words;
    size_t count;
} ShapeWords;

typedef struct {
    Str name;
    ShapeKind kind;
    bool optional;
    bool nullable; /* null is kept in the struct's `nulls` */
    size_t offset;
    size_t count_offset;
    size_t max; /* bytes of a text, items of a list */
    int64_t min;
    bool (*check)(Str text, Err *err);
    const ShapeWords *words;
    const Shape *shape;
} ShapeMember;

struct Shape {
    const ShapeMember *members;
    size_t count;
    size_t size;         /* of the struct */
    size_t nulls_offset; /* of a uint32_t: bit i = member i was null; only where members are nullable */
    /* Rules over several members; NULL where there is none. */
    bool (*check)(const void *value, Err *err);
};

/* 2^53 - 1, which every JSON reader keeps exactly. */
#define SHAPE_NUMBER_MAX ((int64_t)9007199254740991)

#define SHAPE_OF(type, table, rules)                                                                                   \
    { .members = (table), .count = COUNT_OF(table), .size = sizeof(type), .check = (rules) }
#define SHAPE_WORDS(table)                                                                                             \
    { .words = (table), .count = COUNT_OF(table) }

/* Reads and judges; `out` is untouched on failure. `code` is the Err code of a document of another shape. */
CHECKED bool shape_parse(Arena *arena, const Shape *shape, const Json *json, ErrCode code, void *out, Err *err);
/* Judges a struct in memory by the same rules. */
CHECKED bool shape_check(const Shape *shape, const void *value, ErrCode code, Err *err);
CHECKED bool shape_absent(const ShapeMember *member, const void *value);
/* Index of a word, or 0. */
CHECKED unsigned shape_word_index(const ShapeWords *words, Str word);
/* The word of an index; empty for 0 and beyond the end. */
CHECKED Str shape_word(const ShapeWords *words, unsigned index);
/* "a, b or c" of the words, cut to fit. */
void shape_word_list(const ShapeWords *words, char *out, size_t size);

/* Readers for a value at an offset. */
CHECKED Str shape_str_at(const void *value, size_t offset);
CHECKED unsigned shape_enum_at(const void *value, size_t offset);
CHECKED int64_t shape_number_at(const void *value, size_t offset);
CHECKED bool shape_flag_at(const void *value, size_t offset);
CHECKED TextMap shape_map_at(const void *value, size_t offset);
CHECKED const void *shape_list_at(const void *value, size_t offset);
CHECKED size_t shape_count_at(const void *value, size_t offset);
CHECKED uint32_t shape_nulls(const Shape *shape, const void *value);

#endif
