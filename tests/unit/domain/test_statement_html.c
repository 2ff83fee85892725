#include "domain/statement_html.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "domain_test.h"

static const StatementPosition position = {
    .sha256 = STR_INIT("aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899"),
    .origin = STR_INIT("log.example.org/banyan"),
    .index = 4102,
    .log_size = 12345};

static Statement sample(Arena *arena) {
    Json json = domain_test_json(arena, domain_test_file(arena, "statement.yaml"));
    Statement statement = {0};
    Err err = {0};
    if (!statement_parse(arena, &json, &statement, &err)) {
        fail_msg("%s", err.text);
    }
    return statement;
}

static char *page_of(Arena *arena, const Statement *statement, Str language) {
    Buf out = {.arena = arena};
    statement_html(&out, statement, &position, language);
    return str_c(arena, buf_str(&out));
}

/* With a path as its only argument the program writes the sample page there, to look at it. */
static int write_page(const char *path) {
    Arena arena = {0};
    Statement statement = sample(&arena);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        return 1;
    }
    (void)fputs(page_of(&arena, &statement, STR("en")), file);
    arena_done(&arena);
    return fclose(file);
}

static void the_page_says_what_a_reader_must_know(void **state) {
    (void)state;
    static const char *const needed[] = {
        "Green Campus Foundation",
        "Self-declared, not verified",
        "2025-12-31</time>, both days included",
        "1670<span class=\"unit\"> t</span>",
        "1615 to 1724 t with 95\u00A0% probability",
        "No uncertainty is declared for this figure.",
        "It is not a removal",
        "This is not a carbon credit.",
        "1669.8389977025642917",
        "<span class=\"mark no\">not checked</span>",
        "<span class=\"mark yes\">checked</span>",
        "diameter under 5 cm",
        "One record was erased at a person&#39;s request.",
        "aabbccddeeff00112233445566778899aabbccddeeff00112233445566778899",
        "<dt>Leaf of this statement</dt><dd>4102</dd>",
        "12\u202F345</dd>",
        "8899aabbccddeeff00112233445566778899aabbccddeeff0011223344556677",
    };
    Arena arena = {0};
    Statement statement = sample(&arena);
    const char *page = page_of(&arena, &statement, STR("en"));
    for (size_t i = 0; i < COUNT_OF(needed); i++) {
        if (strstr(page, needed[i]) == NULL) {
            fail_msg("the page lacks '%s'", needed[i]);
        }
    }
    arena_done(&arena);
}

static void the_page_needs_nothing_from_outside_and_runs_nothing(void **state) {
    (void)state;
    static const char *const unwanted[] = {"<script", "javascript:", " src=",  "href=", "@import", "url(",
                                           "http:",   "https:",      "onload", "<link", "<iframe"};
    Arena arena = {0};
    Statement statement = sample(&arena);
    const char *page = page_of(&arena, &statement, STR("en"));
    for (size_t i = 0; i < COUNT_OF(unwanted); i++) {
        if (strstr(page, unwanted[i]) != NULL) {
            fail_msg("the page has '%s'", unwanted[i]);
        }
    }
    arena_done(&arena);
}

#define EVIL "</title></style><script>alert(1)</script>\"'&"

/* Every text of the document becomes hostile; the tables of the sample keep their lengths. */
static void make_hostile(Statement *s, const TextMap *map) {
    Str evil = STR(EVIL);
    s->organisation.name = s->programme.name = s->methodology.title = *map;
    s->programme.boundary = s->programme.responsible_party = s->result_note = s->claims = *map;
    s->uncertainty = s->intended_use = s->intended_users = s->supersedes.changed = *map;
    s->organisation.country = s->period.start = s->period.end = s->period.zone.name = evil;
    s->frame.root = s->supersedes.id = s->supersedes.sha256 = s->issued_at = s->log.origin = evil;
    s->methodology.version = s->methodology.sha256 = s->id = evil;
    s->programme.parameters = *map;
}

