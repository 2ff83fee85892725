/* A methodology that is read gives canonical JSON that is read as the same methodology; one that compiles runs over a
 * record to results or an error, never further. */
#include <stdlib.h>

#include "quantify/methodology_check.h"
#include "quantify/methodology_show.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds) {
    if (!holds) {
        abort();
    }
}

static const UnitTable *shipped(void) {
    static Arena arena;
    static UnitTable *table;
    if (table == NULL) {
        Faults faults;
        Err err = {0};
        faults_init(&faults, &arena, STR("units.yaml"));
        require(unit_table_load(&arena, unit_embedded(), &table, &faults, &err));
    }
    return table;
}

static void read_again(Arena *arena, const Methodology *methodology) {
    Methodology again;
    Faults faults;
    Err err = {0};
    faults_init(&faults, arena, STR("again"));
    /* JSON escapes may make it longer than YAML may be. */
    if (methodology->canonical.len <= LIMIT_YAML_BYTES) {
        require(methodology_load(arena, methodology->canonical, &again, &faults, &err));
        require(str_eq(again.canonical, methodology->canonical) && hash_eq(&again.sha256, &methodology->sha256));
    }
}

static void run(Arena *arena, const Methodology *methodology) {
    QuantifyContext context = {.units = shipped(), .figures = true};
    QuantifyRun *started = NULL;
    QuantifyVerdict verdict;
    QuantifyOutcome outcome;
    Err err = {0};
    RecordInput *inputs = ARENA_ARRAY(arena, methodology->input_count, RecordInput);
    for (size_t i = 0; i < methodology->input_count; i++) {
        const MethodologyInput *input = &methodology->inputs[i];
        inputs[i] = (RecordInput){.name = input->name,
                                  .value = input->min.text.len > 0 ? input->min.text : STR("2.5"),
                                  .unit = input->unit.text};
    }
    if (!quantify_begin(arena, methodology, &context, &started, &err)) {
        require(started == NULL && err.code != ERR_NONE);
        return;
    }
    bool added = quantify_add(started, inputs, methodology->input_count, &verdict, &err);
    added = added && quantify_add(started, inputs, methodology->input_count, &verdict, &err);
    bool ended = added && quantify_end(started, &outcome, &err);
    require(ended ? outcome.result_count == methodology->result_count : err.code != ERR_NONE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Methodology methodology;
    Faults faults;
    Err err = {0};
    QuantifyContext context = {.units = shipped()};
    faults_init(&faults, &arena, STR("fuzz"));
    Str text = bytes_str((Bytes){.ptr = data, .len = size});
    if (!methodology_load(&arena, text, &methodology, &faults, &err)) {
        require(err.code != ERR_NONE);
    } else {
        read_again(&arena, &methodology);
        require(methodology_show(&arena, &methodology, STR("en")).len > 0);
        if (methodology_check(&arena, &methodology, &context, &faults, &err)) {
            run(&arena, &methodology);
        } else {
            require(faults.total > 0);
        }
    }
    arena_done(&arena);
    return 0;
}
