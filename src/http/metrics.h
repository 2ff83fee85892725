/*
 * What the server counts, as Prometheus text.
 *
 * Shape: requests by operation of the contract and class of status, never by address or person; requests in flight and
 *        answers cut off; a histogram of the time workers took. Safe to call from any thread.
 * Units: microseconds in, seconds out.
 * Owns: metrics_open gives a handle that metrics_close frees; operations' names are borrowed.
 * Source: Prometheus text exposition format 0.0.4.
 */
#ifndef BANYAN_HTTP_METRICS_H
#define BANYAN_HTTP_METRICS_H

#include "base/buf.h"

typedef struct Metrics Metrics;

/* Operations are numbered from 0 in the order of `names`; METRICS_NONE stands for requests that reached none. */
#define METRICS_NONE SIZE_MAX

Metrics *metrics_open(const char *const *names, size_t count);
void metrics_close(Metrics *metrics);

void metrics_begun(Metrics *metrics);
/* `whole`: the client got all of it. */
void metrics_ended(Metrics *metrics, size_t operation, int status, bool whole);
void metrics_worked(Metrics *metrics, int64_t time_us);
CHECKED size_t metrics_in_flight(Metrics *metrics);

/* What others know at the moment of asking. */
typedef struct {
    size_t queue;
    bool known; /* the log could be read */
    uint64_t log_size;
    uint64_t waiting;
} MetricsGauges;

void metrics_write(Metrics *metrics, const MetricsGauges *gauges, Buf *out);

#endif
