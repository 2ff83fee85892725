#include "app/inspect_erasures.h"

#include "domain/erasure.h"
#include "store/documents.h"
#include "store/entries.h"
#include "store/erasures.h"

/* How often an erasure entry is referred to. */
typedef struct Tally Tally;
struct Tally {
    uint64_t erasure;
    uint64_t marks;
    Tally *next;
};

typedef struct {
    App *app;
    Tally *tallies;
    InspectFault fault;
    void *ctx;
} Look;

static bool count_mark(void *ctx, const ErasuresRow *row, Err *err) {
    (void)err;
    Look *look = ctx;
    Tally *tally = look->tallies;
    while (tally != NULL && tally->erasure != row->erasure) {
        tally = tally->next;
    }
    if (tally == NULL) {
        tally = ARENA_NEW(look->app->arena, Tally);
        *tally = (Tally){.erasure = row->erasure, .next = look->tallies};
        look->tallies = tally;
    }
    tally->marks++;
    return true;
}

/* How many records the document of that entry counts; 0 where it is no erasure. */
static bool announced(Look *look, uint64_t number, uint64_t *out, Err *err) {
    Arena *arena = look->app->arena;
    EntriesRow entry = {0};
    DocumentsRow document = {0};
    Json json = {0};
    Erasure erasure = {0};
    *out = 0;
    if (!entries_get(arena, look->app->store.db, number, &entry, err) || !str_eq(entry.kind, STR("erasure"))) {
        return err->code == ERR_NONE || err->code == ERR_NOT_FOUND;
    }
    TRY(documents_of_entry(arena, look->app->store.db, number, &document, err));
    TRY(json_parse(arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    TRY(erasure_parse(arena, &json, &erasure, err));
    *out = (uint64_t)erasure.count;
    return true;
}

static bool compare(Look *look, const Tally *tally, Err *err) {
    uint64_t count = 0;
    TRY(announced(look, tally->erasure, &count, err));
    if (count != tally->marks) {
        look->fault(
            look->ctx,
            str_format(
                look->app->arena,
                "entry %llu: %llu records are marked as erased by it, but it announces %llu; marks were added or "
                "removed: restore banyan.db from a backup",
                (unsigned long long)tally->erasure, (unsigned long long)tally->marks, (unsigned long long)count));
    }
    return true;
}

static bool find_unmarked(void *ctx, const DocumentsRow *row, Err *err) {
    (void)err;
    Look *look = ctx;
    for (const Tally *tally = look->tallies; tally != NULL; tally = tally->next) {
        if (tally->erasure == row->entry) {
            return true;
        }
    }
    look->fault(look->ctx,
                str_format(look->app->arena,
                           "entry %llu: it announces an erasure, but no record is marked as erased by it; restore "
                           "banyan.db from a backup",
                           (unsigned long long)row->entry));
    return true;
}

bool inspect_erasures(App *app, InspectFault fault, void *ctx, Err *err) {
    Look look = {.app = app, .fault = fault, .ctx = ctx};
    TRY(erasures_each(app->store.db, count_mark, &look, err));
    for (const Tally *tally = look.tallies; tally != NULL; tally = tally->next) {
        TRY(compare(&look, tally, err));
    }
    return documents_each(app->store.db, STR("erasure"), (Str){0}, find_unmarked, &look, err);
}
