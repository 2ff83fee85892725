#include "http/problem.h"

typedef struct {
    int status;
    Str code;
    Str detail;
} Row;

static const Row rows[PROBLEM_KINDS] = {
    [PROBLEM_BAD_REQUEST] = {400, STR_INIT("bad-request"), STR_INIT("the request is not well-formed HTTP")},
    [PROBLEM_METHOD] = {405, STR_INIT("method-not-allowed"),
                        STR_INIT("this method is not for this address; see Allow")},
    [PROBLEM_TARGET] = {414, STR_INIT("target-too-long"), STR_INIT("the address is longer than 8192 bytes")},
    [PROBLEM_HEADERS] = {431, STR_INIT("headers-too-large"),
                         STR_INIT("there may be 100 header fields of 16384 bytes together")},
    [PROBLEM_BODY] = {413, STR_INIT("too-large"), STR_INIT("the body is larger than this address takes")},
    [PROBLEM_NOT_IMPLEMENTED] = {501, STR_INIT("not-implemented"),
                                 STR_INIT("the only transfer coding that is understood is chunked")},
    [PROBLEM_OVERLOAD] = {503, STR_INIT("busy"), STR_INIT("too many requests wait; ask again in a moment")},
    [PROBLEM_NO_ROUTE] = {404, STR_INIT("not-found"), STR_INIT("nothing is at this address; '/' shows what there is")},
};

typedef struct {
    int status;
    Str title;
} Title;

static const Title titles[] = {
    {400, STR_INIT("Bad request")},
    {403, STR_INIT("Not allowed")},
    {404, STR_INIT("Not found")},
    {405, STR_INIT("Method not allowed")},
    {409, STR_INIT("Conflict")},
    {410, STR_INIT("Gone")},
    {412, STR_INIT("Precondition failed")},
    {413, STR_INIT("Too large")},
    {414, STR_INIT("Address too long")},
    {422, STR_INIT("Not valid")},
    {431, STR_INIT("Headers too large")},
    {500, STR_INIT("Something is wrong here")},
    {501, STR_INIT("Not implemented")},
    {503, STR_INIT("Not available now")},
    {507, STR_INIT("No space left")},
};

Str problem_title(int status) {
    for (size_t i = 0; i < COUNT_OF(titles); i++) {
        if (titles[i].status == status) {
            return titles[i].title;
        }
    }
    return STR("Error");
}

/* Sentences of the layers below name files of the machine; those are for whoever runs it. */
static Str public_detail(const Err *err) {
    switch (err_kind(err->code)) {
    case ERR_KIND_IO:
    case ERR_KIND_INTERNAL:
        return STR("the server could not do it; its log says why");
    case ERR_KIND_CORRUPT:
        return STR("what is stored is not what was committed; 'banyan fsck' names what is damaged");
    case ERR_KIND_UNAVAILABLE:
        return STR("it cannot be done just now; ask again in a moment");
    case ERR_KIND_NONE:
    case ERR_KIND_INVALID:
    case ERR_KIND_DENIED:
    case ERR_KIND_NOT_FOUND:
    case ERR_KIND_CONFLICT:
    case ERR_KIND_LIMIT:
    default:
        return str_from_c(err->text);
    }
}

Problem problem_of_err(const Err *err) {
    int status = err_http_status(err->code);
    Str detail = public_detail(err);
    Str title = problem_title(status);
    return (Problem){.status = status,
                     .code = str_from_c(err_name(err->code)),
                     .title = title,
                     .detail = detail.len > 0 ? detail : title};
}

Problem problem_of(ProblemKind kind, Str detail) {
    const Row *row = &rows[kind];
    return (Problem){.status = row->status,
                     .code = row->code,
                     .title = problem_title(row->status),
                     .detail = detail.len > 0 ? detail : row->detail};
}

void problem_json(const Problem *problem, Response *response) {
    Arena *arena = response->arena;
    Json json = json_object();
    json_set(arena, &json, STR("type"), json_string(str_format(arena, "/docs/errors#%.*s", STR_ARG(problem->code))));
    json_set(arena, &json, STR("title"), json_string(problem->title));
    json_set(arena, &json, STR("status"), json_int(problem->status));
    json_set(arena, &json, STR("code"), json_string(problem->code));
    json_set(arena, &json, STR("detail"), json_string(problem->detail));
    buf_clear(&response->body);
    response_json(response, &json);
    response->status = problem->status;
    response->content_type = STR("application/problem+json");
    response->cache_control = STR("no-store");
}
