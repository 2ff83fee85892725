/*
 * An instance opened for one thread of a server, kept up with what other processes write, and the log's public files.
 *
 * Shape: a Serving is an App for reading whose head is read again when the published checkpoint changed. What `banyan serve`
 *        is asked to do stands in ServingOptions; the composition root gives the function that does it.
 * Owns: serving_close releases everything and accepts a zeroed value. An open Serving must not move. What use cases make
 *       lives in the arena of the turn that serving_begin was given.
 * Errors: as app_open; ERR_NOT_FOUND for a name that is no file of a log's; ERR_CORRUPT where checkpoint file and database
 *         do not agree.
 * Source: C2SP tlog-tiles.
 */
#ifndef BANYAN_APP_SERVING_H
#define BANYAN_APP_SERVING_H

#include "app/app.h"

typedef struct {
    App app;
    Arena *arena; /* of the instance itself: settings and keys */
    Str checkpoint;
    char text[LIMIT_NOTE_BYTES];
} Serving;

CHECKED bool serving_open(const AppEnv *env, Serving *out, Err *err);
void serving_close(Serving *serving);
/* Frees what arithmetic keeps for the calling thread, at the end of a thread that served. */
void serving_leave(void);
/* Begins a turn: takes the head of the latest checkpoint, or keeps the one before where the new one cannot be trusted
 * (serving_ready says so). Use cases called on the App until serving_end allocate in `arena`. */
App *serving_begin(Serving *serving, Arena *arena);
void serving_end(Serving *serving);

/* Whether the database can be read, is of this version, and agrees with the checkpoint file. */
CHECKED bool serving_ready(App *app, Err *err);

typedef struct {
    uint64_t log_size;
    uint64_t waiting; /* entries that are not on the log yet */
} ServingFigures;

CHECKED bool serving_figures(App *app, ServingFigures *out, Err *err);

/* The file of log/ that publishes the head. */
CHECKED bool serving_checkpoint(App *app, Bytes *out, Err *err);
/* A tile or bundle by its name below tile/, such as "0/x001/067" or "entries/000.p/8". Nothing else of the data
 * directory can be named. */
CHECKED bool serving_tile(App *app, Str name, Bytes *out, Err *err);

/* A short text that two different contents never share: for entity tags. */
Str serving_tag(Arena *arena, Bytes content);

/* What a server is asked to do. */
typedef struct {
    Str listen;           /* "127.0.0.1:8080"; port 0 takes a free one */
    Str metrics;          /* the same; empty: no metrics */
    uint64_t workers;     /* threads that read the instance; 0: one for each processor, 2 to 16 */
    uint64_t connections; /* at once */
    bool log_as_json;     /* else the log is for people */
    /* Told once, when requests are answered. Addresses are as a browser takes them. */
    void (*listening)(void *ctx, Str url, Str metrics_url);
    void *ctx;
} ServingOptions;

/* Serves until the process is told to stop, then ends what is in flight. */
typedef bool (*ServingRun)(const AppEnv *env, const ServingOptions *options, Err *err);

#endif
