#include "app/doctor.h"
#include "cli/cli.h"

static bool run_doctor(CommandRun *run, Err *err) {
    DoctorDone done = {0};
    Json findings = json_array();
    CliTable table = {0};
    TRY(doctor_run(run->arena, &run->env, &done, err));
    for (size_t i = 0; i < done.count; i++) {
        const DoctorFinding *finding = &done.findings[i];
        const Str cells[] = {finding->good ? STR("good") : STR("BAD"), str_from_c(finding->name), finding->text};
        cli_table_row(run, &table, cells, COUNT_OF(cells));
        Json item = json_object();
        cli_set(run, &item, "name", str_from_c(finding->name));
        cli_set_json(run, &item, "good", json_bool(finding->good));
        cli_set(run, &item, "text", finding->text);
        json_push(run->arena, &findings, item);
    }
    cli_table_print(run, &table);
    cli_set_json(run, &run->result, "good", json_bool(done.good));
    cli_set_json(run, &run->result, "findings", findings);
    run->exit_code = done.good ? 0 : 1;
    return true;
}

const Command cli_doctor = {
    .name = "doctor",
    .summary = "Check whether this machine and this data directory are fit to run.",
    .details = "Exit code 1: something needs attention; each finding says what to do.",
    .run = run_doctor,
};
