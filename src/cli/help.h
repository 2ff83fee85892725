/*
 * The help text of a command, made from the command table.
 *
 * Shape: lines of at most 100 columns. `name` is the command as it is called, such as "banyan statement draft".
 */
#ifndef BANYAN_CLI_HELP_H
#define BANYAN_CLI_HELP_H

#include "cli/command.h"

void help_print(Buf *out, const Command *command, Str name);

#endif
