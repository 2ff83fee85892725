#include "store/entries.h"

#include "store/page.h"

static void journal_number(HashState *state, uint64_t number) {
    uint8_t bytes[8];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)(number >> (56 - 8 * i));
    }
    hash_add(state, (Bytes){bytes, sizeof bytes});
}

/* The same function hashes what is meant and what is read back. */
static void journal_row(HashState *state, uint64_t entry, const EntriesNew *row) {
    journal_number(state, entry);
    hash_add_part(state, str_bytes(row->programme));
    hash_add_part(state, str_bytes(row->kind));
    hash_add(state, (Bytes){row->subject, ENTRIES_SUBJECT});
    hash_add_part(state, str_bytes(row->leaf));
    Bytes act_hash = {0};
    if (row->act_hash != NULL) {
        act_hash = hash_bytes(row->act_hash);
    }
    hash_add_part(state, act_hash);
    journal_number(state, (uint64_t)row->accepted_minute);
}

bool entries_append(Db *db, const EntriesNew *entry, uint64_t *number, Err *err) {
    if (!db_writing(db)) {
        return err_set(err, ERR_INTERNAL, "entries_append outside db_write");
    }
    DbJournal *journal = db_journal(db);
    TRY(db_run(db,
               SQL("INSERT INTO entries (entry, programme, kind, subject, leaf, act_hash, accepted_minute) "
                   "VALUES ($entry, $programme, $kind, $subject, $leaf, $act_hash, $accepted_minute)"),
               DB_ARGS(db_u64("$entry", journal->next), db_text("$programme", entry->programme),
                       db_text("$kind", entry->kind), db_blob("$subject", (Bytes){entry->subject, ENTRIES_SUBJECT}),
                       db_text("$leaf", entry->leaf), db_blob_or_null("$act_hash", entry->act_hash, HASH_BYTES),
                       db_int("$accepted_minute", entry->accepted_minute)),
               err));
    journal_row(&journal->meant, journal->next, entry);
    *number = journal->next++;
    return true;
}

bool entries_begin(Db *db, void *ctx, Err *err) {
    (void)ctx;
    uint64_t last = 0;
    bool found = false;
    TRY(db_number(db, SQL("SELECT max(entry) FROM entries"), DB_NO_ARGS, &found, &last, err));
    DbJournal *journal = db_journal(db);
    journal->first = last + 1;
    journal->next = last + 1;
    hash_begin(&journal->meant);
    return true;
}

bool entries_row(Arena *arena, const DbRows *rows, int first, EntriesRow *out, Err *err) {
    out->entry = db_column_u64(rows, first);
    out->programme = db_column_copy_text(arena, rows, first + 1);
    out->kind = db_column_copy_text(arena, rows, first + 2);
    TRY(db_column_copy(rows, first + 3, out->subject, sizeof out->subject, err));
    out->leaf = db_column_copy_text(arena, rows, first + 4);
    out->has_act_hash = !db_column_null(rows, first + 5);
    TRY(!out->has_act_hash || db_column_copy(rows, first + 5, out->act_hash.bytes, HASH_BYTES, err));
    out->accepted_minute = db_column_int(rows, first + 6);
    return true;
}

/* Columns 0 to 6 of every query on entries. */
static bool entries_read(Arena *arena, const DbRows *rows, void *out, Err *err) {
    return entries_row(arena, rows, 0, out, err);
}

/* Reads a row without copying it, for the check before COMMIT. */
static bool entries_rehash(const DbRows *rows, HashState *state, Err *err) {
    Bytes subject = db_column_blob(rows, 3);
    Hash act_hash = {0};
    bool has_act_hash = !db_column_null(rows, 5);
    if (subject.len != ENTRIES_SUBJECT) {
        return err_set(err, ERR_CORRUPT, "entries: a subject has %zu bytes", subject.len);
    }
    TRY(!has_act_hash || db_column_copy(rows, 5, act_hash.bytes, HASH_BYTES, err));
    journal_row(state, db_column_u64(rows, 0),
                &(EntriesNew){.programme = db_column_text(rows, 1),
                              .kind = db_column_text(rows, 2),
                              .subject = subject.ptr,
                              .leaf = db_column_text(rows, 4),
                              .act_hash = has_act_hash ? &act_hash : NULL,
                              .accepted_minute = db_column_int(rows, 6)});
    return true;
}

