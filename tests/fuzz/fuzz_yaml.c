/* A tree that was read becomes valid JSON with the same nodes, each with a place inside the text. */
#include <stdlib.h>

#include "codec/canonical.h"
#include "codec/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static void require_places(const Yaml *tree, const Json *value, size_t size) {
    require(tree->line >= 1 && tree->line <= size + 1 && tree->column >= 1 && tree->column <= size + 1);
    require(value->count == tree->count);
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tree->type == YAML_SEQUENCE) {
            require_places(&tree->items[i], &value->as.items[i], size);
        } else {
            require(yaml_get(tree, tree->pairs[i].key) == &tree->pairs[i].value);
            require_places(&tree->pairs[i].value, json_get(value, tree->pairs[i].key), size);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Err err = {0};
    Yaml tree = {0};
    Json again = {0};
    if (yaml_parse(&arena, (Str){.ptr = (const char *)data, .len = size}, &tree, &err)) {
        Json value = yaml_json(&arena, &tree);
        require_places(&tree, &value, size);
        JsonLimits wide = {.bytes = SIZE_MAX, .depth = LIMIT_JSON_DEPTH, .nodes = LIMIT_JSON_NODES};
        Str text = canonical_text(&arena, &value);
        require(canonical_parse(&arena, text, wide, &again, &err) && str_eq(canonical_text(&arena, &again), text));
    } else {
        require(err.code == ERR_INVALID_YAML || err.code == ERR_TOO_LARGE);
    }
    arena_done(&arena);
    return 0;
}
