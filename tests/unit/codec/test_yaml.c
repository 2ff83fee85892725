#include "codec/yaml.h"

#include <string.h>

#include "../cmocka_all.h"
#include "codec/canonical.h"
#include "codec_test.h"

static Yaml parsed(Arena *arena, Str text) {
    Yaml tree = {0};
    Err err = {0};
    if (!yaml_parse(arena, text, &tree, &err)) {
        fail_msg("%s", err.text);
    }
    return tree;
}

static void assert_place(const Yaml *node, uint32_t line, uint32_t column) {
    assert_non_null(node);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
}

static void a_tree_remembers_text_quotes_and_places(void **state) {
    (void)state;
    Arena arena = {0};
    Yaml tree = parsed(&arena, STR("\xef\xbb\xbfname: tree-stock # words\n"
                                   "titles:\n"
                                   "  de: \"B\xc3\xa4ume\"\n"
                                   "  en: {x: 'it''s', y: 0.47}\n"
                                   "list:\n"
                                   "- 007\n"
                                   "- - a\n"
                                   "text: |\n"
                                   "  one\n"
                                   "  two\n"
                                   "empty:\n"));
    assert_int_equal(tree.type, YAML_MAPPING);
    assert_int_equal(tree.count, 5);
    assert_place(&tree, 1, 1);
    assert_place(yaml_get(&tree, STR("name")), 1, 7);
    assert_text(yaml_get(&tree, STR("name"))->scalar, "tree-stock");
    assert_false(yaml_get(&tree, STR("name"))->quoted);
    const Yaml *titles = yaml_get(&tree, STR("titles"));
    assert_place(titles, 3, 3);
    assert_text(yaml_get(titles, STR("de"))->scalar, "Bäume");
    assert_true(yaml_get(titles, STR("de"))->quoted);
    assert_text(yaml_get(yaml_get(titles, STR("en")), STR("x"))->scalar, "it's");
    assert_place(yaml_get(yaml_get(titles, STR("en")), STR("y")), 4, 23);
    const Yaml *list = yaml_get(&tree, STR("list"));
    assert_int_equal(list->type, YAML_SEQUENCE);
    assert_text(list->items[0].scalar, "007");
    assert_place(&list->items[1].items[0], 7, 5);
    assert_text(yaml_get(&tree, STR("text"))->scalar, "one\ntwo\n");
    assert_true(yaml_get(&tree, STR("text"))->quoted);
    assert_int_equal(yaml_get(&tree, STR("empty"))->scalar.len, 0);
    assert_int_equal(tree.pairs[4].key_line, 11);
    assert_int_equal(titles->count, 2);
    assert_int_equal(titles->pairs[1].key_line, 4);
    assert_int_equal(titles->pairs[1].key_column, 3);
    arena_done(&arena);
}

static void what_is_no_mapping_or_lacks_the_key_gives_null(void **state) {
    (void)state;
    Arena arena = {0};
    Yaml tree = parsed(&arena, STR("- a\n"));
    assert_null(yaml_get(&tree, STR("a")));
    assert_null(yaml_get(&tree.items[0], STR("a")));
    assert_null(yaml_get(NULL, STR("a")));
    tree = parsed(&arena, STR("b: 1"));
    assert_null(yaml_get(&tree, STR("a")));
    arena_done(&arena);
}

static void the_tree_outlives_its_text(void **state) {
    (void)state;
    Arena arena = {0};
    char text[] = "a: [b, c]";
    Yaml tree = parsed(&arena, (Str){.ptr = text, .len = sizeof(text) - 1});
    memset(text, '#', sizeof(text));
    assert_text(yaml_get(&tree, STR("a"))->items[1].scalar, "c");
    arena_done(&arena);
}

