#include "base/err.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    const char *name;
    ErrKind kind;
    int http_status;
    int exit_code;
} ErrRow;

static const ErrRow err_table[ERR_CODE_COUNT] = {
    [ERR_NONE] = {"ok", ERR_KIND_NONE, 200, 0},
    [ERR_USAGE] = {"usage", ERR_KIND_INVALID, 400, 2},
    [ERR_INVALID_JSON] = {"invalid-json", ERR_KIND_INVALID, 400, 3},
    [ERR_INVALID_CANONICAL] = {"invalid-canonical", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_ENCODING] = {"invalid-encoding", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_CSV] = {"invalid-csv", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_YAML] = {"invalid-yaml", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_FORMULA] = {"invalid-formula", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_METHODOLOGY] = {"invalid-methodology", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_UNIT] = {"invalid-unit", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_RECORD] = {"invalid-record", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_DOCUMENT] = {"invalid-document", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_IMPORT] = {"invalid-import", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_CONFIG] = {"invalid-config", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_NOTE] = {"invalid-note", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_PROOF] = {"invalid-proof", ERR_KIND_INVALID, 422, 3},
    [ERR_INVALID_BUNDLE] = {"invalid-bundle", ERR_KIND_INVALID, 422, 3},
    [ERR_UNKNOWN_VERSION] = {"unknown-version", ERR_KIND_INVALID, 422, 3},
    [ERR_DENIED] = {"denied", ERR_KIND_DENIED, 403, 4},
    [ERR_NOT_FOUND] = {"not-found", ERR_KIND_NOT_FOUND, 404, 4},
    [ERR_GONE] = {"gone", ERR_KIND_NOT_FOUND, 410, 4},
    [ERR_CONFLICT] = {"conflict", ERR_KIND_CONFLICT, 409, 5},
    [ERR_PRECONDITION] = {"precondition", ERR_KIND_CONFLICT, 412, 5},
    [ERR_TOO_LARGE] = {"too-large", ERR_KIND_LIMIT, 413, 6},
    [ERR_ARITHMETIC] = {"arithmetic", ERR_KIND_INVALID, 422, 3},
    [ERR_CORRUPT] = {"corrupt", ERR_KIND_CORRUPT, 500, 7},
    [ERR_BUSY] = {"busy", ERR_KIND_UNAVAILABLE, 503, 8},
    [ERR_UNAVAILABLE] = {"unavailable", ERR_KIND_UNAVAILABLE, 503, 8},
    [ERR_IO] = {"io", ERR_KIND_IO, 500, 8},
    [ERR_NO_SPACE] = {"no-space", ERR_KIND_IO, 507, 8},
    [ERR_INTERNAL] = {"internal", ERR_KIND_INTERNAL, 500, 70},
};

/* A cut text must not end inside a UTF-8 character. */
static void cut_at_character(char *text, size_t size) {
    size_t len = strnlen(text, size);
    if (len + 1 < size) {
        return;
    }
    while (len > 0 && ((unsigned char)text[len - 1] & 0xC0U) == 0x80U) {
        len--;
    }
    text[len > 0 && (unsigned char)text[len - 1] >= 0xC0U ? len - 1 : len] = '\0';
}

/* What an error quotes may come from anybody: no line break or terminal command gets into the one line. */
static void finish_text(char *text, size_t size) {
    cut_at_character(text, size);
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20U || *text == 0x7f) {
            *text = '?';
        }
    }
}

bool err_set(Err *err, ErrCode code, const char *format, ...) {
    if (err == NULL) {
        return false;
    }
    err->code = code;
    err->kind = err_kind(code);
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    finish_text(err->text, sizeof(err->text));
    return false;
}

bool err_at(Err *err, const char *format, ...) {
    if (err == NULL) {
        return false;
    }
    char old[ERR_TEXT_BYTES];
    memcpy(old, err->text, sizeof(old));
    va_list args;
    va_start(args, format);
    int len = vsnprintf(err->text, sizeof(err->text), format, args);
    va_end(args);
    size_t at = len < 0 ? 0 : (size_t)len < sizeof(err->text) ? (size_t)len : sizeof(err->text) - 1;
    if (snprintf(err->text + at, sizeof(err->text) - at, ": %s", old) < 0) {
        err->text[at] = '\0';
    }
    finish_text(err->text, sizeof(err->text));
    return false;
}

ErrKind err_kind(ErrCode code) {
    return err_table[code].kind;
}

const char *err_name(ErrCode code) {
    return err_table[code].name;
}

int err_http_status(ErrCode code) {
    return err_table[code].http_status;
}

int err_exit_code(ErrCode code) {
    return err_table[code].exit_code;
}
