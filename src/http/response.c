#include "http/response.h"

Response response_begin(Arena *arena) {
    return (Response){.arena = arena, .status = 200, .body = {.arena = arena}};
}

void response_bytes(Response *response, Str content_type, Bytes bytes) {
    response->content_type = content_type;
    buf_add_bytes(&response->body, bytes);
}

void response_text(Response *response, Str text) {
    response_bytes(response, STR("text/plain; charset=utf-8"), str_bytes(text));
}

void response_html(Response *response, Str html) {
    response_bytes(response, STR("text/html; charset=utf-8"), str_bytes(html));
}

void response_json(Response *response, const Json *value) {
    response->content_type = STR("application/json");
    json_pretty(&response->body, value);
}

void response_see_other(Response *response, Str location) {
    response->status = 303;
    response->location = location;
}
