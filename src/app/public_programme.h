/*
 * Programmes as the public sees them: what is measured, by whom, what was stated, and of open ones the venues and records.
 *
 * Shape: app/visible.h is the rule. Statements newest first, at most PUBLIC_PROGRAMME_STATEMENTS; records in the order of the
 *        log, a page of at most PUBLIC_PROGRAMME_RECORDS.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND; ERR_CORRUPT for a document that is not what its hash says.
 */
#ifndef BANYAN_APP_PUBLIC_PROGRAMME_H
#define BANYAN_APP_PUBLIC_PROGRAMME_H

#include "app/visible.h"
#include "domain/organisation.h"
#include "domain/venue.h"

enum { PUBLIC_PROGRAMME_STATEMENTS = 60, PUBLIC_PROGRAMME_RECORDS = 100 };

typedef struct {
    Str id;
    Str state; /* issued, superseded, withdrawn */
    Str sha256;
    bool logged;
    uint64_t index; /* of its leaf */
    Statement statement;
} PublicProgrammeStatement;

typedef struct {
    Venue venue;
    uint64_t records; /* whatever their state, erased ones not */
} PublicProgrammeVenue;

typedef struct {
    Str state;
    uint64_t records;
} PublicProgrammeCount;

typedef struct {
    Programme programme;
    Str sha256; /* of its document */
    Str document;
    bool logged;
    uint64_t index;
    Organisation organisation;
    TextMap methodology; /* its title */
    const PublicProgrammeStatement *statements;
    size_t statement_count;
    size_t statement_total;
    bool open; /* the rest is filled in only then */
    const PublicProgrammeVenue *venues;
    size_t venue_count;
    const PublicProgrammeCount *counts;
    size_t count_count;
    uint64_t records; /* sum of the counts */
} PublicProgramme;

CHECKED bool public_programme_show(App *app, Str id, PublicProgramme *out, Err *err);

typedef struct {
    Programme programme;
    bool stated;
    PublicProgrammeStatement latest; /* the last issued, where one was */
} PublicProgrammeItem;

typedef struct {
    const PublicProgrammeItem *items;
    size_t count;
} PublicProgrammes;

/* All programmes, by id. */
CHECKED bool public_programme_list(App *app, PublicProgrammes *out, Err *err);

typedef struct {
    uint64_t index; /* of its leaf */
    Str type;
    Str venue;
    Str date_local;
    Str state;
} PublicProgrammeRecord;

typedef struct {
    Str programme;
    bool has_after;
    uint64_t after; /* records behind this index of the log; else from the beginning */
} PublicProgrammePage;

typedef struct {
    Programme programme;
    const PublicProgrammeRecord *rows;
    size_t count;
    bool more; /* there are records behind the last */
} PublicProgrammeRecords;

/* Of an open programme only. */
CHECKED bool public_programme_records(App *app, const PublicProgrammePage *page, PublicProgrammeRecords *out, Err *err);

#endif
