#include "app/ruleset.h"

#include "app/rules_embedded.h"
#include "codec/yaml.h"
#include "domain/rules.h"

bool ruleset_current(Arena *arena, Ruleset *out, Err *err) {
    Yaml tree = {0};
    Rules rules = {0};
    TRY(yaml_parse(arena, rules_embedded(), &tree, err));
    Json json = yaml_json(arena, &tree);
    TRY(rules_parse(arena, &json, &rules, err));
    Ruleset current = {.id = rules.id, .body = rules_json(arena, &rules)};
    current.sha256 = hash_of_str(current.body);
    *out = current;
    return true;
}
