#include "quantify/unit.h"

#include <string.h>

#include "base/checked.h"
#include "codec/yaml.h"
#include "domain/methodology_read.h"

enum { UNIT_MAX = 256, POWER_MAX = 12, ALTERNATIVES_MAX = 8 };

typedef struct {
    Str name;
    Unit unit;
} UnitEntry;

struct UnitTable {
    UnitEntry *entries;
    size_t count;
    Str dimensions[UNIT_DIMENSIONS];
    size_t dimension_count;
};

Unit unit_one(void) {
    return (Unit){.num = 1, .den = 1};
}

static bool same_powers(const UnitDimension *a, const UnitDimension *b) {
    for (size_t i = 0; i < UNIT_DIMENSIONS; i++) {
        if (a->power[i] != b->power[i]) {
            return false;
        }
    }
    return true;
}

bool unit_same_dimension(const Unit *a, const Unit *b) {
    return same_powers(&a->dimension, &b->dimension);
}

bool unit_is_number(const Unit *unit) {
    UnitDimension none = {0};
    return same_powers(&unit->dimension, &none);
}

static uint64_t common_divisor(uint64_t a, uint64_t b) {
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* a/b * c/d in lowest terms: cross-reduced first, so that it overflows only where the result does. */
static bool multiply_ratio(Unit *out, uint64_t num, uint64_t den) {
    uint64_t left = common_divisor(out->num, den);
    uint64_t right = common_divisor(num, out->den);
    return checked_mul_u64(out->num / left, num / right, &out->num) &&
           checked_mul_u64(out->den / right, den / left, &out->den);
}

static bool add_powers(UnitDimension *out, const UnitDimension *a, int times) {
    for (size_t i = 0; i < UNIT_DIMENSIONS; i++) {
        int power = out->power[i] + a->power[i] * times;
        if (power > POWER_MAX || power < -POWER_MAX) {
            return false;
        }
        out->power[i] = (int16_t)power;
    }
    return true;
}

bool unit_multiply(const Unit *a, const Unit *b, Unit *out) {
    Unit product = *a;
    TRY(add_powers(&product.dimension, &b->dimension, 1));
    TRY(multiply_ratio(&product, b->num, b->den));
    *out = product;
    return true;
}

bool unit_divide(const Unit *a, const Unit *b, Unit *out) {
    Unit quotient = *a;
    TRY(add_powers(&quotient.dimension, &b->dimension, -1));
    TRY(multiply_ratio(&quotient, b->den, b->num));
    *out = quotient;
    return true;
}

bool unit_power(const Unit *a, int power, Unit *out) {
    Unit result = unit_one();
    int times = power < 0 ? -power : power;
    if (times > POWER_MAX) {
        return false;
    }
    for (int i = 0; i < times; i++) {
        TRY(power < 0 ? unit_divide(&result, a, &result) : unit_multiply(&result, a, &result));
    }
    *out = result;
    return true;
}

bool unit_root(const UnitDimension *a, UnitDimension *out) {
    UnitDimension root = {0};
    for (size_t i = 0; i < UNIT_DIMENSIONS; i++) {
        if (a->power[i] % 2 != 0) {
            return false;
        }
        root.power[i] = (int16_t)(a->power[i] / 2);
    }
    *out = root;
    return true;
}

static const UnitEntry *entry_of(const UnitTable *table, Str name) {
    for (size_t i = 0; i < table->count; i++) {
        if (str_eq(table->entries[i].name, name)) {
            return &table->entries[i];
        }
    }
    return NULL;
}

/* Digits at the end of a name that is no unit by itself are its exponent, with an optional minus: m2, s-1. */
static size_t exponent_start(Str word) {
    size_t at = word.len;
    while (at > 0 && word.ptr[at - 1] >= '0' && word.ptr[at - 1] <= '9') {
        at--;
    }
    return at > 0 && at < word.len && word.ptr[at - 1] == '-' ? at - 1 : at;
}

static bool parse_word(const UnitTable *table, Str word, Str text, Unit *out, Err *err) {
    const UnitEntry *entry = entry_of(table, word);
    if (entry != NULL || str_eq(word, STR("1"))) {
        *out = entry != NULL ? entry->unit : unit_one();
        return true;
    }
    size_t at = exponent_start(word);
    int64_t power = 0;
    entry = entry_of(table, str_slice(word, 0, at));
    if (entry == NULL || !checked_parse_i64(str_slice(word, at, word.len), &power) || power == 0 || power > POWER_MAX ||
        power < -POWER_MAX) {
        return err_set(err, ERR_INVALID_UNIT,
                       "'%.*s' in the unit '%.*s' is not known; write units of units.yaml such as kg, g/cm3 or kWh",
                       STR_ARG(word), STR_ARG(text));
    }
    return unit_power(&entry->unit, (int)power, out) ||
           err_set(err, ERR_INVALID_UNIT, "the unit '%.*s' is out of range", STR_ARG(text));
}

static size_t word_end(Str text, size_t from) {
    while (from < text.len && text.ptr[from] != '/' && text.ptr[from] != '*') {
        from++;
    }
    return from;
}

static bool combine(Unit *sum, const Unit *next, char join, Str text, Err *err) {
    bool fits = join == '/' ? unit_divide(sum, next, sum) : unit_multiply(sum, next, sum);
    return fits || err_set(err, ERR_INVALID_UNIT, "the unit '%.*s' is out of range", STR_ARG(text));
}

bool unit_parse(const UnitTable *table, Str text, Unit *out, Err *err) {
    if (text.len > UNIT_TEXT_BYTES) {
        return err_set(err, ERR_INVALID_UNIT, "a unit has at most %d characters; this one has %zu", UNIT_TEXT_BYTES,
                       text.len);
    }
    Unit sum = unit_one();
    char join = '*';
    size_t at = 0;
    do {
        size_t end = word_end(text, at);
        Unit next = unit_one();
        TRY(parse_word(table, str_slice(text, at, end - at), text, &next, err));
        TRY(combine(&sum, &next, join, text, err));
        join = end < text.len ? text.ptr[end] : '\0';
        at = end + 1;
    } while (join != '\0');
    *out = sum;
    return true;
}

bool unit_remember(const UnitTable *table, UnitMemo *memo, Str text, Err *err) {
    Str known = {.ptr = memo->text, .len = memo->len};
    if (memo->len > 0 && str_eq(known, text)) {
        return true;
    }
    Unit unit = unit_one();
    TRY(unit_parse(table, text, &unit, err));
    memcpy(memo->text, text.ptr, text.len);
    memo->len = text.len;
    memo->unit = unit;
    return true;
}

/* "44" or "1/1000". */
static bool parse_ratio(Str text, uint64_t *num, uint64_t *den) {
    Str rest = text;
    Str above = str_cut(&rest, '/');
    uint64_t top = 0;
    uint64_t bottom = 1;
    TRY(checked_parse_u64(above, &top));
    if (rest.ptr != NULL) {
        TRY(checked_parse_u64(rest, &bottom));
    }
    if (top == 0 || bottom == 0) {
        return false;
    }
    uint64_t shared = common_divisor(top, bottom);
    *num = top / shared;
    *den = bottom / shared;
    return true;
}

static void read_base(const MethodologyReader *reader, UnitTable *table, MethodologySpan base, Unit *out) {
    for (size_t i = 0; i < table->dimension_count; i++) {
        if (str_eq(table->dimensions[i], base.text)) {
            methodology_read_fault(reader, base.place, "the dimension '%.*s' has a base unit already; use 'of'",
                                   STR_ARG(base.text));
            return;
        }
    }
    if (table->dimension_count == UNIT_DIMENSIONS) {
        methodology_read_fault(reader, base.place, "more than %d dimensions; use 'of'", UNIT_DIMENSIONS);
        return;
    }
    *out = unit_one();
    out->dimension.power[table->dimension_count] = 1;
    table->dimensions[table->dimension_count++] = base.text;
}

static void read_derived(const MethodologyReader *reader, const UnitTable *table, const Yaml *map, Unit *out) {
    MethodologySpan of = methodology_read_span(reader, map, "of", true);
    MethodologySpan factor = methodology_read_span(reader, map, "factor", true);
    Err err = {0};
    Unit unit = unit_one();
    if (!unit_parse(table, of.text, &unit, &err)) {
        methodology_read_fault(reader, of.place, "%s (units are defined above those that use them)", err.text);
        return;
    }
    uint64_t num = 0;
    uint64_t den = 0;
    if (!parse_ratio(factor.text, &num, &den) || !multiply_ratio(&unit, num, den)) {
        methodology_read_fault(reader, factor.place,
                               "the factor '%.*s' is no ratio of whole numbers above zero that fits; write 1/1000",
                               STR_ARG(factor.text));
        return;
    }
    *out = unit;
}

static bool name_shape(Str name) {
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '/' || name.ptr[i] == '*' || name.ptr[i] == ' ' || name.ptr[i] == '.') {
            return false;
        }
    }
    return name.len > 0 && (name.ptr[0] < '0' || name.ptr[0] > '9');
}

