/*
 * An opened instance: its directory, settings, keys, store and log, as the use cases get them.
 *
 * Shape: APP_READ opens for reading; APP_WRITE takes the directory's lock, ends what a crash cut short and publishes what the
 *        log owes; APP_INSPECT takes the lock as well but leaves the log alone,
 *        for checks of an instance that may be damaged; APP_SETUP is APP_WRITE of one that init has not finished yet.
 * Owns: App owns what it opened; app_close accepts a zeroed value. Everything else lives in the caller's arena.
 * Errors: ERR_NOT_FOUND where there is no instance (it says how to make one), ERR_PRECONDITION where init was cut short,
 *         ERR_BUSY where another process writes, ERR_CONFLICT where log.origin is not the one of the keys, and what the
 *         layers below report.
 * Source: docs/formats/data-directory.md.
 */
#ifndef BANYAN_APP_APP_H
#define BANYAN_APP_APP_H

#include "app/config.h"
#include "app/progress.h"
#include "ledger/keys.h"
#include "ledger/ledger.h"
#include "store/store.h"
#include "sys/clock.h"
#include "sys/entropy.h"

/* What the composition root gives: nothing below reads a clock, randomness or the environment by itself. */
typedef struct {
    Str data_dir; /* --data; {0} where not given */
    Str flags[CONFIG_KEYS];
    ConfigEnvironment environment;
    Clock clock;
    Entropy entropy;
    Progress progress;
    bool quiet;
} AppEnv;

typedef enum { APP_READ, APP_WRITE, APP_INSPECT, APP_SETUP } AppMode;

typedef struct {
    Arena *arena;
    AppEnv env;
    Config config;
    Store store;
    Keys keys;
    Ledger ledger; /* not opened with APP_INSPECT */
} App;

/* The data directory: flag, else $BANYAN_DATA, else ./banyan-data. */
CHECKED Str app_data_dir(const AppEnv *env);
/* `purpose` is shown to whoever finds the lock taken, such as "banyan import". */
CHECKED bool app_open(Arena *arena, const AppEnv *env, AppMode mode, Str purpose, App *out, Err *err);
void app_close(App *app);

/* Now, as seconds, as whole minutes and as RFC 3339 text in UTC. */
CHECKED int64_t app_now_s(const App *app);
CHECKED int64_t app_now_min(const App *app);
CHECKED Str app_now_text(const App *app, Arena *arena);
/* A random UUID (version 4). */
CHECKED bool app_new_id(const App *app, uint8_t out[16], Err *err);

#endif
