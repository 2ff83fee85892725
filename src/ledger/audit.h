/*
 * The log checked against the database, every byte of it.
 *
 * Shape: each entry's leaf hash, each index, each checkpoint's signature and root, each tile, bundle and partial one of
 *        every published size, the `checkpoint` file, the public key files, and files that do not belong there.
 * Errors: faults are data: each is one sentence with the path or table, what is wrong and what to do. Err only when the
 *         check could not go on.
 */
#ifndef BANYAN_LEDGER_AUDIT_H
#define BANYAN_LEDGER_AUDIT_H

#include "ledger/ledger.h"

typedef bool (*AuditFault)(void *ctx, Str sentence, Err *err);

/* Works also where ledger_open refuses. */
typedef struct {
    Db *db;
    const Keys *keys;
    const FilesDir *data;
    const LedgerProgress *progress; /* may be NULL; a leaf is a step */
} AuditSubject;

CHECKED bool audit_log(const AuditSubject *subject, AuditFault fault, void *ctx, uint64_t *faults, Err *err);

#endif
