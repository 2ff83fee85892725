#include <inttypes.h>

#include "app/looking.h"
#include "app/reviewing.h"
#include "app/submit.h"
#include "cli/cli.h"

enum { LIST_ROWS = 50 };

static void report_submit(CommandRun *run, const SubmitDone *done, Str receipt_path) {
    cli_line(run, "Record", "%.*s", STR_ARG(done->id));
    cli_line(run, "State", "%.*s%s", STR_ARG(done->state), done->unchanged ? " (it was there already)" : "");
    if (receipt_path.len > 0) {
        cli_line(run, "Receipt", "%.*s", STR_ARG(receipt_path));
        buf_add(&run->text,
                STR("\nThe receipt proves that the record was accepted, and holds the secret that opens it: "
                    "keep it private.\n"));
    } else {
        buf_add(&run->text, STR("\n--receipt OUT keeps the signed receipt.\n"));
    }
    cli_set(run, &run->result, "id", done->id);
    cli_set(run, &run->result, "state", done->state);
    cli_set_json(run, &run->result, "unchanged", json_bool(done->unchanged));
    cli_set(run, &run->result, "receipt", done->receipt);
}

static bool run_submit(CommandRun *run, Err *err) {
    SubmitRequest request = {0};
    SubmitDone done = {0};
    Str receipt = command_option(run, "receipt");
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(cli_read_file(run, run->arguments[0], LIMIT_RECORD_BYTES, &request.act, err));
    request.evidence = command_options_all(run, "evidence", &request.evidence_count);
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(submit_act(&app, &request, &done, err));
    TRY(receipt.len == 0 || cli_write_file(receipt, done.receipt, err));
    report_submit(run, &done, receipt);
    return true;
}

static Json row_json(const CommandRun *run, const LookingRow *row) {
    Json json = json_object();
    cli_set(run, &json, "id", row->id);
    cli_set(run, &json, "type", row->type);
    cli_set(run, &json, "venue", row->venue);
    cli_set(run, &json, "date", row->date_local);
    cli_set(run, &json, "state", row->state);
    cli_set_index(run, &json, row->logged, row->index);
    return json;
}

static void list_row(CommandRun *run, CliTable *table, const LookingRow *row) {
    const Str cells[] = {row->logged ? str_format(run->arena, "%" PRIu64, row->index) : STR("-"),
                         row->id,
                         row->date_local,
                         row->type,
                         row->venue,
                         row->state};
    cli_table_row(run, table, cells, COUNT_OF(cells));
}

static bool run_list(CommandRun *run, Err *err) {
    LookingFilter filter = {.state = command_option(run, "state")};
    LookingRows rows = {0};
    CliTable table = {0};
    Json list = json_array();
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &filter.programme, err));
    TRY(command_number(run, "limit", LIST_ROWS, &filter.limit, err));
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_records(&app, &filter, &rows, err));
    for (size_t i = 0; i < rows.count; i++) {
        list_row(run, &table, &rows.rows[i]);
        json_push(run->arena, &list, row_json(run, &rows.rows[i]));
    }
    cli_table_print(run, &table);
    buf_addf(&run->text, "%zu of %" PRIu64 " records%s\n", rows.count, rows.total,
             rows.count < rows.total ? "; --limit N shows more" : "");
    cli_set_number(run, &run->result, "total", rows.total);
    cli_set_json(run, &run->result, "records", list);
    return true;
}

static void show_inputs(CommandRun *run, const Act *act) {
    for (size_t i = 0; i < act->input_count; i++) {
        const RecordInput *input = &act->inputs[i];
        cli_line(run, i == 0 ? "Inputs" : "", "%.*s %.*s %.*s, %.*s", STR_ARG(input->name), STR_ARG(input->value),
                 STR_ARG(input->unit), STR_ARG(input->how));
    }
}

static void show_act(CommandRun *run, const Record *record) {
    const Act *act = &record->act;
    cli_line(run, "Time", "%.*s to %.*s", STR_ARG(act->time.start), STR_ARG(act->time.end));
    if (act->asset.len > 0) {
        cli_line(run, "Asset", "%.*s", STR_ARG(act->asset));
    }
    if (act->place.point.lon.len > 0) {
        cli_line(run, "Place", "%.*s, %.*s (longitude, latitude)", STR_ARG(act->place.point.lon),
                 STR_ARG(act->place.point.lat));
    }
    show_inputs(run, act);
    cli_line(run, "Received", "%.*s by %.*s", STR_ARG(record->server.received_at),
             STR_ARG(record_channel_name(record->server.source.channel)));
}

static bool event_json(const CommandRun *run, const LookingEvent *event, Json *out, Err *err) {
    Json json = json_object();
    Json content = json_null();
    TRY(event->text.len == 0 || json_parse(run->arena, event->text, JSON_LIMITS_DOCUMENT, &content, err));
    cli_set(run, &json, "kind", event->kind);
    cli_set_index(run, &json, event->logged, event->index);
    cli_set_json(run, &json, "content", content);
    *out = json;
    return true;
}

