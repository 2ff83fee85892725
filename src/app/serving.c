#include "app/serving.h"

#include <stdlib.h>
#include <string.h>

#include "codec/base64.h"
#include "proof/tile.h"
#include "quantify/quantify.h"
#include "store/leaves.h"

/* A bundle of 256 entries, each at most 65,535 bytes behind its length. */
static const size_t serving_tile_bytes = (size_t)TILE_WIDTH * (LIMIT_LOG_ENTRY_BYTES + 2);

static const char checkpoint_name[] = "checkpoint";

static void remember(Serving *serving, Bytes checkpoint) {
    memcpy(serving->text, checkpoint.ptr, checkpoint.len);
    serving->checkpoint = (Str){serving->text, checkpoint.len};
}

static bool open_in(Serving *out, const AppEnv *env, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    Bytes checkpoint = {0};
    TRY(app_open(out->arena, env, APP_READ, STR("banyan serve"), &out->app, err));
    TRY(files_read(&arena, &out->app.ledger.log, checkpoint_name, sizeof(out->text), &checkpoint, err));
    remember(out, checkpoint);
    return true;
}

bool serving_open(const AppEnv *env, Serving *out, Err *err) {
    Arena *arena = calloc(1, sizeof(*arena));
    if (arena == NULL) {
        abort();
    }
    out->arena = arena;
    if (!open_in(out, env, err)) {
        serving_close(out);
        return false;
    }
    return true;
}

void serving_close(Serving *serving) {
    if (serving->arena == NULL) {
        return;
    }
    app_close(&serving->app);
    arena_done(serving->arena);
    free(serving->arena);
    serving->arena = NULL;
}

void serving_leave(void) {
    quantify_done();
}

/* The new head is opened in the place of the old one, which stays where the new one is refused. */
static bool follow(Serving *serving, Err *err) {
    App *app = &serving->app;
    Ledger old = app->ledger;
    TRY(ledger_open(app->store.db, &app->store.dir, &app->keys, &app->ledger, err));
    ledger_close(&old);
    return true;
}

App *serving_begin(Serving *serving, Arena *arena) {
    App *app = &serving->app;
    ArenaMark mark = arena_mark(arena);
    Bytes checkpoint = {0};
    app->arena = arena;
    if (files_read(arena, &app->ledger.log, checkpoint_name, sizeof(serving->text), &checkpoint, NULL) &&
        !str_eq(bytes_str(checkpoint), serving->checkpoint) && follow(serving, NULL)) {
        remember(serving, checkpoint);
    }
    arena_rewind(arena, mark);
    return app;
}

void serving_end(Serving *serving) {
    serving->app.arena = serving->arena;
}

/* Opening the log checks the file's signature and looks its head up in the database. */
bool serving_ready(App *app, Err *err) {
    ServingFigures figures = {0};
    Ledger ledger = {0};
    if (app->store.derived_stale) {
        return err_set(err, ERR_UNAVAILABLE, "derived tables are of another version: run 'banyan rebuild'");
    }
    TRY(serving_figures(app, &figures, err));
    TRY(ledger_open(app->store.db, &app->store.dir, &app->keys, &ledger, err));
    ledger_close(&ledger);
    return true;
}

bool serving_figures(App *app, ServingFigures *out, Err *err) {
    uint64_t waiting = 0;
    TRY(leaves_waiting(app->store.db, &waiting, err));
    *out = (ServingFigures){.log_size = app->ledger.head.size, .waiting = waiting};
    return true;
}

bool serving_checkpoint(App *app, Bytes *out, Err *err) {
    return files_read(app->arena, &app->ledger.log, checkpoint_name, LIMIT_NOTE_BYTES, out, err);
}

bool serving_tile(App *app, Str name, Bytes *out, Err *err) {
    Err failure = {0};
    TileId tile = {0};
    Str path = str_format(app->arena, "tile/%.*s", STR_ARG(name));
    if (name.len > 64 || !tile_path_parse(path, &tile, &failure)) {
        return err_set(err, ERR_NOT_FOUND,
                       "that is no name of a tile; they are like 'tile/0/000' or "
                       "'tile/entries/x001/067.p/8'");
    }
    if (files_read(app->arena, &app->ledger.log, str_c(app->arena, path), serving_tile_bytes, out, &failure)) {
        return true;
    }
    if (failure.code == ERR_NOT_FOUND) {
        return err_set(err, ERR_NOT_FOUND,
                       "the log has no such tile; its size is in 'log/checkpoint', and a partial tile "
                       "goes when the full one exists");
    }
    return err_set(err, failure.code, "%s", failure.text);
}

Str serving_tag(Arena *arena, Bytes content) {
    Hash hash = hash_of(content);
    return base64_url_encode(arena, hash_bytes(&hash));
}
