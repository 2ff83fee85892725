#include "app/describe.h"

#include "codec/rfc3339.h"

/* 06-domain: under 90 % coverage a period says insufficient. */
enum { DESCRIBE_SUFFICIENT = 9000, DESCRIBE_WHOLE = 10000, DESCRIBE_COVERAGES = 2 };

TextMap describe_english(Arena *arena, Str text) {
    TextPair *pair = ARENA_NEW(arena, TextPair);
    *pair = (TextPair){.tag = STR("en"), .text = text};
    return (TextMap){.pairs = pair, .count = text.len > 0 ? 1 : 0};
}

Str describe_digits(Arena *arena, const QuantifyResult *result) {
    if (!result->interval) {
        return str_format(arena,
                          "No standard error is declared, so there is no interval; %u decimal places as the "
                          "methodology says.",
                          result->result->decimals);
    }
    if (!result->result->follow) {
        return str_format(arena, "%u decimal places as the methodology says.", result->result->decimals);
    }
    return STR("Half the 95 % interval rounded to two significant digits decides the last digit shown.");
}

/* Four decimals of a share in integers, rounded down so that 0.8999 never reads as 0.9. */
static void set_share(Arena *arena, StatementCoverage *coverage, uint64_t covered, uint64_t expected) {
    uint64_t share = expected == 0 ? 0 : covered >= expected ? DESCRIBE_WHOLE : covered * DESCRIBE_WHOLE / expected;
    coverage->covered = str_format(arena, "%llu", (unsigned long long)covered);
    coverage->expected = str_format(arena, "%llu", (unsigned long long)expected);
    coverage->share = str_format(arena, "%llu.%04llu", (unsigned long long)(share / DESCRIBE_WHOLE),
                                 (unsigned long long)(share % DESCRIBE_WHOLE));
    coverage->sufficient = share >= DESCRIBE_SUFFICIENT;
}

static bool days_between(Str from, Str until, uint64_t *out, Err *err) {
    int64_t first = 0;
    int64_t last = 0;
    TRY(date_parse(from, &first, err));
    TRY(date_parse(until, &last, err));
    *out = last > first ? (uint64_t)(last - first) : 0;
    return true;
}

static bool data_coverage(Arena *arena, const Terms *terms, const ReckonDone *reckoned, const Statement *statement,
                          StatementCoverage *out, Err *err) {
    StatementCoverage coverage = {.name = STR("data")};
    if (str_eq(terms->methodology.kind, STR("stock"))) {
        coverage.label = describe_english(arena, STR("Accepted among received records"));
        coverage.unit = STR("records");
        set_share(arena, &coverage, reckoned->entry_count, reckoned->received);
    } else {
        uint64_t days = 0;
        TRY(days_between(statement->period.start, statement->period.end, &days, err));
        coverage.label = describe_english(arena, STR("Days of the period with data"));
        coverage.unit = STR("days");
        set_share(arena, &coverage, reckoned->days, days);
    }
    *out = coverage;
    return true;
}

bool describe_coverage(Arena *arena, const Terms *terms, const ReckonDone *reckoned, Statement *out, Err *err) {
    StatementCoverage *coverage = ARENA_ARRAY(arena, DESCRIBE_COVERAGES, StatementCoverage);
    coverage[0] = (StatementCoverage){
        .name = STR("completeness"),
        .label = describe_english(arena, STR("Venues with records among those registered")),
        .unit = STR("venues")};
    set_share(arena, &coverage[0], reckoned->venues, terms->venue_count);
    TRY(data_coverage(arena, terms, reckoned, out, &coverage[1], err));
    out->coverage = coverage;
    out->coverage_count = DESCRIBE_COVERAGES;
    return true;
}
