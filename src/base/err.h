/*
 * Why something could not be done: kind, code and one sentence for a person.
 *
 * Shape: text of at most ERR_TEXT_BYTES - 1 bytes, UTF-8, one line; longer text is cut at a character.
 * Errors: a failing function sets its Err once and returns false; its outputs are untouched. `code` is public API: each
 *         maps to a name, an HTTP status and an exit code in one table (err.c). A verdict is data, not an Err.
 */
#ifndef BANYAN_BASE_ERR_H
#define BANYAN_BASE_ERR_H

#include <stdbool.h>

#include "base/defs.h"

typedef enum {
    ERR_KIND_NONE,
    ERR_KIND_INVALID,
    ERR_KIND_DENIED,
    ERR_KIND_NOT_FOUND,
    ERR_KIND_CONFLICT,
    ERR_KIND_LIMIT,
    ERR_KIND_CORRUPT,
    ERR_KIND_UNAVAILABLE,
    ERR_KIND_IO,
    ERR_KIND_INTERNAL
} ErrKind;

typedef enum {
    ERR_NONE,
    ERR_USAGE, /* a command line that cannot be understood */
    ERR_INVALID_JSON,
    ERR_INVALID_CANONICAL, /* valid JSON, but not in its one canonical form */
    ERR_INVALID_ENCODING,  /* base64, hex, UTF-8, NFC, decimal or time not in its one form */
    ERR_INVALID_CSV,
    ERR_INVALID_YAML,
    ERR_INVALID_FORMULA,
    ERR_INVALID_METHODOLOGY,
    ERR_INVALID_UNIT,
    ERR_INVALID_RECORD,
    ERR_INVALID_DOCUMENT, /* programme, venue, organisation, statement ... */
    ERR_INVALID_IMPORT,   /* a file of records with faults */
    ERR_INVALID_CONFIG,
    ERR_INVALID_NOTE,
    ERR_INVALID_PROOF,
    ERR_INVALID_BUNDLE,
    ERR_UNKNOWN_VERSION,
    ERR_DENIED,
    ERR_NOT_FOUND,
    ERR_GONE,         /* erased */
    ERR_CONFLICT,     /* same id, other content */
    ERR_PRECONDITION, /* a state that does not allow it */
    ERR_TOO_LARGE,
    ERR_ARITHMETIC, /* overflow, division by zero, outside a function's domain */
    ERR_CORRUPT,    /* stored bytes are not what was committed */
    ERR_BUSY,
    ERR_UNAVAILABLE,
    ERR_IO,
    ERR_NO_SPACE,
    ERR_INTERNAL,
    ERR_CODE_COUNT
} ErrCode;

enum { ERR_TEXT_BYTES = 1024 };

typedef struct {
    ErrKind kind;
    ErrCode code;
    char text[ERR_TEXT_BYTES];
} Err;

/* Sets err (which may be NULL) and returns false, so that `return err_set(...)` reads as what it is. */
bool err_set(Err *err, ErrCode code, const char *format, ...) PRINTF_LIKE(3, 4);
/* Puts "context: " before the text: where in a file, which field. Returns false. */
bool err_at(Err *err, const char *format, ...) PRINTF_LIKE(2, 3);

ErrKind err_kind(ErrCode code);
/* The public name, such as "invalid-json". */
const char *err_name(ErrCode code);
int err_http_status(ErrCode code);
/* 0 success, 1 a verdict of no, 2 usage, 3 invalid input, 4 not found, 5 conflict or state, 6 limit, 7 corrupt,
 * 8 unavailable or I/O, 70 internal. */
int err_exit_code(ErrCode code);

#endif
