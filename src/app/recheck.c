#include "app/recheck.h"

#include <stdarg.h>
#include <stdio.h>

#include "app/compose.h"
#include "codec/hex.h"
#include "proof/leaf.h"
#include "proof/tlog_proof.h"
#include "store/entries.h"

enum { RECHECK_FINDINGS = 64, RECHECK_TEXT = 512 };

typedef struct {
    App *app;
    RecheckDone done;
    Str findings[RECHECK_FINDINGS];
} Recheck;

static void find(Recheck *recheck, const char *format, ...) PRINTF_LIKE(2, 3);

static void find(Recheck *recheck, const char *format, ...) {
    char text[RECHECK_TEXT];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (recheck->done.finding_count < RECHECK_FINDINGS) {
        recheck->findings[recheck->done.finding_count++] = str_copy(recheck->app->arena, str_from_c(text));
    }
}

static bool load_pins(App *app, const Statement *statement, TermsPins *out, Err *err) {
    Bytes hash = {0};
    Hash *sets = ARENA_ARRAY(app->arena, statement->factor_count, Hash);
    TermsPins pins = {.programme = statement->programme.id, .sets = sets};
    TRY(hex_decode(app->arena, statement->methodology.sha256, &hash, err));
    for (size_t i = 0; i < HASH_BYTES; i++) {
        pins.methodology.bytes[i] = hash.ptr[i];
    }
    for (size_t i = 0; i < statement->factor_count; i++) {
        Hash set;
        TRY(hex_decode(app->arena, statement->factors[i].sha256, &hash, err));
        for (size_t j = 0; j < HASH_BYTES; j++) {
            set.bytes[j] = hash.ptr[j];
        }
        bool known = false;
        for (size_t j = 0; j < pins.set_count; j++) {
            known = known || hash_eq(&sets[j], &set);
        }
        if (!known) {
            sets[pins.set_count++] = set;
        }
    }
    *out = pins;
    return true;
}

bool recheck_terms(App *app, const IssueShown *shown, Terms *out, Err *err) {
    TermsPins pins = {0};
    TRY(load_pins(app, &shown->statement, &pins, err));
    TRY(terms_pinned(app, &pins, out, err));
    out->context.parameters = &shown->statement.programme.parameters;
    return true;
}

static void compare_figure(Recheck *recheck, Str result, const char *what, Str stated, Str computed) {
    if (!str_eq(stated, computed)) {
        find(recheck, "%.*s: %s is stated as %.*s but comes out as %.*s", STR_ARG(result), what, STR_ARG(stated),
             STR_ARG(computed));
    }
}

static void compare_results(Recheck *recheck, const Statement *computed) {
    const Statement *stated = &recheck->done.shown.statement;
    if (stated->result_count != computed->result_count) {
        find(recheck, "%zu results are stated, %zu come out", stated->result_count, computed->result_count);
        return;
    }
    for (size_t i = 0; i < stated->result_count; i++) {
        const StatementResult *a = &stated->results[i];
        const StatementResult *b = &computed->results[i];
        compare_figure(recheck, a->name, "its published value", a->value, b->value);
        compare_figure(recheck, a->name, "its full figure", a->full, b->full);
        compare_figure(recheck, a->name, "its unit", a->unit, b->unit);
        compare_figure(recheck, a->name, "its standard error", a->se, b->se);
        compare_figure(recheck, a->name, "its lower bound", a->interval.low, b->interval.low);
        compare_figure(recheck, a->name, "its upper bound", a->interval.high, b->interval.high);
        compare_figure(recheck, a->name, "its full lower bound", a->interval_full.low, b->interval_full.low);
        compare_figure(recheck, a->name, "its full upper bound", a->interval_full.high, b->interval_full.high);
    }
}

