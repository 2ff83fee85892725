#include "app/sequence.h"

#include "app/terms.h"
#include "store/leaves.h"

enum { SEQUENCE_LIST = 1024, SEQUENCE_HOUR_MIN = 60, SEQUENCE_DAY_MIN = 24 * 60 };

typedef struct PublishMode PublishMode;
struct PublishMode {
    Str programme;
    ProgrammePublish publish;
    PublishMode *next;
};

/* Entry numbers, growing in the arena. */
typedef struct {
    uint64_t *entries;
    size_t count;
    size_t capacity;
} EntryList;

typedef struct {
    App *app;
    PublishMode *modes;
    EntryList at_once;
    EntryList shuffled;
    uint64_t waiting;
} Due;

static void list_add(Arena *arena, EntryList *list, uint64_t entry) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? SEQUENCE_LIST : list->capacity * 2;
        uint64_t *grown = ARENA_ARRAY(arena, capacity, uint64_t);
        for (size_t i = 0; i < list->count; i++) {
            grown[i] = list->entries[i];
        }
        list->entries = grown;
        list->capacity = capacity;
    }
    list->entries[list->count++] = entry;
}

static bool mode_of(Due *due, Str programme, ProgrammePublish *out, Err *err) {
    *out = PROGRAMME_AT_ONCE;
    if (programme.len == 0) {
        return true;
    }
    for (const PublishMode *mode = due->modes; mode != NULL; mode = mode->next) {
        if (str_eq(mode->programme, programme)) {
            *out = mode->publish;
            return true;
        }
    }
    Programme document = {0};
    Hash sha256;
    TRY(terms_programme(due->app, programme, &document, &sha256, err));
    PublishMode *mode = ARENA_NEW(due->app->arena, PublishMode);
    *mode = (PublishMode){
        .programme = str_copy(due->app->arena, programme), .publish = document.publish, .next = due->modes};
    due->modes = mode;
    *out = mode->publish;
    return true;
}

static bool period_over(const App *app, int64_t accepted_min, int64_t period_min) {
    return app_now_min(app) / period_min > accepted_min / period_min;
}

static bool sort_entry(void *ctx, const LeavesPending *entry, Err *err) {
    Due *due = ctx;
    ProgrammePublish mode = PROGRAMME_AT_ONCE;
    TRY(!entry->committed || mode_of(due, entry->programme, &mode, err));
    if (mode == PROGRAMME_AT_ONCE || mode == PROGRAMME_PUBLISH_NONE) {
        list_add(due->app->arena, &due->at_once, entry->entry);
    } else if (period_over(due->app, entry->accepted_minute,
                           mode == PROGRAMME_HOURLY_SHUFFLED ? SEQUENCE_HOUR_MIN : SEQUENCE_DAY_MIN)) {
        list_add(due->app->arena, &due->shuffled, entry->entry);
    } else {
        due->waiting++;
    }
    return true;
}

/* Fisher and Yates; a 64-bit draw modulo a list of at most millions has no bias that could be measured. */
static bool shuffle(const App *app, EntryList *list, Err *err) {
    for (size_t left = list->count; left > 1; left--) {
        uint64_t draw = 0;
        TRY(entropy_fill(&app->env.entropy, &draw, sizeof(draw), err));
        size_t pick = (size_t)(draw % left);
        uint64_t last = list->entries[left - 1];
        list->entries[left - 1] = list->entries[pick];
        list->entries[pick] = last;
    }
    return true;
}

static void tell_step(void *ctx, uint64_t done, uint64_t all) {
    progress_tell(ctx, "writing the log", done, all);
}

bool sequence_run(App *app, SequenceDone *out, Err *err) {
    Due due = {.app = app};
    TRY(leaves_pending_each(app->store.db, sort_entry, &due, err));
    TRY(shuffle(app, &due.shuffled, err));
    for (size_t i = 0; i < due.shuffled.count; i++) {
        list_add(app->arena, &due.at_once, due.shuffled.entries[i]);
    }
    if (due.at_once.count > 0) {
        LedgerOrder order = {.entries = due.at_once.entries, .count = due.at_once.count};
        LedgerProgress progress = {.step = tell_step, .ctx = &app->env.progress};
        TRY(ledger_sequence(&app->ledger, &order, &progress, err));
    }
    *out = (SequenceDone){.appended = due.at_once.count, .waiting = due.waiting, .size = app->ledger.head.size};
    return true;
}

bool sequence_rewrite(App *app, SequenceDone *out, Err *err) {
    LedgerProgress progress = {.step = tell_step, .ctx = &app->env.progress};
    SequenceDone done = {0};
    TRY(ledger_rewrite(app->store.db, &app->store.dir, &app->keys, &progress, err));
    TRY(leaves_count(app->store.db, &done.size, err) && leaves_waiting(app->store.db, &done.waiting, err));
    *out = done;
    return true;
}

bool sequence_stored(App *app, SequenceDone *out, Err *err) {
    return sequence_run(app, out, err) ||
           err_at(err, "stored, but the log could not follow; 'banyan log sequence' publishes what waits");
}
