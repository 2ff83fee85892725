/* A set of factors that is read gives canonical JSON that is read as the same set, and each factor is found by its key. */
#include <stdlib.h>

#include "quantify/factor_set.h"

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

static void read_again(Arena *arena, const FactorSet *set) {
    FactorSet again;
    Faults faults;
    Err err = {0};
    faults_init(&faults, arena, STR("again"));
    /* JSON escapes may make it longer than YAML may be. */
    if (set->canonical.len <= LIMIT_YAML_BYTES) {
        require(factor_set_load(arena, set->canonical, shipped(), &again, &faults, &err));
        require(str_eq(again.canonical, set->canonical) && again.count == set->count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    FactorSet set = {.count = 77};
    Faults faults;
    Err err = {0};
    faults_init(&faults, &arena, STR("fuzz"));
    Str text = bytes_str((Bytes){.ptr = data, .len = size});
    if (factor_set_load(&arena, text, shipped(), &set, &faults, &err)) {
        read_again(&arena, &set);
        for (size_t i = 0; i < set.count; i++) {
            require(factor_set_find(&set, set.factors[i].key) == &set.factors[i]);
        }
    } else {
        require(set.count == 77 && err.code != ERR_NONE);
    }
    arena_done(&arena);
    return 0;
}
