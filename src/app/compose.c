#include "app/compose.h"

#include "app/describe.h"
#include "codec/hex.h"
#include "quantify/methodology_show.h"

static StatementResult result_of(Arena *arena, const QuantifyResult *from) {
    const MethodologyResult *result = from->result;
    StatementResult out = {.name = result->name,
                           .label = result->label,
                           .unit = result->unit.text,
                           .value = from->value,
                           .full = from->full,
                           .digits = describe_english(arena, describe_digits(arena, from))};
    if (from->interval) {
        out.se = from->se;
        out.interval = (StatementInterval){.low = from->low, .high = from->high, .level = STR("0.95")};
        out.interval_full = (StatementInterval){.low = from->low_full, .high = from->high_full};
    }
    return out;
}

void compose_results(Arena *arena, const Terms *terms, const QuantifyOutcome *outcome, Statement *out) {
    StatementResult *results = ARENA_ARRAY(arena, outcome->result_count, StatementResult);
    for (size_t i = 0; i < outcome->result_count; i++) {
        results[i] = result_of(arena, &outcome->results[i]);
    }
    out->results = results;
    out->result_count = outcome->result_count;
    out->result_note = terms->methodology.statement_note;
}

/* The smallest and the largest value are somebody's own: only a programme that shows single acts tells them. */
static void add_activity(Arena *arena, const Terms *terms, const QuantifyOutcome *outcome, Statement *out) {
    bool open = terms->programme.disclosure == PROGRAMME_OPEN;
    StatementActivity *activity = ARENA_ARRAY(arena, outcome->activity_count, StatementActivity);
    for (size_t i = 0; i < outcome->activity_count; i++) {
        const QuantifyActivity *from = &outcome->activities[i];
        activity[i] = (StatementActivity){.name = from->input->name,
                                          .label = from->input->label,
                                          .unit = from->input->unit.text,
                                          .count = (int64_t)from->count,
                                          .sum = from->sum};
        if (open) {
            activity[i].low = from->min;
            activity[i].high = from->max;
        }
    }
    out->activity = activity;
    out->activity_count = outcome->activity_count;
}

static void add_factors(Arena *arena, const QuantifyOutcome *outcome, Statement *out) {
    StatementFactor *factors = ARENA_ARRAY(arena, outcome->factor_count, StatementFactor);
    for (size_t i = 0; i < outcome->factor_count; i++) {
        const QuantifyFactor *from = &outcome->factors[i];
        factors[i] = (StatementFactor){.name = from->use->name,
                                       .label = from->use->label,
                                       .value = from->factor->value,
                                       .unit = from->factor->unit,
                                       .source = from->factor->source,
                                       .vintage = from->factor->vintage,
                                       .geography = from->factor->geography,
                                       .year = from->factor->year,
                                       .range_95 = {.low = from->factor->low, .high = from->factor->high},
                                       .checked = from->factor->checked,
                                       .sha256 = hex_encode(arena, hash_bytes(&from->set->sha256))};
    }
    out->factors = factors;
    out->factor_count = outcome->factor_count;
}

static void add_formulas(Arena *arena, const Methodology *methodology, Statement *out) {
    StatementFormula *formulas = ARENA_ARRAY(arena, methodology->formula_count, StatementFormula);
    for (size_t i = 0; i < methodology->formula_count; i++) {
        const MethodologyFormula *from = &methodology->formulas[i];
        formulas[i] = (StatementFormula){
            .name = from->name, .unit = from->unit.text, .text = methodology_show_formula(arena, from)};
    }
    out->formulas = formulas;
    out->formula_count = methodology->formula_count;
}

static void add_excluded(Statement *out, StatementExcluded *room, Str reason, uint64_t count) {
    if (count > 0) {
        room[out->counts.excluded_count] = (StatementExcluded){.reason = reason, .count = (int64_t)count};
        out->counts.excluded_count++;
    }
}

static void add_counts(Arena *arena, const ReckonDone *reckoned, Statement *out) {
    const QuantifyOutcome *outcome = &reckoned->outcome;
    StatementExcluded *excluded = ARENA_ARRAY(arena, outcome->excluded_count + STATE_COUNT, StatementExcluded);
    out->counts = (StatementCounts){.received = (int64_t)reckoned->received,
                                    .accepted = (int64_t)reckoned->entry_count,
                                    .excluded = excluded,
                                    .erased = (int64_t)reckoned->erased};
    for (size_t i = 0; i < outcome->excluded_count; i++) {
        Str reason = text_in(&outcome->excluded[i].condition->reason, STR("en"));
        add_excluded(out, excluded, reason, outcome->excluded[i].count);
    }
    for (State state = STATE_NONE; state < STATE_COUNT; state++) {
        Str reason = str_format(arena, "state: %.*s", STR_ARG(state_name(state)));
        add_excluded(out, excluded, reason, reckoned->by_state[state]);
    }
}

