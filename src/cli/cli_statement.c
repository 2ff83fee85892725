#include <inttypes.h>

#include "app/issue.h"
#include "app/looking.h"
#include "cli/cli.h"
#include "domain/statement_csv.h"
#include "domain/statement_html.h"

static Str language_of(const CommandRun *run) {
    Str language = command_option(run, "language");
    return language.len == 0 ? STR("en") : language;
}

/* START/END as in ISO 8601. */
static bool take_period(const CommandRun *run, IssueRequest *request, Err *err) {
    Str rest = command_option(run, "period");
    if (rest.ptr == NULL) {
        return true;
    }
    Str from = str_cut(&rest, '/');
    if (rest.len == 0 || from.len == 0 || str_find(rest, '/') < rest.len) {
        return err_set(err, ERR_USAGE,
                       "--period is START/END, such as 2026-01-01/2027-01-01; END is the first date behind it");
    }
    request->from = from;
    request->until = rest;
    return true;
}

static Json position_json(const CommandRun *run, const IssueShown *shown) {
    bool logged = shown->position.origin.len > 0;
    Json json = json_object();
    cli_set(run, &json, "sha256", shown->position.sha256);
    cli_set(run, &json, "origin", shown->position.origin);
    cli_set_index(run, &json, logged, shown->position.index);
    cli_set_number(run, &json, "log_size", shown->position.log_size);
    return json;
}

static void show_result(CommandRun *run, const StatementResult *result, Str language) {
    Str label = text_in(&result->label, language);
    Str unit = str_slice(result->unit, 0, str_eq(result->unit, STR("1")) ? 0 : result->unit.len);
    buf_addf(&run->text, "  %.*s: %.*s %.*s", STR_ARG(label), STR_ARG(result->value), STR_ARG(unit));
    if (result->interval.low.len > 0) {
        buf_addf(&run->text, " (95 %%: %.*s to %.*s)", STR_ARG(result->interval.low), STR_ARG(result->interval.high));
    }
    buf_add_byte(&run->text, '\n');
}

static void show_counts(CommandRun *run, const Statement *statement) {
    const StatementCounts *counts = &statement->counts;
    int64_t excluded = 0;
    for (size_t i = 0; i < counts->excluded_count; i++) {
        excluded += counts->excluded[i].count;
    }
    cli_line(run, "Records", "%" PRId64 " received, %" PRId64 " accepted, %" PRId64 " excluded, %" PRId64 " erased",
             counts->received, counts->accepted, excluded, counts->erased);
    for (size_t i = 0; i < counts->excluded_count; i++) {
        cli_line(run, "", "%" PRId64 " excluded: %.*s", counts->excluded[i].count, STR_ARG(counts->excluded[i].reason));
    }
}

static void show_place(CommandRun *run, const IssueShown *shown) {
    cli_line(run, "SHA-256", "%.*s", STR_ARG(shown->position.sha256));
    cli_line(run, "Log", "%.*s", STR_ARG(cli_index(run, shown->position.origin.len > 0, shown->position.index)));
    if (shown->statement.supersedes.id.len > 0) {
        cli_line(run, "Supersedes", "%.*s", STR_ARG(shown->statement.supersedes.id));
    }
    if (shown->erased_since > 0) {
        cli_line(run, "Erased since", "%" PRIu64 " records that it counts; its figures stay as they were issued",
                 shown->erased_since);
    }
}

