#include "domain_test.h"

#include <stdio.h>
#include <string.h>

#include "../cmocka_all.h"
#include "codec/canonical.h"
#include "codec/yaml.h"

void domain_test_str(Str actual, const char *expected) {
    Arena arena = {0};
    assert_string_equal(str_c(&arena, actual), expected);
    arena_done(&arena);
}

const char *domain_test_file(Arena *arena, const char *name) {
    enum { FILE_BYTES = 65536 };
    char *text = arena_alloc(arena, FILE_BYTES);
    FILE *file = fopen(str_c(arena, str_format(arena, "%s/%s", DOMAIN_TEST_DATA, name)), "rb");
    assert_non_null(file);
    size_t size = fread(text, 1, FILE_BYTES - 1, file);
    (void)fclose(file);
    assert_true(size < FILE_BYTES - 1);
    return text;
}

static Json json_of(Arena *arena, Str text) {
    Yaml tree = {0};
    Err err = {0};
    if (!yaml_parse(arena, text, &tree, &err)) {
        fail_msg("the test's YAML is wrong: %s", err.text);
    }
    return yaml_json(arena, &tree);
}

Json domain_test_json(Arena *arena, const char *yaml) {
    return json_of(arena, str_from_c(yaml));
}

Str domain_test_replace(Arena *arena, const char *text, const char *from, const char *to) {
    const char *at = strstr(text, from);
    if (at == NULL) {
        fail_msg("'%s' does not occur in the good document", from);
        return (Str){0};
    }
    return str_format(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static Str taken(Arena *arena, const Json *json, DomainTestParse parse) {
    Err err = {0};
    Str printed = {0};
    if (!parse(arena, json, &printed, &err)) {
        fail_msg("refused: %s", err.text);
    }
    return printed;
}

void domain_test_taken(const char *yaml, DomainTestParse parse) {
    Arena arena = {0};
    Json json = domain_test_json(&arena, yaml);
    Str first = taken(&arena, &json, parse);
    domain_test_str(first, str_c(&arena, canonical_text(&arena, &json)));
    Json again = {0};
    Err err = {0};
    assert_true(canonical_parse(&arena, first, JSON_LIMITS_DOCUMENT, &again, &err));
    domain_test_str(taken(&arena, &again, parse), str_c(&arena, first));
    arena_done(&arena);
}

void domain_test_printed(const char *yaml, DomainTestParse parse, const char *canonical) {
    Arena arena = {0};
    Json json = domain_test_json(&arena, yaml);
    domain_test_str(taken(&arena, &json, parse), canonical);
    arena_done(&arena);
}

static void refused(const char *yaml, DomainTestParse parse, const DomainTestEdit *edit) {
    Arena arena = {0};
    Json json = json_of(&arena, domain_test_replace(&arena, yaml, edit->from, edit->to));
    Str printed = STR("untouched");
    Err err = {0};
    if (parse(&arena, &json, &printed, &err)) {
        fail_msg("taken although '%s' stands for '%s'", edit->to, edit->from);
    }
    assert_string_equal(err.text, edit->message);
    assert_int_not_equal(err.code, ERR_NONE);
    domain_test_str(printed, "untouched");
    arena_done(&arena);
}

void domain_test_refused(const char *yaml, DomainTestParse parse, const DomainTestEdit *edits, size_t count) {
    for (size_t i = 0; i < count; i++) {
        refused(yaml, parse, &edits[i]);
    }
}
