/*
 * From an act to what is written: checked against its programme, derived, committed, sealed.
 *
 * Shape: intake_identify and intake_seal do all work that needs no database; intake_write puts one prepared record into an open
 *        transaction. Both are the hot path of an import.
 * Owns: prepared items live in the arena.
 * Errors: ERR_INVALID_RECORD and ERR_TOO_LARGE say what is wrong and what would be right.
 */
#ifndef BANYAN_APP_INTAKE_H
#define BANYAN_APP_INTAKE_H

#include "app/terms.h"
#include "app/vault.h"
#include "domain/record.h"
#include "domain/state.h"
#include "store/records.h"

typedef struct {
    const Terms *terms;
    HmacKey act_key;     /* keeps idempotency hashes from being guessed */
    RecordServer server; /* received_at and source; the rest is derived per record */
    int64_t now_min;
} Intake;

typedef struct {
    RecordsRow row;
    Hash act_hash;
    RecordText text;
    VaultItem item;
} IntakeItem;

/* Source and time of everything taken in from here on. */
void intake_begin(const App *app, const Terms *terms, RecordSource source, Intake *out);
/* The act must be of this programme and of a type, with inputs and at a venue, that its methodology and programme know. */
CHECKED bool intake_check(const Intake *intake, const Act *act, Err *err);
/* Derived fields, row and idempotency hash: all that is needed to recognise the act. */
CHECKED bool intake_identify(Arena *arena, const Intake *intake, const Act *act, IntakeItem *out, Err *err);
/* Commits and seals an identified act. */
CHECKED bool intake_seal(Arena *arena, const VaultChance *chance, IntakeItem *item, Err *err);
/* Only inside db_write; item->row.state and item->row.entry are set here. */
CHECKED bool intake_write(Db *db, const Intake *intake, IntakeItem *item, State state, Err *err);

/* What a later submission of an id finds. */
typedef enum { INTAKE_NEW, INTAKE_SAME, INTAKE_OTHER, INTAKE_ERASED } IntakeFound;
CHECKED bool intake_find(Arena *arena, Db *db, const IntakeItem *item, IntakeFound *out, Err *err);

#endif
