#include "http/exchange.h"

#include <assert.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "http/guard.h"
#include "http/reply.h"
#include "http/target.h"

typedef enum { STEP_NEW, STEP_BODY, STEP_WAITING, STEP_ANSWERED, STEP_SENT } Step;

typedef struct {
    PoolJob job; /* first: a job is its exchange */
    ExchangeHall *hall;
    struct MHD_Connection *connection;
    Arena arena;
    int64_t began_us;
    Step step;
    bool handled; /* the access handler saw it */
    Str raw;
    Request request;
    RouteVerdict verdict;
    RouteMatch match;
    Buf body;
    Response response;
    Str code; /* of a problem */
    ReplySent sent;
    char id[17];
} Exchange;

bool exchange_exact(void) {
    return strcmp(MHD_get_version(), "0.9.75") == 0;
}

void *exchange_begin(void *hall, const char *uri, struct MHD_Connection *connection) {
    Exchange *exchange = calloc(1, sizeof(*exchange));
    if (exchange == NULL) {
        abort();
    }
    exchange->hall = hall;
    exchange->connection = connection;
    exchange->began_us = clock_steady_us();
    exchange->raw = str_copy(&exchange->arena, str_from_c(uri));
    exchange->verdict = ROUTE_NONE;
    return exchange;
}

static ConnectionsOne *connection_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

void exchange_connection(void *hall, struct MHD_Connection *connection, void **context,
                         enum MHD_ConnectionNotificationCode code) {
    Connections *connections = ((ExchangeHall *)hall)->connections;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = connections_add(connections, info->connect_fd, clock_steady_ms());
    } else if (*context != NULL) {
        connections_remove(connections, *context);
        *context = NULL;
    }
}

static size_t operation_of(const Exchange *exchange) {
    const Route *route = exchange->match.route;
    return route == NULL ? METRICS_NONE : (size_t)(route - exchange->hall->routes.routes);
}

static void log_end(const Exchange *exchange, bool whole) {
    const ExchangeHall *hall = exchange->hall;
    const Route *route = exchange->match.route;
    access_write(&hall->access, &(AccessEntry){.at_s = clock_now_s(&hall->clock),
                                               .operation = route == NULL ? "none" : route->operation,
                                               .status = exchange->sent.status,
                                               .bytes = exchange->sent.bytes,
                                               .time_us = clock_steady_us() - exchange->began_us,
                                               .id = str_from_c(exchange->id),
                                               .code = exchange->code,
                                               .cut = !whole});
}

void exchange_end(void *hall, struct MHD_Connection *connection, void **context, enum MHD_RequestTerminationCode code) {
    ConnectionsOne *one = connection_of(connection);
    Exchange *exchange = *context;
    bool whole = code == MHD_REQUEST_TERMINATED_COMPLETED_OK;
    (void)hall;
    if (exchange == NULL) {
        return;
    }
    if (one != NULL) {
        connections_waiting(exchange->hall->connections, one, clock_steady_ms());
    }
    if (exchange->handled) {
        log_end(exchange, whole);
        metrics_ended(exchange->hall->metrics, operation_of(exchange), exchange->sent.status, whole);
    }
    arena_done(&exchange->arena);
    free(exchange);
    *context = NULL;
}

/* The header fields as they came, where they lie in memory, and how they were counted. */
typedef struct {
    Arena *arena;
    RequestPair fields[GUARD_FIELDS + 1];
    size_t count;
    const char *next; /* where the next one begins if nothing stood between */
    bool exact;
} Heads;

static enum MHD_Result take_head(void *context, enum MHD_ValueKind kind, const char *key, size_t key_size,
                                 const char *value, size_t value_size) {
    Heads *heads = context;
    (void)kind;
    heads->exact = heads->exact && key == heads->next;
    heads->next = value == NULL ? NULL : value + value_size + 2;
    char *name = arena_copy(heads->arena, key, key_size);
    for (size_t i = 0; i < key_size; i++) {
        name[i] = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] - 'A' + 'a') : name[i];
    }
    Str text = value == NULL ? STR("") : str_copy(heads->arena, (Str){value, value_size});
    heads->fields[heads->count++] = (RequestPair){{name, key_size}, text};
    return heads->count > GUARD_FIELDS ? MHD_NO : MHD_YES;
}

