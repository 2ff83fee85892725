#include "app/public_programme.h"

#include "app/looking.h"
#include "app/proved.h"
#include "app/terms.h"
#include "codec/hex.h"
#include "codec/uuid.h"
#include "domain/state.h"
#include "store/documents.h"
#include "store/listed.h"
#include "store/records.h"

/* Statements: the newest are kept, in a ring. */

typedef struct {
    StatementsRow rows[PUBLIC_PROGRAMME_STATEMENTS];
    size_t total; /* of those shown to the public */
} Newest;

/* The row's state is one of three words, whose text must outlive the row. */
static Str state_word(Str state) {
    static const Str words[] = {STR_INIT("issued"), STR_INIT("superseded"), STR_INIT("withdrawn")};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (str_eq(words[i], state)) {
            return words[i];
        }
    }
    return (Str){0};
}

static bool keep_newest(void *ctx, const StatementsRow *row, Err *err) {
    Newest *newest = ctx;
    (void)err;
    if (visible_state(row->state)) {
        StatementsRow *kept = &newest->rows[newest->total % PUBLIC_PROGRAMME_STATEMENTS];
        *kept = *row;
        kept->state = state_word(row->state);
        kept->programme = (Str){0};
        newest->total++;
    }
    return true;
}

static bool load_statement(App *app, const StatementsRow *row, PublicProgrammeStatement *out, Err *err) {
    DocumentsRow document = {0};
    Json json = {0};
    PublicProgrammeStatement statement = {.id = uuid_format(app->arena, row->id),
                                          .state = row->state,
                                          .sha256 = hex_encode(app->arena, hash_bytes(&row->document))};
    TRY(documents_get(app->arena, app->store.db, &row->document, &document, err));
    TRY(proved_place(app, document.entry, &statement.logged, &statement.index, err));
    TRY(json_parse(app->arena, document.body, JSON_LIMITS_DOCUMENT, &json, err));
    TRY(statement_parse(app->arena, &json, &statement.statement, err));
    *out = statement;
    return true;
}

static bool load_statements(App *app, PublicProgramme *programme, Err *err) {
    Newest *newest = ARENA_NEW(app->arena, Newest);
    TRY(statements_each(app->store.db, programme->programme.id, keep_newest, newest, err));
    size_t count = newest->total < PUBLIC_PROGRAMME_STATEMENTS ? newest->total : PUBLIC_PROGRAMME_STATEMENTS;
    PublicProgrammeStatement *statements = ARENA_ARRAY(app->arena, count, PublicProgrammeStatement);
    for (size_t i = 0; i < count; i++) {
        const StatementsRow *row = &newest->rows[(newest->total - 1 - i) % PUBLIC_PROGRAMME_STATEMENTS];
        TRY(load_statement(app, row, &statements[i], err));
    }
    programme->statements = statements;
    programme->statement_count = count;
    programme->statement_total = newest->total;
    return true;
}

/* The documents a programme refers to; one that is missing leaves its place empty. */

static bool load_json(App *app, const DocumentsRow *like, Json *out, bool *found, Err *err) {
    DocumentsRow document = {0};
    Err missing = {0};
    *found = documents_find(app->arena, app->store.db, like, &document, &missing);
    if (!*found) {
        return missing.code == ERR_NOT_FOUND || err_set(err, missing.code, "%s", missing.text);
    }
    return json_parse(app->arena, document.body, JSON_LIMITS_DOCUMENT, out, err);
}

static bool load_organisation(App *app, PublicProgramme *programme, Err *err) {
    DocumentsRow like = {.kind = STR("organisation.registered"), .name = programme->programme.organisation};
    Json json = {0};
    bool found = false;
    TRY(load_json(app, &like, &json, &found, err));
    return !found || organisation_parse(app->arena, &json, &programme->organisation, err);
}

static bool load_methodology(App *app, PublicProgramme *programme, Err *err) {
    DocumentsRow like = {.kind = STR("methodology.published"),
                         .name = programme->programme.methodology.id,
                         .version = programme->programme.methodology.version};
    Methodology methodology = {0};
    DocumentsRow document = {0};
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    TRY(documents_find(app->arena, app->store.db, &like, &document, err));
    TRY(methodology_load(app->arena, document.body, &methodology, &faults, err));
    programme->methodology = methodology.title;
    return true;
}

/* What an open programme shows besides. */

static bool load_venues(App *app, PublicProgramme *programme, Err *err) {
    LookingDocuments documents = {0};
    TRY(looking_documents(app, LOOKING_VENUES, programme->programme.id, &documents, err));
    PublicProgrammeVenue *venues = ARENA_ARRAY(app->arena, documents.count, PublicProgrammeVenue);
    for (size_t i = 0; i < documents.count; i++) {
        Json json = {0};
        RecordsFilter filter = {.programme = programme->programme.id, .venue = documents.items[i].name};
        TRY(json_parse(app->arena, documents.items[i].body, JSON_LIMITS_DOCUMENT, &json, err));
        TRY(venue_parse(app->arena, &json, &venues[i].venue, err));
        TRY(records_count(app->store.db, &filter, &venues[i].records, err));
    }
    programme->venues = venues;
    programme->venue_count = documents.count;
    return true;
}

typedef struct {
    uint64_t records[STATE_COUNT];
} States;

