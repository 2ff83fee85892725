#include "app/publish.h"

#include "app/ruleset.h"
#include "app/sequence.h"
#include "app/terms.h"
#include "codec/canonical.h"
#include "codec/hex.h"
#include "codec/yaml.h"
#include "domain/organisation.h"
#include "domain/programme.h"
#include "domain/venue.h"
#include "proof/leaf.h"
#include "quantify/methodology_check.h"
#include "quantify/methodology_test.h"
#include "store/entries.h"

/* People write YAML; JSON in its ordinary form is YAML as well. */
static bool read_document(Arena *arena, Str text, Json *out, Err *err) {
    Yaml tree = {0};
    TRY(yaml_parse(arena, text, &tree, err));
    *out = yaml_json(arena, &tree);
    return true;
}

bool publish_in(Db *db, Arena *arena, int64_t now_min, DocumentsRow *document, Err *err) {
    EntriesNew entry = {
        .programme = document->programme,
        .kind = document->kind,
        .subject = document->sha256.bytes,
        .leaf = leaf_document(arena, document->kind, &document->sha256),
        .accepted_minute = now_min,
    };
    TRY(entries_append(db, &entry, &document->entry, err));
    return documents_put(db, document, err);
}

typedef struct {
    const App *app;
    DocumentsRow document;
} Publishing;

static bool write_document(Db *db, void *ctx, Err *err) {
    Publishing *publishing = ctx;
    return publish_in(db, publishing->app->arena, app_now_min(publishing->app), &publishing->document, err);
}

/* The document's own version if it has one, else the latest of that name: is it this very document? */
static bool is_published(App *app, const DocumentsRow *document, bool *same, bool *other, Err *err) {
    DocumentsRow found = {0};
    Err missing = {0};
    if (!documents_find(app->arena, app->store.db, document, &found, &missing)) {
        *same = false;
        *other = false;
        if (missing.code == ERR_NOT_FOUND) {
            return true;
        }
        return err_set(err, missing.code, "%s", missing.text);
    }
    *same = hash_eq(&found.sha256, &document->sha256);
    *other = !*same;
    return true;
}

bool publish_document(App *app, const DocumentsRow *document, PublishDone *out, Err *err) {
    Publishing publishing = {.app = app, .document = *document};
    publishing.document.sha256 = hash_of_str(document->body);
    bool same = false;
    bool other = false;
    TRY(is_published(app, &publishing.document, &same, &other, err));
    if (other && document->version.len > 0) {
        return err_set(
            err, ERR_CONFLICT,
            "%.*s version %.*s is published with other content; a version never changes: give this one a new "
            "version",
            STR_ARG(document->name), STR_ARG(document->version));
    }
    if (!same) {
        TRY(db_write(app->store.db, write_document, &publishing, err));
        SequenceDone sequenced = {0};
        TRY(sequence_stored(app, &sequenced, err));
    }
    *out = (PublishDone){.kind = document->kind,
                         .name = document->name,
                         .version = document->version,
                         .sha256 = publishing.document.sha256,
                         .entry = same ? 0 : publishing.document.entry};
    return true;
}

bool publish_organisation(App *app, Str text, PublishDone *out, Err *err) {
    Json json = {0};
    Organisation organisation = {0};
    TRY(read_document(app->arena, text, &json, err));
    TRY(organisation_parse(app->arena, &json, &organisation, err));
    DocumentsRow document = {.kind = STR("organisation.registered"),
                             .name = organisation.id,
                             .body = organisation_json(app->arena, &organisation)};
    return publish_document(app, &document, out, err);
}

/* A person names a methodology by id and version; the hash that pins it is looked up. */
static bool pin_methodology(App *app, Json *programme, Err *err) {
    const Json *methodology = json_get(programme, STR("methodology"));
    if (methodology == NULL || methodology->type != JSON_OBJECT || json_get(methodology, STR("sha256")) != NULL) {
        return true; /* programme_parse says what is wrong */
    }
    const Json *id = json_get(methodology, STR("id"));
    const Json *version = json_get(methodology, STR("version"));
    if (id == NULL || version == NULL || id->type != JSON_STRING || version->type != JSON_STRING) {
        return true;
    }
    DocumentsRow found = {0};
    DocumentsRow like = {.kind = STR("methodology.published"), .name = id->as.string, .version = version->as.string};
    if (!documents_find(app->arena, app->store.db, &like, &found, err)) {
        return err_at(err, "methodology %.*s %.*s is not published here ('banyan methodology publish FILE')",
                      STR_ARG(id->as.string), STR_ARG(version->as.string));
    }
    Json pinned = *methodology;
    json_set(app->arena, &pinned, STR("sha256"), json_string(hex_encode(app->arena, hash_bytes(&found.sha256))));
    for (uint32_t i = 0; i < programme->count; i++) {
        if (str_eq(programme->as.members[i].name, STR("methodology"))) {
            programme->as.members[i].value = pinned;
        }
    }
    return true;
}

