/*
 * Progress on the terminal: nothing for two seconds, then a line that says how far the job is.
 *
 * Shape: on a terminal the line is rewritten twice a second; elsewhere one line is added every ten seconds.
 * Owns: borrows the stream; meter_done ends a line that was begun.
 */
#ifndef BANYAN_CLI_METER_H
#define BANYAN_CLI_METER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

typedef struct {
    FILE *stream;
    bool terminal;
    bool line_open;
    int64_t started_ms;
    int64_t shown_ms;
} Meter;

Meter meter_on(FILE *stream, bool terminal);
/* Of the shape of Progress.tell; ctx is a Meter. */
void meter_tell(void *ctx, const char *what, uint64_t done, uint64_t total);
void meter_done(Meter *meter);

#endif
