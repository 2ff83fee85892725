#include "codec/position.h"

#include "codec/utf8.h"

Position position_of(Str text, size_t at) {
    Position position = {.line = 1, .column = 1};
    size_t start = 0;
    for (size_t i = 0; i < at; i++) {
        if (text.ptr[i] == '\n') {
            position.line++;
            start = i + 1;
        }
    }
    while (start < at) {
        size_t len = utf8_char_length(text, start);
        start += len == 0 ? 1 : len;
        position.column++;
    }
    return position;
}
