/*
 * One row of a file of records made into an act, with every fault of the row.
 *
 * Shape: docs/formats/import.md. The record's id derives from SHA-256 over programme, file hash and row number as a UUID
 *        of version 8, so a second import gives the same ids and equal rows stay separate.
 * Owns: the act is valid until the row's fields or the arena go, its inputs until the next call.
 * Errors: faults with the file's row and column.
 */
#ifndef BANYAN_DOMAIN_IMPORT_ROW_H
#define BANYAN_DOMAIN_IMPORT_ROW_H

#include "crypto/hash.h"
#include "domain/import_map.h"

/* The caller sets map, programme, file_hash and venues, then binds; the rest is the module's. */
typedef struct {
    const ImportMap *map;
    Str programme;
    Hash file_hash;
    const Str *venues; /* slugs of the programme's venues */
    size_t venue_count;
    const ImportMapColumn *columns[LIMIT_CSV_COLUMNS]; /* by position in the file */
    size_t column_count;
    uint32_t role_columns[IMPORT_MAP_ROLE_COUNT]; /* column from 1 with that role, or 0 */
    RecordInput inputs[LIMIT_RECORD_LIST];        /* of the row in work: columns first, then constants */
    uint32_t input_columns[LIMIT_RECORD_LIST];
} ImportRow;

typedef enum { IMPORT_ROW_ACT, IMPORT_ROW_SKIPPED, IMPORT_ROW_FAULTY } ImportRowResult;

/* Binds the map to the file's header: false with faults where a column has no meaning or a meaning no column. */
CHECKED bool import_row_bind(ImportRow *import, const CsvRow *header, Faults *faults);
CHECKED ImportRowResult import_row(Arena *arena, ImportRow *import, const CsvRow *row, Act *out, Faults *faults);
/* Column of the file (from 1) that gave inputs[i] of the last act, or 0 for a constant: for faults found later. */
CHECKED uint32_t import_row_input_column(const ImportRow *import, size_t i);
/* Column of the file (from 1) with that role, or 0. */
CHECKED uint32_t import_row_column(const ImportRow *import, ImportMapRole role);
/* The record id of a row. */
void import_row_id(Str programme, const Hash *file_hash, uint64_t row, uint8_t out[16]);

#endif
