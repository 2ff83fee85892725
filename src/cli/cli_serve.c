#include <stdio.h>
#include <unistd.h>

#include "app/serving.h"
#include "cli/cli.h"

enum { WORKERS_MOST = 64, CONNECTIONS_MOST = 100000, CONNECTIONS_STANDBY = 1000 };

static void print_json(CommandRun *run, Str url, Str metrics_url) {
    Buf text = {.arena = run->arena};
    cli_set(run, &run->result, "listening", url);
    cli_set(run, &run->result, "metrics", metrics_url);
    json_pretty(&text, &run->result);
    (void)fwrite(text.ptr, 1, text.len, stdout);
}

/* Said as soon as it is true: the command itself ends only with the server. */
static void say_where(void *ctx, Str url, Str metrics_url) {
    CommandRun *run = ctx;
    if (run->as_json) {
        print_json(run, url, metrics_url);
    } else {
        Str data = app_data_dir(&run->env);
        (void)printf("Banyan " BANYAN_VERSION " serves %.*s for reading\n\n", STR_ARG(data));
        (void)printf("  Open      %.*s\n", STR_ARG(url));
        (void)printf("  Log       %.*slog\n", STR_ARG(url));
        (void)printf("  API       %.*sapi/docs\n", STR_ARG(url));
        if (metrics_url.len > 0) {
            (void)printf("  Metrics   %.*smetrics\n", STR_ARG(metrics_url));
        }
        (void)printf("\nStop with Ctrl+C.\n");
    }
    (void)fflush(stdout);
}

static bool number_within(const CommandRun *run, const char *name, uint64_t standby, uint64_t most, uint64_t *out,
                          Err *err) {
    TRY(command_number(run, name, standby, out, err));
    bool good = *out <= most && (*out > 0 || standby == 0);
    return good || err_set(err, ERR_USAGE, "--%s goes from 1 to %llu", name, (unsigned long long)most);
}

static Str given_or(const CommandRun *run, const char *name, Str standby) {
    Str given = command_option(run, name);
    return given.ptr != NULL ? given : standby;
}

static bool run_serve(CommandRun *run, Err *err) {
    Str metrics = given_or(run, "metrics", STR("127.0.0.1:9090"));
    ServingOptions options = {.listen = given_or(run, "listen", STR("127.0.0.1:8080")),
                              .metrics = str_eq(metrics, STR("off")) ? STR("") : metrics,
                              .log_as_json = isatty(STDERR_FILENO) != 1,
                              .listening = say_where,
                              .ctx = run};
    TRY(number_within(run, "workers", 0, WORKERS_MOST, &options.workers, err));
    TRY(number_within(run, "connections", CONNECTIONS_STANDBY, CONNECTIONS_MOST, &options.connections, err));
    run->env.progress = (Progress){0};
    TRY(run->serve(&run->env, &options, err));
    run->said = true;
    return true;
}

static const CommandOption options[] = {
    {"listen", "ADDR:PORT", "where to answer (127.0.0.1:8080); '*' is every address"},
    {"metrics", "ADDR:PORT", "where to give metrics (127.0.0.1:9090), or off"},
    {"workers", "N", "threads that read the instance (as many as processors, 2 to 16)"},
    {"connections", "N", "connections at once (1000)"},
};

const Command cli_serve = {
    .name = "serve",
    .summary = "Let the public read: pages, documents, the log, over HTTP.",
    .details = "Opens the data for reading only: other commands can write beside it, and what they wrote\n"
               "shows at once. Log lines go to standard error, as JSON where that is no terminal; they never\n"
               "hold addresses or ids. SIGTERM and Ctrl+C stop it once what is in flight is answered, after ten\n"
               "seconds at most. TLS is the task of a reverse proxy; deploy/ has a unit for systemd.",
    .options = options,
    .option_count = COUNT_OF(options),
    .run = run_serve,
};
