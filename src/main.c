/*
 * Composition root of `banyan`: the only place that wires the machine's clock, randomness and environment.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "cli/command.h"
#include "cli/meter.h"
#include "http/server.h"
#include "quantify/quantify.h"
#include "store/store.h"

static const char *environment(const char *name) {
    return getenv(name);
}

int main(int argc, char **argv) {
    if (sodium_init() < 0) {
        (void)fprintf(stderr, "banyan: libsodium could not start\n");
        return err_exit_code(ERR_UNAVAILABLE);
    }
    /* A reader that goes away is an error of the write, not the end of the process. */
    (void)signal(SIGPIPE, SIG_IGN);
    store_begin();
    Meter meter = meter_on(stderr, isatty(STDERR_FILENO) == 1);
    AppEnv env = {
        .environment = environment,
        .clock = clock_system(),
        .entropy = entropy_system(),
        .progress = {.tell = meter_tell, .ctx = &meter},
    };
    int code = command_main(argc, argv, env, server_run);
    meter_done(&meter);
    quantify_done();
    return code;
}