static void make_rows_hostile(Arena *arena, Statement *s, const TextMap *map) {
    Str evil = STR(EVIL);
    StatementResult *result = ARENA_NEW(arena, StatementResult);
    *result = (StatementResult){evil, *map, evil, evil, evil, evil, {evil, evil, evil}, {evil, evil, evil}, *map};
    StatementActivity *activity = ARENA_NEW(arena, StatementActivity);
    *activity = (StatementActivity){evil, *map, evil, 1, evil, evil, evil};
    StatementFactor *factor = ARENA_NEW(arena, StatementFactor);
    *factor = (StatementFactor){evil, *map, evil, evil, evil, evil, evil, evil, {evil, evil}, true, evil};
    StatementFormula *formula = ARENA_NEW(arena, StatementFormula);
    *formula = (StatementFormula){evil, evil, evil};
    StatementExcluded *excluded = ARENA_NEW(arena, StatementExcluded);
    *excluded = (StatementExcluded){evil, 1};
    StatementCoverage *coverage = ARENA_NEW(arena, StatementCoverage);
    *coverage = (StatementCoverage){evil, *map, evil, evil, evil, evil, false};
    OrganisationId *id = ARENA_NEW(arena, OrganisationId);
    *id = (OrganisationId){evil, evil};
    s->results = result;
    s->activity = activity;
    s->factors = factor;
    s->formulas = formula;
    s->counts.excluded = excluded;
    s->coverage = coverage;
    s->organisation.identifiers = id;
    s->result_count = s->activity_count = s->factor_count = s->formula_count = 1;
    s->counts.excluded_count = s->coverage_count = s->organisation.identifier_count = 1;
}

static void every_text_of_the_document_is_escaped(void **state) {
    (void)state;
    static const TextPair pair = {STR_INIT(EVIL), STR_INIT(EVIL)};
    static const TextMap map = {.pairs = &pair, .count = 1};
    Arena arena = {0};
    Statement statement = sample(&arena);
    make_hostile(&statement, &map);
    make_rows_hostile(&arena, &statement, &map);
    const char *page = page_of(&arena, &statement, STR("en"));
    assert_null(strstr(page, "<script"));
    assert_null(strstr(page, "alert(1)<"));
    assert_null(strstr(page, "\"'&"));
    assert_null(strstr(strstr(page, "</title>") + 1, "</title>"));
    assert_null(strstr(strstr(page, "</style>") + 1, "</style>"));
    assert_non_null(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
    arena_done(&arena);
}

static void another_language_is_marked_as_such(void **state) {
    (void)state;
    Arena arena = {0};
    Statement statement = sample(&arena);
    const char *page = page_of(&arena, &statement, STR("zh-Hant-TW"));
    assert_non_null(strstr(page, "<span lang=\"zh-Hant\">"));
    assert_non_null(strstr(page, "Carbon stock of the Nouragues plots"));
    arena_done(&arena);
}

static void a_draft_and_a_statement_outside_the_log_say_so(void **state) {
    (void)state;
    Arena arena = {0};
    Statement statement = sample(&arena);
    statement.issued_at = (Str){0};
    static const StatementPosition nowhere = {.sha256 = STR_INIT("ab")};
    Buf out = {.arena = &arena};
    statement_html(&out, &statement, &nowhere, STR("en"));
    const char *page = str_c(&arena, buf_str(&out));
    assert_non_null(strstr(page, "Draft, not issued. Self-declared, not verified"));
    assert_non_null(strstr(page, "not in the log yet"));
    assert_null(strstr(page, "Leaf of this statement"));
    arena_done(&arena);
}

/* Opening and closing tags of a kind; void elements are not asked for. */
static size_t times(const char *page, const char *what) {
    size_t count = 0;
    for (const char *at = strstr(page, what); at != NULL; at = strstr(at + 1, what)) {
        count++;
    }
    return count;
}

static void every_element_that_opens_closes_and_tables_have_captions(void **state) {
    (void)state;
    static const char *const names[] = {"html",    "head",  "body",  "main",   "header", "section", "table",
                                        "caption", "thead", "tbody", "ul",     "dl",     "dt",      "dd",
                                        "h1",      "h2",    "h3",    "footer", "code",   "small"};
    Arena arena = {0};
    Statement statement = sample(&arena);
    const char *page = page_of(&arena, &statement, STR("en"));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        size_t open = times(page, str_c(&arena, str_format(&arena, "<%s>", names[i]))) +
                      times(page, str_c(&arena, str_format(&arena, "<%s ", names[i])));
        size_t closed = times(page, str_c(&arena, str_format(&arena, "</%s>", names[i])));
        assert_true(open > 0);
        assert_int_equal(open, closed);
    }
    assert_int_equal(times(page, "<table>"), times(page, "<caption>"));
    assert_int_equal(times(page, "<h1"), 1);
    arena_done(&arena);
}

int main(int argc, char **argv) {
    if (argc == 2) {
        return write_page(argv[1]);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_what_a_reader_must_know),
        cmocka_unit_test(the_page_needs_nothing_from_outside_and_runs_nothing),
        cmocka_unit_test(every_text_of_the_document_is_escaped),
        cmocka_unit_test(another_language_is_marked_as_such),
        cmocka_unit_test(a_draft_and_a_statement_outside_the_log_say_so),
        cmocka_unit_test(every_element_that_opens_closes_and_tables_have_captions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
