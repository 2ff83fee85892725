/*
 * A file's rows made into records ready to be written, batch by batch: everything of an import that needs no database.
 *
 * Shape: feed_fill reads, judges, commits and seals up to FEED_BATCH rows. Randomness is drawn in the order of the rows, so
 *        the records do not depend on which thread calls it when.
 * Owns: a batch's items live in its arena until it is filled again or done; faults live in the arena given to feed_open.
 *       feed_close accepts a zeroed value and wipes what is left of the randomness.
 * Errors: what a row or the file as a whole does wrong is a fault, not an Err; after the first fault no more items are
 *         made. Err is for what ends the run, such as a file that cannot be read.
 * Source: docs/formats/import.md.
 */
#ifndef BANYAN_APP_FEED_H
#define BANYAN_APP_FEED_H

#include "app/intake.h"
#include "domain/import_row.h"
#include "proof/merkle.h"
#include "sys/stream.h"

enum { FEED_BATCH = 128 };

/* What is the same for all rows. */
typedef struct {
    const Terms *terms;
    const Intake *intake;
    const ImportMap *map;
    const Entropy *entropy;
    Hash file_hash;
    bool seal; /* false: only as far as to recognise the records */
} FeedInput;

typedef struct {
    uint64_t row; /* in the file */
    IntakeItem item;
} FeedItem;

typedef struct {
    Arena arena;
    FeedItem items[FEED_BATCH];
    size_t count;
    uint64_t rows; /* read so far, header not counted */
} FeedBatch;

typedef struct {
    FeedInput input;
    ImportRow row;
    Arena arena; /* of the reader */
    CsvReader *reader;
    VaultChance chances[FEED_BATCH];
    size_t chance; /* the next of chances */
    Faults faults;
    uint64_t rows;
    uint64_t skipped;       /* by the map's when_empty rule */
    MerkleFrontier records; /* over the commitments of what was sealed */
} Feed;

/* Reads the header; a file that is no CSV, or of other columns than the map's, is faulty and has no rows. */
void feed_open(Arena *arena, const FeedInput *input, StreamIn *in, Str file, Feed *out);
/* *more is set to false with the last batch, which may be empty. */
CHECKED bool feed_fill(Feed *feed, FeedBatch *batch, bool *more, Err *err);
/* Randomness for one more entry, behind that of all rows. */
CHECKED bool feed_chance(Feed *feed, const VaultChance **out, Err *err);
void feed_close(Feed *feed);

#endif
