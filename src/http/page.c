#include "http/page.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/checked.h"
#include "codec/rfc3339.h"
#include "domain/html.h"
#include "domain/statement_html_body.h"

enum { PAGE_PATH_BYTES = 512 };
/* What a JSON number holds exactly; the contract's LogIndex. */
static const uint64_t page_index_most = 9007199254740991;

Page page_open(const Request *request, Response *response) {
    response->language = request->language;
    return (Page){.request = request,
                  .response = response,
                  .out = &response->body,
                  .language = request->language,
                  .pinned = text_offered(request_query(request, STR("lang")))};
}

void page_raw(const Page *p, const char *markup) {
    html_raw(p->out, markup);
}

void page_text(const Page *p, Str text) {
    html_text(p->out, text);
}

Str page_word(const Page *p, TextKey key) {
    return text_of(p->language, key);
}

void page_say(const Page *p, TextKey key) {
    html_text(p->out, page_word(p, key));
}

void page_map(const Page *p, const TextMap *map) {
    html_language_in(p->out, map, p->language, p->language);
}

void page_fill(const Page *p, TextKey key, const Str *args) {
    size_t count = 0;
    while (args[count].ptr != NULL) {
        count++;
    }
    html_fill(p->out, page_word(p, key), args, count);
}

/* Pieces of markup: each is written into a buffer of its own. */

static Buf piece(const Page *p) {
    return (Buf){.arena = p->response->arena};
}

/* An empty piece has a pointer too, so that it does not end a list of arguments. */
static Str whole(Buf *out) {
    (void)buf_reserve(out, 1);
    return buf_str(out);
}

Str page_escaped(const Page *p, Str text) {
    Buf out = piece(p);
    html_text(&out, text);
    return whole(&out);
}

Str page_number(const Page *p, uint64_t number) {
    Buf out = piece(p);
    html_number(&out, number);
    return whole(&out);
}

Str page_figure(const Page *p, Str decimal, Str unit) {
    Buf out = piece(p);
    html_grouped(&out, decimal);
    html_unit(&out, unit);
    return whole(&out);
}

static Str within(const Page *p, const char *before, Str text, const char *after) {
    Buf out = piece(p);
    html_raw(&out, before);
    html_text(&out, text);
    html_raw(&out, after);
    return whole(&out);
}

Str page_code(const Page *p, Str text) {
    return within(p, "<code>", text, "</code>");
}

Str page_in_language(const Page *p, const TextMap *map) {
    Buf out = piece(p);
    html_language_in(&out, map, p->language, p->language);
    return whole(&out);
}

Str page_time(const Page *p, Str date) {
    Buf out = piece(p);
    html_raw(&out, "<time datetime=\"");
    html_text(&out, date);
    html_raw(&out, "\">");
    html_text(&out, date);
    html_raw(&out, "</time>");
    return whole(&out);
}

Str page_link(const Page *p, Str path, Str label) {
    Buf out = piece(p);
    html_raw(&out, "<a href=\"");
    html_text(&out, path);
    html_raw(&out, "\">");
    buf_add(&out, label);
    html_raw(&out, "</a>");
    return whole(&out);
}

Str page_period(const Page *p, Str start, Str end) {
    int64_t day = 0;
    Buf out = piece(p);
    Str last = date_parse(end, &day, NULL) ? date_format(out.arena, day - 1) : end;
    html_fill(&out, page_word(p, TEXT("{1} to {2}")), PAGE_ARGS(page_time(p, start), page_time(p, last)), 2);
    return whole(&out);
}

Str page_path(const Page *p, const char *format, ...) {
    char path[PAGE_PATH_BYTES];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(path, sizeof(path), format, args);
    va_end(args);
    Str plain = str_copy(p->response->arena, str_from_c(path));
    if (!p->pinned) {
        return plain;
    }
    char joint = str_find(plain, '?') < plain.len ? '&' : '?';
    return str_format(p->response->arena, "%s%clang=%.*s", path, joint, STR_ARG(p->language));
}

/* What stands around every page. */

typedef struct {
    const char *path;
    TextKey label;
} Entry;

