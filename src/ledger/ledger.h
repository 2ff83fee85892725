/*
 * The transparency log of a data directory: its head, its proofs, and growing it.
 *
 * Shape: log/ is laid out exactly as C2SP tlog-tiles, so that any file server can publish it. The database says what the
 *        log holds; files follow: leaves and the signed checkpoint in one transaction, then tiles and bundles, last the
 *        `checkpoint` file. That file is never replaced by a smaller or inconsistent one.
 * Owns: ledger_close accepts a zeroed value; Db, Keys and the data directory are borrowed. An open Ledger must not move.
 * Errors: ERR_CORRUPT names what does not fit and what to do; ERR_NOT_FOUND for an entry that is not on the log yet; what
 *         store/db.h and sys/files.h say.
 * Source: C2SP tlog-tiles, tlog-checkpoint; docs/formats/data-directory.md.
 */
#ifndef BANYAN_LEDGER_LEDGER_H
#define BANYAN_LEDGER_LEDGER_H

#include "ledger/keys.h"
#include "ledger/tiles.h"
#include "proof/checkpoint.h"
#include "store/db.h"

typedef struct {
    Db *db;
    const Keys *keys;
    FilesDir log;
    Tiles tiles;
    MerkleHead head; /* of the published checkpoint */
} Ledger;

/* Makes log/ and publishes the checkpoint of the empty log, for a database that has none. */
CHECKED bool ledger_create(Db *db, const FilesDir *data, const Keys *keys, Err *err);
/* For reading: the head is what the `checkpoint` file says, verified with the log key and found in the database. */
CHECKED bool ledger_open(Db *db, const FilesDir *data, const Keys *keys, Ledger *out, Err *err);
/* For writing: as ledger_open, then publishes what the database holds beyond the `checkpoint` file. */
CHECKED bool ledger_recover(Db *db, const FilesDir *data, const Keys *keys, Ledger *out, Err *err);
void ledger_close(Ledger *ledger);

/* Entries to append, in this order; NULL entries: all that wait, in entry order. */
typedef struct {
    const uint64_t *entries;
    size_t count;
} LedgerOrder;

/* Hears how many of how many steps are done: a leaf chosen and a leaf written to its tile are a step each. */
typedef struct {
    void (*step)(void *ctx, uint64_t done, uint64_t all);
    void *ctx;
} LedgerProgress;

/* Appends, signs and publishes; does nothing when no entry waits. `progress` may be NULL. */
CHECKED bool ledger_sequence(Ledger *ledger, const LedgerOrder *order, const LedgerProgress *progress, Err *err);

/* The published checkpoint's signed note. */
CHECKED bool ledger_note(Arena *arena, const Ledger *ledger, Str *out, Err *err);
/* ERR_NOT_FOUND while the entry is not covered by the published checkpoint. */
CHECKED bool ledger_index(const Ledger *ledger, uint64_t entry, uint64_t *index, Err *err);
/* Proofs are checked against the root before they are given out. */
CHECKED bool ledger_prove_inclusion(Ledger *ledger, uint64_t index, MerkleProof *out, Err *err);
CHECKED bool ledger_prove_consistency(Ledger *ledger, uint64_t old_size, MerkleProof *out, Err *err);

/* Writes every tile, bundle and the checkpoint file again from the database, after its root was found to be the signed
 * one: for files that were lost or damaged, also where ledger_recover refuses. A published checkpoint that verifies and
 * that the database does not know stays, and nothing is written (ERR_CORRUPT). */
CHECKED bool ledger_rewrite(Db *db, const FilesDir *data, const Keys *keys, const LedgerProgress *progress, Err *err);

#endif
