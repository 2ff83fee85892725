/*
 * The data directory's own keys: log, receipt, statement, and the one that hashes acts.
 *
 * Shape: keys/log.key, keys/receipt.key, keys/statement.key each hold one line "PRIVATE+KEY+name+id+seed" and have a
 *        public twin (log.pub ...) with the line that verifiers configure; keys/act.key holds 64 hexadecimal digits. The log
 *        key's name is the origin, the others' are origin/receipt and origin/statement. Files 0600 in a directory 0700.
 * Owns: Keys holds secrets: keys_wipe clears them; names live in the arena.
 * Errors: ERR_CONFLICT where keys exist already, ERR_NOT_FOUND, ERR_DENIED for a key file that others can read,
 *         ERR_CORRUPT for a public file that does not belong to its secret one; sys/files.h's.
 */
#ifndef BANYAN_LEDGER_KEYS_H
#define BANYAN_LEDGER_KEYS_H

#include "crypto/hash.h"
#include "proof/note.h"
#include "sys/entropy.h"
#include "sys/files.h"

enum { KEYS_ACT_BYTES = 32 };

typedef struct {
    Str origin;
    NoteSigner log;
    NoteSigner receipt;
    NoteSigner statement;
    uint8_t act[KEYS_ACT_BYTES];
} Keys;

/* Whether keys_create has come to its end here. */
CHECKED bool keys_made(const FilesDir *data);
CHECKED bool keys_create(const FilesDir *data, Str origin, const Entropy *entropy, Err *err);
CHECKED bool keys_load(Arena *arena, const FilesDir *data, Keys *out, Err *err);
void keys_wipe(Keys *keys);

#endif