static void only_null_booleans_and_plain_integers_leave_text(void **state) {
    (void)state;
    Arena arena = {0};
    Yaml tree = parsed(&arena,
                       STR("z: [null, ~, NULL, Null, true, True, FALSE, nUll, tRue, yes, no, on, off, y]\n"
                           "i: [0, -1, 9223372036854775807, 9223372036854775808, -0, +1, 007, 0x1f, 0o7, 1_000, 1:30]\n"
                           "d: [0.47, 12.50, 1e3, .5, .inf, -.nan]\n"
                           "q: ['null', \"true\", '1', '']\n"
                           "s: {}\n"
                           "e: []\n"
                           "t: 2026-01-31\n"
                           "n:\n"));
    Json value = yaml_json(&arena, &tree);
    Buf out = {.arena = &arena};
    /* Mapping order is kept: z comes first. */
    assert_text(value.as.members[0].name, "z");
    canonical_write(&out, &value);
    assert_text(
        buf_str(&out),
        "{\"d\":[\"0.47\",\"12.50\",\"1e3\",\".5\",\".inf\",\"-.nan\"],\"e\":[],"
        "\"i\":[0,-1,9223372036854776000,\"9223372036854775808\",\"-0\",\"+1\",\"007\",\"0x1f\",\"0o7\",\"1_000\","
        "\"1:30\"],\"n\":null,\"q\":[\"null\",\"true\",\"1\",\"\"],\"s\":{},\"t\":\"2026-01-31\","
        "\"z\":[null,null,null,null,true,true,false,\"nUll\",\"tRue\",\"yes\",\"no\",\"on\",\"off\",\"y\"]}");
    arena_done(&arena);
}

static void assert_refused(Str text, ErrCode code, const char *beginning) {
    Arena arena = {0};
    Yaml tree = {.line = 77};
    Err err = {0};
    if (yaml_parse(&arena, text, &tree, &err)) {
        fail_msg("accepted: %.*s", STR_ARG(text));
    }
    assert_err(&err, code, beginning);
    assert_int_equal(tree.line, 77);
    assert_false(yaml_parse(&arena, text, &tree, NULL));
    arena_done(&arena);
}

static void what_gives_a_text_a_second_reading_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *beginning;
    } cases[] = {
        {"a: &x 1\n", "1:4: anchors are not used here; write the value out where it is needed"},
        {"a: &x [1]\n", "1:4: anchors are not used here"},
        {"a: &x {b: 1}\n", "1:4: anchors are not used here"},
        {"&k a: 1\n", "1:1: anchors are not used here"},
        {"a: 1\nb: *x\n", "2:4: aliases are not used here; write the value out"},
        {"*x : 1\n", "1:1: a key must be one name"},
        {"a: !!int 1\n", "1:4: tags are not used here; remove the word that begins with !"},
        {"a: ! 1\n", "1:4: tags are not used here"},
        {"a: !local {b: 1}\n", "1:4: tags are not used here"},
        {"a: !!set [1]\n", "1:4: tags are not used here"},
        {"!!str a: 1\n", "1:1: tags are not used here"},
        {"%YAML 1.1\n---\na: 1\n", "1:1: directives are not used here; remove the lines that begin with %"},
        {"%TAG ! tag:x,2000:\n---\na: 1\n", "1:1: directives are not used here"},
        {"a: 1\nb: 2\na: 3\n", "3:1: key 'a' stands twice in one mapping; keep one"},
        {"m: {k: 1, 'k': 2}\n", "1:11: key 'k' stands twice"},
        {"<<: {a: 1}\n", "1:1: merge keys are not used here; write the entries out"},
        {"? [a]\n: 1\n", "1:3: a key must be one name, not an alias, a list or a mapping"},
        {"? {a: b}\n: 1\n", "1:3: a key must be one name"},
        {"? \n: 1\n", "1:2: a key is empty; write a name before the colon"},
        {"a: 1\n---\nb: 2\n", "2:1: a second document begins; a file holds one"},
        {"--- 1\n--- 2\n", "2:1: a second document begins"},
        {"", "1:1: the text is empty; write a mapping of keys and values"},
        {"# words only\n\n", "3:1: the text is empty"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_refused(str_from_c(cases[i].text), ERR_INVALID_YAML, cases[i].beginning);
    }
}

