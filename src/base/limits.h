/*
 * Every limit on what comes from outside, in one place.
 *
 * Units: in the names. Source: docs/formats/limits.md.
 */
#ifndef BANYAN_BASE_LIMITS_H
#define BANYAN_BASE_LIMITS_H

#define LIMIT_RECORD_BYTES      ((size_t)64 * 1024)
#define LIMIT_BUNDLE_BYTES      ((size_t)64 * 1024)
#define LIMIT_DOCUMENT_BYTES    ((size_t)1024 * 1024)
#define LIMIT_YAML_BYTES        ((size_t)256 * 1024)
#define LIMIT_NOTE_BYTES        ((size_t)32 * 1024)
#define LIMIT_JSON_DEPTH        32
#define LIMIT_JSON_NODES        65536
#define LIMIT_YAML_NODES        16384
#define LIMIT_CSV_COLUMNS       256
#define LIMIT_CSV_FIELD_BYTES   ((size_t)8 * 1024)
#define LIMIT_CSV_ROW_BYTES     ((size_t)64 * 1024)
#define LIMIT_IMPORT_ROWS       1000000
#define LIMIT_IMPORT_FILE_BYTES ((size_t)1024 * 1024 * 1024)
#define LIMIT_FAULTS            1000
#define LIMIT_DECIMAL_DIGITS    34
#define LIMIT_NOTE_TEXT_BYTES   2000
#define LIMIT_RECORD_LIST       64
#define LIMIT_FORMULA_BYTES     2000
#define LIMIT_FORMULA_DEPTH     64
#define LIMIT_FORMULA_NODES     512
#define LIMIT_PROOF_HASHES      63
#define LIMIT_NOTE_SIGNATURES   64
#define LIMIT_LOG_ENTRY_BYTES   65535

#endif
