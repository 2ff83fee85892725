#include "app/feed.h"

#include "crypto/wipe.h"

static void bind_row(Arena *arena, const FeedInput *input, ImportRow *out) {
    const Terms *terms = input->terms;
    Str *venues = ARENA_ARRAY(arena, terms->venue_count, Str);
    for (size_t i = 0; i < terms->venue_count; i++) {
        venues[i] = terms->venues[i].id;
    }
    *out = (ImportRow){.map = input->map,
                       .programme = terms->programme.id,
                       .file_hash = input->file_hash,
                       .venues = venues,
                       .venue_count = terms->venue_count};
}

void feed_open(Arena *arena, const FeedInput *input, StreamIn *in, Str file, Feed *out) {
    *out = (Feed){.input = *input, .chance = FEED_BATCH};
    CsvReader *reader = NULL;
    Err fault = {0};
    faults_init(&out->faults, arena, file);
    bind_row(arena, input, &out->row);
    if (!csv_open(&out->arena, stream_read, in, &reader, &fault)) {
        faults_add_err(&out->faults, &fault);
    } else if (import_row_bind(&out->row, csv_header(reader), &out->faults)) {
        out->reader = reader;
    }
}

void feed_close(Feed *feed) {
    arena_done(&feed->arena);
    wipe(feed->chances, sizeof(feed->chances));
}

bool feed_chance(Feed *feed, const VaultChance **out, Err *err) {
    if (feed->chance == FEED_BATCH) {
        TRY(entropy_fill(feed->input.entropy, feed->chances, sizeof(feed->chances), err));
        feed->chance = 0;
    }
    *out = &feed->chances[feed->chance++];
    return true;
}

/* The reason in the column that caused it, where one input alone is at fault. */
static void add_fault(Feed *feed, const CsvRow *row, const Act *act, const Err *err) {
    for (size_t i = 0; i < act->input_count; i++) {
        Err own = {0};
        if (!inputs_check_one(feed->input.terms->inputs, &act->inputs[i], &own)) {
            faults_add(&feed->faults, row->row, import_row_input_column(&feed->row, i), "%s", own.text);
            return;
        }
    }
    faults_add(&feed->faults, row->row, 0, "%s", err->text);
}

static bool seal_item(Feed *feed, Arena *arena, IntakeItem *item, Err *err) {
    const VaultChance *chance = NULL;
    TRY(feed_chance(feed, &chance, err));
    TRY(intake_seal(arena, chance, item, err));
    Hash leaf = merkle_leaf(hash_bytes(&item->item.commitment));
    merkle_append(&feed->records, &leaf);
    return true;
}

/* Once there is a fault nothing will be written, and only further faults are of interest. */
static bool add_item(Feed *feed, FeedBatch *batch, const CsvRow *row, const Act *act, Err *err) {
    Err refused = {0};
    FeedItem *item = &batch->items[batch->count];
    if (!intake_check(feed->input.intake, act, &refused) ||
        !intake_identify(&batch->arena, feed->input.intake, act, &item->item, &refused)) {
        add_fault(feed, row, act, &refused);
        return true;
    }
    if (feed->faults.total > 0) {
        return true;
    }
    TRY(!feed->input.seal || seal_item(feed, &batch->arena, &item->item, err));
    item->row = row->row;
    batch->count++;
    return true;
}

static bool take_row(Feed *feed, FeedBatch *batch, const CsvRow *row, Err *err) {
    Act act = {0};
    ImportRowResult result = import_row(&batch->arena, &feed->row, row, &act, &feed->faults);
    feed->skipped += result == IMPORT_ROW_SKIPPED ? 1 : 0;
    return result != IMPORT_ROW_ACT || add_item(feed, batch, row, &act, err);
}

/* False with err for what ends the run; a fault of the file is no such thing. */
static bool next_row(Feed *feed, const CsvRow **row, bool *more, Err *err) {
    Err fault = {0};
    *row = NULL;
    if (csv_next(feed->reader, row, &fault)) {
        *more = *row != NULL;
        return true;
    }
    if (fault.kind == ERR_KIND_IO) {
        *err = fault;
        return false;
    }
    faults_add_err(&feed->faults, &fault);
    *row = NULL;
    *more = !csv_broken(feed->reader);
    return true;
}

static bool fill_row(Feed *feed, FeedBatch *batch, bool *more, Err *err) {
    const CsvRow *row = NULL;
    TRY(next_row(feed, &row, more, err));
    if (row == NULL) {
        return true;
    }
    if (++feed->rows > LIMIT_IMPORT_ROWS) {
        faults_add(&feed->faults, row->row, 0, "the file has more than %d rows; split it", LIMIT_IMPORT_ROWS);
        *more = false;
        return true;
    }
    return take_row(feed, batch, row, err);
}

bool feed_fill(Feed *feed, FeedBatch *batch, bool *more, Err *err) {
    arena_rewind(&batch->arena, (ArenaMark){0});
    batch->count = 0;
    *more = feed->reader != NULL;
    for (size_t i = 0; i < FEED_BATCH && *more; i++) {
        TRY(fill_row(feed, batch, more, err));
    }
    batch->rows = feed->rows;
    return true;
}
