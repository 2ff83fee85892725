/*
 * The listener for metrics: /metrics and nothing else, apart from what the public reaches.
 *
 * Owns: exporter_start takes the listener's descriptor over; exporter_stop accepts NULL. The hall is borrowed.
 * Errors: ERR_UNAVAILABLE where the system gives no thread, and those of serving_open.
 * Source: Prometheus text exposition format 0.0.4.
 */
#ifndef BANYAN_HTTP_EXPORTER_H
#define BANYAN_HTTP_EXPORTER_H

#include "http/exchange.h"
#include "http/listener.h"

typedef struct Exporter Exporter;

CHECKED bool exporter_start(const AppEnv *env, const ExchangeHall *hall, Listener *listener, Exporter **out, Err *err);
void exporter_stop(Exporter *exporter);

#endif