static const Entry entries[] = {
    {"/", TEXT_INIT("Programmes")},
    {"/verify", TEXT_INIT("Verify")},
    {"/log", TEXT_INIT("Log")},
    {"/api/docs", TEXT_INIT("API")},
};

static void navigation(const Page *p) {
    page_raw(p, "<nav aria-label=\"");
    page_say(p, TEXT("Main"));
    page_raw(p, "\"><ul>\n");
    for (size_t i = 0; i < COUNT_OF(entries); i++) {
        bool here = str_eq(p->request->path, str_from_c(entries[i].path));
        page_raw(p, "<li><a href=\"");
        page_text(p, page_path(p, "%s", entries[i].path));
        page_raw(p, here ? "\" aria-current=\"page\">" : "\">");
        page_say(p, entries[i].label);
        page_raw(p, "</a></li>\n");
    }
    page_raw(p, "</ul></nav>\n");
}

void page_begin(const Page *p, Str title) {
    page_raw(p, "<!doctype html>\n<html lang=\"");
    page_text(p, p->language);
    page_raw(p, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    page_text(p, title);
    page_raw(p, " \xC2\xB7 Banyan</title>\n<link rel=\"stylesheet\" href=\"/assets/style.css\">\n</head>\n<body>\n"
                "<a class=\"skip\" href=\"#main\">");
    page_say(p, TEXT("Skip to content"));
    page_raw(p, "</a>\n<header class=\"site\"><div class=\"inside\"><a class=\"brand\" href=\"");
    page_text(p, page_path(p, "/"));
    page_raw(p, "\">Banyan</a>\n");
    navigation(p);
    page_raw(p, "</div></header>\n<main id=\"main\">\n");
}

static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/* Percent-encoding of all but the unreserved characters (RFC 3986 section 2.3) and `also`. */
static void add_encoded(Buf *out, Str text, char also) {
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_plain(c) || c == also) {
            buf_add_byte(out, c);
        } else {
            buf_addf(out, "%%%02X", (unsigned)(unsigned char)c);
        }
    }
}

/* The same page in another language: its path and query with lang replaced. */
static void language_link(const Page *p, const TextLanguage *language) {
    Buf path = piece(p);
    add_encoded(&path, p->request->path, '/');
    buf_addf(&path, "?lang=%.*s", STR_ARG(language->tag));
    for (size_t i = 0; i < p->request->query_count; i++) {
        const RequestPair *pair = &p->request->query[i];
        if (!str_eq(pair->name, STR("lang"))) {
            buf_add_byte(&path, '&');
            add_encoded(&path, pair->name, '-');
            buf_add_byte(&path, '=');
            add_encoded(&path, pair->value, '-');
        }
    }
    page_raw(p, "<li><a rel=\"alternate\" lang=\"");
    page_text(p, language->tag);
    page_raw(p, "\" hreflang=\"");
    page_text(p, language->tag);
    page_raw(p, "\" href=\"");
    page_text(p, buf_str(&path));
    page_raw(p, str_eq(language->tag, p->language) ? "\" aria-current=\"true\">" : "\">");
    page_text(p, language->name);
    page_raw(p, "</a></li>\n");
}

void page_end(const Page *p) {
    size_t count = 0;
    const TextLanguage *languages = text_languages(&count);
    page_raw(p, "</main>\n<footer class=\"site\"><div class=\"inside\"><nav aria-label=\"");
    page_say(p, TEXT("Language"));
    page_raw(p, "\"><ul>\n");
    for (size_t i = 0; i < count; i++) {
        language_link(p, &languages[i]);
    }
    page_raw(p, "</ul></nav>\n<p>");
    page_say(p, TEXT("Everything on this site can be read without an account. It sets no cookies."));
    page_raw(p, "</p></div></footer>\n</body>\n</html>\n");
    p->response->content_type = STR("text/html; charset=utf-8");
}

/* Sections, lists, tables. */

void page_section(const Page *p, const char *id, TextKey title) {
    buf_addf(p->out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">", id, id);
    page_say(p, title);
    page_raw(p, "</h2>\n");
}

