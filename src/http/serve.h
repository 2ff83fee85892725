/*
 * Handlers of the log's files, of operation and of the contract itself.
 *
 * Errors: ERR_NOT_FOUND for a tile that is not there; ERR_UNAVAILABLE where the instance is not ready; those of app/serving.h.
 * Source: api/openapi.yaml; C2SP tlog-tiles.
 */
#ifndef BANYAN_HTTP_SERVE_H
#define BANYAN_HTTP_SERVE_H

#include "http/route.h"

CHECKED bool serve_health(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_ready(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_version(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_checkpoint(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_tile(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_contract_yaml(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_contract_json(App *app, const Request *request, Response *response, Err *err);
CHECKED bool serve_contract_page(App *app, const Request *request, Response *response, Err *err);

#endif
