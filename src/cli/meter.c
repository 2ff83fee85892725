#include "cli/meter.h"

#include <inttypes.h>

#include "sys/clock.h"

enum { METER_SILENT_MS = 2000, METER_TERMINAL_MS = 500, METER_LINES_MS = 10000 };

Meter meter_on(FILE *stream, bool terminal) {
    return (Meter){.stream = stream, .terminal = terminal, .started_ms = clock_steady_ms()};
}

static bool is_due(const Meter *meter, int64_t now_ms) {
    if (now_ms - meter->started_ms < METER_SILENT_MS) {
        return false;
    }
    return meter->shown_ms == 0 || now_ms - meter->shown_ms >= (meter->terminal ? METER_TERMINAL_MS : METER_LINES_MS);
}

void meter_tell(void *ctx, const char *what, uint64_t done, uint64_t total) {
    Meter *meter = ctx;
    int64_t now_ms = clock_steady_ms();
    if (!is_due(meter, now_ms)) {
        return;
    }
    meter->shown_ms = now_ms;
    (void)fprintf(meter->stream, "%s%s: %" PRIu64, meter->terminal ? "\r\033[K" : "", what, done);
    if (total > 0) {
        (void)fprintf(meter->stream, " of %" PRIu64 " (%" PRIu64 " %%)", total, done * 100 / total);
    }
    (void)fputs(meter->terminal ? "" : "\n", meter->stream);
    (void)fflush(meter->stream);
    meter->line_open = meter->terminal;
}

void meter_done(Meter *meter) {
    if (meter->line_open) {
        (void)fputs("\r\033[K", meter->stream);
        (void)fflush(meter->stream);
        meter->line_open = false;
    }
}
