/* Whatever YAML is taken as a document (organisation, programme, venue, asset, rule set, check, review, erasure,
 * statement) prints in canonical form, and that is taken again and prints alike; a statement's page and table can be
 * written, and the page holds no tag of the document's own. */
#include <stdlib.h>
#include <string.h>

#include "codec/canonical.h"
#include "codec/yaml.h"
#include "domain/asset.h"
#include "domain/check.h"
#include "domain/erasure.h"
#include "domain/review.h"
#include "domain/rules.h"
#include "domain/statement_csv.h"
#include "domain/statement_html.h"
#include "domain/venue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

/* Parses a document of one kind and prints it; false where it is none. */
#define DOCUMENT(type, name)                                                                                           \
    static bool try_##name(Arena *arena, const Json *json, Str *printed, Err *err) {                                   \
        type value;                                                                                                    \
        if (!name##_parse(arena, json, &value, err)) {                                                                 \
            return false;                                                                                              \
        }                                                                                                              \
        *printed = name##_json(arena, &value);                                                                         \
        return true;                                                                                                   \
    }

DOCUMENT(Organisation, organisation)
DOCUMENT(Programme, programme)
DOCUMENT(Venue, venue)
DOCUMENT(Asset, asset)
DOCUMENT(Rules, rules)
DOCUMENT(Check, check)
DOCUMENT(Review, review)
DOCUMENT(Erasure, erasure)

static bool try_statement(Arena *arena, const Json *json, Str *printed, Err *err) {
    Statement value;
    if (!statement_parse(arena, json, &value, err)) {
        return false;
    }
    *printed = statement_json(arena, &value);
    Buf page = {.arena = arena};
    Buf table = {.arena = arena};
    StatementPosition position = {.sha256 = STR("00")};
    statement_html(&page, &value, &position, STR("en"));
    statement_csv(&table, &value, &position, STR("en"));
    require(strstr(str_c(arena, buf_str(&page)), "<script") == NULL);
    require(str_ends(buf_str(&page), STR("</html>\n")) && str_ends(buf_str(&table), STR("\r\n")));
    return true;
}

typedef bool (*Try)(Arena *arena, const Json *json, Str *printed, Err *err);

static void try_kind(Arena *arena, Try document, const Json *json) {
    Str first = {0};
    Str second = {0};
    Err err = {0};
    Json again = {0};
    if (!document(arena, json, &first, &err)) {
        require(err.code != ERR_NONE && err.text[0] != '\0');
        return;
    }
    require(str_eq(first, canonical_text(arena, json)));
    require(canonical_parse(arena, first, JSON_LIMITS_DOCUMENT, &again, &err));
    require(document(arena, &again, &second, &err) && str_eq(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const Try kinds[] = {try_organisation, try_programme, try_venue,   try_asset,    try_rules,
                                try_check,        try_review,    try_erasure, try_statement};
    Arena arena = {0};
    Yaml tree = {0};
    if (yaml_parse(&arena, (Str){.ptr = (const char *)data, .len = size}, &tree, NULL)) {
        Json json = yaml_json(&arena, &tree);
        for (size_t i = 0; i < COUNT_OF(kinds); i++) {
            try_kind(&arena, kinds[i], &json);
        }
    }
    arena_done(&arena);
    return 0;
}
