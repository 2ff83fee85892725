#include "app/doctor.h"

#include <stdio.h>

#include "store/checkpoints.h"
#include "store/erasures.h"
#include "store/leaves.h"

enum { DOCTOR_FINDINGS = 16 };

/* 2026-01-01: a clock before this program was made is wrong. */
static const int64_t doctor_earliest_s = 1767225600;

typedef struct {
    Arena *arena;
    DoctorFinding *findings;
    size_t count;
} Doctor;

static void add(Doctor *doctor, const char *name, bool good, Str text) {
    if (doctor->count < DOCTOR_FINDINGS) {
        doctor->findings[doctor->count++] = (DoctorFinding){.name = name, .good = good, .text = text};
    }
}

static void look_at_clock(Doctor *doctor, const AppEnv *env) {
    bool good = clock_now_s(&env->clock) >= doctor_earliest_s;
    add(doctor, "clock", good,
        good ? STR("later than the making of this program")
             : STR("stands before the making of this program: set the machine's time, or records get wrong dates"));
}

static void look_at_entropy(Doctor *doctor, const AppEnv *env) {
    uint8_t bytes[32] = {0};
    Err err = {0};
    bool good = entropy_fill(&env->entropy, bytes, sizeof(bytes), &err);
    add(doctor, "randomness", good, good ? STR("the kernel gives it") : str_copy(doctor->arena, str_from_c(err.text)));
}

static void look_at_disk(Doctor *doctor, const App *app) {
    static const char probe[] = "doctor.probe";
    Err err = {0};
    bool good = files_write(&app->store.dir, probe, FILES_SECRET, str_bytes(STR("probe\n")), &err) &&
                files_remove(&app->store.dir, probe, &err);
    add(doctor, "disk", good,
        good ? STR("the data directory can be written and synced") : str_copy(doctor->arena, str_from_c(err.text)));
}

static void look_at_log(Doctor *doctor, App *app) {
    uint64_t waiting = 0;
    Err err = {0};
    bool good = leaves_waiting(app->store.db, &waiting, &err);
    Str text = good ? str_format(doctor->arena, "%llu leaves published, %llu entries wait",
                                 (unsigned long long)app->ledger.head.size, (unsigned long long)waiting)
                    : str_copy(doctor->arena, str_from_c(err.text));
    add(doctor, "log", good, text);
}

static void look_at_derived(Doctor *doctor, const App *app) {
    bool good = !app->store.derived_stale;
    add(doctor, "derived tables", good,
        good ? STR("of this version") : STR("of another version: run 'banyan rebuild'"));
}

static void look_at_settings(Doctor *doctor, const App *app) {
    bool named = app->keys.origin.len > 0 && !str_starts(app->keys.origin, STR("localhost/"));
    add(doctor, "log.origin", true,
        named
            ? str_copy(doctor->arena, app->keys.origin)
            : STR("a log named localhost/... is for trying out; a public one is named at 'banyan init --log-origin'"));
}

static void look_at_instance(Doctor *doctor, const AppEnv *env) {
    App app CLEANUP(app_close) = {0};
    Err err = {0};
    if (!app_open(doctor->arena, env, APP_READ, STR("banyan doctor"), &app, &err)) {
        add(doctor, "instance", false, str_copy(doctor->arena, str_from_c(err.text)));
        return;
    }
    add(doctor, "instance", true, str_format(doctor->arena, "opens; data in %.*s", STR_ARG(app_data_dir(env))));
    look_at_settings(doctor, &app);
    look_at_disk(doctor, &app);
    look_at_log(doctor, &app);
    look_at_derived(doctor, &app);
}

bool doctor_run(Arena *arena, const AppEnv *env, DoctorDone *out, Err *err) {
    (void)err;
    Doctor doctor = {.arena = arena, .findings = ARENA_ARRAY(arena, DOCTOR_FINDINGS, DoctorFinding)};
    look_at_clock(&doctor, env);
    look_at_entropy(&doctor, env);
    look_at_instance(&doctor, env);
    bool good = true;
    for (size_t i = 0; i < doctor.count; i++) {
        good = good && doctor.findings[i].good;
    }
    *out = (DoctorDone){.findings = doctor.findings, .count = doctor.count, .good = good};
    return true;
}
