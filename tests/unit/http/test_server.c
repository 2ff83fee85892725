#include "http/server.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "../scratch.h"
#include "app/setup.h"
#include "base/checked.h"

enum { MOST_BODY = 10, ROOM = 8192 };

static bool echo(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)err;
    response_bytes(response, STR("application/octet-stream"), request->body);
    return true;
}

static bool see_other(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    response_see_other(response, STR("/elsewhere"));
    return true;
}

static bool go_wrong(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    response_text(response, STR("half an answer"));
    return err_set(err, ERR_INTERNAL, "a secret of the machine");
}

static const Route routes[] = {
    {REQUEST_PUT, "/echo", "echo", MOST_BODY, echo},
    {REQUEST_GET, "/other", "other", 0, see_other},
    {REQUEST_GET, "/fail", "fail", 0, go_wrong},
};

/* A server on a thread of its own, in this process. */
typedef struct {
    AppEnv env;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    uint16_t port; /* 0 until it listens */
    bool ended;
    bool good;
    Err err;
} Running;

static const char *no_environment(const char *name) {
    (void)name;
    return NULL;
}

static void listening(void *ctx, Str url, Str metrics_url) {
    Running *running = ctx;
    uint64_t port = 0;
    Str rest = str_slice(url, sizeof("http://127.0.0.1:") - 1, url.len);
    (void)metrics_url;
    bool read = checked_parse_u64(str_cut(&rest, '/'), &port);
    (void)pthread_mutex_lock(&running->lock);
    running->port = read ? (uint16_t)port : 0;
    (void)pthread_cond_broadcast(&running->changed);
    (void)pthread_mutex_unlock(&running->lock);
}

static void *serve(void *ctx) {
    Running *running = ctx;
    const ServingOptions options = {.listen = STR("127.0.0.1:0"),
                                    .workers = 2,
                                    .connections = 50,
                                    .log_as_json = true,
                                    .listening = listening,
                                    .ctx = running};
    const ServerPages pages = {.routes = {routes, COUNT_OF(routes)}};
    bool good = server_serve(&running->env, &options, &pages, &running->err);
    (void)pthread_mutex_lock(&running->lock);
    running->good = good;
    running->ended = true;
    (void)pthread_cond_broadcast(&running->changed);
    (void)pthread_mutex_unlock(&running->lock);
    return NULL;
}

/* Signals to stop are for the server's thread: blocked here, so that they wait for it. */
static int begin(void **state) {
    static Running running;
    sigset_t stopping;
    Arena arena CLEANUP(arena_done) = {0};
    char *path = scratch_make();
    SetupDone done = {0};
    (void)sigemptyset(&stopping);
    (void)sigaddset(&stopping, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &stopping, NULL);
    running = (Running){.env = {.data_dir = {path, strlen(path)},
                                .environment = no_environment,
                                .clock = clock_system(),
                                .entropy = entropy_system(),
                                .quiet = true}};
    (void)pthread_mutex_init(&running.lock, NULL);
    (void)pthread_cond_init(&running.changed, NULL);
    assert_true(setup_init(&arena, &running.env, &done, &running.err));
    assert_int_equal(pthread_create(&running.thread, NULL, serve, &running), 0);
    (void)pthread_mutex_lock(&running.lock);
    while (running.port == 0 && !running.ended) {
        (void)pthread_cond_wait(&running.changed, &running.lock);
    }
    (void)pthread_mutex_unlock(&running.lock);
    assert_false(running.ended);
    *state = &running;
    return 0;
}

static int end(void **state) {
    Running *running = *state;
    assert_int_equal(kill(getpid(), SIGTERM), 0);
    assert_int_equal(pthread_join(running->thread, NULL), 0);
    assert_true(running->good);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): the path is the test's own */
    scratch_remove((char *)(uintptr_t)running->env.data_dir.ptr);
    return 0;
}

/* What the server says to the bytes until it closes. */
static size_t say(const Running *running, const char *text, char room[ROOM]) {
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(running->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    size_t got = 0;
    ssize_t more = 1;
    assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
    while (more > 0 && got < ROOM - 1) {
        more = recv(fd, room + got, ROOM - 1 - got, 0);
        got += more > 0 ? (size_t)more : 0;
    }
    room[got] = '\0';
    assert_int_equal(close(fd), 0);
    return got;
}

static void expect(const Running *running, const char *request, const char *status, const char *part) {
    char room[ROOM];
    assert_true(say(running, request, room) > 0);
    assert_int_equal(strncmp(room, status, strlen(status)), 0);
    assert_non_null(strstr(room, part));
}

#define HEAD(line) line " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"

static void a_body_within_its_limit_reaches_the_handler(void **state) {
    expect(*state, HEAD("PUT /echo") "Content-Length: 10\r\n\r\n0123456789", "HTTP/1.1 200", "\r\n\r\n0123456789");
    expect(*state, HEAD("PUT /echo") "Transfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3\r\nefg\r\n0\r\n\r\n",
           "HTTP/1.1 200", "\r\n\r\nabcdefg");
    expect(*state, HEAD("PUT /echo") "\r\n", "HTTP/1.1 200", "Content-Length: 0\r\n");
}

static void a_body_beyond_its_limit_does_not(void **state) {
    char room[ROOM];
    expect(*state, HEAD("PUT /echo") "Content-Length: 11\r\n\r\n0123456789a", "HTTP/1.1 413",
           "\"code\": \"too-large\"");
    size_t got = say(*state, HEAD("PUT /echo") "Transfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n", room);
    assert_int_equal(got, 0);
}

static void a_failing_handler_gives_a_problem_and_nothing_of_what_it_had(void **state) {
    char room[ROOM];
    expect(*state, HEAD("GET /fail") "\r\n", "HTTP/1.1 500", "\"code\": \"internal\"");
    assert_true(say(*state, HEAD("GET /fail") "\r\n", room) > 0);
    assert_null(strstr(room, "secret"));
    assert_null(strstr(room, "half"));
}

static void a_handler_can_send_elsewhere(void **state) {
    expect(*state, HEAD("GET /other") "\r\n", "HTTP/1.1 303", "Location: /elsewhere\r\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_body_within_its_limit_reaches_the_handler),
        cmocka_unit_test(a_body_beyond_its_limit_does_not),
        cmocka_unit_test(a_failing_handler_gives_a_problem_and_nothing_of_what_it_had),
        cmocka_unit_test(a_handler_can_send_elsewhere),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
