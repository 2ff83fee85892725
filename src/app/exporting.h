/*
 * Records written out as CSV or NDJSON in constant memory.
 *
 * Shape: one row a record in leaf order, erased ones left out. With a statement: exactly the records of its frame, the
 *        figures computed as it computed them. Without: the records on the log that count today. CSV columns: log_index, type,
 *        venue, date_local, value and unit of each input, and each per-record figure at full precision (name [unit]).
 * Errors: ERR_DENIED for a programme that is not open, unless `internal` is set; the file appears only when complete.
 */
#ifndef BANYAN_APP_EXPORTING_H
#define BANYAN_APP_EXPORTING_H

#include "app/app.h"

typedef enum { EXPORTING_CSV, EXPORTING_NDJSON } ExportingFormat;

typedef struct {
    Str programme;
    Str statement; /* UUID or empty */
    ExportingFormat format;
    Str out;       /* path */
    bool internal; /* for the operator's own use: NDJSON then holds the whole act */
} ExportingRequest;

CHECKED bool exporting_run(App *app, const ExportingRequest *request, uint64_t *rows, Err *err);

#endif