static bool show_events(CommandRun *run, const LookingRecord *record, Err *err) {
    Json events = json_array();
    for (size_t i = 0; i < record->event_count; i++) {
        const LookingEvent *event = &record->events[i];
        Json json = {0};
        TRY(event_json(run, event, &json, err));
        json_push(run->arena, &events, json);
        cli_line(run, i == 0 ? "Afterwards" : "", "%.*s, %.*s", STR_ARG(event->kind),
                 STR_ARG(cli_index(run, event->logged, event->index)));
    }
    cli_set_json(run, &run->result, "events", events);
    return true;
}

static bool show_content(CommandRun *run, const LookingRecord *record, Err *err) {
    Json content = json_null();
    if (record->erased) {
        cli_line(run, "Content", "erased; its leaf stays in the log");
    } else {
        TRY(json_parse(run->arena, record->payload, JSON_LIMITS_DOCUMENT, &content, err));
        show_act(run, &record->record);
    }
    cli_set_json(run, &run->result, "content", content);
    return true;
}

static bool run_show(CommandRun *run, Err *err) {
    Str programme = {0};
    LookingRecord record = {0};
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &programme, err));
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_record(&app, programme, run->arguments[0], &record, err));
    run->result = row_json(run, &record.row);
    cli_line(run, "Record", "%.*s", STR_ARG(record.row.id));
    cli_line(run, "State", "%.*s", STR_ARG(record.row.state));
    cli_line(run, "Log", "%.*s", STR_ARG(cli_index(run, record.row.logged, record.row.index)));
    cli_line(run, "Type", "%.*s", STR_ARG(record.row.type));
    cli_line(run, "Venue", "%.*s", STR_ARG(record.row.venue));
    TRY(show_content(run, &record, err));
    TRY(show_events(run, &record, err));
    cli_next(run, "banyan bundle %.*s --programme %.*s --out record.banyan", STR_ARG(record.row.id),
             STR_ARG(programme));
    return true;
}

static bool decision_of(Str word, ReviewDecision *out, Err *err) {
    for (ReviewDecision decision = REVIEW_ACCEPT; decision <= REVIEW_REJECT; decision++) {
        if (str_eq(word, review_decision_name(decision))) {
            *out = decision;
            return true;
        }
    }
    return err_set(err, ERR_USAGE, "--decision is '%.*s'; right is accept, return or reject", STR_ARG(word));
}

static bool run_review(CommandRun *run, Err *err) {
    ReviewingRequest request = {.record = run->arguments[0], .reason = command_option(run, "reason")};
    Str decision = {0};
    Str state = {0};
    App app CLEANUP(app_close) = {0};
    TRY(command_need(run, "programme", &request.programme, err));
    TRY(command_need(run, "decision", &decision, err));
    TRY(command_need(run, "reviewer", &request.reviewer, err));
    TRY(decision_of(decision, &request.decision, err));
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(reviewing_decide(&app, &request, &state, err));
    cli_line(run, "Record", "%.*s", STR_ARG(request.record));
    cli_line(run, "State", "%.*s", STR_ARG(state));
    cli_set(run, &run->result, "id", request.record);
    cli_set(run, &run->result, "state", state);
    return true;
}

static const CommandOption submit_options[] = {
    CLI_PROGRAMME,
    {"evidence", "FILE", "a file whose SHA-256 the act names; repeatable"},
    {"receipt", "OUT", "write the signed receipt here"},
    CLI_SETTINGS,
};
static const CommandOption list_options[] = {
    CLI_PROGRAMME,
    {"state", "STATE", "only records in this state, such as \"awaiting evidence\""},
    {"limit", "N", "rows to show (else 50)"},
};
static const CommandOption show_options[] = {CLI_PROGRAMME};
static const CommandOption review_options[] = {
    CLI_PROGRAMME,
    {"decision", "WORD", "accept, return or reject"},
    {"reason", "TEXT", "why; needed for return and reject"},
    {"reviewer", "NAME", "pseudonym of who decides, 4 to 64 letters, digits, - or _"},
};

static const Command submit = {
    .name = "submit",
    .arguments = "FILE",
    .least = 1,
    .most = 1,
    .summary = "Submit one act from a JSON or YAML file; the answer is a signed receipt.",
    .details = "The same act again gives the same answer; another act under its id is refused.",
    .options = submit_options,
    .option_count = COUNT_OF(submit_options),
    .run = run_submit,
};
static const Command list = {
    .name = "list",
    .summary = "List the records of a programme with their place in the log.",
    .options = list_options,
    .option_count = COUNT_OF(list_options),
    .run = run_list,
};
static const Command show = {
    .name = "show",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = "Show a record, its act and what happened to it since.",
    .options = show_options,
    .option_count = COUNT_OF(show_options),
    .run = run_show,
};
static const Command review = {
    .name = "review",
    .arguments = "ID",
    .least = 1,
    .most = 1,
    .summary = "Accept a record, return it or reject it, as a person.",
    .options = review_options,
    .option_count = COUNT_OF(review_options),
    .run = run_review,
};
static const Command *const children[] = {&submit, &list, &show, &review};

const Command cli_record = {
    .name = "record",
    .summary = "Records: single acts, submitted, shown, decided on.",
    .children = children,
    .child_count = COUNT_OF(children),
};
