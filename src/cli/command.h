/*
 * The command table and what a command gets to work with.
 *
 * Shape: a command has children or a run function; options are looked up by name; positional arguments keep their order.
 * Owns: everything parsed lives in the command's arena until it returns.
 * Errors: run sets Err and returns false; main prints one line and exits with err_exit_code. A verdict of no (fsck, verify)
 *         is not an error: run sets `exit_code` to 1.
 */
#ifndef BANYAN_CLI_COMMAND_H
#define BANYAN_CLI_COMMAND_H

#include "app/serving.h"
#include "base/err.h"
#include "codec/json.h"

enum { COMMAND_OPTIONS = 64, COMMAND_ARGUMENTS = 64 };

typedef struct {
    const char *name;  /* without the dashes */
    const char *value; /* what stands for the value in the help; NULL for a switch */
    const char *help;
} CommandOption;

typedef struct {
    const CommandOption *option;
    Str value;
} CommandGiven;

typedef struct {
    Arena *arena;
    AppEnv env;       /* data directory, clock, randomness, progress */
    ServingRun serve; /* the server, which this layer cannot see */
    bool as_json;     /* --json */
    CommandGiven given[COMMAND_OPTIONS];
    size_t given_count;
    Str arguments[COMMAND_ARGUMENTS];
    size_t argument_count;
    Str name;      /* the command as it was called, such as "banyan statement issue" */
    Buf text;      /* what a person reads on standard output */
    Json result;   /* what a program reads with --json */
    Buf faults;    /* lines for standard error before the error, one fault each */
    Json details;  /* members for the error with --json; not used where it is null */
    int exit_code; /* 0, or 1 for a verdict of no */
    bool said;     /* the command has printed its result itself */
} CommandRun;

typedef bool (*CommandFn)(CommandRun *run, Err *err);

typedef struct Command Command;
struct Command {
    const char *name;
    const char *arguments; /* as in the usage line, such as "FILE"; NULL for none */
    size_t least, most;    /* how many positional arguments */
    const char *summary;   /* one line */
    const char *details;   /* the rest of the help; NULL for none */
    const CommandOption *options;
    size_t option_count;
    CommandFn run;
    const Command *const *children;
    size_t child_count;
};

/* The whole table: the root's children are the commands. */
const Command *command_root(void);
/* Options every command takes. */
const CommandOption *command_common_options(size_t *count);

/* Runs what argv says; the exit code of the process. Writes to standard output and standard error. */
int command_main(int argc, char **argv, AppEnv env, ServingRun serve);

/* Value of the last --name, or {0} where it was not given. */
CHECKED Str command_option(const CommandRun *run, const char *name);
CHECKED bool command_switch(const CommandRun *run, const char *name);
/* Every value of --name in the order given; lives in the command's arena. */
const Str *command_options_all(const CommandRun *run, const char *name, size_t *count);
/* The value of an option that must be there. */
CHECKED bool command_need(const CommandRun *run, const char *name, Str *out, Err *err);
/* The value as a whole number; `standby` where the option was not given. */
CHECKED bool command_number(const CommandRun *run, const char *name, uint64_t standby, uint64_t *out, Err *err);

#endif
