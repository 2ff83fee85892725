#include "quantify/factor_set.h"

#include "base/checked.h"
#include "base/decimal.h"
#include "base/quantity.h"
#include "codec/canonical.h"
#include "codec/yaml.h"
#include "domain/methodology_read.h"

static const char factor_members[] = "key, label, value, unit, source, vintage, table, geography, year, gwp_basis, "
                                     "range_95, checked, note";

/* A decimal or an exact ratio of two whole numbers. */
static bool is_value(Str text) {
    Err err = {0};
    Str rest = text;
    Str above = str_cut(&rest, '/');
    if (rest.ptr == NULL) {
        return decimal_check(text, &err);
    }
    uint64_t num = 0;
    uint64_t den = 0;
    return checked_parse_u64(above, &num) && checked_parse_u64(rest, &den) && den > 0;
}

static bool is_ascending(Arena *arena, Str low, Str high) {
    Quantity *pair = quantity_array(arena, 2);
    Err err = {0};
    return quantity_from_text(&pair[0], low, &err) && quantity_from_text(&pair[1], high, &err) &&
           quantity_compare(&pair[0], &pair[1]) < 0;
}

static void read_range(const MethodologyReader *reader, const Yaml *map, Factor *out) {
    const Yaml *range = yaml_get(map, STR("range_95"));
    if (range == NULL || !methodology_read_mapping(reader, range, "'range_95'", "low, high")) {
        return;
    }
    MethodologySpan low = methodology_read_decimal(reader, range, "low");
    MethodologySpan high = methodology_read_decimal(reader, range, "high");
    if (low.text.len == 0 || high.text.len == 0) {
        methodology_read_fault(reader, methodology_read_place(range), "a range has a 'low' and a 'high'; write both");
        return;
    }
    if (!is_ascending(reader->arena, low.text, high.text)) {
        methodology_read_fault(reader, low.place, "the range %.*s to %.*s is not from low to high", STR_ARG(low.text),
                               STR_ARG(high.text));
    }
    out->low = low.text;
    out->high = high.text;
}

static void check_unit(const MethodologyReader *reader, const UnitTable *units, MethodologySpan span) {
    Unit unit;
    Err err = {0};
    if (span.text.len > 0 && !unit_parse(units, span.text, &unit, &err)) {
        methodology_read_fault(reader, span.place, "%s", err.text);
    }
}

static void read_origin(const MethodologyReader *reader, const Yaml *map, Factor *out) {
    out->source = methodology_read_text(reader, map, "source", true);
    out->vintage = methodology_read_text(reader, map, "vintage", true);
    out->table = methodology_read_text(reader, map, "table", false);
    out->geography = methodology_read_text(reader, map, "geography", true);
    out->year = methodology_read_text(reader, map, "year", false);
    out->gwp_basis = methodology_read_text(reader, map, "gwp_basis", false);
    out->note = methodology_read_text(reader, map, "note", false);
}

static void read_factor(const MethodologyReader *reader, const UnitTable *units, const Yaml *map, Factor *out) {
    out->place = methodology_read_place(map);
    if (!methodology_read_mapping(reader, map, "a factor", factor_members)) {
        return;
    }
    out->key = methodology_read_text(reader, map, "key", true);
    out->label = methodology_read_texts(reader, map, "label", true);
    MethodologySpan value = methodology_read_span(reader, map, "value", true);
    if (value.text.len > 0 && !is_value(value.text)) {
        methodology_read_fault(reader, value.place,
                               "the value '%.*s' is neither a decimal such as 0.47 nor a ratio 44/12",
                               STR_ARG(value.text));
    }
    out->value = value.text;
    MethodologySpan unit = methodology_read_span(reader, map, "unit", true);
    check_unit(reader, units, unit);
    out->unit = unit.text;
    read_origin(reader, map, out);
    read_range(reader, map, out);
    if (yaml_get(map, STR("checked")) == NULL) {
        methodology_read_fault(reader, out->place,
                               "'checked' is missing; write true only where the value was read in its source");
    }
    out->checked = methodology_read_flag(reader, map, "checked", false);
}

const Factor *factor_set_find(const FactorSet *set, Str key) {
    for (size_t i = 0; i < set->count; i++) {
        if (str_eq(set->factors[i].key, key)) {
            return &set->factors[i];
        }
    }
    return NULL;
}

static void read_factors(const MethodologyReader *reader, const UnitTable *units, const Yaml *map, FactorSet *out) {
    const Yaml *items = methodology_read_list(reader, map, "factors", &out->count);
    Factor *list = ARENA_ARRAY(reader->arena, out->count, Factor);
    out->factors = list;
    for (size_t i = 0; i < out->count; i++) {
        read_factor(reader, units, &items[i], &list[i]);
        if (list[i].key.len > 0 && factor_set_find(out, list[i].key) != &list[i]) {
            methodology_read_fault(reader, list[i].place, "the key '%.*s' is there already; keys differ",
                                   STR_ARG(list[i].key));
        }
    }
}

static void read_set(const MethodologyReader *reader, const UnitTable *units, const Yaml *map, FactorSet *out) {
    if (!methodology_read_mapping(reader, map, "a set of factors", "id, version, title, licence, factors")) {
        return;
    }
    MethodologySpan id = methodology_read_span(reader, map, "id", true);
    Err err = {0};
    if (id.text.len > 0 && !text_slug(id.text, &err)) {
        methodology_read_fault(reader, id.place, "'id': %s", err.text);
    }
    out->id = id.text;
    out->version = methodology_read_text(reader, map, "version", true);
    out->title = methodology_read_texts(reader, map, "title", true);
    out->licence = methodology_read_text(reader, map, "licence", true);
    read_factors(reader, units, map, out);
}

bool factor_set_load(Arena *arena, Str text, const UnitTable *units, FactorSet *out, Faults *faults, Err *err) {
    Yaml tree = {0};
    TRY(yaml_parse(arena, str_copy(arena, text), &tree, err));
    MethodologyReader reader = {.arena = arena, .faults = faults};
    uint64_t before = faults->total;
    FactorSet read = {0};
    read_set(&reader, units, &tree, &read);
    if (faults->total > before) {
        return methodology_fault_first(faults, err);
    }
    read.json = yaml_json(arena, &tree);
    read.canonical = canonical_text(arena, &read.json);
    read.sha256 = hash_of_str(read.canonical);
    *out = read;
    return true;
}
