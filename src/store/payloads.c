#include "store/payloads.h"

#include "store/erasures.h"

bool payloads_put(Db *db, uint64_t entry, Bytes box, Err *err) {
    return db_run(db, SQL("INSERT INTO payloads (entry, box) VALUES ($entry, $box)"),
                  DB_ARGS(db_u64("$entry", entry), db_blob("$box", box)), err);
}

static bool payloads_missing(Db *db, uint64_t entry, Err *err) {
    bool erased = false;
    TRY(erasures_exists(db, entry, &erased, err));
    if (erased) {
        return err_set(err, ERR_GONE, "the content of entry %llu was erased", (unsigned long long)entry);
    }
    return err_set(err, ERR_NOT_FOUND, "entry %llu has no payload", (unsigned long long)entry);
}

bool payloads_get(Arena *arena, Db *db, uint64_t entry, Bytes *box, Err *err) {
    DbRows rows CLEANUP(db_done) = {0};
    bool row = false;
    TRY(db_query(db, SQL("SELECT box FROM payloads WHERE entry = $entry"), DB_ARGS(db_u64("$entry", entry)), &rows,
                 err));
    TRY(db_next(&rows, &row, err));
    if (!row) {
        return payloads_missing(db, entry, err);
    }
    Bytes found = db_column_blob(&rows, 0);
    *box = (Bytes){arena_copy(arena, found.ptr, found.len), found.len};
    return true;
}

bool payloads_exists(Db *db, uint64_t entry, bool *out, Err *err) {
    uint64_t number = 0;
    return db_number(db, SQL("SELECT entry FROM payloads WHERE entry = $entry"), DB_ARGS(db_u64("$entry", entry)), out,
                     &number, err);
}

bool payloads_count(Db *db, uint64_t *out, Err *err) {
    bool found = false;
    return db_number(db, SQL("SELECT count(*) FROM payloads"), DB_NO_ARGS, &found, out, err);
}
