#include "app/public_method.h"

#include "app/proved.h"
#include "app/terms.h"
#include "codec/hex.h"
#include "quantify/formula.h"
#include "quantify/methodology_show.h"
#include "store/documents.h"

static bool find_document(App *app, const DocumentsRow *like, const char *noun, PublicMethodDocument *out, Err *err) {
    DocumentsRow row = {0};
    Err missing = {0};
    if (!documents_find(app->arena, app->store.db, like, &row, &missing)) {
        return missing.code == ERR_NOT_FOUND
                   ? err_set(err, ERR_NOT_FOUND, "there is no %s '%.*s' of version '%.*s' here", noun,
                             STR_ARG(text_shown(like->name)), STR_ARG(text_shown(like->version)))
                   : err_set(err, missing.code, "%s", missing.text);
    }
    PublicMethodDocument document = {.body = row.body, .sha256 = hex_encode(app->arena, hash_bytes(&row.sha256))};
    TRY(proved_place(app, row.entry, &document.logged, &document.index, err));
    *out = document;
    return true;
}

bool public_method_document(App *app, Str id, Str version, PublicMethodDocument *out, Err *err) {
    DocumentsRow like = {.kind = STR("methodology.published"), .name = id, .version = version};
    return find_document(app, &like, "methodology", out, err);
}

bool public_method_set_document(App *app, Str id, Str version, PublicMethodDocument *out, Err *err) {
    DocumentsRow like = {.kind = STR("factors.published"), .name = id, .version = version};
    return find_document(app, &like, "factor set", out, err);
}

bool public_method_set(App *app, Str id, Str version, PublicMethodSet *out, Err *err) {
    PublicMethodSet set = {0};
    const UnitTable *units = NULL;
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    TRY(public_method_set_document(app, id, version, &set.document, err));
    TRY(terms_units(app->arena, &units, err));
    TRY(factor_set_load(app->arena, set.document.body, units, &set.set, &faults, err));
    *out = set;
    return true;
}

/* A formula that does not parse is shown as written. */
static Str readable(Arena *arena, Str text) {
    const FormulaNode *node = NULL;
    size_t at = 0;
    Err unreadable = {0};
    Buf out = {.arena = arena};
    if (!formula_parse(arena, text, &node, &at, &unreadable)) {
        return text;
    }
    formula_print_readable(&out, node);
    return buf_str(&out);
}

static void write_formulas(Arena *arena, PublicMethod *method) {
    const Methodology *m = &method->methodology;
    Str *formulas = ARENA_ARRAY(arena, m->formula_count, Str);
    Str *conditions = ARENA_ARRAY(arena, m->condition_count, Str);
    for (size_t i = 0; i < m->formula_count; i++) {
        formulas[i] = methodology_show_formula(arena, &m->formulas[i]);
    }
    for (size_t i = 0; i < m->condition_count; i++) {
        conditions[i] = readable(arena, m->conditions[i].condition.text);
    }
    method->formulas = formulas;
    method->conditions = conditions;
}

static const FactorSet *set_of(const QuantifyContext *context, Str id) {
    for (size_t i = 0; i < context->set_count; i++) {
        if (str_eq(context->sets[i].id, id)) {
            return &context->sets[i];
        }
    }
    return NULL;
}

static void choose_factors(Arena *arena, const QuantifyContext *context, PublicMethod *method) {
    const Methodology *m = &method->methodology;
    PublicMethodFactor *factors = ARENA_ARRAY(arena, m->factor_count, PublicMethodFactor);
    for (size_t i = 0; i < m->factor_count; i++) {
        Str key = m->factors[i].ref.text;
        Str id = str_cut(&key, '#');
        const FactorSet *set = set_of(context, id);
        factors[i] = (PublicMethodFactor){.set = id, .key = key};
        if (set != NULL) {
            factors[i].version = set->version;
            factors[i].factor = factor_set_find(set, key);
        }
    }
    method->factors = factors;
}

/* A later version of a factor set may no longer suit a published methodology; then its tests cannot be run. */
static void run_tests(App *app, const QuantifyContext *context, PublicMethod *method) {
    MethodologyTestOutcome *outcomes = NULL;
    bool passed = false;
    Err refused = {0};
    bool ran = methodology_test(app->arena, &method->methodology, context, &outcomes, &passed, &refused);
    method->tests = ran ? outcomes : NULL;
}

bool public_method_show(App *app, Str id, Str version, PublicMethod *out, Err *err) {
    PublicMethod *method = ARENA_NEW(app->arena, PublicMethod);
    QuantifyContext context = {0};
    Faults faults;
    faults_init(&faults, app->arena, (Str){0});
    TRY(public_method_document(app, id, version, &method->document, err));
    TRY(methodology_load(app->arena, method->document.body, &method->methodology, &faults, err));
    TRY(terms_context(app, &method->methodology, &context, err));
    write_formulas(app->arena, method);
    choose_factors(app->arena, &context, method);
    run_tests(app, &context, method);
    method->uncertainty = methodology_show_uncertainty(app->arena, &method->methodology);
    *out = *method;
    return true;
}
