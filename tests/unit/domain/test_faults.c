#include "domain/faults.h"

#include "../cmocka_all.h"
#include "base/limits.h"
#include "domain_test.h"

static void a_line_names_file_row_column_and_fault(void **state) {
    (void)state;
    Arena arena = {0};
    Faults faults;
    faults_init(&faults, &arena, STR("trees.csv"));
    faults_add(&faults, 12, 3, "'%s' is wrong; write 1", "x\ny");
    faults_add(&faults, 13, 0, "the whole row");
    faults_add(&faults, 0, 0, "the whole file");
    domain_test_str(faults_line(&arena, &faults.items[0]), "trees.csv:12:3: 'x y' is wrong; write 1");
    domain_test_str(faults_line(&arena, &faults.items[1]), "trees.csv:13:0: the whole row");
    domain_test_str(faults_line(&arena, &faults.items[2]), "trees.csv: the whole file");
    arena_done(&arena);
}

static void the_place_inside_an_error_is_taken_out_of_its_text(void **state) {
    (void)state;
    Arena arena = {0};
    Faults faults;
    faults_init(&faults, &arena, STR("a.csv"));
    Err err = {0};
    (void)err_set(&err, ERR_INVALID_CSV, "7:2: the field is wrong");
    faults_add_err(&faults, &err);
    (void)err_set(&err, ERR_IO, "a.csv: cannot be read: no such file");
    faults_add_err(&faults, &err);
    assert_int_equal(faults.items[0].row, 7);
    assert_int_equal(faults.items[0].column, 2);
    domain_test_str(faults.items[0].text, "the field is wrong");
    assert_int_equal(faults.items[1].row, 0);
    domain_test_str(faults.items[1].text, "a.csv: cannot be read: no such file");
    arena_done(&arena);
}

static void beyond_the_limit_faults_are_only_counted(void **state) {
    (void)state;
    Arena arena = {0};
    Faults faults;
    faults_init(&faults, &arena, STR("a.csv"));
    for (uint64_t i = 0; i < LIMIT_FAULTS + 5; i++) {
        faults_add(&faults, i + 2, 1, "wrong");
    }
    assert_int_equal(faults.count, LIMIT_FAULTS);
    assert_int_equal(faults.total, LIMIT_FAULTS + 5);
    Buf out = {.arena = &arena};
    faults_write(&out, &faults);
    Str text = buf_str(&out);
    assert_true(str_ends(text, STR("a.csv:1001:1: wrong\na.csv: 5 more faults are not shown\n")));
    arena_done(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_names_file_row_column_and_fault),
        cmocka_unit_test(the_place_inside_an_error_is_taken_out_of_its_text),
        cmocka_unit_test(beyond_the_limit_faults_are_only_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