void page_section_end(const Page *p) {
    page_raw(p, "</section>\n");
}

static void fact(const Page *p, TextKey name, const char *opening, Str markup) {
    if (markup.len > 0) {
        page_raw(p, "<dt>");
        page_say(p, name);
        page_raw(p, opening);
        buf_add(p->out, markup);
        page_raw(p, "</dd>\n");
    }
}

void page_fact(const Page *p, TextKey name, Str markup) {
    fact(p, name, "</dt><dd>", markup);
}

void page_fact_text(const Page *p, TextKey name, Str text) {
    page_fact(p, name, page_escaped(p, text));
}

void page_fact_map(const Page *p, TextKey name, const TextMap *map) {
    page_fact(p, name, page_in_language(p, map));
}

void page_fact_hash(const Page *p, TextKey name, Str text) {
    fact(p, name, "</dt><dd class=\"hash\">", page_escaped(p, text));
}

void page_table(const Page *p, TextKey caption, const PageColumn *columns, size_t count) {
    page_raw(p, "<table>\n<caption>");
    page_say(p, caption);
    page_raw(p, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        page_raw(p, columns[i].number ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">");
        page_say(p, columns[i].title);
        page_raw(p, "</th>");
    }
    page_raw(p, "</tr></thead>\n<tbody>\n");
}

void page_table_end(const Page *p) {
    page_raw(p, "</tbody>\n</table>\n");
}

void page_verdict(const Page *p, PageVerdict verdict, TextKey sentence) {
    static const char *const openings[] = {
        [PAGE_GOOD] = "<div class=\"verdict good\"><p><span class=\"icon\" aria-hidden=\"true\">\xE2\x9C\x93</span> ",
        [PAGE_BAD] = "<div class=\"verdict bad\"><p><span class=\"icon\" aria-hidden=\"true\">\xE2\x9C\x97</span> ",
        [PAGE_CAREFUL] = "<div class=\"verdict careful\"><p><span class=\"icon\" aria-hidden=\"true\">!</span> "};
    page_raw(p, openings[verdict]);
    page_raw(p, "<strong>");
    page_say(p, sentence);
    page_raw(p, "</strong></p>\n");
}

void page_verdict_end(const Page *p) {
    page_raw(p, "</div>\n");
}

typedef struct {
    const char *state;
    TextKey word;
} StateWord;

static Str state_word(const Page *p, const StateWord *words, size_t count, Str state) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(state, str_from_c(words[i].state))) {
            return page_word(p, words[i].word);
        }
    }
    return state;
}

Str page_record_state(const Page *p, Str state) {
    static const StateWord words[] = {
        {"submitted", TEXT_INIT("submitted")}, {"screened", TEXT_INIT("screened")},
        {"flagged", TEXT_INIT("flagged")},     {"returned", TEXT_INIT("returned")},
        {"accepted", TEXT_INIT("accepted")},   {"rejected", TEXT_INIT("rejected")},
        {"erased", TEXT_INIT("erased")},       {"awaiting evidence", TEXT_INIT("awaiting evidence")}};
    return state_word(p, words, COUNT_OF(words), state);
}

Str page_statement_state(const Page *p, Str state) {
    static const StateWord words[] = {{"issued", TEXT_INIT("in force")},
                                      {"superseded", TEXT_INIT("superseded")},
                                      {"withdrawn", TEXT_INIT("withdrawn")}};
    return state_word(p, words, COUNT_OF(words), state);
}

Str page_assurance(const Page *p, StatementState state) {
    return text_of(p->language, (TextKey){statement_html_state(state)});
}

bool page_index(Str text, uint64_t *out, Err *err) {
    uint64_t index = 0;
    bool plain = text.len == 1 || (text.len > 1 && text.len <= 16 && text.ptr[0] != '0');
    if (!plain || !checked_parse_u64(text, &index) || index > page_index_most) {
        return err_set(err, ERR_NOT_FOUND, "'%.*s' is no index of the log; one is a whole number such as 10",
                       STR_ARG(text_shown(text)));
    }
    *out = index;
    return true;
}
