/*
 * The twins of pages for programs: JSON, CSV and bundles behind the same addresses with a suffix.
 *
 * Shape: api/openapi.yaml. Documents are given byte for byte as they were hashed; a bundle as banyan-verify takes it.
 * Errors: a handler's.
 */
#ifndef BANYAN_HTTP_TWIN_H
#define BANYAN_HTTP_TWIN_H

#include "http/route.h"

CHECKED bool twin_programme(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_statement(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_statement_csv(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_statement_bundle(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_methodology(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_factors(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_record(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_record_bundle(App *app, const Request *request, Response *response, Err *err);
CHECKED bool twin_log(App *app, const Request *request, Response *response, Err *err);

#endif
