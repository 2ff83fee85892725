#include "http/metrics.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>

enum { CLASSES = 5, BUCKETS = 10 };

static const int64_t bucket_us[BUCKETS] = {500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 1000000, 5000000};

struct Metrics {
    pthread_mutex_t lock;
    const char *const *names;
    size_t count;
    size_t in_flight;
    uint64_t cut;
    uint64_t times[BUCKETS + 1]; /* the last: longer than all */
    uint64_t time_us;
    uint64_t (*requests)[CLASSES]; /* one more than count: those that reached no operation */
};

Metrics *metrics_open(const char *const *names, size_t count) {
    Metrics *metrics = calloc(1, sizeof(*metrics));
    if (metrics == NULL) {
        abort();
    }
    metrics->names = names;
    metrics->count = count;
    metrics->requests = calloc(count + 1, sizeof(metrics->requests[0]));
    if (metrics->requests == NULL) {
        abort();
    }
    (void)pthread_mutex_init(&metrics->lock, NULL);
    return metrics;
}

void metrics_close(Metrics *metrics) {
    if (metrics != NULL) {
        (void)pthread_mutex_destroy(&metrics->lock);
        free(metrics->requests);
        free(metrics);
    }
}

void metrics_begun(Metrics *metrics) {
    (void)pthread_mutex_lock(&metrics->lock);
    metrics->in_flight++;
    (void)pthread_mutex_unlock(&metrics->lock);
}

void metrics_ended(Metrics *metrics, size_t operation, int status, bool whole) {
    size_t row = operation < metrics->count ? operation : metrics->count;
    size_t class = status >= 100 && status < 600 ? (size_t)status / 100 - 1 : CLASSES - 1;
    (void)pthread_mutex_lock(&metrics->lock);
    metrics->in_flight--;
    metrics->cut += whole ? 0 : 1;
    metrics->requests[row][class]++;
    (void)pthread_mutex_unlock(&metrics->lock);
}

void metrics_worked(Metrics *metrics, int64_t time_us) {
    size_t bucket = 0;
    while (bucket < BUCKETS && time_us > bucket_us[bucket]) {
        bucket++;
    }
    (void)pthread_mutex_lock(&metrics->lock);
    metrics->times[bucket]++;
    metrics->time_us += time_us > 0 ? (uint64_t)time_us : 0;
    (void)pthread_mutex_unlock(&metrics->lock);
}

size_t metrics_in_flight(Metrics *metrics) {
    (void)pthread_mutex_lock(&metrics->lock);
    size_t in_flight = metrics->in_flight;
    (void)pthread_mutex_unlock(&metrics->lock);
    return in_flight;
}

static void head(Buf *out, const char *name, const char *type, const char *help) {
    buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void gauge(Buf *out, const char *name, const char *help, uint64_t value) {
    head(out, name, "gauge", help);
    buf_addf(out, "%s %" PRIu64 "\n", name, value);
}

static void write_requests(const Metrics *metrics, Buf *out) {
    head(out, "banyan_requests_total", "counter", "Requests answered, by operation and class of status.");
    for (size_t row = 0; row <= metrics->count; row++) {
        const char *name = row < metrics->count ? metrics->names[row] : "none";
        for (size_t class = 0; class < CLASSES; class ++) {
            if (metrics->requests[row][class] > 0) {
                buf_addf(out, "banyan_requests_total{operation=\"%s\",status=\"%zuxx\"} %" PRIu64 "\n", name, class + 1,
                         metrics->requests[row][class]);
            }
        }
    }
    head(out, "banyan_answers_cut_total", "counter", "Answers that the client did not take whole.");
    buf_addf(out, "banyan_answers_cut_total %" PRIu64 "\n", metrics->cut);
}

static void write_times(const Metrics *metrics, Buf *out) {
    uint64_t sum = 0;
    head(out, "banyan_work_seconds", "histogram", "Time a worker took for an answer.");
    for (size_t i = 0; i < BUCKETS; i++) {
        sum += metrics->times[i];
        buf_addf(out, "banyan_work_seconds_bucket{le=\"%" PRId64 ".%04" PRId64 "\"} %" PRIu64 "\n",
                 bucket_us[i] / 1000000, bucket_us[i] % 1000000 / 100, sum);
    }
    sum += metrics->times[BUCKETS];
    buf_addf(out, "banyan_work_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", sum);
    buf_addf(out, "banyan_work_seconds_sum %" PRIu64 ".%06" PRIu64 "\n", metrics->time_us / 1000000,
             metrics->time_us % 1000000);
    buf_addf(out, "banyan_work_seconds_count %" PRIu64 "\n", sum);
}

void metrics_write(Metrics *metrics, const MetricsGauges *gauges, Buf *out) {
    (void)pthread_mutex_lock(&metrics->lock);
    write_requests(metrics, out);
    write_times(metrics, out);
    gauge(out, "banyan_requests_in_flight", "Requests that are being answered.", metrics->in_flight);
    (void)pthread_mutex_unlock(&metrics->lock);
    gauge(out, "banyan_queue_length", "Requests that wait for a worker.", gauges->queue);
    if (gauges->known) {
        gauge(out, "banyan_log_leaves", "Leaves of the published log.", gauges->log_size);
        gauge(out, "banyan_entries_waiting", "Entries that are not on the log yet.", gauges->waiting);
    }
}
