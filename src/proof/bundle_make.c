#include <string.h>

#include "codec/canonical.h"
#include "proof/bundle.h"
#include "proof/digest.h"

static bool is_opened_list(const CommitmentOpening *opening, size_t field) {
    return opening->lists[field].salt.len > 0;
}

/* Whether an item of a list is shown, with the whole list or alone. */
static bool shows_item(const BundleChoice *choice, size_t field, size_t item) {
    bool shown = choice->fields[field];
    for (size_t i = 0; i < choice->item_count; i++) {
        shown = shown || (choice->items[i][0] == field && choice->items[i][1] == item);
    }
    return shown;
}

static bool shows_list(const BundleChoice *choice, size_t field) {
    bool shown = choice->fields[field];
    for (size_t item = 0; item < choice->opening->lists[field].count; item++) {
        shown = shown || shows_item(choice, field, item);
    }
    return shown && is_opened_list(choice->opening, field);
}

static BundleList choose_items(Arena *arena, const BundleChoice *choice, size_t field) {
    const CommitmentList *list = &choice->opening->lists[field];
    Str *shown = ARENA_ARRAY(arena, list->count, Str);
    size_t count = 0;
    for (size_t item = 0; item < list->count; item++) {
        if (shows_item(choice, field, item)) {
            shown[count++] = list->disclosures[item];
        }
    }
    return (BundleList){.field = choice->opening->schema->fields[field].name,
                        .salt = list->salt,
                        .digests = list->digests,
                        .count = list->count,
                        .disclosures = shown,
                        .disclosure_count = count};
}

void bundle_choose(Arena *arena, const BundleChoice *choice, Bundle *out) {
    const CommitmentOpening *opening = choice->opening;
    size_t fields = opening->schema->count;
    Str *disclosures = ARENA_ARRAY(arena, fields, Str);
    BundleList *lists = ARENA_ARRAY(arena, fields, BundleList);
    size_t shown = 0;
    size_t opened = 0;
    for (size_t i = 0; i < fields; i++) {
        if (shows_list(choice, i)) {
            lists[opened++] = choose_items(arena, choice, i);
        } else if (choice->fields[i] && !is_opened_list(opening, i)) {
            disclosures[shown++] = opening->disclosures[i];
        }
    }
    out->kind = opening->schema->kind;
    out->digests = opening->digests;
    out->digest_count = fields;
    out->disclosures = disclosures;
    out->disclosure_count = shown;
    out->lists = lists;
    out->list_count = opened;
}

static void add_member(Buf *out, const char *name, Str value) {
    buf_addf(out, "\"%s\":", name);
    canonical_string(out, value);
}

static void add_digests(Buf *out, const char *name, const Hash *digests, size_t count) {
    buf_addf(out, "\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        buf_add(out, i > 0 ? STR(",\"") : STR("\""));
        buf_add(out, digest_url(out->arena, &digests[i]));
        buf_add_byte(out, '"');
    }
    buf_add_byte(out, ']');
}

static void add_texts(Buf *out, const char *name, const Str *texts, size_t count) {
    buf_addf(out, "\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            buf_add_byte(out, ',');
        }
        canonical_string(out, texts[i]);
    }
    buf_add_byte(out, ']');
}

static void add_counted(Buf *out, const BundleCounted *counted) {
    buf_addf(out, "\"counted\":{\"index\":%llu,", (unsigned long long)counted->index);
    add_digests(out, "path", counted->path.hashes, counted->path.count);
    buf_add_byte(out, ',');
    add_member(out, "root", digest_url(out->arena, &counted->root));
    buf_addf(out, ",\"size\":%llu,", (unsigned long long)counted->size);
    add_member(out, "statement", digest_url(out->arena, &counted->statement));
    buf_add(out, STR("},"));
}

static void add_lists(Buf *out, const BundleList *lists, size_t count) {
    buf_add(out, STR("\"lists\":["));
    for (size_t i = 0; i < count; i++) {
        buf_add(out, i > 0 ? STR(",{") : STR("{"));
        add_digests(out, "digests", lists[i].digests, lists[i].count);
        buf_add_byte(out, ',');
        add_texts(out, "disclosures", lists[i].disclosures, lists[i].disclosure_count);
        buf_add_byte(out, ',');
        add_member(out, "field", lists[i].field);
        buf_add_byte(out, ',');
        add_member(out, "salt", lists[i].salt);
        buf_add_byte(out, '}');
    }
    buf_add_byte(out, ']');
}

/* Members in canonical order: counted, digests, disclosures, kind, lists, programme, proof, v. */
static void add_committed(Buf *out, const Bundle *bundle) {
    if (bundle->counted != NULL) {
        add_counted(out, bundle->counted);
    }
    add_digests(out, "digests", bundle->digests, bundle->digest_count);
    buf_add_byte(out, ',');
    add_texts(out, "disclosures", bundle->disclosures, bundle->disclosure_count);
    buf_add_byte(out, ',');
    add_member(out, "kind", bundle->kind);
    buf_add_byte(out, ',');
    add_lists(out, bundle->lists, bundle->list_count);
    buf_add_byte(out, ',');
    add_member(out, "programme", bundle->programme);
}

static void add_document(Buf *out, const Bundle *bundle) {
    buf_add(out, STR("\"document\":"));
    buf_add(out, bundle->document);
    buf_add_byte(out, ',');
    add_member(out, "kind", bundle->kind);
}

/* Reading it back settles at once that it is canonical, complete and within its limits. */
bool bundle_make(Arena *arena, const Bundle *bundle, Str *out, Err *err) {
    Buf text = {.arena = arena};
    Bundle again = {.kind = {0}};
    buf_add_byte(&text, '{');
    if (bundle->document.len > 0) {
        add_document(&text, bundle);
    } else {
        add_committed(&text, bundle);
    }
    buf_add_byte(&text, ',');
    add_member(&text, "proof", bundle->proof);
    buf_add(&text, STR(",\"v\":1}"));
    TRY(bundle_parse(arena, buf_str(&text), &again, err));
    *out = buf_str(&text);
    return true;
}
