#include "cli/command.h"

#include <stdio.h>
#include <string.h>

#include "base/checked.h"
#include "cli/help.h"

static const CommandOption common_options[] = {
    {"data", "DIR", "data directory (else $BANYAN_DATA, else ./banyan-data)"},
    {"json", NULL, "print the result as JSON"},
    {"quiet", NULL, "show no progress"},
    {"help", NULL, "show this help"},
};

const CommandOption *command_common_options(size_t *count) {
    *count = COUNT_OF(common_options);
    return common_options;
}

static bool name_is(const char *name, Str text) {
    return str_eq(str_from_c(name), text);
}

static const Command *find_child(const Command *parent, Str name) {
    for (size_t i = 0; i < parent->child_count; i++) {
        if (name_is(parent->children[i]->name, name)) {
            return parent->children[i];
        }
    }
    return NULL;
}

static const CommandOption *find_in(const CommandOption *options, size_t count, Str name) {
    for (size_t i = 0; i < count; i++) {
        if (name_is(options[i].name, name)) {
            return &options[i];
        }
    }
    return NULL;
}

static const CommandOption *find_option(const Command *command, Str name) {
    const CommandOption *own = find_in(command->options, command->option_count, name);
    return own != NULL ? own : find_in(common_options, COUNT_OF(common_options), name);
}

Str command_option(const CommandRun *run, const char *name) {
    for (size_t i = run->given_count; i > 0; i--) {
        if (strcmp(run->given[i - 1].option->name, name) == 0) {
            return run->given[i - 1].value;
        }
    }
    return (Str){0};
}

bool command_switch(const CommandRun *run, const char *name) {
    return command_option(run, name).ptr != NULL;
}

const Str *command_options_all(const CommandRun *run, const char *name, size_t *count) {
    Str *values = ARENA_ARRAY(run->arena, run->given_count, Str);
    size_t found = 0;
    for (size_t i = 0; i < run->given_count; i++) {
        if (strcmp(run->given[i].option->name, name) == 0) {
            values[found++] = run->given[i].value;
        }
    }
    *count = found;
    return values;
}

bool command_number(const CommandRun *run, const char *name, uint64_t standby, uint64_t *out, Err *err) {
    Str value = command_option(run, name);
    uint64_t number = standby;
    if (value.ptr != NULL && !checked_parse_u64(value, &number)) {
        return err_set(err, ERR_USAGE, "--%s is '%.*s'; a whole number is wanted, such as 12", name, STR_ARG(value));
    }
    *out = number;
    return true;
}

bool command_need(const CommandRun *run, const char *name, Str *out, Err *err) {
    Str value = command_option(run, name);
    if (value.ptr == NULL) {
        return err_set(err, ERR_USAGE, "--%s is needed here; see --help", name);
    }
    *out = value;
    return true;
}

/* Takes one --name[=value] at argv[*at], moving *at over a value that stands apart. */
static bool take_option(const Command *command, char **argv, int argc, int *at, CommandRun *run, Err *err) {
    Str rest = str_from_c(argv[*at] + 2);
    bool joined = str_find(rest, '=') < rest.len;
    Str name = str_cut(&rest, '=');
    const CommandOption *option = find_option(command, name);
    if (option == NULL) {
        return err_set(err, ERR_USAGE, "unknown option --%.*s; see '%.*s --help'", STR_ARG(name), STR_ARG(run->name));
    }
    if (option->value == NULL && joined) {
        return err_set(err, ERR_USAGE, "--%s takes no value", option->name);
    }
    if (option->value != NULL && !joined && *at + 1 >= argc) {
        return err_set(err, ERR_USAGE, "--%s needs a value: --%s %s", option->name, option->name, option->value);
    }
    if (run->given_count == COMMAND_OPTIONS) {
        return err_set(err, ERR_USAGE, "more than %d options", COMMAND_OPTIONS);
    }
    Str value = option->value == NULL ? STR("yes") : joined ? rest : str_from_c(argv[++*at]);
    value = value.ptr == NULL ? STR("") : value;
    run->given[run->given_count++] = (CommandGiven){.option = option, .value = value};
    return true;
}

/* A lone "-" is an argument: standard input. */
static bool is_option(const char *word) {
    return word[0] == '-' && word[1] != '\0';
}

static bool take_dashed(const Command *command, char **argv, int argc, int *at, CommandRun *run, Err *err) {
    if (argv[*at][1] != '-') {
        return err_set(err, ERR_USAGE, "unknown option %s; options are written --name", argv[*at]);
    }
    return take_option(command, argv, argc, at, run, err);
}

/* Walks down the table; options that every command takes may stand between the words. */
static bool find_command(char **argv, int argc, int *at, const Command **command, CommandRun *run, Err *err) {
    while (*at < argc && (*command)->child_count > 0) {
        if (is_option(argv[*at])) {
            TRY(take_dashed(*command, argv, argc, at, run, err));
            ++*at;
            continue;
        }
        const Command *child = find_child(*command, str_from_c(argv[*at]));
        if (child == NULL) {
            return err_set(err, ERR_USAGE, "there is no command '%s'; see '%.*s --help'", argv[*at],
                           STR_ARG(run->name));
        }
        *command = child;
        run->name = str_format(run->arena, "%.*s %s", STR_ARG(run->name), child->name);
        ++*at;
    }
    return true;
}

