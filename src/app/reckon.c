#include "app/reckon.h"

#include <string.h>

#include "app/vault.h"
#include "codec/rfc3339.h"
#include "crypto/wipe.h"
#include "proof/leaf.h"
#include "store/logged.h"

enum { RECKON_DAYS = 4096, RECKON_TELL = 256 };

typedef struct {
    App *app;
    const ReckonRequest *request;
    QuantifyRun *run;
    Arena scratch;
    ReckonDone done;
    size_t capacity;
    uint64_t seen;
    int64_t first_day; /* of the period, and the first behind it */
    int64_t end_day;
    uint8_t days[RECKON_DAYS / 8]; /* bit per local date from first_day */
    bool *venues;                  /* those seen, as in terms->venues */
} Reckon;

static void keep_entry(Reckon *reckon, uint64_t entry) {
    if (reckon->done.entry_count == reckon->capacity) {
        reckon->capacity = reckon->capacity == 0 ? 1024 : reckon->capacity * 2;
        uint64_t *grown = ARENA_ARRAY(reckon->app->arena, reckon->capacity, uint64_t);
        if (reckon->done.entry_count > 0) {
            memcpy(grown, reckon->done.entries, reckon->done.entry_count * sizeof(*grown));
        }
        reckon->done.entries = grown;
    }
    reckon->done.entries[reckon->done.entry_count++] = entry;
}

/* Periods of up to RECKON_DAYS days are counted exactly; statements are of a year or a few. */
static void count_day(Reckon *reckon, int64_t day) {
    uint64_t at = (uint64_t)(day - reckon->first_day);
    uint8_t bit = (uint8_t)(1U << (at % 8));
    if ((reckon->days[at / 8] & bit) == 0) {
        reckon->days[at / 8] |= bit;
        reckon->done.days++;
    }
}

/* Every local date that the act lasted on, its end excluded, as far as it is in the period. */
static void count_days(Reckon *reckon, const ActTime *time) {
    Rfc3339 start = {0};
    Rfc3339 end = {0};
    Err ignored = {0};
    if (!rfc3339_parse(time->start, &start, &ignored) || !rfc3339_parse(time->end, &end, &ignored)) {
        return;
    }
    end.at_s = end.at_s > start.at_s ? end.at_s - 1 : start.at_s;
    int64_t day = rfc3339_local_day(start);
    int64_t last = rfc3339_local_day(end);
    day = day > reckon->first_day ? day : reckon->first_day;
    last = last < reckon->end_day ? last : reckon->end_day - 1;
    for (; day <= last; day++) {
        count_day(reckon, day);
    }
}

static void count_venue(Reckon *reckon, Str id) {
    const Venue *venue = terms_venue(reckon->request->terms, id);
    bool *seen = venue == NULL ? NULL : &reckon->venues[venue - reckon->request->terms->venues];
    if (seen != NULL && !*seen) {
        *seen = true;
        reckon->done.venues++;
    }
}

static bool in_period(const ReckonRequest *request, Str date) {
    return (request->from.len == 0 || str_cmp(date, request->from) >= 0) &&
           (request->until.len == 0 || str_cmp(date, request->until) < 0);
}

/* Whether the record enters, and how it is counted where it does not. */
static bool enters(Reckon *reckon, const RecordsRow *row) {
    State state = STATE_NONE;
    Err unknown = {0};
    if (!state_parse(row->state, &state, &unknown)) {
        return false;
    }
    if (state == STATE_ERASED) {
        /* Its date is gone with it, so it counts as received in every period. */
        reckon->done.erased++;
        reckon->done.received++;
        return false;
    }
    if (reckon->request->entries != NULL) {
        return true;
    }
    if (!in_period(reckon->request, row->date_local)) {
        reckon->done.outside++;
        return false;
    }
    reckon->done.received++;
    if (!state_counts(state)) {
        reckon->done.by_state[state]++;
        return false;
    }
    return true;
}

static bool confirm(Reckon *reckon, const VaultSecret *secret, const LoggedRow *row, const Record *record, Err *err) {
    RecordField fields[RECORD_FIELDS];
    record_fields(&reckon->scratch, record, fields);
    return vault_confirm_with(&reckon->scratch, secret, &row->entry,
                              &(VaultFields){.fields = fields, .count = RECORD_FIELDS}, err);
}

