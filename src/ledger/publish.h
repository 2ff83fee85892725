/*
 * The files of the log made to follow the database: tiles and bundles first, the `checkpoint` file last.
 *
 * Errors: ERR_CORRUPT when the leaves do not give the signed root: nothing is published then; what store/db.h,
 * sys/batch.h and ledger/tilework.h say.
 */
#ifndef BANYAN_LEDGER_PUBLISH_H
#define BANYAN_LEDGER_PUBLISH_H

#include "ledger/ledger.h"
#include "store/checkpoints.h"

/* Sizes at which checkpoints were signed, in order; they decide which partial tiles there are. */
typedef struct {
    uint64_t *sizes;
    size_t count;
} PublishSizes;

/* Those of at least `from` leaves. */
CHECKED bool publish_sizes(Arena *arena, Db *db, uint64_t from, PublishSizes *out, Err *err);

typedef struct {
    const LedgerProgress *progress; /* may be NULL */
    uint64_t before;                /* steps done before */
} PublishProgress;

typedef struct {
    Db *db;
    const FilesDir *log;
    Tiles *tiles;    /* of the size `from`; not used when that is 0 */
    MerkleHead from; /* published before */
    const PublishProgress *progress;
} Publish;

/* Publishes up to `last`, a checkpoint of the database. */
CHECKED bool publish_until(const Publish *publish, const CheckpointsRow *last, Err *err);

#endif
