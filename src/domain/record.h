/*
 * A record: an act with what the server adds, its encrypted payload's text and its fields for the commitment.
 *
 * Shape: payload = canonical JSON {"act":...,"server":...}, at most LIMIT_RECORD_BYTES. RECORD_FIELDS fields in schema
 *        order, act first: v id programme type who recorded_by assisted venue asset time place inputs* evidence*
 *        maintenance links* device note received_at source date_local place_coarse (* = list).
 * Units: date_local is the date of time.start at its own offset; place_coarse has at most 2 fraction digits.
 * Owns: parsed values are views of the payload text or live in the arena; an encoding lives in the arena.
 * Errors: as act.h; outputs untouched.
 * Source: docs/formats/record.md.
 */
#ifndef BANYAN_DOMAIN_RECORD_H
#define BANYAN_DOMAIN_RECORD_H

#include "domain/act.h"
#include "domain/record_field.h"

enum { RECORD_FIELDS = 21 };

typedef enum {
    RECORD_CHANNEL_NONE,
    RECORD_APP,
    RECORD_OPENROSA,
    RECORD_SENSORTHINGS,
    RECORD_MQTT,
    RECORD_CSV,
    RECORD_API
} RecordChannel;

typedef struct {
    RecordChannel channel;
    Str software; /* name and version; empty when unknown */
    Str form;     /* form or map version; empty when none */
} RecordSource;

typedef struct {
    Str received_at; /* RFC 3339 */
    RecordSource source;
    Str date_local;
    PlacePoint place_coarse;
} RecordServer;

typedef struct {
    Act act;
    RecordServer server;
} Record;

/* All texts of one record, written once: the fields are views of the payload. */
typedef struct {
    Str payload;
    Str act; /* canonical act, a part of payload; its SHA-256 is the idempotency hash */
    RecordField fields[RECORD_FIELDS];
} RecordText;

/* date_local and place_coarse, derived once: the venue's coarse place where it has one, else the act's own rounded. */
CHECKED bool record_derive(Arena *arena, const Act *act, const PlacePoint *venue_coarse, RecordServer *server,
                           Err *err);
/* Refuses only what is too large. The hot path of an import. */
CHECKED bool record_encode(Arena *arena, const Record *record, RecordText *out, Err *err);
/* Just the fields. */
void record_fields(Arena *arena, const Record *record, RecordField out[RECORD_FIELDS]);
/* Reads a payload back. */
CHECKED bool record_parse(Arena *arena, Str payload, Record *out, Err *err);
Str record_channel_name(RecordChannel channel);
/* The name of a field by its index in schema order. */
Str record_field_name(size_t index);

#endif