static bool add_count(void *ctx, const RecordsCount *count, Err *err) {
    States *states = ctx;
    State state = STATE_NONE;
    TRY(state_parse(count->state, &state, err));
    states->records[state] += count->count;
    return true;
}

static bool load_counts(App *app, PublicProgramme *programme, Err *err) {
    States states = {0};
    PublicProgrammeCount *counts = ARENA_ARRAY(app->arena, STATE_COUNT, PublicProgrammeCount);
    TRY(records_counts(app->store.db, programme->programme.id, add_count, &states, err));
    for (size_t i = 0; i < STATE_COUNT; i++) {
        if (states.records[i] > 0) {
            counts[programme->count_count++] = (PublicProgrammeCount){.state = state_name((State)i),
                                                                      .records = states.records[i]};
            programme->records += states.records[i];
        }
    }
    programme->counts = counts;
    return true;
}

static bool load_document(App *app, PublicProgramme *programme, const Hash *sha256, Err *err) {
    DocumentsRow document = {0};
    TRY(documents_get(app->arena, app->store.db, sha256, &document, err));
    programme->sha256 = hex_encode(app->arena, hash_bytes(sha256));
    programme->document = document.body;
    return proved_place(app, document.entry, &programme->logged, &programme->index, err);
}

bool public_programme_show(App *app, Str id, PublicProgramme *out, Err *err) {
    PublicProgramme *programme = ARENA_NEW(app->arena, PublicProgramme);
    Hash sha256;
    TRY(visible_programme(app, id, &programme->programme, err));
    TRY(terms_programme(app, id, &programme->programme, &sha256, err));
    TRY(load_document(app, programme, &sha256, err));
    programme->open = visible_records(&programme->programme);
    TRY(load_organisation(app, programme, err));
    TRY(load_methodology(app, programme, err));
    TRY(load_statements(app, programme, err));
    TRY(!programme->open || (load_venues(app, programme, err) && load_counts(app, programme, err)));
    *out = *programme;
    return true;
}

typedef struct {
    Arena *arena;
    bool found;
    StatementsRow row;
} Latest;

static bool keep_issued(void *ctx, const StatementsRow *row, Err *err) {
    Latest *latest = ctx;
    (void)err;
    if (str_eq(row->state, STR("issued"))) {
        latest->found = true;
        latest->row = *row;
        latest->row.state = STR("issued");
        latest->row.programme = (Str){0};
    }
    return true;
}

static bool load_item(App *app, Str id, PublicProgrammeItem *out, Err *err) {
    Latest latest = {.arena = app->arena};
    TRY(visible_programme(app, id, &out->programme, err));
    TRY(statements_each(app->store.db, id, keep_issued, &latest, err));
    out->stated = latest.found;
    return !latest.found || load_statement(app, &latest.row, &out->latest, err);
}

static void sort_items(PublicProgrammeItem *items, size_t count) {
    for (size_t i = 1; i < count; i++) {
        PublicProgrammeItem item = items[i];
        size_t at = i;
        for (; at > 0 && str_cmp(items[at - 1].programme.id, item.programme.id) > 0; at--) {
            items[at] = items[at - 1];
        }
        items[at] = item;
    }
}

bool public_programme_list(App *app, PublicProgrammes *out, Err *err) {
    LookingDocuments documents = {0};
    TRY(looking_documents(app, LOOKING_PROGRAMMES, (Str){0}, &documents, err));
    PublicProgrammeItem *items = ARENA_ARRAY(app->arena, documents.count, PublicProgrammeItem);
    for (size_t i = 0; i < documents.count; i++) {
        TRY(load_item(app, documents.items[i].name, &items[i], err));
    }
    sort_items(items, documents.count);
    *out = (PublicProgrammes){.items = items, .count = documents.count};
    return true;
}

/* Records. */

typedef struct {
    Arena *arena;
    PublicProgrammeRecord *rows;
    size_t count;
    bool more;
} Rows;

static bool each_record(void *ctx, const ListedRow *row, Err *err) {
    Rows *rows = ctx;
    (void)err;
    if (rows->count == PUBLIC_PROGRAMME_RECORDS) {
        rows->more = true;
        return false;
    }
    rows->rows[rows->count++] = (PublicProgrammeRecord){.index = row->index,
                                                        .type = str_copy(rows->arena, row->record.type),
                                                        .venue = str_copy(rows->arena, row->record.venue),
                                                        .date_local = str_copy(rows->arena, row->record.date_local),
                                                        .state = str_copy(rows->arena, row->record.state)};
    return true;
}

bool public_programme_records(App *app, const PublicProgrammePage *page, PublicProgrammeRecords *out, Err *err) {
    Programme programme = {0};
    TRY(visible_open(app, page->programme, &programme, err));
    Rows rows = {.arena = app->arena, .rows = ARENA_ARRAY(app->arena, PUBLIC_PROGRAMME_RECORDS, PublicProgrammeRecord)};
    uint64_t size = app->ledger.head.size;
    ListedRange range = {.programme = programme.id, .from = page->has_after ? page->after + 1 : 0, .until = size};
    TRY((page->has_after && page->after >= size) || listed_each(app->store.db, &range, each_record, &rows, err) ||
        rows.more);
    *out = (PublicProgrammeRecords){.programme = programme, .rows = rows.rows, .count = rows.count, .more = rows.more};
    return true;
}
