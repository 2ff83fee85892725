#include "domain/html.h"

void html_raw(Buf *out, const char *markup) {
    buf_add(out, str_from_c(markup));
}

static const char *reference(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void html_text(Buf *out, Str text) {
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *escaped = reference(text.ptr[i]);
        if (escaped != NULL) {
            buf_add(out, str_slice(text, from, i - from));
            html_raw(out, escaped);
            from = i + 1;
        }
    }
    buf_add(out, str_slice(text, from, text.len));
}

void html_number(Buf *out, uint64_t number) {
    html_grouped(out, str_format(out->arena, "%llu", (unsigned long long)number));
}

void html_language(Buf *out, const TextMap *map, Str language) {
    const TextPair *pair = text_pair_in(map, language);
    if (pair == NULL) {
        return;
    }
    bool foreign = !str_eq(pair->tag, STR("en")) && !str_starts(pair->tag, STR("en-"));
    if (foreign) {
        html_raw(out, "<span lang=\"");
        html_text(out, pair->tag);
        html_raw(out, "\">");
    }
    for (Str rest = pair->text; rest.ptr != NULL;) {
        html_text(out, str_cut(&rest, '\n'));
        html_raw(out, rest.ptr != NULL ? "<br>" : "");
    }
    html_raw(out, foreign ? "</span>" : "");
}

/* The groups stand apart by a narrow no-break space (ISO 80000-1, 7.3.1); up to four digits stay together. */
void html_grouped(Buf *out, Str decimal) {
    size_t sign = decimal.len > 0 && decimal.ptr[0] == '-' ? 1 : 0;
    size_t point = str_find(decimal, '.');
    size_t digits = point - sign;
    if (sign == 1) {
        html_raw(out, "\xE2\x88\x92");
    }
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && digits > 4 && (digits - i) % 3 == 0) {
            html_raw(out, "\xE2\x80\xAF");
        }
        html_text(out, str_slice(decimal, sign + i, 1));
    }
    html_text(out, str_slice(decimal, point, decimal.len));
}