static void add_parties(const Terms *terms, Statement *out) {
    const Programme *programme = &terms->programme;
    const Organisation *organisation = &terms->organisation;
    out->organisation = (StatementOrganisation){.id = organisation->id,
                                                .name = organisation->name,
                                                .identifiers = organisation->identifiers,
                                                .identifier_count = organisation->identifier_count,
                                                .country = organisation->country};
    out->programme = (StatementProgramme){.id = programme->id,
                                          .name = programme->name,
                                          .kind = programme->kind,
                                          .responsible_party = programme->responsible_party,
                                          .boundary = programme->boundary,
                                          .parameters = programme->parameters};
    out->intended_use = programme->intended_use;
    out->intended_users = programme->intended_users;
}

static void add_words(Arena *arena, const Terms *terms, Statement *out) {
    const Methodology *methodology = &terms->methodology;
    out->methodology = (StatementMethodology){.id = methodology->id,
                                              .version = methodology->version,
                                              .sha256 = hex_encode(arena, hash_bytes(&methodology->sha256)),
                                              .title = methodology->title};
    out->uncertainty = describe_english(arena, methodology_show_uncertainty(arena, methodology));
    out->claims = describe_english(arena,
                                   STR("This statement is self-declared by the responsible party and not verified. "
                                       "It is not a carbon credit."));
}

bool compose_statement(App *app, const ComposeInput *input, Statement *out, Err *err) {
    Arena *arena = app->arena;
    const ReckonDone *reckoned = input->reckoned;
    Hash root = merkle_root(&reckoned->frame);
    Statement statement = {
        .v = 1,
        .id = input->id,
        .state = STATEMENT_SELF_DECLARED,
        .period = {.start = input->from, .end = input->until, .zone = input->terms->programme.zone},
        .frame = {.root = hex_encode(arena, hash_bytes(&root)), .size = (int64_t)reckoned->frame.size},
        .log = input->log};
    add_parties(input->terms, &statement);
    add_words(arena, input->terms, &statement);
    compose_results(arena, input->terms, &reckoned->outcome, &statement);
    add_activity(arena, input->terms, &reckoned->outcome, &statement);
    add_factors(arena, &reckoned->outcome, &statement);
    add_formulas(arena, &input->terms->methodology, &statement);
    add_counts(arena, reckoned, &statement);
    TRY(describe_coverage(arena, input->terms, reckoned, &statement, err));
    TRY(statement_check(&statement, err));
    *out = statement;
    return true;
}

static const StatementResult *result_named(const Statement *statement, Str name) {
    for (size_t i = 0; i < statement->result_count; i++) {
        if (str_eq(statement->results[i].name, name)) {
            return &statement->results[i];
        }
    }
    return NULL;
}

Str compose_changes(Arena *arena, const Statement *earlier, const Statement *now) {
    Buf text = {.arena = arena};
    buf_addf(&text, "Records received %lld (was %lld), accepted %lld (was %lld), erased %lld (was %lld).",
             (long long)now->counts.received, (long long)earlier->counts.received, (long long)now->counts.accepted,
             (long long)earlier->counts.accepted, (long long)now->counts.erased, (long long)earlier->counts.erased);
    if (!str_eq(now->methodology.sha256, earlier->methodology.sha256)) {
        buf_addf(&text, " Methodology %.*s %.*s (was %.*s %.*s).", STR_ARG(now->methodology.id),
                 STR_ARG(now->methodology.version), STR_ARG(earlier->methodology.id),
                 STR_ARG(earlier->methodology.version));
    }
    for (size_t i = 0; i < now->result_count; i++) {
        const StatementResult *was = result_named(earlier, now->results[i].name);
        bool same = was != NULL && str_eq(was->full, now->results[i].full);
        buf_addf(&text, " %.*s %.*s %.*s", STR_ARG(text_in(&now->results[i].label, STR("en"))),
                 STR_ARG(now->results[i].full), STR_ARG(now->results[i].unit));
        if (was == NULL) {
            buf_add(&text, STR(" (not stated before)."));
        } else {
            buf_addf(&text, same ? " (unchanged)." : " (was %.*s).", STR_ARG(was->full));
        }
    }
    return buf_str(&text);
}
