/*
 * Evidence bytes: photos and papers an act names by hash, kept encrypted beside the database until erased.
 *
 * Shape: blobs/ab/cdef... (a hash of the record and the SHA-256 of the plain bytes), sealed under a key derived from the record's
 *        secret, so that destroying the secret erases them; at most EVIDENCE_BYTES each.
 * Owns: file contents live in the app's arena.
 * Errors: ERR_INVALID_RECORD for a file that the act does not name, ERR_TOO_LARGE, ERR_CORRUPT for a blob that does not
 *         open or is not what its name says, ERR_NOT_FOUND for one that is not there.
 */
#ifndef BANYAN_APP_EVIDENCE_H
#define BANYAN_APP_EVIDENCE_H

#include "app/app.h"
#include "domain/act.h"
#include "store/secrets.h"

enum { EVIDENCE_BYTES = 50 * 1024 * 1024 };

typedef struct {
    Str sha256; /* hexadecimal */
    Bytes bytes;
} EvidenceFile;

typedef struct {
    const EvidenceFile *files;
    size_t count;
} EvidenceFiles;

/* Whose evidence it is: the record's id as text, and its secret. */
typedef struct {
    Str id;
    const uint8_t *secret; /* SECRETS_BYTES; not looked at when removing */
} EvidenceOwner;

/* Reads files and matches each to a hash that the act names. */
CHECKED bool evidence_read(App *app, const Act *act, const Str *paths, size_t count, EvidenceFiles *out, Err *err);
/* Writes them; *complete tells whether all that the act names is there now. */
CHECKED bool evidence_store(App *app, const EvidenceOwner *owner, const Act *act, const EvidenceFiles *files,
                            bool *complete, Err *err);
/* Whether a named blob is there and is what it should be. */
CHECKED bool evidence_confirm(App *app, const EvidenceOwner *owner, Str sha256, Err *err);
CHECKED bool evidence_remove(App *app, const EvidenceOwner *owner, Str sha256, Err *err);

#endif
