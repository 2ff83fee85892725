#include "http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/checked.h"

enum { BACKLOG = 512, HOST_BYTES = 64 };

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} Address;

static bool bad_address(Str text, const char *option, Err *err) {
    return err_set(err, ERR_USAGE, "%s '%.*s' is no address; write 127.0.0.1:8080, [::1]:8080 or *:8080", option,
                   STR_ARG(text));
}

/* Host and port; the host without its brackets. */
static bool split(Str text, char host[HOST_BYTES], uint16_t *port) {
    uint64_t number = 0;
    size_t colon = text.len;
    while (colon > 0 && text.ptr[colon - 1] != ':') {
        colon--;
    }
    Str name = str_slice(text, 0, colon > 0 ? colon - 1 : 0);
    if (!checked_parse_u64(str_slice(text, colon, text.len), &number) || number > 65535 || colon == 0) {
        return false;
    }
    bool bracketed = str_starts(name, STR("[")) && str_ends(name, STR("]"));
    name = bracketed ? str_slice(name, 1, name.len - 2) : name;
    if (name.len == 0 || name.len >= HOST_BYTES || (!bracketed && str_find(name, ':') < name.len)) {
        return false;
    }
    memcpy(host, name.ptr, name.len);
    host[name.len] = '\0';
    *port = (uint16_t)number;
    return true;
}

static bool parse(Str text, Address *out) {
    char host[HOST_BYTES];
    uint16_t port = 0;
    if (!split(text, host, &port)) {
        return false;
    }
    memset(out, 0, sizeof(*out));
    const char *name = strcmp(host, "localhost") == 0 ? "127.0.0.1" : strcmp(host, "*") == 0 ? "::" : host;
    if (inet_pton(AF_INET, name, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons(port);
        return true;
    }
    memset(out, 0, sizeof(*out));
    out->v6.sin6_family = AF_INET6;
    out->v6.sin6_port = htons(port);
    return inet_pton(AF_INET6, name, &out->v6.sin6_addr) == 1;
}

static socklen_t length_of(const Address *address) {
    return address->any.sa_family == AF_INET ? sizeof(address->v4) : sizeof(address->v6);
}

static bool failed(Str text, const char *option, Err *err) {
    int number = errno;
    const char *hint = number == EADDRINUSE ? "; another program listens there: stop it, or give another port"
                       : number == EACCES   ? "; ports below 1024 need a right of their own: give a larger one"
                                            : "";
    return err_set(err, ERR_UNAVAILABLE, "%s %.*s: %s%s", option, STR_ARG(text), strerrordesc_np(number), hint);
}

/* SO_REUSEADDR lets a restarted server listen while connections of the last one still fade. */
static bool bind_to(int fd, const Address *address) {
    const int yes = 1;
    const int no = 0;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (address->any.sa_family == AF_INET6) {
        (void)setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof(no));
    }
    return bind(fd, &address->any, length_of(address)) == 0 && listen(fd, BACKLOG) == 0;
}

static bool is_any(const Address *address) {
    return address->any.sa_family == AF_INET ? address->v4.sin_addr.s_addr == htonl(INADDR_ANY)
                                             : IN6_IS_ADDR_UNSPECIFIED(&address->v6.sin6_addr);
}

/* Nobody can open 0.0.0.0 in a browser. */
static void write_url(const Address *address, char url[LISTENER_URL_BYTES]) {
    char host[INET6_ADDRSTRLEN] = "localhost";
    bool v4 = address->any.sa_family == AF_INET;
    unsigned port = ntohs(v4 ? address->v4.sin_port : address->v6.sin6_port);
    const void *bytes = v4 ? (const void *)&address->v4.sin_addr : (const void *)&address->v6.sin6_addr;
    if (!is_any(address)) {
        (void)inet_ntop(address->any.sa_family, bytes, host, sizeof(host));
    }
    bool brackets = !v4 && !is_any(address);
    (void)snprintf(url, LISTENER_URL_BYTES, "http://%s%s%s:%u/", brackets ? "[" : "", host, brackets ? "]" : "", port);
}

bool listener_open(Str address, const char *option, Listener *out, Err *err) {
    Address at;
    socklen_t length = sizeof(at);
    if (!parse(address, &at)) {
        return bad_address(address, option, err);
    }
    int fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) {
        return failed(address, option, err);
    }
    if (!bind_to(fd, &at) || getsockname(fd, &at.any, &length) != 0) {
        (void)failed(address, option, err);
        (void)close(fd);
        return false;
    }
    out->fd = fd;
    out->held = true;
    write_url(&at, out->url);
    return true;
}

void listener_close(Listener *listener) {
    if (listener->held) {
        (void)close(listener->fd);
        listener->held = false;
    }
}
