#include "http/exporter.h"

#include <stdlib.h>
#include <string.h>

enum { EXPORTER_CONNECTIONS = 16, EXPORTER_TIMEOUT_S = 10 };

struct Exporter {
    const ExchangeHall *hall;
    struct MHD_Daemon *daemon;
    Serving serving; /* of the daemon's one thread */
};

static void read_gauges(Exporter *exporter, Arena *arena, MetricsGauges *out) {
    ServingFigures figures = {0};
    App *app = serving_begin(&exporter->serving, arena);
    out->queue = pool_waiting(exporter->hall->pool);
    out->known = serving_figures(app, &figures, NULL);
    out->log_size = figures.log_size;
    out->waiting = figures.waiting;
    serving_end(&exporter->serving);
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, Str text) {
    enum MHD_Result queued = MHD_NO;
    Arena arena CLEANUP(arena_done) = {0};
    struct MHD_Response *made = MHD_create_response_from_buffer(text.len, str_c(&arena, text), MHD_RESPMEM_MUST_COPY);
    if (made != NULL) {
        (void)MHD_add_response_header(made, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        (void)MHD_add_response_header(made, "Cache-Control", "no-store");
        queued = MHD_queue_response(connection, status, made);
        MHD_destroy_response(made);
    }
    return queued;
}

/* The library says what it calls: NOLINTBEGIN(readability-non-const-parameter) */
static enum MHD_Result handle(void *ctx, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_size, void **context) {
    Exporter *exporter = ctx;
    Arena arena CLEANUP(arena_done) = {0};
    Buf text = {.arena = &arena};
    MetricsGauges gauges = {0};
    (void)version;
    (void)upload_data;
    bool reading = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
    if (!reading || strcmp(url, "/metrics") != 0) {
        return reply(connection, reading ? 404 : 405, STR("only GET /metrics is here\n"));
    }
    /* Answered with the second call, so that the connection stays open. */
    if (*context == NULL) {
        *context = exporter;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        return MHD_NO;
    }
    read_gauges(exporter, &arena, &gauges);
    metrics_write(exporter->hall->metrics, &gauges, &text);
    return reply(connection, 200, buf_str(&text));
}
/* NOLINTEND(readability-non-const-parameter) */

static struct MHD_Daemon *start(Exporter *exporter, Listener *listener) {
    int fd = listener->fd;
    listener->held = false;
    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, handle, exporter, MHD_OPTION_LISTEN_SOCKET,
                            fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)EXPORTER_CONNECTIONS,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)EXPORTER_TIMEOUT_S, MHD_OPTION_END);
}

bool exporter_start(const AppEnv *env, const ExchangeHall *hall, Listener *listener, Exporter **out, Err *err) {
    Exporter *exporter = calloc(1, sizeof(*exporter));
    if (exporter == NULL) {
        abort();
    }
    exporter->hall = hall;
    if (!serving_open(env, &exporter->serving, err)) {
        exporter_stop(exporter);
        return false;
    }
    exporter->daemon = start(exporter, listener);
    if (exporter->daemon == NULL) {
        exporter_stop(exporter);
        return err_set(err, ERR_UNAVAILABLE, "the listener for metrics could not be started");
    }
    *out = exporter;
    return true;
}

void exporter_stop(Exporter *exporter) {
    if (exporter == NULL) {
        return;
    }
    if (exporter->daemon != NULL) {
        MHD_stop_daemon(exporter->daemon);
    }
    serving_close(&exporter->serving);
    free(exporter);
}
