/*
 * A bundle: one file that shows chosen parts of a record, or a public document, and proves that they are in a log.
 *
 * Shape: canonical JSON of at most LIMIT_BUNDLE_BYTES; what can be computed (leaf, commitment, root of the path) is not
 * carried, so that every bit of a bundle is checked. The checkpoint in it carries the log's signature line and no other.
 * Owns: results live in the arena; a parsed bundle is views of its text. Errors: bundle_parse refuses what is not a
 * bundle (ERR_INVALID_BUNDLE, ERR_INVALID_CANONICAL, ERR_UNKNOWN_VERSION, ERR_TOO_LARGE); a bundle that does not hold
 * is a Verdict. Source: docs/formats/bundle.md.
 */
#ifndef BANYAN_PROOF_BUNDLE_H
#define BANYAN_PROOF_BUNDLE_H

#include "proof/commitment.h"
#include "proof/merkle.h"
#include "proof/note.h"
#include "proof/verdict.h"

/* That a record's commitment is in the frame of a statement: leaf = merkle_leaf(the 32 bytes of the commitment). */
typedef struct {
    Hash statement; /* SHA-256 of the statement's canonical text */
    Hash root;
    uint64_t index;
    uint64_t size;
    MerkleProof path;
} BundleCounted;

/* A list field of which the items' digests are shown, and some items themselves. */
typedef struct {
    Str field;
    Str salt;
    const Hash *digests;
    size_t count;
    const Str *disclosures;
    size_t disclosure_count;
} BundleList;

typedef struct {
    Str kind;
    Str document;  /* canonical text of a public document; empty for a committed kind */
    Str programme; /* the rest is for committed kinds */
    const Hash *digests;
    size_t digest_count;
    const Str *disclosures;
    size_t disclosure_count;
    const BundleList *lists;
    size_t list_count;
    const BundleCounted *counted; /* NULL where the record is in no statement, or that is not shown */
    Str proof;                    /* tlog-proof text */
} Bundle;

/* What of a record is shown. */
typedef struct {
    const CommitmentOpening *opening;
    const bool *fields; /* one for each field of the schema; a shown list shows all its items */
    /* Items shown of a list that is not shown as a whole: field index and item index. */
    const size_t (*items)[2];
    size_t item_count;
} BundleChoice;

/* Fills digests, disclosures and lists of a bundle from an opening. */
void bundle_choose(Arena *arena, const BundleChoice *choice, Bundle *out);
CHECKED bool bundle_make(Arena *arena, const Bundle *bundle, Str *out, Err *err);
CHECKED bool bundle_parse(Arena *arena, Str text, Bundle *out, Err *err);
/* False only where it could not be decided. */
CHECKED bool bundle_verify(Arena *arena, const Bundle *bundle, const NoteKey *log, Verdict *out, Err *err);
/* Adds to a verdict that holds whether the record is counted in this statement (its canonical text). */
CHECKED bool bundle_verify_statement(Arena *arena, const Bundle *bundle, Str statement, Verdict *verdict, Err *err);

#endif
