#include "codec/canonical.h"
#include "codec/json.h"

static void write_value(Buf *out, const Json *value, uint32_t depth);

static void new_line(Buf *out, uint32_t depth) {
    buf_add_byte(out, '\n');
    for (uint32_t i = 0; i < depth; i++) {
        buf_add(out, STR("  "));
    }
}

static void new_item(Buf *out, uint32_t index, uint32_t depth) {
    if (index > 0) {
        buf_add_byte(out, ',');
    }
    new_line(out, depth);
}

static void write_array(Buf *out, const Json *array, uint32_t depth) {
    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < array->count; i++) {
        new_item(out, i, depth + 1);
        write_value(out, &array->as.items[i], depth + 1);
    }
    if (array->count > 0) {
        new_line(out, depth);
    }
    buf_add_byte(out, ']');
}

static void write_object(Buf *out, const Json *object, uint32_t depth) {
    buf_add_byte(out, '{');
    for (uint32_t i = 0; i < object->count; i++) {
        new_item(out, i, depth + 1);
        canonical_string(out, object->as.members[i].name);
        buf_add(out, STR(": "));
        write_value(out, &object->as.members[i].value, depth + 1);
    }
    if (object->count > 0) {
        new_line(out, depth);
    }
    buf_add_byte(out, '}');
}

static void write_value(Buf *out, const Json *value, uint32_t depth) {
    if (value->type == JSON_ARRAY) {
        write_array(out, value, depth);
    } else if (value->type == JSON_OBJECT) {
        write_object(out, value, depth);
    } else if (value->type == JSON_INT) {
        /* Its own digits, also where the canonical form would round it to a double. */
        buf_addf(out, "%lld", (long long)value->as.integer);
    } else {
        canonical_write(out, value);
    }
}

void json_pretty(Buf *out, const Json *value) {
    write_value(out, value, 0);
    buf_add_byte(out, '\n');
}
