/*
 * The machine's verdict on records that were just taken in, as an entry of the log.
 *
 * Shape: one record.checked for one record, or for a whole import by the Merkle root over its commitments; the rule set is
 *        basic-checks/1, whose refusals were applied before the records were written.
 * Errors: what vault_seal and the store report.
 */
#ifndef BANYAN_APP_SCREEN_H
#define BANYAN_APP_SCREEN_H

#include "app/intake.h"
#include "domain/check.h"

typedef struct {
    const CheckRecords *records;
    const uint8_t *subject; /* 16 bytes: the record, or what identifies the import */
} ScreenTarget;

/* Only inside db_write, in the transaction that wrote the records. */
CHECKED bool screen_write(Arena *arena, Db *db, const Intake *intake, const ScreenTarget *target,
                          const VaultChance *chance, Err *err);

#endif
