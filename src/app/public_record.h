/*
 * A record of an open programme as the public sees it, held against its leaf on each view.
 *
 * Shape: by the index of its leaf. Never told: exact place, time of day, note, who, by whom. Where something does not hold,
 *        or after an erasure, nothing that was recorded is told.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND in the same words for a leaf that is no record and for one that is not shown; ERR_GONE for the
 *         bundle of an erased record. What does not hold is a verdict, not an error.
 */
#ifndef BANYAN_APP_PUBLIC_RECORD_H
#define BANYAN_APP_PUBLIC_RECORD_H

#include "app/visible.h"
#include "domain/record.h"
#include "domain/venue.h"

typedef enum {
    PUBLIC_RECORD_HOLDS,
    PUBLIC_RECORD_ERASED,    /* its leaf stays and holds */
    PUBLIC_RECORD_MISSING,   /* payload or key is not there, and no erasure says why */
    PUBLIC_RECORD_CHANGED,   /* payload or key is not what was committed */
    PUBLIC_RECORD_UNLOGGED,  /* the entry is not what the log holds */
    PUBLIC_RECORD_MISLABELED /* the row that lists show is not what was committed */
} PublicRecordVerdict;

typedef struct {
    Str name;
    TextMap label;
    Str value;
    Str unit;
    Str how;
    Str instrument;
} PublicRecordInput;

typedef struct {
    Str name;
    TextMap label;
    Str value;
    Str unit;
} PublicRecordFigure;

typedef struct {
    uint64_t index;
    uint64_t size; /* of the log */
    Str root;
    Str leaf;
    Str leaf_hash;
    size_t path; /* hashes of the inclusion proof */
    Programme programme;
    PublicRecordVerdict verdict;
    Str fault; /* in English, where something does not hold */
    Str state;
    /* The rest is there only where it holds. */
    Str type;
    Venue venue; /* id empty where it has none */
    Str date_local;
    PlacePoint place_coarse;
    const PublicRecordInput *inputs;
    size_t input_count;
    bool counted; /* in the statement that was issued last */
    Str statement;
    const PublicRecordFigure *figures; /* as that statement reckoned it */
    size_t figure_count;
} PublicRecord;

CHECKED bool public_record_show(App *app, uint64_t index, PublicRecord *out, Err *err);
/* What is public of it, with its proof and its place in the statement issued last where it counts there. */
CHECKED bool public_record_bundle(App *app, uint64_t index, Str *out, Err *err);

#endif