static void compare_frame(Recheck *recheck, const ReckonDone *reckoned) {
    const Statement *stated = &recheck->done.shown.statement;
    Hash root = merkle_root(&reckoned->frame);
    Str text = hex_encode(recheck->app->arena, hash_bytes(&root));
    if (!str_eq(text, stated->frame.root) || (uint64_t)stated->frame.size != reckoned->frame.size) {
        find(recheck, "the frame is stated as %lld records under root %.*s but comes out as %llu under %.*s",
             (long long)stated->frame.size, STR_ARG(stated->frame.root), (unsigned long long)reckoned->frame.size,
             STR_ARG(text));
    }
}

/* The frame's root from leaves alone, which erasure does not touch. */
static bool check_frame_leaves(Recheck *recheck, const uint64_t *entries, size_t count, Err *err) {
    ReckonDone frame = {0};
    for (size_t i = 0; i < count; i++) {
        ArenaMark mark = arena_mark(recheck->app->arena);
        EntriesRow entry = {0};
        Leaf leaf = {0};
        TRY(entries_get(recheck->app->arena, recheck->app->store.db, entries[i], &entry, err));
        TRY(leaf_parse(recheck->app->arena, entry.leaf, &leaf, err));
        Hash hash = merkle_leaf(hash_bytes(&leaf.hash));
        merkle_append(&frame.frame, &hash);
        arena_rewind(recheck->app->arena, mark);
    }
    compare_frame(recheck, &frame);
    return true;
}

/* A payload or a record that is not what it was is a finding; what cannot be read at all is an error. */
static bool reckon_again(Recheck *recheck, const uint64_t *entries, size_t count, Err *err) {
    App *app = recheck->app;
    Terms terms = {0};
    ReckonDone reckoned = {0};
    Statement computed = {0};
    Err refused = {0};
    TRY(recheck_terms(app, &recheck->done.shown, &terms, err));
    ReckonRequest request = {.terms = &terms, .entries = entries, .entry_count = count, .confirm = true};
    if (!reckon_run(app, &request, &reckoned, &refused)) {
        find(recheck, "%s", refused.text);
        return refused.kind == ERR_KIND_CORRUPT || refused.kind == ERR_KIND_INVALID ||
               err_set(err, refused.code, "%s", refused.text);
    }
    recheck->done.confirmed = reckoned.entry_count;
    compare_frame(recheck, &reckoned);
    compose_results(app->arena, &terms, &reckoned.outcome, &computed);
    compare_results(recheck, &computed);
    return true;
}

static bool check_log(Recheck *recheck, Err *err) {
    App *app = recheck->app;
    uint64_t index = 0;
    MerkleProof proof = {0};
    Err refused = {0};
    if (ledger_index(&app->ledger, recheck->done.shown.row.entry, &index, &refused) &&
        ledger_prove_inclusion(&app->ledger, index, &proof, &refused)) {
        return true;
    }
    find(recheck, "the statement's own place in the log: %s", refused.text);
    return refused.kind == ERR_KIND_CORRUPT || refused.kind == ERR_KIND_NOT_FOUND ||
           err_set(err, refused.code, "%s", refused.text);
}

bool recheck_statement(App *app, Str id, RecheckDone *out, Err *err) {
    Recheck *recheck = ARENA_NEW(app->arena, Recheck);
    uint64_t *entries = NULL;
    size_t count = 0;
    recheck->app = app;
    TRY(issue_show(app, id, (Str){0}, &recheck->done.shown, err));
    TRY(issue_frame(app, recheck->done.shown.row.id, &entries, &count, err));
    recheck->done.erased = recheck->done.shown.erased_since;
    TRY(check_log(recheck, err));
    if (recheck->done.erased > 0) {
        TRY(check_frame_leaves(recheck, entries, count, err));
        find(recheck,
             "%llu of %zu records were erased since, so the results cannot be computed again; the frame's root %s",
             (unsigned long long)recheck->done.erased, count,
             recheck->done.finding_count == 0 ? "still holds" : "does not hold either");
    } else {
        TRY(reckon_again(recheck, entries, count, err));
    }
    recheck->done.findings = recheck->findings;
    recheck->done.holds = recheck->done.finding_count == 0;
    *out = recheck->done;
    return true;
}