static void show_text(CommandRun *run, const IssueShown *shown, Str language) {
    const Statement *statement = &shown->statement;
    cli_line(run, "Statement", "%.*s", STR_ARG(statement->id));
    cli_line(run, "Programme", "%.*s (%.*s)", STR_ARG(text_in(&statement->programme.name, language)),
             STR_ARG(statement->programme.id));
    cli_line(run, "State", "%.*s; %.*s: %.*s", STR_ARG(shown->row.state),
             STR_ARG(statement_state_name(statement->state)), STR_ARG(statement_state_note(statement->state)));
    cli_line(run, "Period", "%.*s to before %.*s (%.*s)", STR_ARG(statement->period.start),
             STR_ARG(statement->period.end), STR_ARG(statement->period.zone.name));
    cli_line(run, "Methodology", "%.*s %.*s", STR_ARG(statement->methodology.id),
             STR_ARG(statement->methodology.version));
    show_counts(run, statement);
    show_place(run, shown);
    buf_add_byte(&run->text, '\n');
    for (size_t i = 0; i < statement->result_count; i++) {
        show_result(run, &statement->results[i], language);
    }
    Str note = text_in(&statement->result_note, language);
    if (note.len > 0) {
        buf_addf(&run->text, "  %.*s\n", STR_ARG(note));
    }
}

static bool give(CommandRun *run, const IssueShown *shown, Err *err) {
    Json statement = {0};
    TRY(json_parse(run->arena, shown->body, JSON_LIMITS_DOCUMENT, &statement, err));
    show_text(run, shown, language_of(run));
    cli_set(run, &run->result, "id", shown->statement.id);
    cli_set(run, &run->result, "programme", shown->statement.programme.id);
    cli_set(run, &run->result, "state", shown->row.state);
    cli_set_number(run, &run->result, "erased_since", shown->erased_since);
    cli_set_json(run, &run->result, "position", position_json(run, shown));
    cli_set_json(run, &run->result, "statement", statement);
    return true;
}

