#include "proof/schema.h"

/* clang-format off */
#define FIELD(name) { STR_INIT(name), false }
#define LIST(name)  { STR_INIT(name), true }

static const SchemaField record_submitted[] = {
    FIELD("v"), FIELD("id"), FIELD("programme"), FIELD("type"), FIELD("who"), FIELD("recorded_by"), FIELD("assisted"),
    FIELD("venue"), FIELD("asset"), FIELD("time"), FIELD("place"), LIST("inputs"), LIST("evidence"),
    FIELD("maintenance"), LIST("links"), FIELD("device"), FIELD("note"), FIELD("received_at"), FIELD("source"),
    FIELD("date_local"), FIELD("place_coarse")};
static const SchemaField record_checked[] = {
    FIELD("v"), FIELD("programme"), FIELD("records"), FIELD("rules"), FIELD("verdict"), LIST("flags"),
    FIELD("checked_at")};
static const SchemaField record_reviewed[] = {
    FIELD("v"), FIELD("programme"), FIELD("record"), FIELD("decision"), FIELD("reason"), FIELD("reviewer"),
    FIELD("reviewed_at")};
static const SchemaField asset_registered[] = {
    FIELD("v"), FIELD("programme"), FIELD("id"), FIELD("type"), FIELD("venue"), FIELD("place"), FIELD("label"),
    FIELD("registered_at")};

static const Schema schemas[] = {
    {STR_INIT("record.submitted"), record_submitted, COUNT_OF(record_submitted)},
    {STR_INIT("record.checked"), record_checked, COUNT_OF(record_checked)},
    {STR_INIT("record.reviewed"), record_reviewed, COUNT_OF(record_reviewed)},
    {STR_INIT("asset.registered"), asset_registered, COUNT_OF(asset_registered)}};

static const Str public_kinds[] = {
    STR_INIT("organisation.registered"), STR_INIT("programme.opened"), STR_INIT("programme.changed"),
    STR_INIT("venue.registered"), STR_INIT("methodology.published"), STR_INIT("factors.published"),
    STR_INIT("rules.published"), STR_INIT("model.published"), STR_INIT("validation.signed"),
    STR_INIT("baseline.revised"), STR_INIT("base_year.recalculated"), STR_INIT("frame.frozen"),
    STR_INIT("engagement.opened"), STR_INIT("sample.committed"), STR_INIT("sample.revealed"),
    STR_INIT("engagement.lapsed"), STR_INIT("statement.drafted"), STR_INIT("statement.issued"),
    STR_INIT("statement.superseded"), STR_INIT("statement.withdrawn"), STR_INIT("facts.discovered"),
    STR_INIT("opinion.signed"), STR_INIT("opinion.withdrawn"), STR_INIT("reversal.reported"), STR_INIT("erasure"),
    STR_INIT("key.rotated"), STR_INIT("log.closed")};
/* clang-format on */

_Static_assert(COUNT_OF(record_submitted) <= SCHEMA_FIELDS_MAX, "SCHEMA_FIELDS_MAX holds the largest kind");

const Schema *schema_of(Str kind) {
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        if (str_eq(schemas[i].kind, kind)) {
            return &schemas[i];
        }
    }
    return NULL;
}

size_t schema_index(const Schema *schema, Str name) {
    size_t i = 0;
    while (i < schema->count && !str_eq(schema->fields[i].name, name)) {
        i++;
    }
    return i;
}

bool schema_public(Str kind) {
    for (size_t i = 0; i < COUNT_OF(public_kinds); i++) {
        if (str_eq(public_kinds[i], kind)) {
            return true;
        }
    }
    return false;
}
