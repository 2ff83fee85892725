#include "proof/leaf.h"

#include "codec/canonical.h"
#include "proof/digest.h"

enum { LEAF_VERSION = 1, LEAF_NODES = 8, LEAF_DEPTH = 2, LEAF_MAX_BYTES = 512 };

Str leaf_committed(Arena *arena, const Hash *commitment) {
    Buf out = {.arena = arena};
    buf_add(&out, STR("{\"c\":\""));
    buf_add(&out, digest_url(arena, commitment));
    buf_add(&out, STR("\",\"v\":1}"));
    return buf_str(&out);
}

Str leaf_document(Arena *arena, Str kind, const Hash *document_sha256) {
    Buf out = {.arena = arena};
    buf_add(&out, STR("{\"d\":\""));
    buf_add(&out, digest_url(arena, document_sha256));
    buf_add(&out, STR("\",\"k\":"));
    canonical_string(&out, kind);
    buf_add(&out, STR(",\"v\":1}"));
    return buf_str(&out);
}

static bool check_version(const Json *leaf, Err *err) {
    const Json *version = json_get(leaf, STR("v"));
    if (version == NULL || version->type != JSON_INT) {
        return err_set(err, ERR_INVALID_DOCUMENT, "a log entry has its version in \"v\", a whole number");
    }
    return version->as.integer == LEAF_VERSION ||
           err_set(err, ERR_UNKNOWN_VERSION, "a log entry of version %lld; this program knows version 1",
                   (long long)version->as.integer);
}

/* The canonical form has its members in order, so one count and the names settle the shape. */
bool leaf_parse(Arena *arena, Str text, Leaf *out, Err *err) {
    Json json = {0};
    TRY(canonical_parse(arena, text, (JsonLimits){LEAF_MAX_BYTES, LEAF_DEPTH, LEAF_NODES}, &json, err));
    TRY(check_version(&json, err));
    const Json *hash = json_get(&json, STR("c"));
    const Json *kind = json_get(&json, STR("k"));
    Leaf leaf = {.document = hash == NULL};
    if (leaf.document) {
        hash = json_get(&json, STR("d"));
    }
    bool shape = hash != NULL && hash->type == JSON_STRING && (kind != NULL) == leaf.document &&
                 json.count == (leaf.document ? 3 : 2);
    if (!shape || (kind != NULL && kind->type != JSON_STRING)) {
        return err_set(err, ERR_INVALID_DOCUMENT,
                       "a log entry is {\"c\",\"v\"} or {\"d\",\"k\",\"v\"} and nothing else");
    }
    TRY(digest_url_parse(arena, hash->as.string, &leaf.hash, err));
    if (kind != NULL) {
        leaf.kind = kind->as.string;
    }
    *out = leaf;
    return true;
}
