/* A formula that parses is printed in a form that parses again and prints the same; a refused one leaves its output. */
#include <stdlib.h>

#include "quantify/formula.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    const FormulaNode *node = NULL;
    const FormulaNode *again = NULL;
    size_t at = 0;
    Err err = {0};
    Str text = str_copy(&arena, bytes_str((Bytes){.ptr = data, .len = size}));
    if (!formula_parse(&arena, text, &node, &at, &err)) {
        require(node == NULL && err.code != ERR_NONE && at <= text.len);
        arena_done(&arena);
        return 0;
    }
    Buf once = {.arena = &arena};
    Buf twice = {.arena = &arena};
    Buf readable = {.arena = &arena};
    formula_print(&once, node);
    formula_print_readable(&readable, node);
    /* Blanks between all parts may make the text longer than a formula may be. */
    if (formula_parse(&arena, buf_str(&once), &again, &at, &err)) {
        formula_print(&twice, again);
        require(str_eq(buf_str(&once), buf_str(&twice)));
    } else {
        require(err.code == ERR_TOO_LARGE);
    }
    require(readable.len > 0);
    arena_done(&arena);
    return 0;
}
