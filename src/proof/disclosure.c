#include "proof/disclosure.h"

#include "codec/base64.h"
#include "codec/canonical.h"
#include "proof/commitment.h"

static bool check_salt(Arena *arena, Str text, Err *err) {
    Bytes salt = {0};
    if (!base64_url_decode(arena, text, &salt, NULL) || salt.len != COMMITMENT_SALT_BYTES) {
        return err_set(err, ERR_INVALID_BUNDLE, "its salt is not base64url of %d bytes", (int)COMMITMENT_SALT_BYTES);
    }
    return true;
}

/* The array is canonical, so its value stands between the name and the last bracket. A name of ours holds nothing that
 * JSON escapes; another one is only reported. */
static Str value_text(Str array, Str name) {
    size_t start = 2 + COMMITMENT_SALT_TEXT + 3 + name.len + 2;
    return start < array.len ? str_slice(array, start, array.len - start - 1) : (Str){0};
}

static bool parse_array(Arena *arena, Str array, Disclosure *out, Err *err) {
    Json json = {0};
    JsonLimits limits = {LIMIT_RECORD_BYTES, LIMIT_JSON_DEPTH, LIMIT_JSON_NODES};
    if (!canonical_parse(arena, array, limits, &json, err)) {
        return err_at(err, "it is not canonical JSON");
    }
    bool shape = json.type == JSON_ARRAY && json.count == 3 && json.as.items[0].type == JSON_STRING &&
                 json.as.items[1].type == JSON_STRING;
    if (!shape) {
        return err_set(err, ERR_INVALID_BUNDLE, "it is not an array of salt, name and value");
    }
    TRY(check_salt(arena, json.as.items[0].as.string, err));
    out->name = json.as.items[1].as.string;
    out->value = value_text(array, out->name);
    return true;
}

bool disclosure_parse(Arena *arena, Str text, Disclosure *out, Err *err) {
    Bytes decoded = {0};
    Disclosure disclosure = {.digest = hash_of_str(text)};
    TRY(base64_url_decode(arena, text, &decoded, err));
    TRY(parse_array(arena, bytes_str(decoded), &disclosure, err));
    *out = disclosure;
    return true;
}
