/*
 * A file of records taken in whole or not at all.
 *
 * Shape: CSV with a map; at most LIMIT_IMPORT_ROWS rows; constant memory. A file that was imported before changes nothing;
 *        rows whose record was erased since are left out and counted.
 * Owns: results live in the app's arena.
 * Errors: ERR_INVALID_IMPORT when there are faults, which are then in `faults` with their places; ERR_CONFLICT names a row whose
 *         record exists with other content; what the layers below report. Nothing is written in any of these cases.
 * Source: docs/formats/import.md.
 */
#ifndef BANYAN_APP_IMPORTING_H
#define BANYAN_APP_IMPORTING_H

#include "app/app.h"
#include "domain/faults.h"

typedef struct {
    Str programme;
    Str file; /* path */
    Str map;  /* path */
    bool dry_run;
} ImportingRequest;

typedef struct {
    uint64_t rows;      /* read, header not counted */
    uint64_t imported;  /* new records */
    uint64_t unchanged; /* were there already, the same */
    uint64_t skipped;   /* by the map's when_empty rule */
    uint64_t erased;    /* erased since an earlier import */
    Hash file_hash;
    Faults faults;
} ImportingDone;

CHECKED bool importing_run(App *app, const ImportingRequest *request, ImportingDone *out, Err *err);

#endif
