#include "http/request.h"

#include "base/defs.h"

static const char *const request_methods[REQUEST_METHODS] = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};

static Str value_of(const RequestPair *pairs, size_t count, Str name) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(pairs[i].name, name)) {
            return pairs[i].value;
        }
    }
    return (Str){0};
}

Str request_param(const Request *request, size_t at) {
    return at < request->param_count ? request->params[at] : (Str){0};
}

Str request_query(const Request *request, Str name) {
    return value_of(request->query, request->query_count, name);
}

Str request_header(const Request *request, Str name) {
    return value_of(request->headers, request->header_count, name);
}

const char *request_method_name(RequestMethod method) {
    return method < REQUEST_METHODS ? request_methods[method] : "";
}

bool request_method_parse(Str name, RequestMethod *out) {
    for (size_t i = 0; i < COUNT_OF(request_methods); i++) {
        if (str_eq(name, str_from_c(request_methods[i]))) {
            *out = (RequestMethod)i;
            return true;
        }
    }
    return false;
}

/* Where a media type first stands in an Accept header: browsers name text/html first. */
static size_t place_of(Str accept, Str type) {
    size_t place = 0;
    for (Str rest = accept; rest.ptr != NULL; place++) {
        Str item = str_cut(&rest, ',');
        Str name = str_trim(str_cut(&item, ';'));
        bool refused = str_eq(str_trim(item), STR("q=0"));
        if (!refused && str_eq(name, type)) {
            return place;
        }
    }
    return SIZE_MAX;
}

bool request_wants_html(const Request *request) {
    Str accept = request_header(request, STR("accept"));
    size_t html = place_of(accept, STR("text/html"));
    return html != SIZE_MAX && html < place_of(accept, STR("application/json")) &&
           html < place_of(accept, STR("application/problem+json"));
}
