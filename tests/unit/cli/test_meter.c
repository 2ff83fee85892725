#include "../cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "cli/meter.h"

enum { ROOM = 4096, LONG_AGO_MS = 60000 };

/* What was written to the stream since it was opened. */
static const char *written(FILE *stream, char room[ROOM]) {
    rewind(stream);
    size_t len = fread(room, 1, ROOM - 1, stream);
    room[len] = '\0';
    return room;
}

static void nothing_is_shown_for_two_seconds(void **state) {
    (void)state;
    char room[ROOM];
    FILE *stream = tmpfile();
    Meter meter = meter_on(stream, true);
    meter_tell(&meter, "reading rows", 10, 100);
    meter_done(&meter);
    assert_string_equal(written(stream, room), "");
    (void)fclose(stream);
}

static void a_long_job_adds_a_line_every_ten_seconds(void **state) {
    (void)state;
    char room[ROOM];
    FILE *stream = tmpfile();
    Meter meter = meter_on(stream, false);
    meter.started_ms -= LONG_AGO_MS;
    meter_tell(&meter, "reading rows", 10, 40);
    meter_tell(&meter, "reading rows", 11, 40);
    meter.shown_ms -= LONG_AGO_MS;
    meter_tell(&meter, "reading rows", 20, 0);
    meter_done(&meter);
    assert_string_equal(written(stream, room), "reading rows: 10 of 40 (25 %)\nreading rows: 20\n");
    (void)fclose(stream);
}

static void on_a_terminal_one_line_is_rewritten_and_cleared_at_the_end(void **state) {
    (void)state;
    char room[ROOM];
    FILE *stream = tmpfile();
    Meter meter = meter_on(stream, true);
    meter.started_ms -= LONG_AGO_MS;
    meter_tell(&meter, "reckoning", 1, 2);
    assert_true(meter.line_open);
    meter_done(&meter);
    meter_done(&meter);
    assert_string_equal(written(stream, room), "\r\033[Kreckoning: 1 of 2 (50 %)\r\033[K");
    (void)fclose(stream);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_shown_for_two_seconds),
        cmocka_unit_test(a_long_job_adds_a_line_every_ten_seconds),
        cmocka_unit_test(on_a_terminal_one_line_is_rewritten_and_cleared_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
