#include "proof/bundle.h"

#include <string.h>

#include "codec/canonical.h"
#include "proof/members.h"

enum { BUNDLE_VERSION = 1, BUNDLE_NODES = 16384 };

static bool parse_path(Members *members, MerkleProof *out) {
    const Hash *hashes = NULL;
    size_t count = 0;
    TRY(members_digests(members, STR("path"), &hashes, &count));
    if (count > LIMIT_PROOF_HASHES) {
        return err_set(members->err, members->code, "the path of %s has %zu hashes; the most is %d", members->what,
                       count, LIMIT_PROOF_HASHES);
    }
    memcpy(out->hashes, hashes, count * sizeof(Hash));
    out->count = count;
    return true;
}

static bool parse_counted(const Members *bundle, const Json *json, const BundleCounted **out) {
    Members members = *bundle;
    members.object = json;
    members.what = "\"counted\" of a bundle";
    BundleCounted *counted = ARENA_NEW(members.arena, BundleCounted);
    TRY(members_begin(&members));
    TRY(members_digest(&members, STR("statement"), &counted->statement));
    TRY(members_digest(&members, STR("root"), &counted->root));
    TRY(members_number(&members, STR("index"), &counted->index));
    TRY(members_number(&members, STR("size"), &counted->size));
    TRY(parse_path(&members, &counted->path));
    *out = counted;
    return members_end(&members);
}

static bool parse_list(const Members *bundle, const Json *json, BundleList *list) {
    Members members = *bundle;
    members.object = json;
    members.what = "an opened list of a bundle";
    TRY(members_begin(&members));
    TRY(members_text(&members, STR("field"), &list->field));
    TRY(members_text(&members, STR("salt"), &list->salt));
    TRY(members_digests(&members, STR("digests"), &list->digests, &list->count));
    TRY(members_texts(&members, STR("disclosures"), &list->disclosures, &list->disclosure_count));
    return members_end(&members);
}

static bool parse_lists(Members *members, Bundle *bundle) {
    const Json *array = NULL;
    TRY(members_get(members, STR("lists"), JSON_ARRAY, &array));
    BundleList *lists = ARENA_ARRAY(members->arena, array->count, BundleList);
    for (uint32_t i = 0; i < array->count; i++) {
        TRY(parse_list(members, &array->as.items[i], &lists[i]));
    }
    bundle->lists = lists;
    bundle->list_count = array->count;
    return true;
}

static bool parse_committed(Members *members, Bundle *bundle) {
    const Json *counted = NULL;
    TRY(members_text(members, STR("programme"), &bundle->programme));
    TRY(members_digests(members, STR("digests"), &bundle->digests, &bundle->digest_count));
    TRY(members_texts(members, STR("disclosures"), &bundle->disclosures, &bundle->disclosure_count));
    TRY(parse_lists(members, bundle));
    TRY(members_optional(members, STR("counted"), JSON_OBJECT, &counted));
    return counted == NULL || parse_counted(members, counted, &bundle->counted);
}

static bool parse_document(Members *members, Bundle *bundle) {
    const Json *document = NULL;
    TRY(members_get(members, STR("document"), JSON_OBJECT, &document));
    bundle->document = canonical_text(members->arena, document);
    return true;
}

static bool parse_members(Members *members, Bundle *bundle) {
    TRY(members_begin(members));
    TRY(members_version(members, BUNDLE_VERSION));
    TRY(members_text(members, STR("kind"), &bundle->kind));
    TRY(members_text(members, STR("proof"), &bundle->proof));
    bool committed = schema_of(bundle->kind) != NULL;
    if (!committed && !schema_public(bundle->kind)) {
        return err_set(members->err, members->code, "\"%.*s\" is no kind of entry that this program knows",
                       STR_ARG(str_slice(bundle->kind, 0, 64)));
    }
    TRY(committed ? parse_committed(members, bundle) : parse_document(members, bundle));
    return members_end(members);
}

bool bundle_parse(Arena *arena, Str text, Bundle *out, Err *err) {
    Json json = {0};
    Bundle bundle = {.kind = {0}};
    TRY(canonical_parse(arena, text, (JsonLimits){LIMIT_BUNDLE_BYTES, LIMIT_JSON_DEPTH, BUNDLE_NODES}, &json, err));
    Members members = {.arena = arena, .object = &json, .what = "a bundle", .code = ERR_INVALID_BUNDLE, .err = err};
    TRY(parse_members(&members, &bundle));
    *out = bundle;
    return true;
}
