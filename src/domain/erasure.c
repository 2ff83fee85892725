#include "domain/erasure.h"

#include "domain/lexical.h"
#include "domain/shape_write.h"
#include "domain/text.h"

enum { LIST_TEXT = 200 };

static const Str grounds[] = {STR_INIT(""),
                              STR_INIT("request"),
                              STR_INIT("consent withdrawn"),
                              STR_INIT("retention ended"),
                              STR_INIT("legal order"),
                              STR_INIT("mistake")};
static const ShapeWords ground_words = SHAPE_WORDS(grounds);

static const ShapeMember members[] = {
    {.name = STR_INIT("count"), .kind = SHAPE_NUMBER, .offset = offsetof(Erasure, count), .min = 1},
    {.name = STR_INIT("ground"), .kind = SHAPE_ENUM, .offset = offsetof(Erasure, ground), .words = &ground_words},
    {.name = STR_INIT("id"), .kind = SHAPE_STRING, .offset = offsetof(Erasure, id), .check = lexical_uuid},
    {.name = STR_INIT("log"),
     .kind = SHAPE_STRING,
     .optional = true,
     .offset = offsetof(Erasure, log),
     .check = lexical_origin},
    {.name = STR_INIT("v"), .kind = SHAPE_VERSION, .offset = offsetof(Erasure, v)},
};

static const Shape shape = SHAPE_OF(Erasure, members, NULL);

bool erasure_parse(Arena *arena, const Json *json, Erasure *out, Err *err) {
    return shape_parse(arena, &shape, json, ERR_INVALID_DOCUMENT, out, err);
}

Str erasure_json(Arena *arena, const Erasure *erasure) {
    return shape_write_text(arena, &shape, erasure);
}

bool erasure_ground(Str word, ErasureGround *out, Err *err) {
    unsigned index = shape_word_index(&ground_words, word);
    if (index == 0) {
        char list[LIST_TEXT];
        shape_word_list(&ground_words, list, sizeof(list));
        return err_set(err, ERR_INVALID_DOCUMENT, "'%.*s' is no ground of erasure; right is %s",
                       STR_ARG(text_shown(word)), list);
    }
    *out = (ErasureGround)index;
    return true;
}

Str erasure_ground_name(ErasureGround ground) {
    return shape_word(&ground_words, ground);
}
