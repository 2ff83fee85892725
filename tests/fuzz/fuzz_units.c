/* A unit text that is read divides by itself to one, comes out the same with *1, and is shown; and any text as a table of
 * units is either refused with a fault or gives units that can be read. */
#include <stdlib.h>

#include "quantify/unit.h"

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

static void try_unit(Arena *arena, Str text) {
    Unit unit;
    Unit ratio;
    Unit same;
    Err err = {0};
    if (!unit_parse(shipped(), text, &unit, &err)) {
        require(err.code == ERR_INVALID_UNIT);
        return;
    }
    require(unit.num > 0 && unit.den > 0);
    require(unit_divide(&unit, &unit, &ratio) && unit_is_number(&ratio) && ratio.num == 1 && ratio.den == 1);
    if (text.len + 2 <= UNIT_TEXT_BYTES) {
        Str longer = str_format(arena, "%.*s*1", STR_ARG(text));
        require(unit_parse(shipped(), longer, &same, &err) && unit_same_dimension(&unit, &same));
        require(same.num == unit.num && same.den == unit.den);
    }
    Str readable = unit_readable(arena, text);
    require(readable.len > 0 || str_eq(text, STR("1")));
}

static void try_table(Arena *arena, Str text) {
    UnitTable *table = NULL;
    Faults faults;
    Err err = {0};
    faults_init(&faults, arena, STR("units.yaml"));
    if (unit_table_load(arena, text, &table, &faults, &err)) {
        require(table != NULL && faults.total == 0);
    } else {
        require(table == NULL && err.code != ERR_NONE);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Arena arena = {0};
    Str text = str_copy(&arena, bytes_str((Bytes){.ptr = data, .len = size}));
    try_unit(&arena, text);
    try_table(&arena, text);
    arena_done(&arena);
    return 0;
}
