#include "domain/methodology.h"

#include "codec/canonical.h"
#include "codec/yaml.h"
#include "domain/methodology_part.h"
#include "domain/methodology_read.h"

static const char members[] = "id, version, title, summary, scope, kind, statement_note, record_types, parameters, "
                              "inputs, factors, applicability, formulas, results, tests, references";

bool methodology_has(const MethodologyNames *names, Str name) {
    for (size_t i = 0; i < names->count; i++) {
        if (str_eq(names->items[i], name)) {
            return true;
        }
    }
    return false;
}

const MethodologyInput *methodology_input(const Methodology *methodology, Str name) {
    for (size_t i = 0; i < methodology->input_count; i++) {
        if (str_eq(methodology->inputs[i].name, name)) {
            return &methodology->inputs[i];
        }
    }
    return NULL;
}

const MethodologyFormula *methodology_formula(const Methodology *methodology, Str name) {
    for (size_t i = 0; i < methodology->formula_count; i++) {
        if (str_eq(methodology->formulas[i].name, name)) {
            return &methodology->formulas[i];
        }
    }
    return NULL;
}

static void read_head(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    MethodologySpan id = methodology_read_span(reader, map, "id", true);
    Err err = {0};
    if (id.text.len > 0 && !text_slug(id.text, &err)) {
        methodology_read_fault(reader, id.place, "'id': %s", err.text);
    }
    out->id = id.text;
    out->version = methodology_read_text(reader, map, "version", true);
    out->title = methodology_read_texts(reader, map, "title", true);
    out->summary = methodology_read_texts(reader, map, "summary", true);
    out->scope = methodology_read_word(reader, map, "scope", "inventory, project, outcome");
    out->kind = methodology_read_word(reader, map, "kind", "stock, emission, reduction, removal, amount");
    out->statement_note = methodology_read_texts(reader, map, "statement_note", false);
    out->record_types = methodology_read_names(reader, map, "record_types");
}

static void check_types(const MethodologyReader *reader, const Yaml *map, const Methodology *methodology) {
    if (methodology->record_types.count == 0) {
        methodology_read_fault(reader, methodology_read_place(map),
                               "'record_types' names no type of record; list at least one, such as tree.visit");
    }
    for (size_t i = 0; i < methodology->record_types.count; i++) {
        Err err = {0};
        if (!text_code(methodology->record_types.items[i], &err)) {
            methodology_read_fault(reader, methodology_read_place(yaml_get(map, STR("record_types"))), "%s", err.text);
        }
    }
}

/* A name of the formulas' one namespace, with its place. */
typedef struct {
    Str name;
    MethodologyPlace place;
    const char *what;
} Named;

static size_t collect_names(const Methodology *m, Named *out) {
    size_t count = 0;
    for (size_t i = 0; i < m->parameter_count; i++) {
        out[count++] = (Named){m->parameters[i].name, m->parameters[i].place, "a parameter"};
    }
    for (size_t i = 0; i < m->input_count; i++) {
        out[count++] = (Named){m->inputs[i].name, m->inputs[i].place, "an input"};
    }
    for (size_t i = 0; i < m->factor_count; i++) {
        out[count++] = (Named){m->factors[i].name, m->factors[i].place, "a factor"};
    }
    for (size_t i = 0; i < m->formula_count; i++) {
        out[count++] = (Named){m->formulas[i].name, m->formulas[i].place, "a formula"};
    }
    return count;
}

static const Named *earlier_name(const Named *names, size_t count, Str name) {
    for (size_t i = 0; i < count; i++) {
        if (str_eq(names[i].name, name)) {
            return &names[i];
        }
    }
    return NULL;
}

static void check_names(const MethodologyReader *reader, const Methodology *m) {
    size_t room = m->parameter_count + m->input_count + m->factor_count + m->formula_count;
    Named *names = ARENA_ARRAY(reader->arena, room, Named);
    size_t count = collect_names(m, names);
    for (size_t i = 0; i < count; i++) {
        const Named *other = earlier_name(names, i, names[i].name);
        if (other != NULL && names[i].name.len > 0) {
            methodology_read_fault(reader, names[i].place, "'%.*s' is already the name of %s (line %u); names differ",
                                   STR_ARG(names[i].name), other->what, other->place.line);
        }
    }
}

static void check_presence(const MethodologyReader *reader, const Yaml *map, const Methodology *m) {
    MethodologyPlace place = methodology_read_place(map);
    if (m->input_count == 0) {
        methodology_read_fault(reader, place, "'inputs' is empty; a methodology asks for at least one input");
    }
    if (m->result_count == 0) {
        methodology_read_fault(reader, place, "'results' is empty; a methodology gives at least one result");
    }
    if (m->test_count == 0) {
        methodology_read_fault(reader, place, "'tests' is empty; write at least one test case with its exact digits");
    }
}

static void read_whole(const MethodologyReader *reader, const Yaml *map, Methodology *out) {
    if (!methodology_read_mapping(reader, map, "a methodology", members)) {
        return;
    }
    read_head(reader, map, out);
    check_types(reader, map, out);
    methodology_part_read(reader, map, out);
    check_names(reader, out);
    check_presence(reader, map, out);
}

bool methodology_load(Arena *arena, Str text, Methodology *out, Faults *faults, Err *err) {
    Yaml tree = {0};
    TRY(yaml_parse(arena, str_copy(arena, text), &tree, err));
    MethodologyReader reader = {.arena = arena, .faults = faults};
    uint64_t before = faults->total;
    Methodology read = {0};
    read_whole(&reader, &tree, &read);
    if (faults->total > before) {
        return methodology_fault_first(faults, err);
    }
    read.json = yaml_json(arena, &tree);
    read.canonical = canonical_text(arena, &read.json);
    read.sha256 = hash_of_str(read.canonical);
    *out = read;
    return true;
}

bool methodology_fault_first(const Faults *faults, Err *err) {
    if (faults->total == 0) {
        return true;
    }
    const FaultsItem *first = &faults->items[0];
    (void)err_set(err, ERR_INVALID_METHODOLOGY, "%llu:%llu: %.*s", (unsigned long long)first->row,
                  (unsigned long long)first->column, STR_ARG(first->text));
    return false;
}
