#include "cli/help.h"

static void print_options(Buf *out, const char *title, const CommandOption *options, size_t count) {
    if (count == 0) {
        return;
    }
    buf_addf(out, "\n%s\n", title);
    for (size_t i = 0; i < count; i++) {
        Str left = str_format(out->arena, "--%s%s%s", options[i].name, options[i].value == NULL ? "" : " ",
                              options[i].value == NULL ? "" : options[i].value);
        buf_addf(out, "  %-24.*s %s\n", STR_ARG(left), options[i].help);
    }
}

static void print_children(Buf *out, const Command *command) {
    buf_add(out, STR("\nCommands\n"));
    for (size_t i = 0; i < command->child_count; i++) {
        buf_addf(out, "  %-14s %s\n", command->children[i]->name, command->children[i]->summary);
    }
}

void help_print(Buf *out, const Command *command, Str name) {
    buf_addf(out, "Usage: %.*s%s%s%s\n\n%s\n", STR_ARG(name), command->child_count > 0 ? " COMMAND" : "",
             command->arguments == NULL ? "" : " ", command->arguments == NULL ? "" : command->arguments,
             command->summary);
    if (command->details != NULL) {
        buf_addf(out, "\n%s\n", command->details);
    }
    if (command->child_count > 0) {
        print_children(out, command);
    }
    size_t common = 0;
    const CommandOption *options = command_common_options(&common);
    print_options(out, "Options", command->options, command->option_count);
    print_options(out, "Options of every command", options, common);
    buf_add(out, STR("\nExit codes: 0 done, 1 a check said no, 2 usage, 3 invalid input, 4 not found or denied,\n"
                     "5 conflict, 6 limit, 7 corrupt, 8 input/output, 70 internal.\n"));
}