static bool parse_arguments(const Command *command, char **argv, int argc, CommandRun *run, Err *err) {
    bool only_arguments = false;
    for (int at = 0; at < argc; at++) {
        if (!only_arguments && strcmp(argv[at], "--") == 0) {
            only_arguments = true;
        } else if (!only_arguments && is_option(argv[at])) {
            TRY(take_dashed(command, argv, argc, &at, run, err));
        } else if (run->argument_count == COMMAND_ARGUMENTS) {
            return err_set(err, ERR_USAGE, "more than %d arguments", COMMAND_ARGUMENTS);
        } else {
            run->arguments[run->argument_count++] = str_from_c(argv[at]);
        }
    }
    return true;
}

static bool check_count(const Command *command, const CommandRun *run, Err *err) {
    const char *wanted = command->arguments == NULL ? "none" : command->arguments;
    if (run->argument_count < command->least) {
        return err_set(err, ERR_USAGE, "arguments missing; wanted: %s; see '%.*s --help'", wanted, STR_ARG(run->name));
    }
    if (run->argument_count > command->most) {
        return err_set(err, ERR_USAGE, "unexpected argument '%.*s'; wanted: %s", STR_ARG(run->arguments[command->most]),
                       wanted);
    }
    return true;
}

static void print_error_json(CommandRun *run, const Err *err) {
    Json inner = json_object();
    json_set(run->arena, &inner, STR("code"), json_string(str_from_c(err_name(err->code))));
    json_set(run->arena, &inner, STR("text"), json_string(str_from_c(err->text)));
    if (run->details.type != JSON_NULL) {
        json_set(run->arena, &inner, STR("details"), run->details);
    }
    Json outer = json_object();
    json_set(run->arena, &outer, STR("error"), inner);
    Buf text = {.arena = run->arena};
    json_pretty(&text, &outer);
    (void)fwrite(text.ptr, 1, text.len, stderr);
}

static int print_error(CommandRun *run, const Err *err) {
    if (run->as_json) {
        print_error_json(run, err);
    } else {
        (void)fprintf(stderr, "%.*s", STR_ARG(buf_str(&run->faults)));
        (void)fprintf(stderr, "%.*s: %s\n", STR_ARG(run->name), err->text);
    }
    return err_exit_code(err->code);
}

static int print_text(Str text, int exit_code) {
    bool written = text.len == 0 || fwrite(text.ptr, 1, text.len, stdout) == text.len;
    if (fflush(stdout) != 0 || !written) {
        (void)fprintf(stderr, "banyan: standard output could not be written\n");
        return err_exit_code(ERR_IO);
    }
    return exit_code;
}

static int print_result(CommandRun *run) {
    if (run->said) {
        return run->exit_code;
    }
    if (!run->as_json) {
        return print_text(buf_str(&run->text), run->exit_code);
    }
    Buf text = {.arena = run->arena};
    json_pretty(&text, &run->result);
    return print_text(buf_str(&text), run->exit_code);
}

/* Help that was not asked for stands in for a command that was left out, and is an error of usage. */
static int print_help(CommandRun *run, const Command *command) {
    bool asked = command_switch(run, "help") || command == command_root();
    help_print(&run->text, command, run->name);
    return print_text(buf_str(&run->text), asked ? 0 : err_exit_code(ERR_USAGE));
}

/* `log.origin` is set by --log-origin where a command has that option. */
static void take_settings(CommandRun *run) {
    for (ConfigKey key = 0; key < CONFIG_KEYS; key++) {
        char *name = str_c(run->arena, config_name(key));
        for (char *at = name; *at != '\0'; at++) {
            *at = *at == '.' || *at == '_' ? '-' : *at;
        }
        run->env.flags[key] = command_option(run, name);
    }
}

/* Also behind a word that was not understood. */
static bool asks_json(char **argv, int argc) {
    for (int at = 1; at < argc; at++) {
        if (strcmp(argv[at], "--json") == 0) {
            return true;
        }
    }
    return false;
}

static void take_common(CommandRun *run) {
    run->as_json = command_switch(run, "json");
    run->env.data_dir = command_option(run, "data");
    run->env.quiet = run->env.quiet || command_switch(run, "quiet");
    if (run->env.quiet) {
        run->env.progress = (Progress){0};
    }
    take_settings(run);
}

static int run_command(char **argv, int argc, CommandRun *run) {
    Err err = {0};
    int at = 1;
    const Command *command = command_root();
    bool good = find_command(argv, argc, &at, &command, run, &err) &&
                parse_arguments(command, argv + at, argc - at, run, &err);
    take_common(run);
    run->as_json = run->as_json || (!good && asks_json(argv, argc));
    if (good && (command_switch(run, "help") || command->run == NULL)) {
        return print_help(run, command);
    }
    if (good && check_count(command, run, &err) && command->run(run, &err)) {
        return print_result(run);
    }
    if (!run->as_json) {
        (void)print_text(buf_str(&run->text), 0);
    }
    return print_error(run, &err);
}

int command_main(int argc, char **argv, AppEnv env, ServingRun serve) {
    Arena arena = {0};
    CommandRun run = {.arena = &arena,
                      .env = env,
                      .serve = serve,
                      .name = STR("banyan"),
                      .text = {.arena = &arena},
                      .faults = {.arena = &arena},
                      .result = json_object()};
    int code = run_command(argv, argc, &run);
    arena_done(&arena);
    return code;
}