static bool need_document(App *app, Str kind, Str programme, Str name, Err *err) {
    DocumentsRow found = {0};
    DocumentsRow like = {.kind = kind, .programme = programme, .name = name};
    if (!documents_find(app->arena, app->store.db, &like, &found, err)) {
        return err->code == ERR_NOT_FOUND
                   ? err_set(err, ERR_NOT_FOUND, "there is no %.*s '%.*s' here; register it first",
                             (int)str_find(kind, '.'), kind.ptr, STR_ARG(name))
                   : false;
    }
    return true;
}

bool publish_programme(App *app, Str text, PublishDone *out, Err *err) {
    Json json = {0};
    Programme programme = {0};
    TRY(read_document(app->arena, text, &json, err));
    TRY(pin_methodology(app, &json, err));
    TRY(programme_parse(app->arena, &json, &programme, err));
    TRY(need_document(app, STR("organisation.registered"), (Str){0}, programme.organisation, err));
    DocumentsRow document = {.kind = STR("programme.opened"),
                             .programme = programme.id,
                             .name = programme.id,
                             .body = programme_json(app->arena, &programme)};
    TRY(terms_check(app, &programme, err));
    DocumentsRow opened = {0};
    Err missing = {0};
    if (documents_find(app->arena, app->store.db, &document, &opened, &missing) &&
        !str_eq(opened.body, document.body)) {
        document.kind = STR("programme.changed");
    }
    return publish_document(app, &document, out, err);
}

bool publish_venue(App *app, Str text, Str programme, PublishDone *out, Err *err) {
    Json json = {0};
    Venue venue = {0};
    TRY(read_document(app->arena, text, &json, err));
    if (json.type == JSON_OBJECT && json_get(&json, STR("programme")) == NULL && programme.len > 0) {
        json_set(app->arena, &json, STR("programme"), json_string(programme));
    }
    TRY(venue_parse(app->arena, &json, &venue, err));
    TRY(need_document(app, STR("programme.opened"), venue.programme, venue.programme, err));
    DocumentsRow document = {.kind = STR("venue.registered"),
                             .programme = venue.programme,
                             .name = venue.id,
                             .body = venue_json(app->arena, &venue)};
    return publish_document(app, &document, out, err);
}

bool publish_factors(App *app, Str text, PublishDone *out, Err *err) {
    const UnitTable *units = NULL;
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    FactorSet set = {0};
    TRY(terms_units(app->arena, &units, err));
    TRY(factor_set_load(app->arena, text, units, &set, &faults, err));
    DocumentsRow document = {
        .kind = STR("factors.published"), .name = set.id, .version = set.version, .body = set.canonical};
    return publish_document(app, &document, out, err);
}

static bool pass_own_tests(App *app, const Methodology *methodology, const QuantifyContext *context, Err *err) {
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    TRY(methodology_check(app->arena, methodology, context, &faults, err));
    MethodologyTestOutcome *outcomes = NULL;
    bool passed = false;
    TRY(methodology_test(app->arena, methodology, context, &outcomes, &passed, err));
    return passed || err_set(err, ERR_INVALID_METHODOLOGY,
                             "%.*s: its own test cases do not pass; 'banyan methodology test FILE' shows which",
                             STR_ARG(methodology->id));
}

bool publish_methodology(App *app, Str text, PublishDone *out, Err *err) {
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    Methodology methodology = {0};
    TRY(methodology_load(app->arena, text, &methodology, &faults, err));
    QuantifyContext context = {0};
    TRY(terms_context(app, &methodology, &context, err));
    TRY(pass_own_tests(app, &methodology, &context, err));
    DocumentsRow document = {.kind = STR("methodology.published"),
                             .name = methodology.id,
                             .version = methodology.version,
                             .body = methodology.canonical};
    return publish_document(app, &document, out, err);
}

bool publish_rules_builtin(App *app, PublishDone *out, Err *err) {
    DocumentsRow document = {.kind = STR("rules.published"), .name = STR("basic-checks"), .version = STR("1")};
    Ruleset current = {0};
    TRY(ruleset_current(app->arena, &current, err));
    document.body = current.body;
    return publish_document(app, &document, out, err);
}
