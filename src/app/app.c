#include "app/app.h"

#include "base/limits.h"
#include "codec/rfc3339.h"
#include "codec/uuid.h"

Str app_data_dir(const AppEnv *env) {
    if (env->data_dir.ptr != NULL) {
        return env->data_dir;
    }
    const char *variable = env->environment("BANYAN_DATA");
    return variable != NULL && variable[0] != '\0' ? str_from_c(variable) : STR("banyan-data");
}

static bool read_config(App *app, Err *err) {
    Bytes text = {0};
    if (files_exists(&app->store.dir, "banyan.yaml")) {
        TRY(files_read(app->arena, &app->store.dir, "banyan.yaml", LIMIT_YAML_BYTES, &text, err));
    }
    return config_read(app->arena, bytes_str(text), app->env.environment, app->env.flags, &app->config, err);
}

static bool check_origin(const App *app, Err *err) {
    const ConfigValue *origin = &app->config.values[CONFIG_LOG_ORIGIN];
    if (origin->source == CONFIG_FROM_DEFAULT || str_eq(origin->value, app->keys.origin)) {
        return true;
    }
    return err_set(err, ERR_CONFLICT,
                   "log.origin is '%.*s' (%s), but this log was made as '%.*s'; a log keeps its name: set it back, or "
                   "make a new instance with 'banyan init'",
                   STR_ARG(origin->value), config_source_name(origin->source), STR_ARG(app->keys.origin));
}

static bool check_sealed(const App *app, AppMode mode, Err *err) {
    return mode == APP_SETUP || store_sealed(&app->store) ||
           err_set(err, ERR_PRECONDITION, "%s: 'banyan init' was cut short here; run it again to finish it",
                   app->store.dir.path);
}

static bool open_parts(App *app, AppMode mode, Str purpose, Err *err) {
    StoreMode store_mode = mode == APP_READ ? STORE_READ : STORE_WRITE;
    Str path = app_data_dir(&app->env);
    if (!store_open(path, store_mode, purpose, &app->store, err)) {
        return err->code == ERR_NOT_FOUND ? err_set(err, ERR_NOT_FOUND,
                                                    "no Banyan data in '%.*s'; make some with 'banyan init', or name "
                                                    "another directory with --data",
                                                    STR_ARG(path))
                                          : false;
    }
    TRY(check_sealed(app, mode, err));
    TRY(read_config(app, err));
    TRY(keys_load(app->arena, &app->store.dir, &app->keys, err));
    TRY(check_origin(app, err));
    app->config.values[CONFIG_LOG_ORIGIN].value = app->keys.origin;
    if (mode == APP_INSPECT) {
        return true;
    }
    if (mode == APP_READ) {
        return ledger_open(app->store.db, &app->store.dir, &app->keys, &app->ledger, err);
    }
    return ledger_recover(app->store.db, &app->store.dir, &app->keys, &app->ledger, err) &&
           store_tidy(&app->store, err);
}

bool app_open(Arena *arena, const AppEnv *env, AppMode mode, Str purpose, App *out, Err *err) {
    /* The ledger borrows from the App, so it is opened in place. */
    *out = (App){.arena = arena, .env = *env};
    if (!open_parts(out, mode, purpose, err)) {
        app_close(out);
        return false;
    }
    return true;
}

void app_close(App *app) {
    ledger_close(&app->ledger);
    store_close(&app->store);
    keys_wipe(&app->keys);
}

int64_t app_now_s(const App *app) {
    return clock_now_s(&app->env.clock);
}

int64_t app_now_min(const App *app) {
    return app_now_s(app) / 60;
}

Str app_now_text(const App *app, Arena *arena) {
    return rfc3339_format(arena, (Rfc3339){.at_s = app_now_s(app)});
}

bool app_new_id(const App *app, uint8_t out[16], Err *err) {
    uint8_t id[UUID_BYTES];
    TRY(entropy_fill(&app->env.entropy, id, sizeof(id), err));
    uuid_stamp(id, 4);
    for (size_t i = 0; i < UUID_BYTES; i++) {
        out[i] = id[i];
    }
    return true;
}