static void what_is_no_yaml_is_refused_with_its_place(void **state) {
    (void)state;
    assert_refused(STR("a: [1, 2\nb: 3\n"), ERR_INVALID_YAML, "2:2: not YAML: did not find");
    assert_refused(STR("a: 1\n b: 2\n"), ERR_INVALID_YAML, "2:3: not YAML: ");
    assert_refused(STR("a:\n\t- 1\n"), ERR_INVALID_YAML, "2:1: not YAML: ");
    assert_refused(STR("a: \"x\n"), ERR_INVALID_YAML, "2:1: not YAML: ");
    assert_refused(STR("a: 'x' y\n"), ERR_INVALID_YAML, "1:8: not YAML: ");
    assert_refused(STR("a: @x\n"), ERR_INVALID_YAML, "1:4: not YAML: ");
    assert_refused(STR("a: 1\nb: x\x07y\n"), ERR_INVALID_YAML, "2:5: not YAML: control characters");
    assert_refused(STR("a: 1\n\0b: 2\n"), ERR_INVALID_YAML, "2:1: not YAML: control characters");
    assert_refused(STR("a: \xc3\xa4\n\xc3\xa4: \xff\n"), ERR_INVALID_YAML, "2:4: the text is not well-formed UTF-8");
    assert_refused(STR("\xff\xfe"
                       "a\0"),
                   ERR_INVALID_YAML, "1:1: the text is not well-formed UTF-8");
}

static Str repeated(Arena *arena, size_t count, const char *text) {
    Buf out = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        buf_add(&out, str_from_c(text));
    }
    return buf_str(&out);
}

static void each_limit_holds_at_its_edge(void **state) {
    (void)state;
    Arena arena = {0};
    Yaml tree = parsed(&arena, repeated(&arena, 32, "- "));
    assert_int_equal(tree.count, 1);
    assert_refused(repeated(&arena, 33, "- "), ERR_TOO_LARGE,
                   "1:65: sequences and mappings are nested more than 32 deep");
    assert_refused(repeated(&arena, 17, "[{a: "), ERR_TOO_LARGE, "1:81: ");
    tree = parsed(&arena, repeated(&arena, LIMIT_YAML_NODES - 1, "- x\n"));
    assert_int_equal(tree.count, LIMIT_YAML_NODES - 1);
    assert_refused(repeated(&arena, LIMIT_YAML_NODES, "- x\n"), ERR_TOO_LARGE,
                   "16384:3: the YAML text has more than 16384 keys and values");
    Str large = repeated(&arena, LIMIT_YAML_BYTES, "x");
    assert_text(parsed(&arena, large).scalar, str_c(&arena, large));
    assert_refused(repeated(&arena, LIMIT_YAML_BYTES + 1, "x"), ERR_TOO_LARGE,
                   "the YAML text has 262145 bytes; at most 262144 are read");
    arena_done(&arena);
}

static void a_judge_of_the_tree_names_the_place(void **state) {
    (void)state;
    Arena arena = {0};
    Err err = {0};
    Yaml tree = parsed(&arena, STR("a:\n  b: c\n"));
    const Yaml *node = yaml_get(yaml_get(&tree, STR("a")), STR("b"));
    assert_false(yaml_fail(node, ERR_INVALID_METHODOLOGY, &err, "'%.*s' is no %s", STR_ARG(node->scalar), "unit"));
    assert_err(&err, ERR_INVALID_METHODOLOGY, "2:6: 'c' is no unit");
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_remembers_text_quotes_and_places),
        cmocka_unit_test(what_is_no_mapping_or_lacks_the_key_gives_null),
        cmocka_unit_test(the_tree_outlives_its_text),
        cmocka_unit_test(only_null_booleans_and_plain_integers_leave_text),
        cmocka_unit_test(what_gives_a_text_a_second_reading_is_refused),
        cmocka_unit_test(what_is_no_yaml_is_refused_with_its_place),
        cmocka_unit_test(each_limit_holds_at_its_edge),
        cmocka_unit_test(a_judge_of_the_tree_names_the_place),
    };
    return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
