#include "app/terms.h"

#include "codec/hex.h"
#include "store/documents.h"

bool terms_units(Arena *arena, const UnitTable **out, Err *err) {
    UnitTable *table = NULL;
    Faults faults;
    faults_init(&faults, arena, (Str){0});
    TRY(unit_table_load(arena, unit_embedded(), &table, &faults, err));
    *out = table;
    return true;
}

/* A document that may be missing: *found tells. */
static bool find(App *app, const DocumentsRow *like, DocumentsRow *out, bool *found, Err *err) {
    Err missing = {0};
    *found = documents_find(app->arena, app->store.db, like, out, &missing);
    return *found || missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
}

bool terms_programme(App *app, Str programme, Programme *out, Hash *sha256, Err *err) {
    DocumentsRow opened = {.kind = STR("programme.opened"), .programme = programme, .name = programme};
    DocumentsRow changed = {.kind = STR("programme.changed"), .programme = programme, .name = programme};
    bool has_opened = false;
    bool has_changed = false;
    TRY(find(app, &opened, &opened, &has_opened, err));
    TRY(find(app, &changed, &changed, &has_changed, err));
    if (!has_opened) {
        return err_set(err, ERR_NOT_FOUND,
                       "there is no programme '%.*s' here; open it with 'banyan programme open FILE'",
                       STR_ARG(programme));
    }
    const DocumentsRow *latest = has_changed && changed.entry > opened.entry ? &changed : &opened;
    Json json = {0};
    TRY(json_parse(app->arena, latest->body, JSON_LIMITS_DOCUMENT, &json, err));
    *sha256 = latest->sha256;
    return programme_parse(app->arena, &json, out, err);
}

static bool load_set(App *app, const DocumentsRow *document, const UnitTable *units, FactorSet *out, Err *err) {
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    return factor_set_load(app->arena, document->body, units, out, &faults, err);
}

static bool has_set(const FactorSet *sets, size_t count, Str id) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(sets[i].id, id)) {
            return true;
        }
    }
    return false;
}

bool terms_context(App *app, const Methodology *methodology, QuantifyContext *out, Err *err) {
    QuantifyContext context = {0};
    TRY(terms_units(app->arena, &context.units, err));
    FactorSet *sets = ARENA_ARRAY(app->arena, methodology->factor_count, FactorSet);
    for (size_t i = 0; i < methodology->factor_count; i++) {
        Str ref = methodology->factors[i].ref.text;
        Str id = str_cut(&ref, '#');
        DocumentsRow document = {.kind = STR("factors.published"), .name = id};
        if (has_set(sets, context.set_count, id)) {
            continue;
        }
        if (!documents_find(app->arena, app->store.db, &document, &document, err)) {
            return err_at(
                err,
                "factor set '%.*s', which %.*s refers to, is not published here ('banyan methodology publish' "
                "takes --factors DIR)",
                STR_ARG(id), STR_ARG(methodology->id));
        }
        TRY(load_set(app, &document, context.units, &sets[context.set_count], err));
        context.set_count++;
    }
    context.sets = sets;
    *out = context;
    return true;
}

static bool parse_hash(Arena *arena, Str text, Hash *out, Err *err) {
    Bytes bytes = {0};
    TRY(hex_decode(arena, text, &bytes, err));
    if (bytes.len != HASH_BYTES) {
        return err_set(err, ERR_INVALID_ENCODING, "'%.*s' is not a SHA-256 in 64 hexadecimal digits", STR_ARG(text));
    }
    for (size_t i = 0; i < HASH_BYTES; i++) {
        out->bytes[i] = bytes.ptr[i];
    }
    return true;
}

static bool load_methodology(App *app, const Hash *sha256, Methodology *out, Err *err) {
    DocumentsRow document = {0};
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    TRY(documents_get(app->arena, app->store.db, sha256, &document, err));
    return methodology_load(app->arena, document.body, out, &faults, err);
}

static bool methodology_of(App *app, const Programme *programme, Methodology *out, Err *err) {
    Hash sha256;
    TRY(parse_hash(app->arena, programme->methodology.sha256, &sha256, err));
    if (!load_methodology(app, &sha256, out, err)) {
        return err_at(err, "methodology %.*s %.*s of programme %.*s", STR_ARG(programme->methodology.id),
                      STR_ARG(programme->methodology.version), STR_ARG(programme->id));
    }
    return true;
}

