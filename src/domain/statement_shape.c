#include "domain/statement_shape.h"

#include "base/decimal.h"
#include "domain/lexical.h"
#include "domain/shapes.h"
#include "domain/statement.h"

enum { IDENTIFIERS = 16, REASONS = 200 };

#define MEMBER(type, member, ...)                                                                                      \
    { .name = STR_INIT(#member), .offset = offsetof(type, member), .kind = __VA_ARGS__ }
#define STRING(type, member, ...) MEMBER(type, member, SHAPE_STRING, .check = __VA_ARGS__)
#define LABEL(type, member)       MEMBER(type, member, SHAPE_LANGUAGES, .max = TEXT_SHORT_BYTES)
#define OPTIONAL                  .optional = true

static const ShapeMember organisation_members[] = {
    STRING(StatementOrganisation, country, lexical_country, OPTIONAL),
    STRING(StatementOrganisation, id, text_slug),
    MEMBER(StatementOrganisation, identifiers, SHAPE_LIST,
           .count_offset = offsetof(StatementOrganisation, identifier_count), .max = IDENTIFIERS,
           .shape = &shapes_identifier, OPTIONAL),
    LABEL(StatementOrganisation, name),
};
const Shape statement_shape_organisation = SHAPE_OF(StatementOrganisation, organisation_members, NULL);

static const ShapeMember programme_members[] = {
    MEMBER(StatementProgramme, boundary, SHAPE_LANGUAGES, .max = TEXT_LONG_BYTES, OPTIONAL),
    STRING(StatementProgramme, id, text_slug),
    MEMBER(StatementProgramme, kind, SHAPE_ENUM, .words = &shapes_programme_kinds),
    LABEL(StatementProgramme, name),
    MEMBER(StatementProgramme, parameters, SHAPE_PARAMETERS, .max = TEXT_SHORT_BYTES, OPTIONAL),
    MEMBER(StatementProgramme, responsible_party, SHAPE_LANGUAGES, .max = TEXT_SHORT_BYTES, OPTIONAL),
};
const Shape statement_shape_programme = SHAPE_OF(StatementProgramme, programme_members, NULL);

static const ShapeMember methodology_members[] = {
    STRING(StatementMethodology, id, text_slug),
    STRING(StatementMethodology, sha256, lexical_hash),
    LABEL(StatementMethodology, title),
    STRING(StatementMethodology, version, lexical_version),
};
const Shape statement_shape_methodology = SHAPE_OF(StatementMethodology, methodology_members, NULL);

static bool period_rules(const void *value, Err *err) {
    const StatementPeriod *period = value;
    return str_cmp(period->start, period->end) < 0 ||
           err_set(err, ERR_INVALID_DOCUMENT,
                   "ends on %.*s, not after its start %.*s; end is the first date behind the period",
                   STR_ARG(period->end), STR_ARG(period->start));
}

static const ShapeMember period_members[] = {
    STRING(StatementPeriod, end, lexical_date),
    STRING(StatementPeriod, start, lexical_date),
    MEMBER(StatementPeriod, zone, SHAPE_OBJECT, .shape = &shapes_zone),
};
const Shape statement_shape_period = SHAPE_OF(StatementPeriod, period_members, period_rules);

static const ShapeMember interval_members[] = {
    STRING(StatementInterval, high, decimal_check),
    STRING(StatementInterval, level, lexical_share, OPTIONAL),
    STRING(StatementInterval, low, decimal_check),
};
static const Shape interval_shape = SHAPE_OF(StatementInterval, interval_members, NULL);

/* A published interval says at which level it is, and the figures behind it are there. */
static bool result_rules(const void *value, Err *err) {
    const StatementResult *result = value;
    bool interval = result->interval.low.len > 0;
    if (interval != (result->se.len > 0) || interval != (result->interval_full.low.len > 0)) {
        return err_set(err, ERR_INVALID_DOCUMENT, "interval, interval_full and se stand together or not at all");
    }
    return !interval || result->interval.level.len > 0 ||
           err_set(err, ERR_INVALID_DOCUMENT, "interval.level is missing; right is its probability, such as 0.95");
}

static const ShapeMember result_members[] = {
    MEMBER(StatementResult, digits, SHAPE_LANGUAGES, .max = TEXT_LONG_BYTES),
    STRING(StatementResult, full, decimal_check),
    MEMBER(StatementResult, interval, SHAPE_OBJECT, .shape = &interval_shape, OPTIONAL),
    MEMBER(StatementResult, interval_full, SHAPE_OBJECT, .shape = &interval_shape, OPTIONAL),
    LABEL(StatementResult, label),
    STRING(StatementResult, name, text_name),
    STRING(StatementResult, se, decimal_check, OPTIONAL),
    STRING(StatementResult, unit, lexical_unit),
    STRING(StatementResult, value, decimal_check),
};
const Shape statement_shape_result = SHAPE_OF(StatementResult, result_members, result_rules);

static const ShapeMember activity_members[] = {
    MEMBER(StatementActivity, count, SHAPE_NUMBER),
    STRING(StatementActivity, high, decimal_check, OPTIONAL),
    LABEL(StatementActivity, label),
    STRING(StatementActivity, low, decimal_check, OPTIONAL),
    STRING(StatementActivity, name, text_name),
    STRING(StatementActivity, sum, decimal_check, OPTIONAL),
    STRING(StatementActivity, unit, lexical_unit),
};
const Shape statement_shape_activity = SHAPE_OF(StatementActivity, activity_members, NULL);

static const ShapeMember range_members[] = {
    STRING(StatementRange, high, decimal_check),
    STRING(StatementRange, low, decimal_check),
};
static const Shape range_shape = SHAPE_OF(StatementRange, range_members, NULL);

/* A factor's value is a decimal or an exact ratio such as 44/12. */
static bool factor_value(Str text, Err *err) {
    size_t slash = str_find(text, '/');
    TRY(decimal_check(str_slice(text, 0, slash), err));
    return slash == text.len || decimal_check(str_slice(text, slash + 1, text.len), err);
}

static const ShapeMember factor_members[] = {
    MEMBER(StatementFactor, checked, SHAPE_FLAG),
    MEMBER(StatementFactor, geography, SHAPE_TEXT, .max = TEXT_SHORT_BYTES, OPTIONAL),
    MEMBER(StatementFactor, label, SHAPE_LANGUAGES, .max = TEXT_SHORT_BYTES, OPTIONAL),
    MEMBER(StatementFactor, name, SHAPE_TEXT, .max = TEXT_SHORT_BYTES),
    MEMBER(StatementFactor, range_95, SHAPE_OBJECT, .shape = &range_shape, OPTIONAL),
    STRING(StatementFactor, sha256, lexical_hash, OPTIONAL),
    MEMBER(StatementFactor, source, SHAPE_TEXT, .max = TEXT_LONG_BYTES),
    STRING(StatementFactor, unit, lexical_unit),
    STRING(StatementFactor, value, factor_value),
    MEMBER(StatementFactor, vintage, SHAPE_TEXT, .max = TEXT_SHORT_BYTES, OPTIONAL),
    MEMBER(StatementFactor, year, SHAPE_TEXT, .max = TEXT_SHORT_BYTES, OPTIONAL),
};
const Shape statement_shape_factor = SHAPE_OF(StatementFactor, factor_members, NULL);

static const ShapeMember formula_members[] = {
    STRING(StatementFormula, name, text_name),
    MEMBER(StatementFormula, text, SHAPE_TEXT, .max = TEXT_LONG_BYTES),
    STRING(StatementFormula, unit, lexical_unit),
};
const Shape statement_shape_formula = SHAPE_OF(StatementFormula, formula_members, NULL);

static const ShapeMember excluded_members[] = {
    MEMBER(StatementExcluded, count, SHAPE_NUMBER, .min = 1),
    MEMBER(StatementExcluded, reason, SHAPE_TEXT, .max = TEXT_LONG_BYTES),
};
static const Shape excluded_shape = SHAPE_OF(StatementExcluded, excluded_members, NULL);

/* Every received record is accepted, excluded for a reason or erased: none may vanish between the figures. */
static bool counts_rules(const void *value, Err *err) {
    const StatementCounts *counts = value;
    int64_t told = counts->accepted + counts->erased;
    for (size_t i = 0; i < counts->excluded_count; i++) {
        told += counts->excluded[i].count;
    }
    return told == counts->received ||
           err_set(err, ERR_INVALID_DOCUMENT, "accepted, excluded and erased make %lld, but received is %lld",
                   (long long)told, (long long)counts->received);
}

static const ShapeMember counts_members[] = {
    MEMBER(StatementCounts, accepted, SHAPE_NUMBER),
    MEMBER(StatementCounts, erased, SHAPE_NUMBER),
    MEMBER(StatementCounts, excluded, SHAPE_LIST, .count_offset = offsetof(StatementCounts, excluded_count),
           .max = REASONS, .shape = &excluded_shape),
    MEMBER(StatementCounts, received, SHAPE_NUMBER),
};
const Shape statement_shape_counts = SHAPE_OF(StatementCounts, counts_members, counts_rules);

static const ShapeMember coverage_members[] = {
    STRING(StatementCoverage, covered, decimal_check),
    STRING(StatementCoverage, expected, decimal_check),
    LABEL(StatementCoverage, label),
    STRING(StatementCoverage, name, text_name),
    STRING(StatementCoverage, share, lexical_share),
    MEMBER(StatementCoverage, sufficient, SHAPE_FLAG),
    STRING(StatementCoverage, unit, lexical_unit),
};
const Shape statement_shape_coverage = SHAPE_OF(StatementCoverage, coverage_members, NULL);

static const ShapeMember frame_members[] = {
    STRING(StatementFrame, root, lexical_hash),
    MEMBER(StatementFrame, size, SHAPE_NUMBER),
};
const Shape statement_shape_frame = SHAPE_OF(StatementFrame, frame_members, NULL);

static const ShapeMember log_members[] = {
    STRING(StatementLog, origin, lexical_origin),
    MEMBER(StatementLog, size, SHAPE_NUMBER),
};
const Shape statement_shape_log = SHAPE_OF(StatementLog, log_members, NULL);

static const ShapeMember supersedes_members[] = {
    MEMBER(StatementSupersedes, changed, SHAPE_LANGUAGES, .max = TEXT_LONG_BYTES),
    STRING(StatementSupersedes, id, lexical_uuid),
    STRING(StatementSupersedes, sha256, lexical_hash),
};
const Shape statement_shape_supersedes = SHAPE_OF(StatementSupersedes, supersedes_members, NULL);
