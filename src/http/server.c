#include "http/server.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "http/exchange.h"
#include "http/exporter.h"
#include "http/listener.h"
#include "http/notify.h"

enum {
    LEAST_WORKERS = 2,
    MOST_WORKERS = 16,
    POLLING_THREADS = 2,
    CONNECTION_BYTES = 64 * 1024, /* half of it is the room for a head: more than the limits on it */
    IDLE_S = 20,
    OTHER_FILES = 256, /* beside connections: databases, tiles */
    TICK_MS = 1000,
    DRAIN_TICK_MS = 20
};

typedef struct {
    ExchangeHall hall;
    const AppEnv *env;
    Listener listener;
    Listener metrics_listener;
    struct MHD_Daemon *daemon;
    Exporter *exporter;
    size_t workers;
    const char **names; /* of operations */
    sigset_t stopping;  /* what stops it */
    sigset_t before;    /* the mask of signals it found */
} Server;

static void *make(size_t count, size_t size) {
    void *made = calloc(count, size);
    if (made == NULL) {
        abort();
    }
    return made;
}

static size_t worker_count(uint64_t asked) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    size_t found = processors > 0 ? (size_t)processors : 1;
    size_t standby = found < LEAST_WORKERS ? LEAST_WORKERS : found > MOST_WORKERS ? MOST_WORKERS : found;
    return asked > 0 ? (size_t)asked : standby;
}

/* Each connection is a descriptor; where the system does not give as many, fewer connections are taken. */
static unsigned connection_count(uint64_t asked) {
    struct rlimit limit = {0};
    rlim_t wanted = (rlim_t)asked + OTHER_FILES;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return (unsigned)asked;
    }
    if (limit.rlim_cur < wanted) {
        limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
    rlim_t room = limit.rlim_cur > 2 * (rlim_t)OTHER_FILES ? limit.rlim_cur - OTHER_FILES : OTHER_FILES;
    return (unsigned)(room < asked ? room : asked);
}

/* Blocked before any thread starts, so that only this one hears them. */
static void block_signals(Server *server) {
    (void)sigemptyset(&server->stopping);
    (void)sigaddset(&server->stopping, SIGTERM);
    (void)sigaddset(&server->stopping, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &server->stopping, &server->before);
}

/* Whether a signal to stop came within the time. */
static bool told_to_stop(const Server *server, int64_t wait_ms) {
    struct timespec wait = {.tv_sec = wait_ms / 1000, .tv_nsec = wait_ms % 1000 * 1000000};
    return sigtimedwait(&server->stopping, NULL, &wait) > 0;
}

static bool open_instances(Server *server, Err *err) {
    server->hall.servings = make(server->workers, sizeof(Serving));
    for (size_t i = 0; i < server->workers; i++) {
        TRY(serving_open(server->env, &server->hall.servings[i], err));
    }
    return true;
}

static bool open_listeners(Server *server, const ServingOptions *options, Err *err) {
    TRY(listener_open(options->listen, "--listen", &server->listener, err));
    return options->metrics.len == 0 || listener_open(options->metrics, "--metrics", &server->metrics_listener, err);
}

static void open_hall(Server *server, const ServingOptions *options, const ServerPages *pages) {
    ExchangeHall *hall = &server->hall;
    server->names = make(pages->routes.count + 1, sizeof(server->names[0]));
    for (size_t i = 0; i < pages->routes.count; i++) {
        server->names[i] = pages->routes.routes[i].operation;
    }
    hall->routes = pages->routes;
    hall->problem_page = pages->problem_page;
    hall->language = pages->language;
    hall->clock = server->env->clock;
    hall->access = (Access){.fd = STDERR_FILENO, .as_json = options->log_as_json};
    hall->metrics = metrics_open(server->names, pages->routes.count);
    hall->connections = connections_open((ConnectionsLimits){SERVER_WAIT_MS, SERVER_ANSWER_MS});
    hall->exact = exchange_exact();
}

static bool start_pool(Server *server, Err *err) {
    ExchangeHall *hall = &server->hall;
    TRY(entropy_fill(&server->env->entropy, &hall->first_id, sizeof(hall->first_id), err));
    PoolOptions options = {
        .workers = server->workers, .queue = SERVER_QUEUE, .work = exchange_work, .leave = serving_leave, .ctx = hall};
    return pool_start(&options, &hall->pool, err);
}

