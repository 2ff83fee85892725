#include "domain/shape_write.h"

#include "codec/canonical.h"

static void write_number(Buf *out, int64_t number) {
    char digits[20];
    size_t at = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0) {
        buf_add_byte(out, '-');
    }
    buf_add(out, (Str){.ptr = digits + at, .len = sizeof(digits) - at});
}

/* Index of the smallest tag behind `after` (count: none yet), or count at the end: maps are short and seldom sorted. */
static size_t next_tag(const TextMap *map, size_t after) {
    size_t best = map->count;
    for (size_t i = 0; i < map->count; i++) {
        bool behind = after == map->count || canonical_compare(map->pairs[i].tag, map->pairs[after].tag) > 0;
        if (behind && (best == map->count || canonical_compare(map->pairs[i].tag, map->pairs[best].tag) < 0)) {
            best = i;
        }
    }
    return best;
}

static void write_map(Buf *out, TextMap map) {
    char before = '{';
    for (size_t i = next_tag(&map, map.count); i < map.count; i = next_tag(&map, i)) {
        buf_add_byte(out, before);
        canonical_string(out, map.pairs[i].tag);
        buf_add_byte(out, ':');
        canonical_string(out, map.pairs[i].text);
        before = ',';
    }
    buf_add_byte(out, '}');
}

static void write_list(Buf *out, const ShapeMember *member, const void *value, ShapeWriteTrace *trace) {
    const char *items = shape_list_at(value, member->offset);
    size_t count = shape_count_at(value, member->count_offset);
    if (trace != NULL && count > 0) {
        trace->items = ARENA_ARRAY(out->arena, count, ShapeWriteSpan);
        trace->count = count;
    }
    buf_add_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_add(out, i == 0 ? STR("") : STR(","));
        size_t from = out->len;
        shape_write(out, member->shape, items + i * member->shape->size);
        if (trace != NULL) {
            trace->items[i] = (ShapeWriteSpan){.from = from, .len = out->len - from};
        }
    }
    buf_add_byte(out, ']');
}

static void write_bool(Buf *out, bool value) {
    buf_add(out, value ? STR("true") : STR("false"));
}

static void write_value(Buf *out, const ShapeMember *member, const void *value, ShapeWriteTrace *trace) {
    switch (member->kind) {
    case SHAPE_VERSION:
    case SHAPE_NUMBER:
        write_number(out, shape_number_at(value, member->offset));
        break;
    case SHAPE_STRING:
    case SHAPE_TEXT:
    case SHAPE_WORD:
        canonical_string(out, shape_str_at(value, member->offset));
        break;
    case SHAPE_ENUM:
        canonical_string(out, shape_word(member->words, shape_enum_at(value, member->offset)));
        break;
    case SHAPE_FLAG:
        write_bool(out, shape_flag_at(value, member->offset));
        break;
    case SHAPE_TRI:
        write_bool(out, shape_enum_at(value, member->offset) == 2);
        break;
    case SHAPE_LANGUAGES:
    case SHAPE_PARAMETERS:
        write_map(out, shape_map_at(value, member->offset));
        break;
    case SHAPE_OBJECT:
        shape_write(out, member->shape, (const char *)value + member->offset);
        break;
    case SHAPE_LIST:
        write_list(out, member, value, trace);
        break;
    default:
        break;
    }
}

/* Absent and not null: nothing is written. */
static bool left_out(const Shape *shape, size_t i, const void *value, bool *null) {
    const ShapeMember *member = &shape->members[i];
    bool absent = member->optional && shape_absent(member, value);
    *null = absent && member->nullable && (shape_nulls(shape, value) >> i & 1U) == 1;
    return absent && !*null;
}

void shape_write_traced(Buf *out, const Shape *shape, const void *value, ShapeWriteTrace *trace) {
    char before = '{';
    for (size_t i = 0; i < shape->count; i++) {
        const ShapeMember *member = &shape->members[i];
        bool null = false;
        if (left_out(shape, i, value, &null)) {
            continue;
        }
        buf_add_byte(out, before);
        buf_add_byte(out, '"');
        buf_add(out, member->name);
        buf_add(out, STR("\":"));
        size_t from = out->len;
        if (null) {
            buf_add(out, STR("null"));
        } else {
            write_value(out, member, value, trace == NULL ? NULL : &trace[i]);
        }
        if (trace != NULL) {
            trace[i].value = (ShapeWriteSpan){.from = from, .len = out->len - from};
        }
        before = ',';
    }
    buf_add(out, before == '{' ? STR("{}") : STR("}"));
}

void shape_write(Buf *out, const Shape *shape, const void *value) {
    shape_write_traced(out, shape, value, NULL);
}

Str shape_write_text(Arena *arena, const Shape *shape, const void *value) {
    Buf out = {.arena = arena};
    shape_write(&out, shape, value);
    return buf_str(&out);
}

RecordField shape_write_field(Arena *arena, Str text, const ShapeWriteTrace *trace) {
    if (trace->value.len == 0) {
        return (RecordField){.value = STR("null")};
    }
    RecordField field = {.value = str_slice(text, trace->value.from, trace->value.len), .count = trace->count};
    if (trace->count > 0) {
        Str *items = ARENA_ARRAY(arena, trace->count, Str);
        for (size_t i = 0; i < trace->count; i++) {
            items[i] = str_slice(text, trace->items[i].from, trace->items[i].len);
        }
        field.items = items;
    }
    return field;
}

void shape_write_fields(Arena *arena, const Shape *shape, const void *value, const Str *order, RecordField *out) {
    ShapeWriteTrace *trace = ARENA_ARRAY(arena, shape->count, ShapeWriteTrace);
    Buf text = {.arena = arena};
    shape_write_traced(&text, shape, value, trace);
    for (size_t n = 0; n < shape->count; n++) {
        for (size_t i = 0; i < shape->count; i++) {
            if (str_eq(shape->members[i].name, order[n])) {
                out[n] = shape_write_field(arena, buf_str(&text), &trace[i]);
            }
        }
    }
}
