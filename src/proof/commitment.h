/*
 * Commitments: one hash that binds every field of a record and shows none of them.
 *
 * Shape: fields in schema order as canonical JSON texts. A disclosure is base64url of the canonical array
 * [salt, name, value]; its digest is the SHA-256 of that text. A list field that is present is committed by a list
 * digest over one digest per item, so that one item can be shown alone; an absent one is the value null.
 * Owns: results live in the arena; inputs are borrowed. The secret of 32 bytes is the caller's: every salt and the
 * payload's key come from it, so destroying it closes the commitment for good.
 * Errors: ERR_INVALID_RECORD for an unknown kind, a wrong number of fields or a field that is no list and has items.
 * Source: docs/formats/commitment.md; RFC 9901 for the disclosures.
 */
#ifndef BANYAN_PROOF_COMMITMENT_H
#define BANYAN_PROOF_COMMITMENT_H

#include "base/err.h"
#include "crypto/hash.h"
#include "proof/schema.h"

enum { COMMITMENT_SECRET_BYTES = 32, COMMITMENT_SALT_BYTES = 16, COMMITMENT_SALT_TEXT = 22, COMMITMENT_HASH_TEXT = 43 };

/* A value as canonical JSON, "null" where the field is absent. A list field whose value is not "null" is present: its
 * `count` items (0 for an empty list) are committed one by one, and nothing else of its value is looked at. */
typedef struct {
    Str value;
    const Str *items;
    size_t count;
} CommitmentField;

/* What a commitment is made of. */
typedef struct {
    const uint8_t *secret; /* COMMITMENT_SECRET_BYTES */
    Str kind;
    Str programme;
    const CommitmentField *fields;
    size_t count;
} CommitmentInput;

/* The hot path of an import: leaves nothing behind in the arena. */
CHECKED bool commitment_make(Arena *arena, const CommitmentInput *input, Hash *out, Err *err);

/* A list field opened: the salt of its list digest, and each item's digest and disclosure. */
typedef struct {
    Str salt; /* base64url; empty where the field is not a list or is absent */
    const Hash *digests;
    const Str *disclosures;
    size_t count;
} CommitmentList;

/* Everything needed to show any part of a record. disclosures[i] is empty where lists[i] has a salt. */
typedef struct {
    const Schema *schema;
    Hash commitment;
    const Hash *digests;
    const Str *disclosures;
    const CommitmentList *lists;
} CommitmentOpening;

CHECKED bool commitment_open(Arena *arena, const CommitmentInput *input, CommitmentOpening *out, Err *err);

/* From digests, as a verifier does. */
Hash commitment_of_digests(Str kind, Str programme, const Hash *digests, size_t count);
Hash commitment_list_digest(Str name, const uint8_t salt[COMMITMENT_SALT_BYTES], const Hash *digests, size_t count);

/* The key that encrypts the record's payload. */
void commitment_payload_key(const uint8_t secret[COMMITMENT_SECRET_BYTES], uint8_t out[32]);

#endif