/* Choosing the factors shows whether the parameters suit; nothing is computed. */
static bool try_parameters(App *app, const Methodology *methodology, const QuantifyContext *context, Err *err) {
    QuantifyRun *run = NULL;
    return quantify_begin(app->arena, methodology, context, &run, err);
}

bool terms_check(App *app, const Programme *programme, Err *err) {
    Methodology methodology = {0};
    QuantifyContext context = {0};
    TRY(methodology_of(app, programme, &methodology, err));
    TRY(terms_context(app, &methodology, &context, err));
    context.parameters = &programme->parameters;
    return try_parameters(app, &methodology, &context, err);
}

typedef struct {
    App *app;
    Venue *venues;
    size_t count;
    size_t capacity;
} VenueList;

/* A venue registered again counts with its latest document. */
static bool add_venue(VenueList *list, const Venue *venue) {
    for (size_t i = 0; i < list->count; i++) {
        if (str_eq(list->venues[i].id, venue->id)) {
            list->venues[i] = *venue;
            return true;
        }
    }
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        Venue *grown = ARENA_ARRAY(list->app->arena, capacity, Venue);
        for (size_t i = 0; i < list->count; i++) {
            grown[i] = list->venues[i];
        }
        list->venues = grown;
        list->capacity = capacity;
    }
    list->venues[list->count++] = *venue;
    return true;
}

static bool each_venue(void *ctx, const DocumentsRow *row, Err *err) {
    VenueList *list = ctx;
    DocumentsRow document = {0};
    Json json = {0};
    Venue venue = {0};
    TRY(documents_get(list->app->arena, list->app->store.db, &row->sha256, &document, err));
    TRY(json_parse(list->app->arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    TRY(venue_parse(list->app->arena, &json, &venue, err));
    return add_venue(list, &venue);
}

static bool load_organisation(App *app, Str id, Organisation *out, Err *err) {
    DocumentsRow document = {.kind = STR("organisation.registered"), .name = id};
    Json json = {0};
    TRY(documents_find(app->arena, app->store.db, &document, &document, err));
    TRY(json_parse(app->arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    return organisation_parse(app->arena, &json, out, err);
}

/* Everything but methodology and factor sets. */
static bool load_around(App *app, Str programme, Terms *terms, Err *err) {
    TRY(terms_programme(app, programme, &terms->programme, &terms->programme_sha256, err));
    TRY(load_organisation(app, terms->programme.organisation, &terms->organisation, err));
    VenueList list = {.app = app};
    TRY(documents_each(app->store.db, STR("venue.registered"), programme, each_venue, &list, err));
    terms->venues = list.venues;
    terms->venue_count = list.count;
    return ruleset_current(app->arena, &terms->rules, err);
}

/* The context points into the terms themselves, which stay where the caller has them. */
static bool finish(App *app, Terms *terms, Err *err) {
    terms->context.parameters = &terms->programme.parameters;
    return inputs_prepare(app->arena, &terms->methodology, terms->context.units, &terms->inputs, err);
}

bool terms_load(App *app, Str programme, Terms *out, Err *err) {
    Terms terms = {0};
    TRY(load_around(app, programme, &terms, err));
    TRY(methodology_of(app, &terms.programme, &terms.methodology, err));
    TRY(terms_context(app, &terms.methodology, &terms.context, err));
    *out = terms;
    return finish(app, out, err);
}

bool terms_pinned(App *app, const TermsPins *pins, Terms *out, Err *err) {
    Terms terms = {0};
    TRY(load_around(app, pins->programme, &terms, err));
    TRY(load_methodology(app, &pins->methodology, &terms.methodology, err));
    TRY(terms_units(app->arena, &terms.context.units, err));
    FactorSet *sets = ARENA_ARRAY(app->arena, pins->set_count, FactorSet);
    for (size_t i = 0; i < pins->set_count; i++) {
        DocumentsRow document = {0};
        TRY(documents_get(app->arena, app->store.db, &pins->sets[i], &document, err));
        TRY(load_set(app, &document, terms.context.units, &sets[i], err));
    }
    terms.context.sets = sets;
    terms.context.set_count = pins->set_count;
    *out = terms;
    return finish(app, out, err);
}

const Venue *terms_venue(const Terms *terms, Str id) {
    for (size_t i = 0; i < terms->venue_count; i++) {
        if (str_eq(terms->venues[i].id, id)) {
            return &terms->venues[i];
        }
    }
    return NULL;
}
