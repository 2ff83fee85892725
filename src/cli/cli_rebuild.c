#include <inttypes.h>

#include "app/replay.h"
#include "cli/cli.h"
#include "codec/hex.h"

static void report(CommandRun *run, const ReplayDone *done) {
    Json tables = json_array();
    CliTable table = {0};
    for (size_t i = 0; i < DERIVED_TABLES; i++) {
        bool same = hash_eq(&done->before[i], &done->after[i]);
        Str name = str_from_c(derived_name(i));
        const Str cells[] = {name, str_format(run->arena, "%" PRIu64 " rows", done->rows[i]),
                             same ? STR("as before") : STR("CHANGED")};
        cli_table_row(run, &table, cells, COUNT_OF(cells));
        Json item = json_object();
        cli_set(run, &item, "table", name);
        cli_set_number(run, &item, "rows", done->rows[i]);
        cli_set(run, &item, "before", hex_encode(run->arena, hash_bytes(&done->before[i])));
        cli_set(run, &item, "after", hex_encode(run->arena, hash_bytes(&done->after[i])));
        json_push(run->arena, &tables, item);
    }
    cli_table_print(run, &table);
    cli_set_json(run, &run->result, "tables", tables);
}

static bool run_rebuild(CommandRun *run, Err *err) {
    ReplayDone done = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(replay_rebuild(&app, &done, err));
    report(run, &done);
    buf_addf(&run->text, "%" PRIu64 " entries replayed; the tables %s\n", done.entries,
             done.same ? "are as they were" : "were wrong and are right now");
    cli_set_number(run, &run->result, "entries", done.entries);
    cli_set_json(run, &run->result, "same", json_bool(done.same));
    return true;
}

const Command cli_rebuild = {
    .name = "rebuild",
    .summary = "Make all derived tables again from entries and payloads.",
    .details = "Nothing is lost by it: lists, counts and states follow from the entries alone.",
    .run = run_rebuild,
};
