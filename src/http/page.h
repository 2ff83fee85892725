/*
 * Pages for people: what all of them have in common, and the handlers of the routes that give one.
 *
 * Shape: HTML without script, complete as it is sent; one h1; under 80 KB. `?lang=` stays in every link of a page that was
 *        asked for with it. What a page says itself goes through TEXT; texts of documents are escaped and carry their
 *        language where it is another.
 * Owns: markup pieces live in the response's arena.
 * Errors: a handler's; page_problem is the page of an error.
 */
#ifndef BANYAN_HTTP_PAGE_H
#define BANYAN_HTTP_PAGE_H

#include "domain/statement.h"
#include "domain/text.h"
#include "http/problem.h"
#include "http/route.h"
#include "http/text.h"

typedef struct {
    const Request *request;
    Response *response;
    Buf *out;
    Str language;
    bool pinned; /* by ?lang= */
} Page;

Page page_open(const Request *request, Response *response);
/* Head, header and the beginning of main; `title` is plain text. */
void page_begin(const Page *p, Str title);
void page_end(const Page *p);

void page_raw(const Page *p, const char *markup);
void page_text(const Page *p, Str text);
void page_say(const Page *p, TextKey key);
void page_map(const Page *p, const TextMap *map);
/* The sentence with pieces of markup filled in; args ends with {0}. */
void page_fill(const Page *p, TextKey key, const Str *args);
#define PAGE_ARGS(...) ((const Str[]){__VA_ARGS__, {0}})

/* The sentence as plain text, for titles. */
Str page_word(const Page *p, TextKey key);

/* Pieces of markup. */
Str page_escaped(const Page *p, Str text);
Str page_number(const Page *p, uint64_t number);
Str page_figure(const Page *p, Str decimal, Str unit);
Str page_code(const Page *p, Str text);
Str page_in_language(const Page *p, const TextMap *map);
Str page_time(const Page *p, Str date);
/* A link; `label` is markup. */
Str page_link(const Page *p, Str path, Str label);
/* "{1} to {2}", the last day included. */
Str page_period(const Page *p, Str start, Str end);
/* An address of this site, with the language where it was asked for; `format` as for printf. */
Str page_path(const Page *p, const char *format, ...) PRINTF_LIKE(2, 3);

/* A section with its h2; page_section_end closes it. */
void page_section(const Page *p, const char *id, TextKey title);
void page_section_end(const Page *p);

/* A definition list: page_raw "<dl>" around it. */
void page_fact(const Page *p, TextKey name, Str markup);
void page_fact_text(const Page *p, TextKey name, Str text);
void page_fact_map(const Page *p, TextKey name, const TextMap *map);
void page_fact_hash(const Page *p, TextKey name, Str text);

typedef struct {
    TextKey title;
    bool number;
} PageColumn;

void page_table(const Page *p, TextKey caption, const PageColumn *columns, size_t count);
void page_table_end(const Page *p);

/* A box with a verdict: an icon, a sentence, and what follows in the box until page_verdict_end. */
typedef enum { PAGE_GOOD, PAGE_BAD, PAGE_CAREFUL } PageVerdict;
void page_verdict(const Page *p, PageVerdict verdict, TextKey sentence);
void page_verdict_end(const Page *p);

/* The word for the state of a record, and of a statement in a list. */
Str page_record_state(const Page *p, Str state);
Str page_statement_state(const Page *p, Str state);
/* "Self-declared, not verified". */
Str page_assurance(const Page *p, StatementState state);

/* A whole number in a path or query; ERR_NOT_FOUND names it where it is none. */
CHECKED bool page_index(Str text, uint64_t *out, Err *err);

/* Handlers. */
CHECKED bool page_home(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_programme(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_statement(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_methodology(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_factors(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_record(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_verify(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_log(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_errors(App *app, const Request *request, Response *response, Err *err);
CHECKED bool page_style(App *app, const Request *request, Response *response, Err *err);
/* A ProblemPage. */
void page_problem(const Request *request, const Problem *problem, Response *response);

#endif
