#include "app/methodologies.h"

#include "app/looking.h"
#include "app/terms.h"
#include "codec/hex.h"
#include "quantify/methodology_check.h"
#include "quantify/methodology_show.h"
#include "quantify/methodology_test.h"

/* A methodology file and its factor sets, read. */
typedef struct {
    Arena *arena;
    const MethodologiesSource *source;
    Faults *faults;
    Str text;
    Methodology methodology;
    const UnitTable *units;
    FactorSet *sets;
    Str *set_texts;
    size_t set_count;
} Source;

/* What was refused is in the list of faults; anything else is an error of its own. */
static bool refused(Str file, const Faults *faults, Err *err) {
    if (faults->total == 0) {
        return err_at(err, "%.*s", STR_ARG(file));
    }
    return err_set(err, ERR_INVALID_METHODOLOGY, "%.*s has %llu %s", STR_ARG(file), (unsigned long long)faults->total,
                   faults->total == 1 ? "fault" : "faults");
}

static bool read_file(Arena *arena, Str path, Str *out, Err *err) {
    Bytes bytes = {0};
    TRY(files_read_path(arena, path, LIMIT_YAML_BYTES, &bytes, err));
    *out = bytes_str(bytes);
    return true;
}

static bool read_methodology(Source *source, Err *err) {
    Str file = source->source->file;
    faults_init(source->faults, source->arena, file);
    TRY(read_file(source->arena, file, &source->text, err));
    return methodology_load(source->arena, source->text, &source->methodology, source->faults, err) ||
           refused(file, source->faults, err);
}

static Str factors_folder(Arena *arena, const MethodologiesSource *source) {
    if (source->factors.len > 0) {
        return source->factors;
    }
    size_t end = source->file.len;
    while (end > 0 && source->file.ptr[end - 1] != '/') {
        end--;
    }
    return str_format(arena, "%.*s../factors", (int)end, source->file.ptr);
}

static bool has_set(const Source *source, Str id) {
    for (size_t i = 0; i < source->set_count; i++) {
        if (str_eq(source->sets[i].id, id)) {
            return true;
        }
    }
    return false;
}

static bool read_set(Source *source, Str id, Err *err) {
    Str folder = factors_folder(source->arena, source->source);
    Str path = str_format(source->arena, "%.*s/%.*s.yaml", STR_ARG(folder), STR_ARG(id));
    Str *text = &source->set_texts[source->set_count];
    if (!read_file(source->arena, path, text, err)) {
        return err_at(err, "factor set '%.*s' (--factors DIR names its folder)", STR_ARG(id));
    }
    source->faults->file = path;
    FactorSet *set = &source->sets[source->set_count];
    if (!factor_set_load(source->arena, *text, source->units, set, source->faults, err)) {
        return refused(path, source->faults, err);
    }
    source->faults->file = source->source->file;
    if (!str_eq(set->id, id)) {
        return err_set(err, ERR_INVALID_METHODOLOGY, "%.*s: its id is '%.*s'; the file of a factor set bears its id",
                       STR_ARG(path), STR_ARG(set->id));
    }
    source->set_count++;
    return true;
}

static bool read_sets(Source *source, Err *err) {
    const Methodology *methodology = &source->methodology;
    source->sets = ARENA_ARRAY(source->arena, methodology->factor_count, FactorSet);
    source->set_texts = ARENA_ARRAY(source->arena, methodology->factor_count, Str);
    for (size_t i = 0; i < methodology->factor_count; i++) {
        Str rest = methodology->factors[i].ref.text;
        Str id = str_cut(&rest, '#');
        TRY(has_set(source, id) || read_set(source, id, err));
    }
    return true;
}

static QuantifyContext context_of(const Source *source) {
    return (QuantifyContext){.units = source->units, .sets = source->sets, .set_count = source->set_count};
}

static bool read_source(Source *source, Err *err) {
    TRY(read_methodology(source, err));
    TRY(terms_units(source->arena, &source->units, err));
    TRY(read_sets(source, err));
    QuantifyContext context = context_of(source);
    return methodology_check(source->arena, &source->methodology, &context, source->faults, err) ||
           refused(source->source->file, source->faults, err);
}

static Str hash_text(Arena *arena, const Hash *hash) {
    return hex_encode(arena, hash_bytes(hash));
}

bool methodologies_check(Arena *arena, const MethodologiesSource *source, MethodologiesChecked *out, Faults *faults,
                         Err *err) {
    Source read = {.arena = arena, .source = source, .faults = faults};
    TRY(read_source(&read, err));
    MethodologiesSet *sets = ARENA_ARRAY(arena, read.set_count, MethodologiesSet);
    for (size_t i = 0; i < read.set_count; i++) {
        sets[i] = (MethodologiesSet){
            .id = read.sets[i].id, .version = read.sets[i].version, .sha256 = hash_text(arena, &read.sets[i].sha256)};
    }
    *out = (MethodologiesChecked){.methodology = read.methodology,
                                  .sha256 = hash_text(arena, &read.methodology.sha256),
                                  .sets = sets,
                                  .set_count = read.set_count};
    return true;
}

bool methodologies_test(Arena *arena, const MethodologiesSource *source, MethodologiesTests *out, Faults *faults,
                        Err *err) {
    Source read = {.arena = arena, .source = source, .faults = faults};
    MethodologyTestOutcome *outcomes = NULL;
    bool passed = false;
    TRY(read_source(&read, err));
    QuantifyContext context = context_of(&read);
    TRY(methodology_test(arena, &read.methodology, &context, &outcomes, &passed, err));
    MethodologiesTest *tests = ARENA_ARRAY(arena, read.methodology.test_count, MethodologiesTest);
    for (size_t i = 0; i < read.methodology.test_count; i++) {
        tests[i] = (MethodologiesTest){.name = outcomes[i].name,
                                       .passed = outcomes[i].passed,
                                       .text = outcomes[i].text,
                                       .line = outcomes[i].place.line};
    }
    *out = (MethodologiesTests){.tests = tests, .count = read.methodology.test_count, .passed = passed};
    return true;
}

bool methodologies_show(Arena *arena, Str file, Str language, Str *out, Faults *faults, Err *err) {
    MethodologiesSource source = {.file = file};
    Source read = {.arena = arena, .source = &source, .faults = faults};
    TRY(read_methodology(&read, err));
    *out = methodology_show(arena, &read.methodology, language);
    return true;
}

bool methodologies_show_published(App *app, Str id, Str language, Str *out, Err *err) {
    LookingDocument document = {0};
    Methodology methodology = {0};
    Faults faults = {0};
    TRY(looking_document(app, LOOKING_METHODOLOGIES, (Str){0}, id, &document, err));
    faults_init(&faults, app->arena, id);
    TRY(methodology_load(app->arena, document.body, &methodology, &faults, err));
    *out = methodology_show(app->arena, &methodology, language);
    return true;
}

bool methodologies_publish(App *app, const MethodologiesSource *source, MethodologiesPublished *out, Faults *faults,
                           Err *err) {
    Source read = {.arena = app->arena, .source = source, .faults = faults};
    TRY(read_source(&read, err));
    PublishDone *sets = ARENA_ARRAY(app->arena, read.set_count, PublishDone);
    PublishDone methodology = {0};
    for (size_t i = 0; i < read.set_count; i++) {
        TRY(publish_factors(app, read.set_texts[i], &sets[i], err));
    }
    TRY(publish_methodology(app, read.text, &methodology, err));
    *out = (MethodologiesPublished){.sets = sets, .set_count = read.set_count, .methodology = methodology};
    return true;
}
