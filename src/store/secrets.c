#include "store/secrets.h"

#include "store/entries.h"
#include "store/erasures.h"

bool secrets_put(Db *db, uint64_t entry, Str programme, const uint8_t secret[SECRETS_BYTES], Err *err) {
    if (!db_writing(db)) {
        return err_set(err, ERR_INTERNAL, "secrets_put outside db_write");
    }
    return db_run(db_keys(db),
                  SQL("INSERT INTO secrets (entry, programme, secret) VALUES ($entry, $programme, $secret)"),
                  DB_ARGS(db_u64("$entry", entry), db_text("$programme", programme),
                          db_blob("$secret", (Bytes){secret, SECRETS_BYTES})),
                  err);
}

static bool secrets_missing(Db *db, uint64_t entry, Err *err) {
    bool erased = false;
    TRY(erasures_exists(db, entry, &erased, err));
    if (erased) {
        return err_set(err, ERR_GONE, "the secret of entry %llu was destroyed", (unsigned long long)entry);
    }
    return err_set(err, ERR_NOT_FOUND, "entry %llu has no secret in keys.db", (unsigned long long)entry);
}

bool secrets_get(Db *db, uint64_t entry, uint8_t out[SECRETS_BYTES], Err *err) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    TRY(db_query(db_keys(db), SQL("SELECT secret FROM secrets WHERE entry = $entry"), DB_ARGS(db_u64("$entry", entry)),
                 &rows, err));
    TRY(db_next(&rows, &row, err));
    return row ? db_column_copy(&rows, 0, out, SECRETS_BYTES, err) : secrets_missing(db, entry, err);
}

bool secrets_exists(Db *db, uint64_t entry, bool *out, Err *err) {
    uint64_t number = 0;
    return db_number(db_keys(db), SQL("SELECT entry FROM secrets WHERE entry = $entry"),
                     DB_ARGS(db_u64("$entry", entry)), out, &number, err);
}

bool secrets_count(Db *db, uint64_t *out, Err *err) {
    bool found = false;
    return db_number(db_keys(db), SQL("SELECT count(*) FROM secrets"), DB_NO_ARGS, &found, out, err);
}

bool secrets_delete(Db *db, uint64_t entry, Err *err) {
    return db_run(db_keys(db), SQL("DELETE FROM secrets WHERE entry = $entry"), DB_ARGS(db_u64("$entry", entry)), err);
}

bool secrets_orphans(Db *db, uint64_t *out, Err *err) {
    uint64_t last = 0;
    bool found = false;
    TRY(entries_count(db, &last, err));
    return db_number(db_keys(db), SQL("SELECT count(*) FROM secrets WHERE entry > $last"),
                     DB_ARGS(db_u64("$last", last)), &found, out, err);
}

bool secrets_drop_orphans(Db *db, Err *err) {
    uint64_t last = 0;
    TRY(entries_count(db, &last, err));
    return db_run(db_keys(db), SQL("DELETE FROM secrets WHERE entry > $last"), DB_ARGS(db_u64("$last", last)), err);
}