/* libmicrohttpd splits a head where it lies, so that each part follows the one before it at a fixed distance. Any other
 * distance is a NUL, a bare line feed, a folded line or a stray blank: a reader before us may have seen another request. */
static bool laid_out(const Exchange *exchange, const Heads *heads, const char *url, const char *method,
                     const char *version) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(exchange->connection,
                                                                   MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return heads->exact && url == method + strlen(method) + 1 && version == url + exchange->raw.len + 1 &&
           info != NULL && heads->next + 2 == method + info->header_size;
}

static void set_problem(Exchange *exchange, const Problem *problem, bool as_page) {
    const ExchangeHall *hall = exchange->hall;
    Response *response = &exchange->response;
    Str allow = response->allow;
    unsigned retry_after_s = response->retry_after_s;
    *response = response_begin(&exchange->arena);
    response->allow = allow;
    response->retry_after_s = retry_after_s;
    exchange->code = str_copy(&exchange->arena, problem->code);
    if (as_page && hall->problem_page != NULL && request_wants_html(&exchange->request)) {
        hall->problem_page(&exchange->request, problem, response);
    } else {
        problem_json(problem, response);
    }
    response->status = problem->status;
    response->cache_control = STR("no-store");
}

static void refuse(Exchange *exchange, ProblemKind kind, Str detail) {
    Problem problem = problem_of(kind, detail);
    set_problem(exchange, &problem, false);
}

static bool find_target(Exchange *exchange) {
    Target target = {0};
    Err err = {0};
    Request *request = &exchange->request;
    if (!target_parse(&exchange->arena, exchange->raw, request_header(request, STR("host")), &target, &err)) {
        ProblemKind kind = exchange->raw.len > TARGET_BYTES ? PROBLEM_TARGET : PROBLEM_BAD_REQUEST;
        refuse(exchange, kind, str_copy(&exchange->arena, str_from_c(err.text)));
        return false;
    }
    request->path = target.path;
    request->query = target.query;
    request->query_count = target.query_count;
    return true;
}

static void choose_language(Exchange *exchange) {
    Request *request = &exchange->request;
    const ExchangeHall *hall = exchange->hall;
    request->language = hall->language == NULL ? STR("en")
                                               : hall->language(request_query(request, STR("lang")),
                                                                request_header(request, STR("accept-language")));
}

/* False where the request is answered with what `response` holds. */
static bool judge(Exchange *exchange, const Heads *heads, bool exact, const char *method) {
    Request *request = &exchange->request;
    Str detail = {0};
    ProblemKind problem = exact ? guard_fields(heads->fields, heads->count, &detail) : PROBLEM_BAD_REQUEST;
    if (problem != PROBLEM_KINDS) {
        refuse(exchange, problem, detail);
        return false;
    }
    request->headers = heads->fields;
    request->header_count = heads->count;
    if (!request_method_parse(str_from_c(method), &request->method)) {
        request->method = REQUEST_METHODS;
    }
    if (!find_target(exchange)) {
        return false;
    }
    choose_language(exchange);
    exchange->verdict = route_find(&exchange->arena, exchange->hall->routes, request->method, request->path,
                                   &exchange->match);
    const Route *route = exchange->match.route;
    request->params = exchange->match.params;
    request->param_count = exchange->match.param_count;
    if (guard_body(heads->fields, heads->count, route == NULL ? 0 : route->max_body) != PROBLEM_KINDS) {
        refuse(exchange, PROBLEM_BODY, STR(""));
        return false;
    }
    return true;
}

static enum MHD_Result send_reply(Exchange *exchange) {
    const ExchangeHall *hall = exchange->hall;
    ReplyTraits traits = {.id = str_from_c(exchange->id),
                          .method = exchange->request.method,
                          .if_none_match = request_header(&exchange->request, STR("if-none-match")),
                          .close = atomic_load(&hall->draining)};
    exchange->step = STEP_SENT;
    bool queued = reply_send(exchange->connection, &exchange->response, &traits, &exchange->sent);
    return queued ? MHD_YES : MHD_NO;
}

static void write_id(Exchange *exchange) {
    static const char digits[] = "0123456789abcdef";
    ExchangeHall *hall = exchange->hall;
    uint64_t id = hall->first_id + atomic_fetch_add(&hall->ids, 1);
    for (size_t i = 0; i < sizeof(exchange->id) - 1; i++) {
        exchange->id[i] = digits[(id >> (60 - 4 * i)) & 15];
    }
}

