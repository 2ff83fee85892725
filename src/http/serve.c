#include "http/serve.h"

#include "app/serving.h"
#include "http/contract.h"

static void say_status(Response *response, Str status) {
    Json json = json_object();
    json_set(response->arena, &json, STR("status"), json_string(status));
    response_json(response, &json);
    response->cache_control = STR("no-store");
}

bool serve_health(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    say_status(response, STR("ok"));
    return true;
}

bool serve_ready(App *app, const Request *request, Response *response, Err *err) {
    Err failure = {0};
    (void)request;
    if (!serving_ready(app, &failure)) {
        return err_set(err, ERR_UNAVAILABLE, "%s", failure.text);
    }
    say_status(response, STR("ready"));
    return true;
}

bool serve_version(App *app, const Request *request, Response *response, Err *err) {
    Json json = json_object();
    (void)app;
    (void)request;
    (void)err;
    json_set(response->arena, &json, STR("program"), json_string(STR("banyan")));
    json_set(response->arena, &json, STR("version"), json_string(STR(BANYAN_VERSION)));
    json_set(response->arena, &json, STR("contract"), json_string(contract_version()));
    response_json(response, &json);
    return true;
}

bool serve_checkpoint(App *app, const Request *request, Response *response, Err *err) {
    Bytes bytes = {0};
    (void)request;
    TRY(serving_checkpoint(app, &bytes, err));
    response_text(response, bytes_str(bytes));
    /* A witness has to see a new one within seconds (C2SP tlog-tiles, "Checkpoints"). */
    response->cache_control = STR("public, max-age=5, must-revalidate");
    return true;
}

bool serve_tile(App *app, const Request *request, Response *response, Err *err) {
    Bytes bytes = {0};
    TRY(serving_tile(app, request_param(request, 0), &bytes, err));
    response_bytes(response, STR("application/octet-stream"), bytes);
    response->cache_control = STR(RESPONSE_IMMUTABLE);
    return true;
}

bool serve_contract_yaml(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    response_bytes(response, STR("application/yaml"), str_bytes(contract_yaml()));
    return true;
}

bool serve_contract_json(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    response_bytes(response, STR("application/json"), str_bytes(contract_json()));
    return true;
}

bool serve_contract_page(App *app, const Request *request, Response *response, Err *err) {
    (void)app;
    (void)request;
    (void)err;
    response_html(response, contract_page());
    return true;
}
