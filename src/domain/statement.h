/*
 * A statement: the quantified result of a period with everything a reader needs to judge it.
 *
 * Shape: docs/formats/statement.md; canonical JSON of at most LIMIT_DOCUMENT_BYTES. Figures are decimal text.
 * Units: beside each figure; periods are half-open local dates in the named zone.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_DOCUMENT, ERR_INVALID_ENCODING or ERR_UNKNOWN_VERSION as "member: what, what would be right".
 * Source: ISO 14064-1:2018 9.3 for what is told (docs/formats/statement.md has the table).
 */
#ifndef BANYAN_DOMAIN_STATEMENT_H
#define BANYAN_DOMAIN_STATEMENT_H

#include "domain/organisation.h"
#include "domain/programme.h"

typedef enum {
    STATEMENT_STATE_NONE,
    STATEMENT_SELF_DECLARED, /* not verified */
    STATEMENT_QUALITY_CONTROLLED,
    STATEMENT_INDEPENDENTLY_CHECKED, /* not accredited */
    STATEMENT_VERIFIED               /* by an accredited body */
} StatementState;

typedef struct {
    Str id;
    TextMap name;
    const OrganisationId *identifiers;
    size_t identifier_count;
    Str country;
} StatementOrganisation;

typedef struct {
    Str id;
    TextMap name;
    ProgrammeKind kind;
    TextMap responsible_party;
    TextMap boundary;
    TextMap parameters;
} StatementProgramme;

typedef struct {
    Str id;
    Str version;
    Str sha256;
    TextMap title;
} StatementMethodology;

typedef struct {
    Str start;
    Str end;
    ProgrammeZone zone;
} StatementPeriod;

typedef struct {
    Str low;
    Str high;
    Str level; /* "0.95"; empty in interval_full */
} StatementInterval;

typedef struct {
    Str name;
    TextMap label;
    Str unit;
    Str value;                  /* published digits */
    Str full;                   /* full precision */
    Str se;                     /* standard error, full precision; empty when there is no interval */
    StatementInterval interval; /* low empty when there is none */
    StatementInterval interval_full;
    TextMap digits; /* the rule by which the digits were chosen, or why there is no interval */
} StatementResult;

typedef struct {
    Str name;
    TextMap label;
    Str unit;
    int64_t count;
    Str sum; /* empty where a sum means nothing, such as of densities */
    Str low; /* smallest and largest value seen */
    Str high;
} StatementActivity;

typedef struct {
    Str low;
    Str high;
} StatementRange;

typedef struct {
    Str name;
    TextMap label;
    Str value;
    Str unit;
    Str source;
    Str vintage;
    Str geography; /* empty when it has none */
    Str year;
    StatementRange range_95;
    bool checked; /* against the primary document */
    Str sha256;   /* of the factor set it is in */
} StatementFactor;

typedef struct {
    Str name;
    Str unit;
    Str text; /* readable form */
} StatementFormula;

typedef struct {
    Str reason;
    int64_t count;
} StatementExcluded;

typedef struct {
    int64_t received;
    int64_t accepted;
    const StatementExcluded *excluded;
    size_t excluded_count;
    int64_t erased;
} StatementCounts;

/* ISO completeness (all sources included) and data coverage are two figures. */
typedef struct {
    Str name; /* such as data or completeness */
    TextMap label;
    Str covered;
    Str expected;
    Str unit;
    Str share; /* 0 to 1 */
    bool sufficient;
} StatementCoverage;

typedef struct {
    Str root; /* SHA-256 in hex over the commitments of the included records, in leaf order */
    int64_t size;
} StatementFrame;

typedef struct {
    Str origin;
    int64_t size; /* of the log when this was drafted */
} StatementLog;

/* What a later statement changed, and by how much. */
typedef struct {
    Str id;
    Str sha256;
    TextMap changed;
} StatementSupersedes;

typedef struct {
    int64_t v;
    Str id; /* UUID */
    StatementState state;
    StatementOrganisation organisation;
    StatementProgramme programme;
    StatementMethodology methodology;
    StatementPeriod period;
    const StatementResult *results;
    size_t result_count;
    TextMap result_note; /* such as: a stock, not a removal */
    const StatementActivity *activity;
    size_t activity_count;
    const StatementFactor *factors;
    size_t factor_count;
    const StatementFormula *formulas;
    size_t formula_count;
    StatementCounts counts;
    const StatementCoverage *coverage;
    size_t coverage_count;
    StatementFrame frame;
    TextMap uncertainty;
    TextMap claims; /* such as: this is not a carbon credit */
    TextMap intended_use;
    TextMap intended_users;
    StatementSupersedes supersedes; /* id empty when it supersedes none */
    Str issued_at;                  /* empty in a draft */
    StatementLog log;
} Statement;

/* Where a document lies in the log: shown beside the statement, outside its hash. */
typedef struct {
    Str sha256; /* of the canonical document */
    Str origin; /* empty while it is not in the log */
    uint64_t index;
    uint64_t log_size;
} StatementPosition;

CHECKED bool statement_parse(Arena *arena, const Json *json, Statement *out, Err *err);
/* The canonical JSON document; parsing it gives the same statement. */
Str statement_json(Arena *arena, const Statement *statement);
/* The same rules over a statement that was put together in memory. */
CHECKED bool statement_check(const Statement *statement, Err *err);
/* "self-declared" ... */
Str statement_state_name(StatementState state);
/* What a reader must know of the state, such as "not verified". */
Str statement_state_note(StatementState state);

#endif
