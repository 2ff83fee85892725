#include "app/public_record.h"

#include "app/disclose.h"
#include "app/looking.h"
#include "app/proved.h"
#include "app/recheck.h"
#include "app/reckon.h"
#include "app/vault.h"
#include "codec/hex.h"
#include "codec/uuid.h"
#include "store/erasures.h"
#include "store/leaves.h"

typedef struct {
    App *app;
    EntriesRow entry;
    RecordsRow row;
    Record record;
    PublicRecord shown;
} Viewing;

static bool not_shown(uint64_t index, Err *err) {
    return err_set(err, ERR_NOT_FOUND, "leaf %llu of the log is no record of an open programme",
                   (unsigned long long)index);
}

/* True: a verdict was reached, though a bad one. */
static bool fault(Viewing *viewing, PublicRecordVerdict verdict, const char *sentence) {
    viewing->shown.verdict = verdict;
    viewing->shown.fault = str_from_c(sentence);
    return true;
}

static bool find_entry(Viewing *viewing, uint64_t index, Err *err) {
    App *app = viewing->app;
    LeavesRow leaf = {0};
    Err refused = {0};
    if (index >= app->ledger.head.size) {
        return not_shown(index, err);
    }
    TRY(leaves_get(app->store.db, index, &leaf, err));
    TRY(entries_get(app->arena, app->store.db, leaf.entry, &viewing->entry, err));
    bool shown = str_eq(viewing->entry.kind, STR("record.submitted")) &&
                 visible_open(app, viewing->entry.programme, &viewing->shown.programme, &refused);
    if (!shown) {
        return refused.kind == ERR_KIND_NONE || refused.code == ERR_NOT_FOUND
                   ? not_shown(index, err)
                   : err_set(err, refused.code, "%s", refused.text);
    }
    viewing->shown.index = index;
    viewing->shown.leaf = viewing->entry.leaf;
    return records_of_entry(app->arena, app->store.db, viewing->entry.programme, leaf.entry, &viewing->row, err);
}

/* The entry against the signed root; *good is false where the verdict is found. */
static bool check_leaf(Viewing *viewing, bool *good, Err *err) {
    App *app = viewing->app;
    Proved proved = {0};
    Err refused = {0};
    *good = proved_entry(app, viewing->entry.entry, &proved, &refused);
    viewing->shown.size = app->ledger.head.size;
    viewing->shown.root = hex_encode(app->arena, hash_bytes(&app->ledger.head.root));
    if (*good) {
        viewing->shown.leaf_hash = hex_encode(app->arena, hash_bytes(&proved.leaf_hash));
        viewing->shown.path = proved.proof.count;
        return true;
    }
    return refused.kind == ERR_KIND_CORRUPT
               ? fault(viewing, PUBLIC_RECORD_UNLOGGED, "The stored entry is not the one that the log holds.")
               : err_set(err, refused.code, "%s", refused.text);
}

static bool check_erased(Viewing *viewing, Err *err) {
    bool erased = false;
    TRY(erasures_exists(viewing->app->store.db, viewing->entry.entry, &erased, err));
    viewing->shown.verdict = PUBLIC_RECORD_ERASED;
    return erased || fault(viewing, PUBLIC_RECORD_MISLABELED, "It is marked as erased, but no erasure was logged.");
}

static bool confirm(Viewing *viewing, Err *err) {
    App *app = viewing->app;
    Str payload = {0};
    RecordField *fields = ARENA_ARRAY(app->arena, RECORD_FIELDS, RecordField);
    TRY(vault_read(app->arena, app->store.db, &viewing->entry, &payload, err));
    TRY(record_parse(app->arena, payload, &viewing->record, err));
    record_fields(app->arena, &viewing->record, fields);
    return vault_confirm(app->arena, app->store.db, &viewing->entry,
                         &(VaultFields){.fields = fields, .count = RECORD_FIELDS}, err);
}