static bool run_draft(CommandRun *run, Err *err) {
    IssueRequest request = {0};
    IssueShown shown = {0};
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(take_period(run, &request, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(issue_draft(&app, &request, &shown, err));
    TRY(give(run, &shown, err));
    cli_next(run, "banyan statement issue %.*s", STR_ARG(shown.statement.id));
    return true;
}

static bool issue(CommandRun *run, App *app, const IssueRequest *request, IssueShown *shown, Err *err) {
    return run->argument_count == 1 ? issue_draft_as_is(app, run->arguments[0], shown, err)
                                    : issue_now(app, request, shown, err);
}

static bool check_issue(const CommandRun *run, const IssueRequest *request, Err *err) {
    bool draft = run->argument_count == 1;
    if (!draft && request->programme.len == 0) {
        return err_set(err, ERR_USAGE, "which? DRAFT_ID, or --programme P for a new statement; see --help");
    }
    return !draft || request->from.len == 0 ||
           err_set(err, ERR_USAGE, "a draft has its period; --period goes with a new statement");
}

static bool run_issue(CommandRun *run, Err *err) {
    IssueRequest request = {.programme = command_option(run, "programme")};
    IssueShown shown = {0};
    App app CLEANUP(app_close) = {0};
    TRY(take_period(run, &request, err));
    TRY(check_issue(run, &request, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(issue(run, &app, &request, &shown, err));
    TRY(give(run, &shown, err));
    Str id = shown.statement.id;
    cli_next(run, "banyan verify %.*s\n      banyan statement show %.*s --format html --out statement.html",
             STR_ARG(id), STR_ARG(id));
    return true;
}

static bool render(const CommandRun *run, const IssueShown *shown, Str format, Buf *out, Err *err) {
    Str language = language_of(run);
    if (str_eq(format, STR("json"))) {
        buf_add(out, shown->body);
    } else if (str_eq(format, STR("html"))) {
        statement_html(out, &shown->statement, &shown->position, language);
    } else if (str_eq(format, STR("csv"))) {
        statement_csv(out, &shown->statement, &shown->position, language);
    } else {
        return err_set(err, ERR_USAGE, "--format is '%.*s'; right is text, json, html or csv", STR_ARG(format));
    }
    return true;
}

/* The text as it would be printed goes to the file; what is printed instead says so. */
static bool write_out(CommandRun *run, Str path, Err *err) {
    TRY(cli_write_file(path, buf_str(&run->text), err));
    cli_set(run, &run->result, "file", path);
    size_t bytes = run->text.len;
    buf_clear(&run->text);
    cli_line(run, "Written", "%.*s, %zu bytes", STR_ARG(path), bytes);
    return true;
}

static bool run_show(CommandRun *run, Err *err) {
    Str id = run->argument_count == 1 ? run->arguments[0] : (Str){0};
    Str programme = command_option(run, "programme");
    Str format = command_option(run, "format");
    Str path = command_option(run, "out");
    IssueShown shown = {0};
    App app CLEANUP(app_close) = {0};
    if (id.len == 0 && programme.len == 0) {
        return err_set(err, ERR_USAGE, "which? ID, or --programme P for its latest; see --help");
    }
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(issue_show(&app, id, programme, &shown, err));
    TRY(give(run, &shown, err));
    if (format.len > 0 && !str_eq(format, STR("text"))) {
        buf_clear(&run->text);
        TRY(render(run, &shown, format, &run->text, err));
    }
    return path.len == 0 || write_out(run, path, err);
}

static Json item_json(const CommandRun *run, const LookingStatement *item) {
    Json json = json_object();
    cli_set(run, &json, "id", item->id);
    cli_set(run, &json, "programme", item->programme);
    cli_set(run, &json, "state", item->state);
    cli_set(run, &json, "sha256", item->sha256);
    cli_set(run, &json, "supersedes", item->supersedes);
    cli_set_index(run, &json, item->logged, item->index);
    return json;
}

static bool run_list(CommandRun *run, Err *err) {
    LookingStatements statements = {0};
    CliTable table = {0};
    Json list = json_array();
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_statements(&app, command_option(run, "programme"), &statements, err));
    for (size_t i = 0; i < statements.count; i++) {
        const LookingStatement *item = &statements.items[i];
        const Str cells[] = {item->id, item->programme, item->state, cli_index(run, item->logged, item->index)};
        cli_table_row(run, &table, cells, COUNT_OF(cells));
        json_push(run->arena, &list, item_json(run, item));
    }
    cli_table_print(run, &table);
    cli_set_json(run, &run->result, "statements", list);
    return true;
}

#define LANGUAGE                                                                                                       \
    { "language", "TAG", "language of names and notes, such as zh-Hant (else en)" }
#define PERIOD                                                                                                         \
    { "period", "START/END", "local dates, END excluded (else the programme's own period)" }

static const CommandOption draft_options[] = {CLI_PROGRAMME, PERIOD, LANGUAGE};
static const CommandOption show_options[] = {
    CLI_PROGRAMME,
    {"format", "FORMAT", "text, json (the document that is hashed), html or csv (else text)"},
    {"out", "FILE", "write it here (else standard output)"},
    LANGUAGE,
};
static const CommandOption list_options[] = {CLI_PROGRAMME};

static const Command draft = {
    .name = "draft",
    .summary = "Compute a statement and freeze what it counts, without issuing it.",
    .options = draft_options,
    .option_count = COUNT_OF(draft_options),
    .run = run_draft,
};
static const Command issue_command = {
    .name = "issue",
    .arguments = "[DRAFT_ID]",
    .most = 1,
    .summary = "Issue a draft as it is, or compute and issue a statement at once.",
    .details = "A later statement for the same period supersedes the earlier one and says what changed.",
    .options = draft_options,
    .option_count = COUNT_OF(draft_options),
    .run = run_issue,
};
static const Command show = {
    .name = "show",
    .arguments = "[ID]",
    .most = 1,
    .summary = "Show a statement, or the latest of --programme: text, JSON, HTML page or CSV.",
    .options = show_options,
    .option_count = COUNT_OF(show_options),
    .run = run_show,
};
static const Command list = {
    .name = "list",
    .summary = "List the statements of a programme, or of all.",
    .options = list_options,
    .option_count = COUNT_OF(list_options),
    .run = run_list,
};
static const Command *const children[] = {&draft, &issue_command, &show, &list};

const Command cli_statement = {
    .name = "statement",
    .summary = "Statements: what the records of a period amount to.",
    .children = children,
    .child_count = COUNT_OF(children),
};
