/*
 * What an entry commits to, sealed so that destroying its secret erases it, and read back with proof that it is the same.
 *
 * Shape: payload box = seal under a key derived from the entry's secret, with the leaf's text as associated data.
 * Owns: results live in the arena; secrets are wiped after use.
 * Errors: ERR_GONE for an erased entry, ERR_CORRUPT where the box does not open or is not what the leaf commits to.
 * Source: docs/formats/commitment.md, docs/formats/data-directory.md.
 */
#ifndef BANYAN_APP_VAULT_H
#define BANYAN_APP_VAULT_H

#include "domain/record_field.h"
#include "proof/commitment.h"
#include "store/entries.h"
#include "store/secrets.h"

/* A committed entry ready to be written; everything that costs time was done outside the transaction. */
typedef struct {
    Hash commitment;
    Str leaf;
    Bytes box;
    uint8_t secret[SECRETS_BYTES];
} VaultItem;

typedef struct {
    Str kind;
    Str programme;
    const RecordField *fields; /* in schema order */
    size_t count;
    Str payload; /* what is sealed */
} VaultContent;

/* Fresh randomness for one item. */
typedef struct {
    uint8_t secret[SECRETS_BYTES];
    uint8_t nonce[24];
} VaultChance;

CHECKED bool vault_seal(Arena *arena, const VaultContent *content, const VaultChance *chance, VaultItem *out, Err *err);
/* Appends the entry and stores box and secret; only inside db_write. `entry->leaf` is filled in here. */
CHECKED bool vault_write(Db *db, EntriesNew *entry, const VaultItem *item, uint64_t *number, Err *err);
/* The payload's text. */
CHECKED bool vault_read(Arena *arena, Db *db, const EntriesRow *entry, Str *payload, Err *err);

typedef struct {
    const RecordField *fields; /* in schema order */
    size_t count;
} VaultFields;

/* Whether these fields under the entry's secret give the commitment that its leaf carries; ERR_CORRUPT where not. */
CHECKED bool vault_confirm(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields, Err *err);
/* An entry's secret, for whoever opens and confirms it with one look-up; wiped by the caller. */
typedef struct {
    uint8_t bytes[SECRETS_BYTES];
} VaultSecret;

CHECKED bool vault_secret(Db *db, uint64_t entry, VaultSecret *out, Err *err);
/* vault_read and vault_confirm with what is at hand already. */
CHECKED bool vault_read_with(Arena *arena, const VaultSecret *secret, const EntriesRow *entry, Bytes box, Str *payload,
                             Err *err);
CHECKED bool vault_confirm_with(Arena *arena, const VaultSecret *secret, const EntriesRow *entry,
                                const VaultFields *fields, Err *err);
/* Every salt and digest of the entry, for showing parts of it. */
CHECKED bool vault_open_fields(Arena *arena, Db *db, const EntriesRow *entry, const VaultFields *fields,
                               CommitmentOpening *out, Err *err);

#endif
