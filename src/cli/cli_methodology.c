#include "app/methodologies.h"
#include "cli/document.h"

static MethodologiesSource source_of(const CommandRun *run) {
    return (MethodologiesSource){.file = run->arguments[0], .factors = command_option(run, "factors")};
}

static bool with_faults(CommandRun *run, const Faults *faults, bool good) {
    if (!good) {
        cli_faults(run, faults);
    }
    return good;
}

static Json sets_json(const CommandRun *run, const MethodologiesChecked *checked) {
    Json list = json_array();
    for (size_t i = 0; i < checked->set_count; i++) {
        Json item = json_object();
        cli_set(run, &item, "id", checked->sets[i].id);
        cli_set(run, &item, "version", checked->sets[i].version);
        cli_set(run, &item, "sha256", checked->sets[i].sha256);
        json_push(run->arena, &list, item);
    }
    return list;
}

static bool run_check(CommandRun *run, Err *err) {
    MethodologiesSource source = source_of(run);
    MethodologiesChecked checked = {0};
    Faults faults = {0};
    TRY(with_faults(run, &faults, methodologies_check(run->arena, &source, &checked, &faults, err)));
    const Methodology *methodology = &checked.methodology;
    buf_addf(&run->text, "Good: %.*s %.*s\n", STR_ARG(methodology->id), STR_ARG(methodology->version));
    cli_line(run, "SHA-256", "%.*s", STR_ARG(checked.sha256));
    cli_line(run, "Inputs", "%zu", methodology->input_count);
    cli_line(run, "Formulas", "%zu", methodology->formula_count);
    cli_line(run, "Results", "%zu", methodology->result_count);
    cli_line(run, "Own tests", "%zu", methodology->test_count);
    cli_next(run, "banyan methodology test %.*s", STR_ARG(source.file));
    cli_set(run, &run->result, "id", methodology->id);
    cli_set(run, &run->result, "version", methodology->version);
    cli_set(run, &run->result, "sha256", checked.sha256);
    cli_set_json(run, &run->result, "factor_sets", sets_json(run, &checked));
    return true;
}

static Json test_json(CommandRun *run, const MethodologiesTest *test) {
    Json json = json_object();
    cli_set(run, &json, "name", test->name);
    cli_set_json(run, &json, "passed", json_bool(test->passed));
    cli_set(run, &json, "text", test->text);
    cli_set_number(run, &json, "line", test->line);
    return json;
}

static bool run_test(CommandRun *run, Err *err) {
    MethodologiesSource source = source_of(run);
    MethodologiesTests tests = {0};
    Faults faults = {0};
    TRY(with_faults(run, &faults, methodologies_test(run->arena, &source, &tests, &faults, err)));
    Json list = json_array();
    size_t failed = 0;
    for (size_t i = 0; i < tests.count; i++) {
        const MethodologiesTest *test = &tests.tests[i];
        failed += test->passed ? 0 : 1;
        buf_addf(&run->text, "%s  %.*s\n", test->passed ? "passed" : "FAILED", STR_ARG(test->name));
        if (!test->passed) {
            buf_addf(&run->text, "        line %u: %.*s\n", (unsigned)test->line, STR_ARG(test->text));
        }
        json_push(run->arena, &list, test_json(run, test));
    }
    buf_addf(&run->text, "%zu of %zu passed%s\n", tests.count - failed, tests.count,
             tests.count == 0 ? "; a methodology needs at least one test case" : "");
    cli_set_json(run, &run->result, "passed", json_bool(tests.passed));
    cli_set_json(run, &run->result, "tests", list);
    run->exit_code = tests.passed ? 0 : 1;
    return true;
}

/* What has a point or a slash is a file; an id has neither. */
static bool is_file(Str word) {
    return str_find(word, '.') < word.len || str_find(word, '/') < word.len;
}

static bool run_show(CommandRun *run, Err *err) {
    Str word = run->arguments[0];
    Str language = command_option(run, "language");
    Str text = {0};
    Faults faults = {0};
    App app CLEANUP(app_close) = {0};
    language = language.len == 0 ? STR("en") : language;
    if (is_file(word)) {
        TRY(with_faults(run, &faults, methodologies_show(run->arena, word, language, &text, &faults, err)));
    } else {
        TRY(cli_open(run, APP_READ, &app, err));
        TRY(methodologies_show_published(&app, word, language, &text, err));
    }
    buf_add(&run->text, text);
    cli_set(run, &run->result, "text", text);
    return true;
}

static bool run_publish(CommandRun *run, Err *err) {
    MethodologiesSource source = source_of(run);
    MethodologiesPublished done = {0};
    Faults faults = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_WRITE, &app, err));
    TRY(with_faults(run, &faults, methodologies_publish(&app, &source, &done, &faults, err)));
    Json sets = json_array();
    for (size_t i = 0; i < done.set_count; i++) {
        Json set = json_object();
        document_published(run, &set, &done.sets[i]);
        json_push(run->arena, &sets, set);
    }
    document_published(run, &run->result, &done.methodology);
    cli_set_json(run, &run->result, "factor_sets", sets);
    cli_next(run, "banyan programme open FILE, with methodology: {id: %.*s, version: \"%.*s\"}",
             STR_ARG(done.methodology.name), STR_ARG(done.methodology.version));
    return true;
}

static bool run_list(CommandRun *run, Err *err) {
    LookingDocuments documents = {0};
    App app CLEANUP(app_close) = {0};
    TRY(cli_open(run, APP_READ, &app, err));
    TRY(looking_documents(&app, LOOKING_METHODOLOGIES, (Str){0}, &documents, err));
    return document_list(run, &documents, true, err);
}

static const CommandOption factors_options[] = {
    {"factors", "DIR", "folder of the factor sets (else ../factors beside the file's folder)"},
};
static const CommandOption show_options[] = {
    {"language", "TAG", "language of the texts, such as zh-Hant (else en)"},
};

#define WITH_FACTORS                                                                                                   \
    .arguments = "FILE", .least = 1, .most = 1, .options = factors_options, .option_count = COUNT_OF(factors_options)

static const Command check = {
    .name = "check",
    .summary = "Check a methodology file: names, units, dimensions, factors.",
    .details = "Every fault is told with its line and what would be right. Needs no data directory.",
    .run = run_check,
    WITH_FACTORS,
};
static const Command test = {
    .name = "test",
    .summary = "Run the test cases inside a methodology file, to the exact digits.",
    .run = run_test,
    WITH_FACTORS,
};
static const Command show = {
    .name = "show",
    .arguments = "FILE|ID",
    .least = 1,
    .most = 1,
    .summary = "Show a methodology for readers, with its formulas as they are written by hand.",
    .options = show_options,
    .option_count = COUNT_OF(show_options),
    .run = run_show,
};
static const Command publish = {
    .name = "publish",
    .summary = "Publish a methodology and the factor sets it refers to; its own tests must pass.",
    .details = "A published version never changes; another text needs another version.",
    .run = run_publish,
    WITH_FACTORS,
};
static const Command list = {.name = "list", .summary = "List the published methodologies.", .run = run_list};
static const Command *const children[] = {&check, &test, &show, &publish, &list};

const Command cli_methodology = {
    .name = "methodology",
    .summary = "Methodologies: how records become results, as data.",
    .children = children,
    .child_count = COUNT_OF(children),
};
