/*
 * An act: what somebody did or measured, as the client said it.
 *
 * Shape: docs/formats/record.md. An optional field that is absent is the empty view, NONE or count 0; whether the client
 *        left it out or wrote null is kept in `nulls`, because hashes and signatures run over what was said.
 * Units: value and unit stand side by side; places in decimal degrees; times RFC 3339 in whole seconds.
 * Owns: parsed values are views of the JSON tree or live in the arena.
 * Errors: ERR_INVALID_RECORD, ERR_INVALID_ENCODING, ERR_UNKNOWN_VERSION or ERR_TOO_LARGE as "field: what, what would be
 *         right". An act is refused or stored, never normalised.
 */
#ifndef BANYAN_DOMAIN_ACT_H
#define BANYAN_DOMAIN_ACT_H

#include "base/err.h"
#include "codec/json.h"
#include "domain/place.h"
#include "domain/record_input.h"

enum { ACT_FIELDS = 17 };

typedef enum {
    ACT_ASSISTED_ABSENT,
    ACT_ASSISTED_NONE,
    ACT_ASSISTED_HELPER,
    ACT_ASSISTED_PAPER,
    ACT_ASSISTED_PROXY
} ActAssisted;

typedef enum {
    ACT_CLOCK_ABSENT,
    ACT_CLOCK_DEVICE,
    ACT_CLOCK_GNSS,
    ACT_CLOCK_NETWORK,
    ACT_CLOCK_INSTRUMENT,
    ACT_CLOCK_SERVER,
    ACT_CLOCK_STATED /* said by a person or a file */
} ActClock;

typedef enum { ACT_PLACE_ABSENT, ACT_PLACE_GNSS, ACT_PLACE_MAP, ACT_PLACE_VENUE, ACT_PLACE_NONE } ActPlaceSource;

typedef enum {
    ACT_CAPTURED_ABSENT,
    ACT_CAPTURED_IN_APP,
    ACT_CAPTURED_GALLERY,
    ACT_CAPTURED_DEVICE,
    ACT_CAPTURED_DOCUMENT,
    ACT_CAPTURED_PAPER
} ActCaptured;

typedef enum {
    ACT_EVIDENCE_ABSENT,
    ACT_EVIDENCE_PHOTO,
    ACT_EVIDENCE_VIDEO,
    ACT_EVIDENCE_AUDIO,
    ACT_EVIDENCE_DOCUMENT,
    ACT_EVIDENCE_SHEET,
    ACT_EVIDENCE_TRACE,
    ACT_EVIDENCE_DATA
} ActEvidenceKind;

typedef enum {
    ACT_STATE_ABSENT,
    ACT_STATE_ALIVE,
    ACT_STATE_WORKING,
    ACT_STATE_DAMAGED,
    ACT_STATE_DEAD,
    ACT_STATE_MISSING, /* counts as dead */
    ACT_STATE_REPLACED,
    ACT_STATE_UNKNOWN /* counts as dead */
} ActState;

typedef enum { ACT_REL_ABSENT, ACT_REL_REVISES, ACT_REL_REVISITS, ACT_REL_SPLITS, ACT_REL_SAME_ACT_IN } ActRel;

typedef enum { ACT_MOCK_ABSENT, ACT_MOCK_NO, ACT_MOCK_YES } ActMock;

/* A person by pseudonym, or a group with its head count: exactly one of the two names is there, or neither. */
typedef struct {
    Str pseudonym;
    Str group;
    int64_t heads; /* 0 when absent */
} ActWho;

typedef struct {
    Str start;
    Str end;
    ActClock clock;
} ActTime;

typedef struct {
    PlacePoint point;
    Str accuracy_m;
    ActPlaceSource source;
    ActMock mock; /* whether the client said that the position was simulated */
} ActPlace;

typedef struct {
    Str sha256;
    Str media_type;
    int64_t bytes;
    ActEvidenceKind kind;
    Str taken_at;
    ActCaptured captured;
} ActEvidence;

typedef struct {
    ActState state;
    Str condition;
    Str next_due; /* date */
} ActMaintenance;

typedef struct {
    ActRel rel;
    Str id; /* UUID */
} ActLink;

typedef struct {
    Str key;       /* base64url */
    Str signature; /* base64url, over the canonical act without this field */
} ActDevice;

typedef struct {
    int64_t v;
    Str id; /* UUID */
    Str programme;
    Str type; /* code */
    ActWho who;
    Str recorded_by;
    ActAssisted assisted;
    Str venue;
    Str asset; /* UUID */
    ActTime time;
    ActPlace place;
    const RecordInput *inputs;
    size_t input_count;
    const ActEvidence *evidence;
    size_t evidence_count;
    ActMaintenance maintenance;
    const ActLink *links;
    size_t link_count;
    ActDevice device;
    Str note;
    uint32_t nulls; /* which optional fields the client wrote as null */
} Act;

/* From a parsed JSON object; the members may come in any order. */
CHECKED bool act_parse(Arena *arena, const Json *json, Act *out, Err *err);
/* The same rules over an act that was put together in memory, such as a row of an import. */
CHECKED bool act_check(const Act *act, Err *err);
/* The canonical JSON document; parsing it gives the same act. */
Str act_json(Arena *arena, const Act *act);
/* Verifies device.signature where `device` is there; an act without it is DENIED with a sentence. Only Ed25519 keys (32
 * bytes) are verified yet; a P-256 key is refused and says so. */
CHECKED bool act_verify_device(Arena *arena, const Act *act, Err *err);
/* Fraction digits a place may have in an act of that type: more for plots, whose area is computed from their corners. */
CHECKED unsigned act_place_digits(Str type);
/* start and end are times and start is not after end. */
CHECKED bool act_time_check(const ActTime *time, Err *err);
/* unknown and missing count as dead. */
CHECKED bool act_counts_as_dead(ActState state);
Str act_state_name(ActState state);

#endif