static struct MHD_Daemon *start_daemon(Server *server, unsigned connections) {
    ExchangeHall *hall = &server->hall;
    int fd = server->listener.fd;
    server->listener.held = false;
    return MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, exchange_handler(), hall,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)POLLING_THREADS,
        MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)SERVER_PER_ADDRESS,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_BYTES,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, MHD_OPTION_URI_LOG_CALLBACK, exchange_begin, hall, MHD_OPTION_NOTIFY_COMPLETED,
        exchange_end, hall, MHD_OPTION_NOTIFY_CONNECTION, exchange_connection, hall, MHD_OPTION_END);
}

static bool start(Server *server, const ServingOptions *options, const ServerPages *pages, Err *err) {
    TRY(open_instances(server, err));
    TRY(open_listeners(server, options, err));
    open_hall(server, options, pages);
    TRY(start_pool(server, err));
    if (server->metrics_listener.held) {
        TRY(exporter_start(server->env, &server->hall, &server->metrics_listener, &server->exporter, err));
    }
    server->daemon = start_daemon(server, connection_count(options->connections));
    return server->daemon != NULL || err_set(err, ERR_UNAVAILABLE, "the HTTP server could not be started");
}

static void say(const Server *server, const char *what, Str state) {
    access_say(&server->hall.access, clock_now_s(&server->env->clock), what);
    (void)notify_send(server->env->environment("NOTIFY_SOCKET"), state);
}

static void serve(Server *server, const ServingOptions *options) {
    if (options->listening != NULL) {
        options->listening(options->ctx, str_from_c(server->listener.url), str_from_c(server->metrics_listener.url));
    }
    say(server, "ready", STR("READY=1"));
    while (!told_to_stop(server, TICK_MS)) {
        (void)connections_sweep(server->hall.connections, clock_steady_ms());
    }
    say(server, "stopping", STR("STOPPING=1"));
}

/* No new connections; those that are open close with their next answer. */
static void stop_accepting(Server *server) {
    atomic_store(&server->hall.draining, true);
    MHD_socket fd = MHD_quiesce_daemon(server->daemon);
    if (fd != MHD_INVALID_SOCKET) {
        (void)close(fd);
    }
}

/* Waits for every answer to be taken. Then no worker gets any more, so that no connection is left suspended: false when a
 * worker does not come to an end. */
static bool drain(Server *server) {
    ExchangeHall *hall = &server->hall;
    int64_t until_ms = clock_steady_ms() + SERVER_DRAIN_MS;
    bool hurried = false;
    stop_accepting(server);
    while (metrics_in_flight(hall->metrics) > 0 && clock_steady_ms() < until_ms && !hurried) {
        hurried = told_to_stop(server, DRAIN_TICK_MS);
        (void)connections_sweep(hall->connections, clock_steady_ms());
    }
    pool_refuse(hall->pool);
    while (pool_unfinished(hall->pool) > 0 && clock_steady_ms() < until_ms && !hurried) {
        hurried = told_to_stop(server, DRAIN_TICK_MS);
    }
    return pool_unfinished(hall->pool) == 0;
}

static void finish(Server *server) {
    ExchangeHall *hall = &server->hall;
    if (server->daemon != NULL) {
        MHD_stop_daemon(server->daemon);
    }
    exporter_stop(server->exporter);
    pool_stop(hall->pool);
    for (size_t i = 0; hall->servings != NULL && i < server->workers; i++) {
        serving_close(&hall->servings[i]);
    }
    listener_close(&server->listener);
    listener_close(&server->metrics_listener);
    connections_close(hall->connections);
    metrics_close(hall->metrics);
    free(server->names);
    free(hall->servings);
    (void)pthread_sigmask(SIG_SETMASK, &server->before, NULL);
    free(server);
}

bool server_serve(const AppEnv *env, const ServingOptions *options, const ServerPages *pages, Err *err) {
    Server *server = make(1, sizeof(*server));
    server->env = env;
    server->workers = worker_count(options->workers);
    block_signals(server);
    if (!start(server, options, pages, err)) {
        finish(server);
        return false;
    }
    serve(server, options);
    if (!drain(server)) {
        /* A worker still uses all of it; the process ends, and that frees it. */
        return err_set(err, ERR_UNAVAILABLE, "stopped while %zu answers were not ready after %d seconds",
                       pool_unfinished(server->hall.pool), SERVER_DRAIN_MS / 1000);
    }
    finish(server);
    return true;
}
