#include "http/reply.h"

#include <stdio.h>

#include "app/serving.h"
#include "http/fresh.h"

void reply_finish(Response *response) {
    if (response->status == 200 && response->etag.len == 0) {
        response->etag = serving_tag(response->arena, buf_bytes(&response->body));
    }
    if (response->cache_control.len == 0) {
        response->cache_control = STR("no-cache");
    }
}

/* A value that cannot be a header's is left out: libmicrohttpd refuses it. */
static void add(struct MHD_Response *made, Arena *arena, const char *name, Str value) {
    if (value.len > 0) {
        (void)MHD_add_response_header(made, name, str_c(arena, value));
    }
}

static void add_policy(struct MHD_Response *made, const Response *response) {
    bool styled = response->style.len > 0;
    add(made, response->arena, "Content-Security-Policy",
        str_format(response->arena,
                   "default-src 'none'; style-src 'self'%s%.*s%s; img-src 'self' data:; form-action 'self'; "
                   "base-uri 'none'; frame-ancestors 'none'",
                   styled ? " '" : "", STR_ARG(response->style), styled ? "'" : ""));
    (void)MHD_add_response_header(made, "X-Content-Type-Options", "nosniff");
    (void)MHD_add_response_header(made, "Referrer-Policy", "no-referrer");
    (void)MHD_add_response_header(made, "Cross-Origin-Opener-Policy", "same-origin");
    (void)MHD_add_response_header(made, "Cross-Origin-Resource-Policy", "cross-origin");
}

/* Everything public may be read by pages of any origin; nothing here depends on who asks. */
static void add_sharing(struct MHD_Response *made, RequestMethod method) {
    if (method == REQUEST_GET || method == REQUEST_HEAD) {
        (void)MHD_add_response_header(made, "Access-Control-Allow-Origin", "*");
        (void)MHD_add_response_header(made, "Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id");
    }
}

static void add_own(struct MHD_Response *made, const Response *response, bool unchanged) {
    Arena *arena = response->arena;
    add(made, arena, "Cache-Control", response->cache_control);
    add(made, arena, "Location", response->location);
    add(made, arena, "Allow", response->allow);
    if (response->etag.len > 0) {
        add(made, arena, "ETag", str_format(arena, "\"%.*s\"", STR_ARG(response->etag)));
    }
    if (response->language.len > 0 || response->status >= 400) {
        add(made, arena, "Vary", response->status >= 400 ? STR("Accept, Accept-Language") : STR("Accept-Language"));
    }
    if (response->retry_after_s > 0) {
        add(made, arena, "Retry-After", str_format(arena, "%u", response->retry_after_s));
    }
    if (!unchanged) {
        add(made, arena, "Content-Type", response->content_type);
        add(made, arena, "Content-Language", response->language);
        add(made, arena, "Content-Disposition", response->disposition);
    }
}

static bool is_unchanged(const Response *response, const ReplyTraits *traits) {
    bool reading = traits->method == REQUEST_GET || traits->method == REQUEST_HEAD;
    return reading && response->status == 200 && response->etag.len > 0 && traits->if_none_match.ptr != NULL &&
           fresh_match(traits->if_none_match, response->etag);
}

bool reply_send(struct MHD_Connection *connection, const Response *response, const ReplyTraits *traits,
                ReplySent *sent) {
    bool unchanged = is_unchanged(response, traits);
    size_t size = unchanged ? 0 : response->body.len;
    /* libmicrohttpd only reads it, whatever its type says. */
    void *bytes = size == 0 ? NULL : response->body.ptr;
    struct MHD_Response *made = MHD_create_response_from_buffer(size, bytes, MHD_RESPMEM_PERSISTENT);
    if (made == NULL) {
        return false;
    }
    add_own(made, response, unchanged);
    add_policy(made, response);
    add_sharing(made, traits->method);
    add(made, response->arena, "X-Request-Id", traits->id);
    if (traits->close) {
        (void)MHD_add_response_header(made, "Connection", "close");
    }
    int status = unchanged ? 304 : response->status;
    enum MHD_Result queued = MHD_queue_response(connection, (unsigned)status, made);
    MHD_destroy_response(made);
    *sent = (ReplySent){.status = status, .bytes = traits->method == REQUEST_HEAD ? 0 : size};
    return queued == MHD_YES;
}
