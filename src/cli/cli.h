/*
 * The commands of `banyan`, one per file cli_<command>.c, and what they share.
 *
 * Shape: a command fills `text` for people and `result` for programs. Nothing here knows a rule of the domain: every command
 *        is one use case of app/ with its answer laid out.
 * Owns: everything lives in the command's arena.
 * Errors: those of the use cases, passed on.
 */
#ifndef BANYAN_CLI_CLI_H
#define BANYAN_CLI_CLI_H

#include "cli/command.h"
#include "domain/faults.h"

extern const Command cli_bundle;
extern const Command cli_config;
extern const Command cli_doctor;
extern const Command cli_erase;
extern const Command cli_export;
extern const Command cli_fsck;
extern const Command cli_import;
extern const Command cli_init;
extern const Command cli_log;
extern const Command cli_methodology;
extern const Command cli_organisation;
extern const Command cli_programme;
extern const Command cli_rebuild;
extern const Command cli_record;
extern const Command cli_serve;
extern const Command cli_statement;
extern const Command cli_venue;
extern const Command cli_verify;
extern const Command cli_version;

/* Options that set what banyan.yaml sets otherwise. */
#define CLI_SETTINGS                                                                                                   \
    {"log-origin", "NAME", "log.origin: name of the log, such as log.example.org/campus"}, {                           \
        "log-merge-delay-min", "MINUTES", "log.merge_delay_min: what receipts promise"                                 \
    }
#define CLI_PROGRAMME                                                                                                  \
    { "programme", "P", "the programme's id" }

/* Opens the instance of this command. Declare as `App app CLEANUP(app_close) = {0};`. */
CHECKED bool cli_open(const CommandRun *run, AppMode mode, App *out, Err *err);

CHECKED bool cli_read_file(const CommandRun *run, Str path, size_t limit, Str *out, Err *err);
/* In place only when it is complete. */
CHECKED bool cli_write_file(Str path, Str text, Err *err);

/* "label   value" as a line of the text, labels aligned. */
void cli_line(CommandRun *run, const char *label, const char *format, ...) PRINTF_LIKE(3, 4);
/* What a person may do next. */
void cli_next(CommandRun *run, const char *format, ...) PRINTF_LIKE(2, 3);

/* Members of a JSON object; an empty text is null. */
void cli_set(const CommandRun *run, Json *object, const char *name, Str value);
void cli_set_number(const CommandRun *run, Json *object, const char *name, uint64_t value);
void cli_set_json(const CommandRun *run, Json *object, const char *name, Json value);
void cli_set_index(const CommandRun *run, Json *object, bool logged, uint64_t index);
/* "at index 12", or "not on the log yet". */
Str cli_index(const CommandRun *run, bool logged, uint64_t index);

enum { CLI_COLUMNS = 8 };

/* Rows of cells whose widths are found before they are printed. */
typedef struct CliTableRow CliTableRow;

typedef struct {
    size_t columns;
    size_t widths[CLI_COLUMNS];
    CliTableRow *first;
    CliTableRow *last;
    size_t count;
} CliTable;

void cli_table_row(const CommandRun *run, CliTable *table, const Str *cells, size_t count);
void cli_table_print(CommandRun *run, const CliTable *table);

/* Puts the faults where standard error and --json show them. */
void cli_faults(CommandRun *run, const Faults *faults);

#endif
