#include "app/looking.h"

#include "app/terms.h"
#include "app/vault.h"
#include "codec/hex.h"
#include "codec/uuid.h"
#include "domain/state.h"
#include "store/documents.h"
#include "store/records.h"
#include "store/statements.h"

/* Items of one size, growing in the arena. */
typedef struct {
    Arena *arena;
    char *items;
    size_t size;
    size_t count;
    size_t capacity;
} List;

static void *list_next(List *list) {
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        char *grown = arena_array(list->arena, capacity, list->size);
        for (size_t i = 0; i < list->count * list->size; i++) {
            grown[i] = list->items[i];
        }
        list->items = grown;
        list->capacity = capacity;
    }
    return list->items + list->count++ * list->size;
}

static bool find_index(App *app, uint64_t entry, bool *logged, uint64_t *index, Err *err) {
    Err missing = {0};
    *logged = ledger_index(&app->ledger, entry, index, &missing);
    return *logged || missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
}

static bool programme_exists(App *app, Str programme, Err *err) {
    Programme document = {0};
    Hash sha256;
    return terms_programme(app, programme, &document, &sha256, err);
}

/* Records. */

typedef struct {
    App *app;
    uint64_t limit;
    List rows;
    bool full;
} Rows;

static bool make_row(App *app, const RecordsRow *stored, LookingRow *out, Err *err) {
    LookingRow row = {.id = uuid_format(app->arena, stored->id),
                      .type = str_copy(app->arena, stored->type),
                      .venue = str_copy(app->arena, stored->venue),
                      .date_local = str_copy(app->arena, stored->date_local),
                      .state = str_copy(app->arena, stored->state)};
    TRY(find_index(app, stored->entry, &row.logged, &row.index, err));
    *out = row;
    return true;
}

static bool each_row(void *ctx, const RecordsRow *stored, Err *err) {
    Rows *rows = ctx;
    if (rows->rows.count >= rows->limit) {
        rows->full = true;
        return false;
    }
    LookingRow row = {0};
    TRY(make_row(rows->app, stored, &row, err));
    *(LookingRow *)list_next(&rows->rows) = row;
    return true;
}

bool looking_records(App *app, const LookingFilter *filter, LookingRows *out, Err *err) {
    State state = STATE_NONE;
    TRY(programme_exists(app, filter->programme, err));
    TRY(filter->state.len == 0 || state_parse(filter->state, &state, err));
    RecordsFilter stored = {.programme = filter->programme, .state = filter->state};
    Rows rows = {.app = app, .limit = filter->limit, .rows = {.arena = app->arena, .size = sizeof(LookingRow)}};
    uint64_t total = 0;
    TRY(records_count(app->store.db, &stored, &total, err));
    TRY(records_each(app->store.db, &stored, each_row, &rows, err) || rows.full);
    *out = (LookingRows){.rows = (LookingRow *)(void *)rows.rows.items, .count = rows.rows.count, .total = total};
    return true;
}

typedef struct {
    App *app;
    List events;
} Events;

static bool each_event(void *ctx, const EntriesRow *entry, Err *err) {
    Events *events = ctx;
    LookingEvent event = {.kind = str_copy(events->app->arena, entry->kind)};
    Err gone = {0};
    if (!vault_read(events->app->arena, events->app->store.db, entry, &event.text, &gone) && gone.code != ERR_GONE) {
        return err_set(err, gone.code, "%s", gone.text);
    }
    TRY(find_index(events->app, entry->entry, &event.logged, &event.index, err));
    *(LookingEvent *)list_next(&events->events) = event;
    return true;
}

static bool read_payload(App *app, uint64_t number, LookingRecord *record, Err *err) {
    EntriesRow entry = {0};
    TRY(entries_get(app->arena, app->store.db, number, &entry, err));
    TRY(vault_read(app->arena, app->store.db, &entry, &record->payload, err));
    return record_parse(app->arena, record->payload, &record->record, err);
}

bool looking_record(App *app, Str programme, Str id, LookingRecord *out, Err *err) {
    uint8_t uuid[UUID_BYTES];
    RecordsRow row = {0};
    LookingRecord record = {0};
    TRY(programme_exists(app, programme, err));
    TRY(uuid_parse(id, uuid, err));
    if (!records_get(app->arena, app->store.db, programme, uuid, &row, err)) {
        return err->code != ERR_NOT_FOUND
                   ? false
                   : err_set(err, ERR_NOT_FOUND,
                             "there is no record %.*s in programme %.*s; 'banyan record list' shows those there are",
                             STR_ARG(id), STR_ARG(programme));
    }
    TRY(make_row(app, &row, &record.row, err));
    record.erased = str_eq(row.state, state_name(STATE_ERASED));
    TRY(record.erased || read_payload(app, row.entry, &record, err));
    Events events = {.app = app, .events = {.arena = app->arena, .size = sizeof(LookingEvent)}};
    TRY(entries_about(app->store.db, programme, uuid, each_event, &events, err));
    record.events = (LookingEvent *)(void *)events.events.items;
    record.event_count = events.events.count;
    *out = record;
    return true;
}

/* Documents. */

typedef struct {
    Str kind;
    Str later; /* the kind of a document that replaces one; empty where there is none */
    bool versions;
    const char *noun;
    const char *list; /* how to see all */
} Kind;

