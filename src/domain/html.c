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
    html_language_in(out, map, language, STR("en"));
}

static bool is_of(Str tag, Str language) {
    return str_starts(tag, language) && (tag.len == language.len || tag.ptr[language.len] == '-');
}

void html_language_in(Buf *out, const TextMap *map, Str language, Str page) {
    const TextPair *pair = text_pair_in(map, language);
    if (pair == NULL) {
        return;
    }
    bool foreign = !is_of(pair->tag, page);
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

/* What a digit of a unit becomes in print: CO2 has a low 2, m2 and m3 have a high one. */
static const char *print_digit(Str unit, size_t at) {
    bool oxygen = at >= 2 && unit.ptr[at - 1] == 'O' && unit.ptr[at - 2] == 'C';
    bool metre = at >= 1 && unit.ptr[at - 1] == 'm';
    if (unit.ptr[at] == '2' && oxygen) {
        return "\xE2\x82\x82";
    }
    if (metre && (unit.ptr[at] == '2' || unit.ptr[at] == '3')) {
        return unit.ptr[at] == '2' ? "\xC2\xB2" : "\xC2\xB3";
    }
    return NULL;
}

void html_unit(Buf *out, Str unit) {
    if (str_eq(unit, STR("1"))) {
        return;
    }
    html_raw(out, " ");
    for (size_t i = 0; i < unit.len; i++) {
        const char *digit = print_digit(unit, i);
        if (digit != NULL) {
            html_raw(out, digit);
        } else {
            html_text(out, str_slice(unit, i, 1));
        }
    }
}

/* The number of "{1}" at the beginning of the text; 0 for anything else. */
static size_t placeholder(Str text) {
    bool is = text.len == 3 && text.ptr[0] == '{' && text.ptr[2] == '}' && text.ptr[1] >= '1' && text.ptr[1] <= '9';
    return is ? (size_t)(text.ptr[1] - '0') : 0;
}

void html_fill(Buf *out, Str sentence, const Str *markup, size_t count) {
    size_t from = 0;
    for (size_t i = 0; i < sentence.len; i++) {
        size_t number = placeholder(str_slice(sentence, i, 3));
        if (number > 0 && number <= count) {
            html_text(out, str_slice(sentence, from, i - from));
            buf_add(out, markup[number - 1]);
            from = i + 3;
        }
    }
    html_text(out, str_slice(sentence, from, sentence.len));
}
