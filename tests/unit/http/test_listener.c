#include "http/listener.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "../cmocka_all.h"
#include "http/notify.h"

static void expect_url(Str address, const char *beginning) {
    Listener listener CLEANUP(listener_close) = {.held = false};
    assert_true(listener_open(address, "--listen", &listener, NULL));
    assert_int_equal(strncmp(listener.url, beginning, strlen(beginning)), 0);
    assert_null(strstr(listener.url, ":0/"));
}

static void the_url_is_one_that_can_be_opened(void **state) {
    (void)state;
    expect_url(STR("127.0.0.1:0"), "http://127.0.0.1:");
    expect_url(STR("localhost:0"), "http://127.0.0.1:");
    expect_url(STR("0.0.0.0:0"), "http://localhost:");
}

static void what_is_no_address_is_refused(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",       "8080",    ":8080", "localhost",     "localhost:", "a.example:80", "127.0.0.1:65536", "127.0.0.1:-1",
        "::1:80", "[::1:80", "[]:80", "127.0.0.1:80x", "1.2.3:80"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        Listener listener = {.held = false};
        Err err = {0};
        assert_false(listener_open(str_from_c(wrong[i]), "--listen", &listener, &err));
        assert_int_equal(err.code, ERR_USAGE);
        assert_false(listener.held);
    }
}

static void a_port_that_is_taken_is_said_to_be(void **state) {
    (void)state;
    Listener first CLEANUP(listener_close) = {.held = false};
    Listener second = {.held = false};
    Err err = {0};
    assert_true(listener_open(STR("127.0.0.1:0"), "--listen", &first, &err));
    char address[LISTENER_URL_BYTES];
    size_t len = strlen(first.url) - strlen("http://") - 1;
    memcpy(address, first.url + strlen("http://"), len);
    assert_false(listener_open((Str){address, len}, "--listen", &second, &err));
    assert_int_equal(err.code, ERR_UNAVAILABLE);
    assert_non_null(strstr(err.text, "in use"));
    assert_false(second.held);
}

static void word_reaches_the_manager_under_an_abstract_name(void **state) {
    (void)state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[64];
    char got[32] = {0};
    int len = snprintf(name, sizeof(name), "@banyan-notify-%d", (int)getpid());
    memcpy(address.sun_path, name, (size_t)len);
    address.sun_path[0] = '\0';
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)len);
    assert_int_equal(bind(fd, (const struct sockaddr *)&address, size), 0);
    assert_true(notify_send(name, STR("READY=1")));
    assert_int_equal(recv(fd, got, sizeof(got), MSG_DONTWAIT), 7);
    assert_string_equal(got, "READY=1");
    assert_int_equal(close(fd), 0);
    assert_false(notify_send(name, STR("READY=1")));
}

static void without_a_manager_nothing_is_sent(void **state) {
    (void)state;
    assert_false(notify_send(NULL, STR("READY=1")));
    assert_false(notify_send("", STR("READY=1")));
    assert_false(notify_send("relative", STR("READY=1")));
    assert_false(notify_send("/nowhere/at/all", STR("READY=1")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_url_is_one_that_can_be_opened),
        cmocka_unit_test(what_is_no_address_is_refused),
        cmocka_unit_test(a_port_that_is_taken_is_said_to_be),
        cmocka_unit_test(word_reaches_the_manager_under_an_abstract_name),
        cmocka_unit_test(without_a_manager_nothing_is_sent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
