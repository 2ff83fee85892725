/*
 * A machine check of one record or of a batch (record.checked): verdict and flags with reasons.
 *
 * Shape: docs/formats/record.md, "record.checked"; CHECK_FIELDS fields in schema order. Either `record` is a UUID, or
 *        `root` and `size` name many records by a Merkle root over their commitments.
 * Owns: parsed values are views of the JSON tree or live in the arena. Errors: as act.h.
 */
#ifndef BANYAN_DOMAIN_CHECK_H
#define BANYAN_DOMAIN_CHECK_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/record_field.h"

enum { CHECK_FIELDS = 7 };

typedef enum { CHECK_VERDICT_NONE, CHECK_SCREENED, CHECK_FLAGGED } CheckVerdict;

typedef struct {
    Str record; /* UUID in the check of a batch; empty in the check of one record */
    Str rule;   /* name of the rule in the rule set */
    Str reason;
} CheckFlag;

typedef struct {
    Str record; /* UUID, or empty for a batch */
    Str root;   /* SHA-256 in hex */
    int64_t size;
    Str file; /* SHA-256 in hex of the file that the batch was imported from; empty where there is none */
} CheckRecords;

typedef struct {
    Str id; /* such as basic-checks/1 */
    Str sha256;
} CheckRules;

typedef struct {
    int64_t v;
    Str programme;
    CheckRecords records;
    CheckRules rules;
    CheckVerdict verdict;
    const CheckFlag *flags;
    size_t flag_count;
    Str checked_at;
} Check;

CHECKED bool check_parse(Arena *arena, const Json *json, Check *out, Err *err);
/* The canonical JSON document; parsing it gives the same check. */
Str check_json(Arena *arena, const Check *check);
/* v, programme, records, rules, verdict, flags*, checked_at. */
void check_fields(Arena *arena, const Check *check, RecordField out[CHECK_FIELDS]);
Str check_verdict_name(CheckVerdict verdict);

#endif
