#include "domain/state.h"

#include "../cmocka_all.h"
#include "domain_test.h"

static const StateEvent submit_path[] = {STATE_ON_SUBMIT_WITHOUT_EVIDENCE,
                                         STATE_ON_EVIDENCE,
                                         STATE_ON_CHECK_FLAGGED,
                                         STATE_ON_RETURN,
                                         STATE_ON_ACCEPT,
                                         STATE_ON_ERASE};

static void a_record_walks_from_submission_to_erasure(void **state) {
    (void)state;
    static const State expected[] = {STATE_AWAITING_EVIDENCE, STATE_SUBMITTED, STATE_FLAGGED,
                                     STATE_RETURNED,          STATE_ACCEPTED,  STATE_ERASED};
    State now = STATE_NONE;
    Err err = {0};
    for (size_t i = 0; i < COUNT_OF(submit_path); i++) {
        assert_true(state_next(now, submit_path[i], &now, &err));
        assert_int_equal(now, expected[i]);
    }
}

static void every_pair_is_in_the_table_or_refused(void **state) {
    (void)state;
    unsigned taken = 0;
    for (unsigned from = STATE_NONE; from < STATE_COUNT; from++) {
        for (unsigned event = 0; event < STATE_EVENT_COUNT; event++) {
            State to = STATE_COUNT;
            Err err = {0};
            bool right = state_next((State)from, (StateEvent)event, &to, &err);
            taken += right ? 1 : 0;
            assert_true(right ? to > STATE_NONE && to < STATE_COUNT : to == STATE_COUNT && err.code != ERR_NONE);
        }
    }
    assert_int_equal(taken, 24);
}

static void a_refusal_says_what_would_be_possible(void **state) {
    (void)state;
    State to = STATE_COUNT;
    Err err = {0};
    assert_false(state_next(STATE_SUBMITTED, STATE_ON_ACCEPT, &to, &err));
    assert_int_equal(err.code, ERR_PRECONDITION);
    assert_string_equal(err.text, "the record is submitted, so one cannot accept it; possible is: screen, flag, erase");
    assert_false(state_next(STATE_ERASED, STATE_ON_SUBMIT, &to, &err));
    assert_int_equal(err.code, ERR_GONE);
    assert_int_equal(to, STATE_COUNT);
}

static void only_screened_and_accepted_records_count(void **state) {
    (void)state;
    for (unsigned i = STATE_NONE; i < STATE_COUNT; i++) {
        assert_int_equal(state_counts((State)i), i == STATE_SCREENED || i == STATE_ACCEPTED);
    }
}

static void every_state_has_its_public_name(void **state) {
    (void)state;
    for (unsigned i = STATE_SUBMITTED; i < STATE_COUNT; i++) {
        State back = STATE_NONE;
        Err err = {0};
        assert_true(state_parse(state_name((State)i), &back, &err));
        assert_int_equal(back, i);
    }
    State back = STATE_NONE;
    Err err = {0};
    assert_false(state_parse(STR("lost"), &back, &err));
    assert_int_equal(back, STATE_NONE);
    assert_string_equal(err.text,
                        "'lost' is no state; right is submitted, awaiting evidence, screened, flagged, returned, "
                        "accepted, rejected or erased");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_walks_from_submission_to_erasure),
        cmocka_unit_test(every_pair_is_in_the_table_or_refused),
        cmocka_unit_test(a_refusal_says_what_would_be_possible),
        cmocka_unit_test(only_screened_and_accepted_records_count),
        cmocka_unit_test(every_state_has_its_public_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
