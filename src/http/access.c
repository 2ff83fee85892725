#include "http/access.h"

#include <inttypes.h>
#include <unistd.h>

#include "codec/rfc3339.h"

static void format_json(Buf *out, const AccessEntry *entry, Str time) {
    buf_addf(out,
             "{\"time\":\"%.*s\",\"operation\":\"%s\",\"status\":%d,\"bytes\":%zu,\"ms\":%" PRId64 ".%03" PRId64
             ",\"request\":\"%.*s\"",
             STR_ARG(time), entry->operation, entry->status, entry->bytes, entry->time_us / 1000, entry->time_us % 1000,
             STR_ARG(entry->id));
    if (entry->code.len > 0) {
        buf_addf(out, ",\"code\":\"%.*s\"", STR_ARG(entry->code));
    }
    buf_addf(out, "%s}\n", entry->cut ? ",\"cut\":true" : "");
}

void access_format(Buf *out, bool as_json, const AccessEntry *entry) {
    Str time = rfc3339_format(out->arena, (Rfc3339){.at_s = entry->at_s});
    if (as_json) {
        format_json(out, entry, time);
        return;
    }
    buf_addf(out, "%.*s  %d  %-18s %8zu bytes %6" PRId64 " ms%s%.*s%s\n", STR_ARG(time), entry->status,
             entry->operation, entry->bytes, entry->time_us / 1000, entry->code.len > 0 ? "  " : "",
             STR_ARG(entry->code), entry->cut ? "  cut off" : "");
}

/* A log that cannot be written is nothing a request could do about. */
static void put(const Access *access, const Buf *line) {
    ssize_t written = write(access->fd, line->ptr, line->len);
    (void)written;
}

void access_write(const Access *access, const AccessEntry *entry) {
    Arena arena CLEANUP(arena_done) = {0};
    Buf line = {.arena = &arena};
    access_format(&line, access->as_json, entry);
    put(access, &line);
}

void access_say(const Access *access, int64_t at_s, const char *what) {
    Arena arena CLEANUP(arena_done) = {0};
    Buf line = {.arena = &arena};
    Str time = rfc3339_format(&arena, (Rfc3339){.at_s = at_s});
    if (access->as_json) {
        buf_addf(&line, "{\"time\":\"%.*s\",\"event\":\"%s\"}\n", STR_ARG(time), what);
    } else {
        buf_addf(&line, "%.*s  %s\n", STR_ARG(time), what);
    }
    put(access, &line);
}
