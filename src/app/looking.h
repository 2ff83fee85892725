/*
 * Reading what is stored, for people: records and their history, public documents, statements.
 *
 * Shape: lists give the latest document of each name (of methodologies and factor sets every version); `index` is the place
 *        in the log where `logged`.
 * Owns: results live in the app's arena.
 * Errors: ERR_NOT_FOUND says what is not there and how to see what is; ERR_INVALID_RECORD for a state that does not exist.
 */
#ifndef BANYAN_APP_LOOKING_H
#define BANYAN_APP_LOOKING_H

#include "app/app.h"
#include "domain/record.h"

typedef struct {
    Str id;
    Str type;
    Str venue;
    Str date_local;
    Str state;
    bool logged;
    uint64_t index;
} LookingRow;

typedef struct {
    Str programme;
    Str state;      /* a public name such as "awaiting evidence"; empty: all */
    uint64_t limit; /* rows given; the rest is counted */
} LookingFilter;

typedef struct {
    const LookingRow *rows;
    size_t count;
    uint64_t total;
} LookingRows;

/* In the order in which they were accepted. */
CHECKED bool looking_records(App *app, const LookingFilter *filter, LookingRows *out, Err *err);

/* What happened to a record after it was submitted. */
typedef struct {
    Str kind;
    Str text; /* the event's canonical JSON */
    bool logged;
    uint64_t index;
} LookingEvent;

typedef struct {
    LookingRow row;
    bool erased;   /* then nothing else is left */
    Str payload;   /* canonical JSON {"act":...,"server":...} */
    Record record; /* the same, read */
    const LookingEvent *events;
    size_t event_count;
} LookingRecord;

CHECKED bool looking_record(App *app, Str programme, Str id, LookingRecord *out, Err *err);

typedef enum {
    LOOKING_ORGANISATIONS,
    LOOKING_PROGRAMMES,
    LOOKING_VENUES,
    LOOKING_METHODOLOGIES,
    LOOKING_FACTORS,
    LOOKING_KINDS
} LookingKind;

typedef struct {
    Str programme;
    Str name;
    Str version;
    Str sha256; /* hexadecimal */
    Str body;   /* canonical JSON */
    bool logged;
    uint64_t index;
} LookingDocument;

typedef struct {
    const LookingDocument *items;
    size_t count;
} LookingDocuments;

/* An empty programme means all. */
CHECKED bool looking_documents(App *app, LookingKind kind, Str programme, LookingDocuments *out, Err *err);
/* The latest of that name. */
CHECKED bool looking_document(App *app, LookingKind kind, Str programme, Str name, LookingDocument *out, Err *err);

typedef struct {
    Str id;
    Str programme;
    Str state; /* drafted, issued, superseded, withdrawn */
    Str sha256;
    Str supersedes; /* id, or empty */
    bool logged;
    uint64_t index;
} LookingStatement;

typedef struct {
    const LookingStatement *items;
    size_t count;
} LookingStatements;

CHECKED bool looking_statements(App *app, Str programme, LookingStatements *out, Err *err);

#endif