bool entries_verify(Db *db, void *ctx, Err *err) {
    (void)ctx;
    DbJournal *journal = db_journal(db);
    DbRows rows CLEANUP(db_done) = {0};
    HashState found;
    bool row = true;
    hash_begin(&found);
    TRY(db_query(db,
                 SQL("SELECT entry, programme, kind, subject, leaf, act_hash, accepted_minute FROM entries "
                     "WHERE entry >= $first ORDER BY entry"),
                 DB_ARGS(db_u64("$first", journal->first)), &rows, err));
    TRY(db_next(&rows, &row, err));
    while (row) {
        TRY(entries_rehash(&rows, &found, err));
        TRY(db_next(&rows, &row, err));
    }
    Hash meant_hash = hash_end(&journal->meant);
    Hash found_hash = hash_end(&found);
    return hash_eq(&meant_hash, &found_hash) ||
           err_set(err, ERR_CORRUPT,
                   "entries: what was read back before COMMIT is not what was to be written, so nothing was kept; "
                   "check the memory and the disk of this machine");
}

bool entries_get(Arena *arena, Db *db, uint64_t entry, EntriesRow *out, Err *err) {
    PageOne query = {.sql = SQL("SELECT entry, programme, kind, subject, leaf, act_hash, accepted_minute "
                                "FROM entries WHERE entry = $entry"),
                     .args = DB_ARGS(db_u64("$entry", entry)),
                     .read = entries_read,
                     .missing = "there is no such entry"};
    EntriesRow row = {0};
    TRY(page_one(arena, db, &query, &row, err));
    *out = row;
    return true;
}

/* Entries have no gaps, so the last number is the count. */
bool entries_count(Db *db, uint64_t *out, Err *err) {
    bool found = false;
    uint64_t last = 0;
    TRY(db_number(db, SQL("SELECT max(entry) FROM entries"), DB_NO_ARGS, &found, &last, err));
    *out = last;
    return true;
}

typedef struct {
    EntriesEach each;
    void *ctx;
} Call;

static bool entries_call(const Page *page, const void *row, Err *err) {
    const Call *call = page->ctx;
    return call->each(call->ctx, row, err);
}

static void entries_next(DbArg *after, const void *row) {
    *after = db_u64("$after", ((const EntriesRow *)row)->entry);
}

bool entries_each(Db *db, uint64_t from, EntriesEach each, void *ctx, Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT entry, programme, kind, subject, leaf, act_hash, accepted_minute FROM entries "
                            "WHERE entry > $after ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", from == 0 ? 0 : from - 1)},
                 .count = 1,
                 .row_size = sizeof(EntriesRow),
                 .read = entries_read,
                 .next = entries_next,
                 .call = entries_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}

bool entries_about(Db *db, Str programme, const uint8_t subject[ENTRIES_SUBJECT], EntriesEach each, void *ctx,
                   Err *err) {
    Call call = {each, ctx};
    Page page = {.sql = SQL("SELECT entry, programme, kind, subject, leaf, act_hash, accepted_minute FROM entries "
                            "WHERE programme = $programme AND subject = $subject AND entry > $after "
                            "AND kind <> 'record.submitted' ORDER BY entry LIMIT 256"),
                 .args = {db_u64("$after", 0), db_text("$programme", programme),
                          db_blob("$subject", (Bytes){subject, ENTRIES_SUBJECT})},
                 .count = 3,
                 .row_size = sizeof(EntriesRow),
                 .read = entries_read,
                 .next = entries_next,
                 .call = entries_call,
                 .ctx = &call};
    return page_each(db, &page, err);
}