static void read_entry(const MethodologyReader *reader, UnitTable *table, const Yaml *map) {
    if (!methodology_read_mapping(reader, map, "a unit", "name, base, of, factor, text")) {
        return;
    }
    MethodologySpan name = methodology_read_span(reader, map, "name", true);
    if (!name_shape(name.text) || entry_of(table, name.text) != NULL) {
        methodology_read_fault(reader, name.place,
                               "'%.*s' is no new name of a unit without digit in front, / * . or blank",
                               STR_ARG(name.text));
        return;
    }
    Unit unit = unit_one();
    MethodologySpan base = methodology_read_span(reader, map, "base", false);
    if (base.text.len > 0) {
        read_base(reader, table, base, &unit);
    } else {
        read_derived(reader, table, map, &unit);
    }
    table->entries[table->count++] = (UnitEntry){.name = name.text, .unit = unit};
}

static void read_table(const MethodologyReader *reader, const Yaml *tree, UnitTable *table) {
    if (!methodology_read_mapping(reader, tree, "a table of units", "version, units")) {
        return;
    }
    size_t count = 0;
    const Yaml *items = methodology_read_list(reader, tree, "units", &count);
    if (count == 0 || count > UNIT_MAX) {
        methodology_read_fault(reader, methodology_read_place(tree), "'units' lists %zu units; 1 to %d are read", count,
                               UNIT_MAX);
        return;
    }
    table->entries = ARENA_ARRAY(reader->arena, count, UnitEntry);
    for (size_t i = 0; i < count; i++) {
        read_entry(reader, table, &items[i]);
    }
}