static enum MHD_Result first_call(Exchange *exchange, const char *url, const char *method, const char *version) {
    ExchangeHall *hall = exchange->hall;
    ConnectionsOne *one = connection_of(exchange->connection);
    Heads *heads = ARENA_NEW(&exchange->arena, Heads);
    *heads = (Heads){.arena = &exchange->arena, .exact = true, .next = version + strlen(version) + 2};
    exchange->handled = true;
    exchange->response = response_begin(&exchange->arena);
    exchange->body.arena = &exchange->arena;
    write_id(exchange);
    metrics_begun(hall->metrics);
    if (one != NULL) {
        connections_answering(hall->connections, one, clock_steady_ms());
    }
    (void)MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND, take_head, heads);
    bool exact = heads->count > GUARD_FIELDS || !hall->exact || laid_out(exchange, heads, url, method, version);
    if (!judge(exchange, heads, exact, method)) {
        return send_reply(exchange);
    }
    exchange->step = STEP_BODY;
    return MHD_YES;
}

/* A body that was announced in chunks is counted as it comes; one that is too large ends the connection, since an answer
 * cannot be given before its end. */
static enum MHD_Result take_body(Exchange *exchange, const char *data, size_t *size) {
    const Route *route = exchange->match.route;
    if (route == NULL || exchange->body.len + *size > route->max_body) {
        exchange->sent.status = problem_of(PROBLEM_BODY, STR("")).status;
        return MHD_NO;
    }
    buf_add(&exchange->body, (Str){data, *size});
    *size = 0;
    return MHD_YES;
}

/* Suspended before it is handed over: the worker may have done before this returns. */
static enum MHD_Result hand_over(Exchange *exchange) {
    exchange->request.body = buf_bytes(&exchange->body);
    exchange->step = STEP_WAITING;
    MHD_suspend_connection(exchange->connection);
    if (!pool_submit(exchange->hall->pool, &exchange->job)) {
        exchange->response.retry_after_s = 1;
        refuse(exchange, PROBLEM_OVERLOAD, STR(""));
        exchange->step = STEP_ANSWERED;
        MHD_resume_connection(exchange->connection);
    }
    return MHD_YES;
}

static enum MHD_Result handle(void *hall, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload_data, size_t *upload_size, void **context) {
    Exchange *exchange = *context;
    (void)hall;
    (void)connection;
    if (exchange == NULL) {
        return MHD_NO;
    }
    switch (exchange->step) {
    case STEP_NEW:
        return first_call(exchange, url, method, version);
    case STEP_BODY:
        return *upload_size > 0 ? take_body(exchange, upload_data, upload_size) : hand_over(exchange);
    case STEP_ANSWERED:
        return send_reply(exchange);
    case STEP_WAITING:
    case STEP_SENT:
    default:
        return MHD_YES;
    }
}

MHD_AccessHandlerCallback exchange_handler(void) {
    return handle;
}

static void answer(Exchange *exchange, App *app) {
    Response *response = &exchange->response;
    Err err = {0};
    Problem problem = {0};
    if (exchange->verdict == ROUTE_NONE) {
        problem = problem_of(PROBLEM_NO_ROUTE, STR(""));
    } else if (exchange->verdict == ROUTE_WRONG_METHOD) {
        response->allow = exchange->match.allow;
        problem = problem_of(PROBLEM_METHOD, STR(""));
    } else if (exchange->match.route->handler(app, &exchange->request, response, &err)) {
        return;
    } else {
        problem = problem_of_err(&err);
        response->retry_after_s = problem.status == 503 ? 5 : 0;
    }
    set_problem(exchange, &problem, true);
}

void exchange_work(void *hall, size_t worker, PoolJob *job) {
    static_assert(offsetof(Exchange, job) == 0, "a job is its exchange");
    Exchange *exchange = (Exchange *)(void *)job;
    Serving *serving = &((ExchangeHall *)hall)->servings[worker];
    int64_t began_us = clock_steady_us();
    App *app = serving_begin(serving, &exchange->arena);
    answer(exchange, app);
    reply_finish(&exchange->response);
    serving_end(serving);
    metrics_worked(exchange->hall->metrics, clock_steady_us() - began_us);
    exchange->step = STEP_ANSWERED;
    MHD_resume_connection(exchange->connection);
}
