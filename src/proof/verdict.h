/*
 * The answer of a verification: whether it holds, a sentence for a person, and what was seen on the way.
 *
 * Shape: data, not an error; `code` names the one reason where it does not hold, "holds" otherwise.
 * Owns: everything lives in the arena of the verification. Errors: none.
 */
#ifndef BANYAN_PROOF_VERDICT_H
#define BANYAN_PROOF_VERDICT_H

#include "base/buf.h"
#include "crypto/hash.h"

typedef enum { VERDICT_WITHHELD, VERDICT_SHOWN, VERDICT_ABSENT, VERDICT_LIST } VerdictState;

/* One field of the record, in schema order. A list that was opened has items: NULL ptr where one is withheld. */
typedef struct {
    Str name;
    VerdictState state;
    Str value; /* canonical JSON */
    const Str *items;
    size_t count;
} VerdictField;

typedef enum { VERDICT_NOT_COUNTED, VERDICT_COUNTED_UNCHECKED, VERDICT_COUNTED } VerdictCounted;

typedef struct {
    bool holds;
    const char *code;
    Str sentence;
    Str kind;
    Str programme; /* empty for a public document */
    Str origin;
    uint64_t index;
    uint64_t size;
    Hash root;
    Str leaf;
    Hash subject; /* the commitment, or the document's SHA-256 */
    Str document; /* canonical text of a public document */
    const VerdictField *fields;
    size_t count;
    VerdictCounted counted;
    Hash statement; /* where counted */
} Verdict;

/* Adds text that came from outside so that a terminal shows it as it is: control characters and those that turn the
 * direction of writing appear as \u and four digits. */
void verdict_plain(Buf *out, Str text);
/* Canonical JSON of the whole verdict, and the lines for people that follow the sentence. */
Str verdict_json(Arena *arena, const Verdict *verdict);
void verdict_details(Buf *out, const Verdict *verdict);

#endif
