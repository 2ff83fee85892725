#include "app/setup.h"

#include "app/publish.h"

static bool effective_config(Arena *arena, const AppEnv *env, Config *config, Err *err) {
    return config_read(arena, (Str){0}, env->environment, env->flags, config, err);
}

static bool write_settings(Arena *arena, const FilesDir *dir, const Config *config, Err *err) {
    Buf text = {.arena = arena};
    buf_addf(&text, "# Settings of this instance; 'banyan config' explains each.\nlog:\n  origin: \"%.*s\"\n",
             STR_ARG(config->values[CONFIG_LOG_ORIGIN].value));
    return files_write_new(dir, "banyan.yaml", FILES_SHARED, buf_bytes(&text), err);
}

static bool same_log(const Config *config, const Keys *keys, Err *err) {
    return str_eq(keys->origin, config->values[CONFIG_LOG_ORIGIN].value) ||
           err_set(err, ERR_CONFLICT,
                   "an init of the log '%.*s' was cut short here; run it again with --log-origin '%.*s', or in another "
                   "directory",
                   STR_ARG(keys->origin), STR_ARG(keys->origin));
}

/* Each step finds what an init that was cut short has left, and goes on from there. */
static bool fill(Arena *arena, const AppEnv *env, const Config *config, Err *err) {
    Store store CLEANUP(store_close) = {0};
    TRY(store_open(app_data_dir(env), STORE_WRITE, STR("banyan init"), &store, err));
    TRY(keys_made(&store.dir) || keys_create(&store.dir, config->values[CONFIG_LOG_ORIGIN].value, &env->entropy, err));
    Keys keys CLEANUP(keys_wipe) = {0};
    TRY(keys_load(arena, &store.dir, &keys, err) && same_log(config, &keys, err));
    TRY(files_exists(&store.dir, "banyan.yaml") || write_settings(arena, &store.dir, config, err));
    return ledger_create(store.db, &store.dir, &keys, err);
}

static bool publish_rules(Arena *arena, const AppEnv *env, SetupDone *done, Err *err) {
    App app CLEANUP(app_close) = {0};
    TRY(app_open(arena, env, APP_SETUP, STR("banyan init"), &app, err));
    done->origin = str_copy(arena, app.keys.origin);
    done->log_key = note_key_text(arena, &app.keys.log.key);
    PublishDone published = {0};
    return publish_rules_builtin(&app, &published, err) && store_seal(&app.store, err);
}

bool setup_init(Arena *arena, const AppEnv *env, SetupDone *out, Err *err) {
    Config config = {0};
    TRY(effective_config(arena, env, &config, err));
    SetupDone done = {.directory = app_data_dir(env)};
    TRY(store_create(done.directory, err));
    TRY(fill(arena, env, &config, err));
    TRY(publish_rules(arena, env, &done, err));
    *out = done;
    return true;
}