static bool check_payload(Viewing *viewing, bool *good, Err *err) {
    Err refused = {0};
    *good = confirm(viewing, &refused);
    if (*good) {
        return true;
    }
    if (refused.code == ERR_NOT_FOUND || refused.code == ERR_GONE) {
        return fault(viewing, PUBLIC_RECORD_MISSING, "Its content is not there, and no erasure says why.");
    }
    bool changed = refused.kind == ERR_KIND_CORRUPT || refused.kind == ERR_KIND_INVALID;
    return changed ? fault(viewing, PUBLIC_RECORD_CHANGED, "What is stored is not what was committed to the log.")
                   : err_set(err, refused.code, "%s", refused.text);
}

/* Lists and counts are made of the row, so it has to say what was committed. */
static bool check_row(Viewing *viewing) {
    const RecordsRow *row = &viewing->row;
    const Act *act = &viewing->record.act;
    bool same = str_eq(row->type, act->type) && str_eq(row->venue, act->venue) &&
                str_eq(row->date_local, viewing->record.server.date_local);
    if (!same) {
        fault(viewing, PUBLIC_RECORD_MISLABELED, "The lists say something else than what was committed.");
    }
    return same;
}

/* What is told of a record that holds. */

static bool find_venue(App *app, Str programme, Str id, Venue *out, Err *err) {
    LookingDocument document = {0};
    Json json = {0};
    Err missing = {0};
    if (!looking_document(app, LOOKING_VENUES, programme, id, &document, &missing)) {
        return missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
    }
    TRY(json_parse(app->arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    return venue_parse(app->arena, &json, out, err);
}

static void tell_inputs(Viewing *viewing, const Methodology *methodology) {
    const Act *act = &viewing->record.act;
    PublicRecordInput *inputs = ARENA_ARRAY(viewing->app->arena, act->input_count, PublicRecordInput);
    for (size_t i = 0; i < act->input_count; i++) {
        const RecordInput *input = &act->inputs[i];
        const MethodologyInput *declared = methodology_input(methodology, input->name);
        inputs[i] = (PublicRecordInput){.name = input->name,
                                        .value = input->value,
                                        .unit = input->unit,
                                        .how = input->how,
                                        .instrument = input->instrument};
        if (declared != NULL) {
            inputs[i].label = declared->label;
        }
    }
    viewing->shown.inputs = inputs;
    viewing->shown.input_count = act->input_count;
}

static bool latest_statement(App *app, Str programme, IssueShown *out, bool *found, Err *err) {
    Err missing = {0};
    *found = issue_show(app, (Str){0}, programme, out, &missing);
    return *found || missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
}

static bool in_frame(App *app, const uint8_t *id, uint64_t entry, bool *out, Err *err) {
    uint64_t *entries = NULL;
    size_t count = 0;
    TRY(issue_frame(app, id, &entries, &count, err));
    *out = false;
    for (size_t i = 0; i < count && !*out; i++) {
        *out = entries[i] == entry;
    }
    return true;
}

typedef struct {
    Viewing *viewing;
    const Methodology *methodology;
} Figures;

static bool tell_figures(void *ctx, const ReckonRecord *record, Err *err) {
    const Figures *figures = ctx;
    Arena *arena = figures->viewing->app->arena;
    const QuantifyVerdict *verdict = record->verdict;
    PublicRecordFigure *told = ARENA_ARRAY(arena, verdict->figure_count, PublicRecordFigure);
    (void)err;
    for (size_t i = 0; i < verdict->figure_count; i++) {
        const QuantifyFigure *figure = &verdict->figures[i];
        const MethodologyFormula *formula = methodology_formula(figures->methodology, figure->name);
        told[i] = (PublicRecordFigure){.name = str_copy(arena, figure->name),
                                       .value = str_copy(arena, figure->value),
                                       .unit = str_copy(arena, figure->unit)};
        if (formula != NULL) {
            told[i].label = formula->label;
        }
    }
    figures->viewing->shown.figures = told;
    figures->viewing->shown.figure_count = verdict->figure_count;
    return true;
}

/* One record run through the methodology and factors that the statement pins. */
static bool reckon_one(Viewing *viewing, const Terms *terms, Err *err) {
    Figures figures = {.viewing = viewing, .methodology = &terms->methodology};
    ReckonDone done = {0};
    ReckonRequest request = {.terms = terms,
                             .entries = &viewing->entry.entry,
                             .entry_count = 1,
                             .figures = true,
                             .each = tell_figures,
                             .ctx = &figures};
    return reckon_run(viewing->app, &request, &done, err);
}

static bool tell_counted(Viewing *viewing, Err *err) {
    App *app = viewing->app;
    IssueShown *statement = ARENA_NEW(app->arena, IssueShown);
    Terms *terms = ARENA_NEW(app->arena, Terms);
    bool found = false;
    TRY(latest_statement(app, viewing->entry.programme, statement, &found, err));
    if (found) {
        TRY(in_frame(app, statement->row.id, viewing->entry.entry, &viewing->shown.counted, err));
    }
    if (!viewing->shown.counted) {
        TRY(terms_load(app, viewing->entry.programme, terms, err));
        tell_inputs(viewing, &terms->methodology);
        return true;
    }
    viewing->shown.statement = statement->statement.id;
    TRY(recheck_terms(app, statement, terms, err));
    tell_inputs(viewing, &terms->methodology);
    return reckon_one(viewing, terms, err);
}

static bool tell(Viewing *viewing, Err *err) {
    const Record *record = &viewing->record;
    viewing->shown.verdict = PUBLIC_RECORD_HOLDS;
    viewing->shown.type = record->act.type;
    viewing->shown.date_local = record->server.date_local;
    viewing->shown.place_coarse = record->server.place_coarse;
    TRY(find_venue(viewing->app, viewing->entry.programme, record->act.venue, &viewing->shown.venue, err));
    return tell_counted(viewing, err);
}

static bool judge(Viewing *viewing, Err *err) {
    bool good = false;
    TRY(check_leaf(viewing, &good, err));
    if (!good) {
        return true;
    }
    if (str_eq(viewing->row.state, state_name(STATE_ERASED))) {
        return check_erased(viewing, err);
    }
    TRY(check_payload(viewing, &good, err));
    return !good || !check_row(viewing) || tell(viewing, err);
}

static bool view(App *app, uint64_t index, Viewing **out, Err *err) {
    Viewing *viewing = ARENA_NEW(app->arena, Viewing);
    viewing->app = app;
    TRY(find_entry(viewing, index, err));
    viewing->shown.state = viewing->row.state;
    TRY(judge(viewing, err));
    *out = viewing;
    return true;
}

bool public_record_show(App *app, uint64_t index, PublicRecord *out, Err *err) {
    Viewing *viewing = NULL;
    TRY(view(app, index, &viewing, err));
    *out = viewing->shown;
    return true;
}

bool public_record_bundle(App *app, uint64_t index, Str *out, Err *err) {
    static const Str fields[] = {STR_INIT("v"),     STR_INIT("programme"), STR_INIT("type"),
                                 STR_INIT("venue"), STR_INIT("inputs"),    STR_INIT("date_local")};
    Viewing *viewing = NULL;
    TRY(view(app, index, &viewing, err));
    if (viewing->shown.verdict == PUBLIC_RECORD_ERASED) {
        return err_set(err, ERR_GONE, "the record at leaf %llu was erased; its leaf stays in the log",
                       (unsigned long long)index);
    }
    if (viewing->shown.verdict != PUBLIC_RECORD_HOLDS) {
        return err_set(err, ERR_CORRUPT, "leaf %llu: %.*s", (unsigned long long)index, STR_ARG(viewing->shown.fault));
    }
    DiscloseRequest request = {.programme = viewing->entry.programme,
                               .id = uuid_format(app->arena, viewing->row.id),
                               .fields = fields,
                               .field_count = COUNT_OF(fields),
                               .statement = viewing->shown.statement};
    return disclose_record(app, &request, out, err);
}