static const Kind kinds[LOOKING_KINDS] = {
    [LOOKING_ORGANISATIONS] =
        {STR_INIT("organisation.registered"), {0}, false, "organisation", "banyan organisation list"},
    [LOOKING_PROGRAMMES] = {STR_INIT("programme.opened"), STR_INIT("programme.changed"), false, "programme",
                            "banyan programme list"},
    [LOOKING_VENUES] = {STR_INIT("venue.registered"), {0}, false, "venue", "banyan venue list"},
    [LOOKING_METHODOLOGIES] = {STR_INIT("methodology.published"), {0}, true, "methodology", "banyan methodology list"},
    [LOOKING_FACTORS] = {STR_INIT("factors.published"), {0}, true, "factor set", "banyan methodology list"},
};

typedef struct {
    uint64_t entry;
    Hash sha256;
    LookingDocument document;
} Found;

typedef struct {
    App *app;
    const Kind *kind;
    List found;
} Documents;

static bool same_name(const Kind *kind, const LookingDocument *document, const DocumentsRow *row) {
    return str_eq(document->name, row->name) && str_eq(document->programme, row->programme) &&
           (!kind->versions || str_eq(document->version, row->version));
}

/* The place of a document of that name, or a new one. */
static Found *place_of(Documents *documents, const DocumentsRow *row) {
    Found *found = (Found *)(void *)documents->found.items;
    for (size_t i = 0; i < documents->found.count; i++) {
        if (same_name(documents->kind, &found[i].document, row)) {
            return &found[i];
        }
    }
    return list_next(&documents->found);
}

static bool each_document(void *ctx, const DocumentsRow *row, Err *err) {
    Documents *documents = ctx;
    Arena *arena = documents->app->arena;
    (void)err;
    Found *found = place_of(documents, row);
    if (found->entry < row->entry) {
        *found = (Found){.entry = row->entry,
                         .sha256 = row->sha256,
                         .document = {.programme = str_copy(arena, row->programme),
                                      .name = str_copy(arena, row->name),
                                      .version = str_copy(arena, row->version)}};
    }
    return true;
}

static bool fill_document(App *app, Found *found, Err *err) {
    DocumentsRow row = {0};
    TRY(documents_get(app->arena, app->store.db, &found->sha256, &row, err));
    found->document.body = row.body;
    found->document.sha256 = hex_encode(app->arena, hash_bytes(&found->sha256));
    return find_index(app, found->entry, &found->document.logged, &found->document.index, err);
}

bool looking_documents(App *app, LookingKind kind, Str programme, LookingDocuments *out, Err *err) {
    Documents documents = {.app = app, .kind = &kinds[kind], .found = {.arena = app->arena, .size = sizeof(Found)}};
    TRY(documents_each(app->store.db, kinds[kind].kind, programme, each_document, &documents, err));
    TRY(kinds[kind].later.len == 0 ||
        documents_each(app->store.db, kinds[kind].later, programme, each_document, &documents, err));
    Found *found = (Found *)(void *)documents.found.items;
    LookingDocument *items = ARENA_ARRAY(app->arena, documents.found.count, LookingDocument);
    for (size_t i = 0; i < documents.found.count; i++) {
        TRY(fill_document(app, &found[i], err));
        items[i] = found[i].document;
    }
    *out = (LookingDocuments){.items = items, .count = documents.found.count};
    return true;
}

bool looking_document(App *app, LookingKind kind, Str programme, Str name, LookingDocument *out, Err *err) {
    LookingDocuments documents = {0};
    TRY(looking_documents(app, kind, programme, &documents, err));
    for (size_t i = documents.count; i > 0; i--) {
        if (str_eq(documents.items[i - 1].name, name)) {
            *out = documents.items[i - 1];
            return true;
        }
    }
    return err_set(err, ERR_NOT_FOUND, "there is no %s '%.*s' here; '%s' shows those there are", kinds[kind].noun,
                   STR_ARG(name), kinds[kind].list);
}

/* Statements. */

typedef struct {
    App *app;
    List statements;
} Statements;

static bool each_statement(void *ctx, const StatementsRow *row, Err *err) {
    Statements *statements = ctx;
    Arena *arena = statements->app->arena;
    LookingStatement statement = {.id = uuid_format(arena, row->id),
                                  .programme = str_copy(arena, row->programme),
                                  .state = str_copy(arena, row->state),
                                  .sha256 = hex_encode(arena, hash_bytes(&row->document))};
    if (row->has_supersedes) {
        statement.supersedes = uuid_format(arena, row->supersedes);
    }
    TRY(find_index(statements->app, row->entry, &statement.logged, &statement.index, err));
    *(LookingStatement *)list_next(&statements->statements) = statement;
    return true;
}

bool looking_statements(App *app, Str programme, LookingStatements *out, Err *err) {
    TRY(programme.len == 0 || programme_exists(app, programme, err));
    Statements statements = {.app = app, .statements = {.arena = app->arena, .size = sizeof(LookingStatement)}};
    TRY(statements_each(app->store.db, programme, each_statement, &statements, err));
    *out = (LookingStatements){.items = (LookingStatement *)(void *)statements.statements.items,
                               .count = statements.statements.count};
    return true;
}