bool unit_table_load(Arena *arena, Str yaml, UnitTable **out, Faults *faults, Err *err) {
    Yaml tree = {0};
    TRY(yaml_parse(arena, str_copy(arena, yaml), &tree, err));
    MethodologyReader reader = {.arena = arena, .faults = faults};
    uint64_t before = faults->total;
    UnitTable *table = ARENA_NEW(arena, UnitTable);
    read_table(&reader, &tree, table);
    if (faults->total > before) {
        return methodology_fault_first(faults, err);
    }
    *out = table;
    return true;
}

Str unit_dimension_text(const UnitTable *table, Arena *arena, const UnitDimension *dimension) {
    Buf out = {.arena = arena};
    for (size_t i = 0; i < table->dimension_count; i++) {
        int power = dimension->power[i];
        if (power != 0) {
            buf_addf(&out, "%s%.*s", out.len > 0 ? " " : "", STR_ARG(table->dimensions[i]));
        }
        if (power != 0 && power != 1) {
            buf_addf(&out, "^%d", power);
        }
    }
    return out.len > 0 ? buf_str(&out) : STR("a number without unit");
}

Str unit_alternatives(const UnitTable *table, Arena *arena, const UnitDimension *dimension) {
    Buf out = {.arena = arena};
    size_t listed = 0;
    for (size_t i = 0; i < table->count && listed < ALTERNATIVES_MAX; i++) {
        if (same_powers(&table->entries[i].unit.dimension, dimension)) {
            buf_addf(&out, "%s%.*s", listed > 0 ? ", " : "", STR_ARG(table->entries[i].name));
            listed++;
        }
    }
    return buf_str(&out);
}

static void add_raised(Buf *out, char c) {
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    buf_add(out, str_from_c(c == '-' ? "⁻" : digits[c - '0']));
}

/* The 2 of CO2 is no exponent; a name's own digits are followed by a letter. */
static void add_readable_word(Buf *out, Str word) {
    size_t at = exponent_start(word);
    buf_add(out, str_slice(word, 0, at));
    for (size_t i = at; i < word.len; i++) {
        add_raised(out, word.ptr[i]);
    }
}

Str unit_readable(Arena *arena, Str text) {
    Buf out = {.arena = arena};
    if (str_eq(text, STR("1"))) {
        return (Str){0};
    }
    for (size_t at = 0; at < text.len;) {
        size_t end = word_end(text, at);
        Str word = str_slice(text, at, end - at);
        if (str_eq(word, STR("1"))) {
            buf_add(&out, word);
        } else {
            add_readable_word(&out, word);
        }
        if (end < text.len) {
            buf_add(&out, text.ptr[end] == '/' ? STR("/") : STR("·"));
        }
        at = end + 1;
    }
    return buf_str(&out);
}