static bool open_record(Reckon *reckon, const LoggedRow *row, Record *out, Err *err) {
    VaultSecret secret;
    Str payload = {0};
    TRY(vault_secret(reckon->app->store.db, row->entry.entry, &secret, err));
    bool opened = vault_read_with(&reckon->scratch, &secret, &row->entry, row->box, &payload, err) &&
                  record_parse(&reckon->scratch, payload, out, err) &&
                  (!reckon->request->confirm || confirm(reckon, &secret, row, out, err));
    wipe(&secret, sizeof(secret));
    return opened;
}

static bool add_counted(Reckon *reckon, const ReckonRecord *found, const EntriesRow *entry, Err *err) {
    ReckonRecord record = *found;
    Leaf leaf = {0};
    TRY(leaf_parse(&reckon->scratch, entry->leaf, &leaf, err));
    Hash frame_leaf = merkle_leaf(hash_bytes(&leaf.hash));
    merkle_append(&reckon->done.frame, &frame_leaf);
    keep_entry(reckon, entry->entry);
    count_days(reckon, &record.record->act.time);
    count_venue(reckon, record.row->venue);
    record.commitment = &leaf.hash;
    return reckon->request->each == NULL || reckon->request->each(reckon->request->ctx, &record, err);
}

static bool add_record(Reckon *reckon, const LoggedRow *row, Err *err) {
    Record record = {0};
    QuantifyVerdict verdict = {0};
    TRY(open_record(reckon, row, &record, err));
    if (!quantify_add(reckon->run, record.act.inputs, record.act.input_count, &verdict, err)) {
        return err_at(err, "record at log index %llu", (unsigned long long)row->index);
    }
    if (!verdict.included) {
        return true;
    }
    ReckonRecord found = {.index = row->index, .row = &row->record, .record = &record, .verdict = &verdict};
    return add_counted(reckon, &found, &row->entry, err);
}

static bool take_row(void *ctx, const LoggedRow *row, Err *err) {
    Reckon *reckon = ctx;
    ArenaMark mark = arena_mark(&reckon->scratch);
    TRY(!enters(reckon, &row->record) || add_record(reckon, row, err));
    arena_rewind(&reckon->scratch, mark);
    if (++reckon->seen % RECKON_TELL == 0) {
        progress_tell(&reckon->app->env.progress, "reckoning", reckon->seen, reckon->request->size);
    }
    return true;
}

static bool take_listed(Reckon *reckon, Err *err) {
    Arena arena CLEANUP(arena_done) = {0};
    for (size_t i = 0; i < reckon->request->entry_count; i++) {
        LoggedRow row = {0};
        arena_rewind(&arena, (ArenaMark){0});
        TRY(logged_get(&arena, reckon->app->store.db, reckon->request->terms->programme.id, reckon->request->entries[i],
                       &row, err));
        TRY(take_row(reckon, &row, err));
    }
    return true;
}

static bool run(Reckon *reckon, Err *err) {
    const ReckonRequest *request = reckon->request;
    QuantifyContext context = request->terms->context;
    context.figures = request->figures;
    TRY(quantify_begin(reckon->app->arena, &request->terms->methodology, &context, &reckon->run, err));
    if (request->entries != NULL) {
        TRY(take_listed(reckon, err));
    } else {
        TRY(logged_each(reckon->app->store.db, request->terms->programme.id, request->size, take_row, reckon, err));
    }
    return quantify_end(reckon->run, &reckon->done.outcome, err);
}

static bool set_period(Reckon *reckon, Err *err) {
    const ReckonRequest *request = reckon->request;
    TRY(request->from.len == 0 || date_parse(request->from, &reckon->first_day, err));
    TRY(request->until.len == 0 || date_parse(request->until, &reckon->end_day, err));
    if (reckon->end_day - reckon->first_day > RECKON_DAYS) {
        reckon->end_day = reckon->first_day + RECKON_DAYS;
    }
    return true;
}

bool reckon_run(App *app, const ReckonRequest *request, ReckonDone *out, Err *err) {
    Reckon *reckon = ARENA_NEW(app->arena, Reckon);
    *reckon = (Reckon){.app = app, .request = request};
    reckon->venues = ARENA_ARRAY(app->arena, request->terms->venue_count, bool);
    TRY(set_period(reckon, err));
    bool done = run(reckon, err);
    arena_done(&reckon->scratch);
    if (done) {
        *out = reckon->done;
    }
    return done;
}
