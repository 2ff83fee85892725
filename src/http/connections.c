#include "http/connections.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>

struct ConnectionsOne {
    ConnectionsOne *next;
    ConnectionsOne **at; /* what points to this one */
    int socket;
    bool answering;
    bool shut;
    int64_t since_ms;
};

struct Connections {
    pthread_mutex_t lock;
    ConnectionsLimits limits;
    ConnectionsOne *first;
    size_t count;
};

static void *make(size_t size) {
    void *made = calloc(1, size);
    if (made == NULL) {
        abort();
    }
    return made;
}

Connections *connections_open(ConnectionsLimits limits) {
    Connections *connections = make(sizeof(*connections));
    connections->limits = limits;
    (void)pthread_mutex_init(&connections->lock, NULL);
    return connections;
}

void connections_close(Connections *connections) {
    if (connections == NULL) {
        return;
    }
    while (connections->first != NULL) {
        connections_remove(connections, connections->first);
    }
    (void)pthread_mutex_destroy(&connections->lock);
    free(connections);
}

ConnectionsOne *connections_add(Connections *connections, int socket, int64_t now_ms) {
    ConnectionsOne *one = make(sizeof(*one));
    *one = (ConnectionsOne){.socket = socket, .since_ms = now_ms};
    (void)pthread_mutex_lock(&connections->lock);
    one->at = &connections->first;
    one->next = connections->first;
    if (one->next != NULL) {
        one->next->at = &one->next;
    }
    connections->first = one;
    connections->count++;
    (void)pthread_mutex_unlock(&connections->lock);
    return one;
}

static void turn(Connections *connections, ConnectionsOne *one, bool answering, int64_t now_ms) {
    (void)pthread_mutex_lock(&connections->lock);
    one->answering = answering;
    one->since_ms = now_ms;
    (void)pthread_mutex_unlock(&connections->lock);
}

void connections_answering(Connections *connections, ConnectionsOne *one, int64_t now_ms) {
    turn(connections, one, true, now_ms);
}

void connections_waiting(Connections *connections, ConnectionsOne *one, int64_t now_ms) {
    turn(connections, one, false, now_ms);
}

void connections_remove(Connections *connections, ConnectionsOne *one) {
    (void)pthread_mutex_lock(&connections->lock);
    *one->at = one->next;
    if (one->next != NULL) {
        one->next->at = one->at;
    }
    connections->count--;
    (void)pthread_mutex_unlock(&connections->lock);
    free(one);
}

/* The socket stays open here: whoever owns it reads its end and closes it. */
size_t connections_sweep(Connections *connections, int64_t now_ms) {
    size_t shut = 0;
    (void)pthread_mutex_lock(&connections->lock);
    for (ConnectionsOne *one = connections->first; one != NULL; one = one->next) {
        int64_t most = one->answering ? connections->limits.answer_ms : connections->limits.wait_ms;
        if (!one->shut && now_ms - one->since_ms > most) {
            (void)shutdown(one->socket, SHUT_RDWR);
            one->shut = true;
            shut++;
        }
    }
    (void)pthread_mutex_unlock(&connections->lock);
    return shut;
}

size_t connections_count(Connections *connections) {
    (void)pthread_mutex_lock(&connections->lock);
    size_t count = connections->count;
    (void)pthread_mutex_unlock(&connections->lock);
    return count;
}
