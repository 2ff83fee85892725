#include "proof/members.h"

#include "proof/digest.h"

bool members_begin(Members *members) {
    members->taken = 0;
    return members->object->type == JSON_OBJECT || err_set(members->err, members->code, "%s is a JSON object, not %s",
                                                           members->what, json_type_name(members->object->type));
}

bool members_optional(Members *members, Str name, JsonType type, const Json **out) {
    const Json *value = json_get(members->object, name);
    if (value != NULL && value->type != type) {
        return err_set(members->err, members->code, "\"%.*s\" of %s is %s; it would be %s", STR_ARG(name),
                       members->what, json_type_name(value->type), json_type_name(type));
    }
    members->taken += value != NULL;
    *out = value;
    return true;
}

bool members_get(Members *members, Str name, JsonType type, const Json **out) {
    const Json *value = NULL;
    TRY(members_optional(members, name, type, &value));
    if (value == NULL) {
        return err_set(members->err, members->code, "%s lacks its member \"%.*s\"", members->what, STR_ARG(name));
    }
    *out = value;
    return true;
}

bool members_text(Members *members, Str name, Str *out) {
    const Json *value = NULL;
    TRY(members_get(members, name, JSON_STRING, &value));
    *out = value->as.string;
    return true;
}

bool members_number(Members *members, Str name, uint64_t *out) {
    const Json *value = NULL;
    TRY(members_get(members, name, JSON_INT, &value));
    if (value->as.integer < 0) {
        return err_set(members->err, members->code, "\"%.*s\" of %s is below 0", STR_ARG(name), members->what);
    }
    *out = (uint64_t)value->as.integer;
    return true;
}

static bool fail_digest(Members *members, Str name) {
    if (members->err != NULL) {
        members->err->code = members->code;
        members->err->kind = err_kind(members->code);
    }
    return err_at(members->err, "\"%.*s\" of %s", STR_ARG(name), members->what);
}

bool members_digest(Members *members, Str name, Hash *out) {
    Str text = {0};
    TRY(members_text(members, name, &text));
    return digest_url_parse(members->arena, text, out, members->err) || fail_digest(members, name);
}

static bool text_items(Members *members, Str name, const Json **out) {
    TRY(members_get(members, name, JSON_ARRAY, out));
    for (uint32_t i = 0; i < (*out)->count; i++) {
        if ((*out)->as.items[i].type != JSON_STRING) {
            return err_set(members->err, members->code, "item %u of \"%.*s\" of %s is no string", i + 1, STR_ARG(name),
                           members->what);
        }
    }
    return true;
}

bool members_texts(Members *members, Str name, const Str **out, size_t *count) {
    const Json *array = NULL;
    TRY(text_items(members, name, &array));
    Str *texts = ARENA_ARRAY(members->arena, array->count, Str);
    for (uint32_t i = 0; i < array->count; i++) {
        texts[i] = array->as.items[i].as.string;
    }
    *out = texts;
    *count = array->count;
    return true;
}

bool members_digests(Members *members, Str name, const Hash **out, size_t *count) {
    const Json *array = NULL;
    TRY(text_items(members, name, &array));
    Hash *digests = ARENA_ARRAY(members->arena, array->count, Hash);
    for (uint32_t i = 0; i < array->count; i++) {
        if (!digest_url_parse(members->arena, array->as.items[i].as.string, &digests[i], members->err)) {
            return fail_digest(members, name);
        }
    }
    *out = digests;
    *count = array->count;
    return true;
}

bool members_version(Members *members, int64_t version) {
    const Json *value = NULL;
    TRY(members_get(members, STR("v"), JSON_INT, &value));
    return value->as.integer == version ||
           err_set(members->err, ERR_UNKNOWN_VERSION, "%s of version %lld; this program knows version %lld",
                   members->what, (long long)value->as.integer, (long long)version);
}

bool members_end(const Members *members) {
    return members->taken == members->object->count ||
           err_set(members->err, members->code, "%s has a member that its version does not know", members->what);
}
